// The picture of two distributions: where its marks stand.

#include "reporters/html/latency_plot.h"

#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "checks/base/text.h"

namespace switchgate::reporters::html {
namespace {

pugi::xml_document drawn(const std::vector<double>& live, const std::vector<double>& candidate,
                         double live_median, double candidate_median) {
  Markup out;
  EXPECT_TRUE(draw_latency_plot(
      out,
      {"p", "Latencies", {"live", live}, {"candidate", candidate}, live_median, candidate_median}));
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(out.take().c_str()));
  return document;
}

std::string text_at(const pugi::xml_document& document, const char* query) {
  return document.select_node(query).node().text().get();
}

std::string path_at(const pugi::xml_document& document, const char* css) {
  const std::string query = std::string("//path[@class='") + css + "']";
  return document.select_node(query.c_str()).node().attribute("d").value();
}

std::size_t count_of(const std::string& text, char c) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}

TEST(LatencyPlot, SaysInWordsWhatItShows) {
  const auto document = drawn({10, 11, 12, 14}, {20, 21, 22, 24}, 11.5, 21.5);
  EXPECT_EQ(document.child("svg").attribute("role").value(), std::string("img"));
  EXPECT_EQ(text_at(document, "//title"), "Latencies");
  EXPECT_EQ(text_at(document, "//desc"),
            "live: 4 answers, median 11.5 ms, 95 % within 13.7 ms, the slowest 14 ms. "
            "candidate: 4 answers, median 21.5 ms, 95 % within 23.7 ms, the slowest 24 ms. ");
}

TEST(LatencyPlot, TheFunctionsClimbFromNoneToAll) {
  const auto document = drawn({1, 10}, {1, 10, 100, 100}, 0, 0);
  // 0 % lies at 176, 100 % at 40; the axis reaches from 84 to 704.
  EXPECT_EQ(path_at(document, "ecdf old"), "M84 176H95.9V108H394V40H704");
  EXPECT_EQ(path_at(document, "ecdf new"), "M84 176H95.9V142H394V108H692.1V74H692.1V40H704");
}

TEST(LatencyPlot, EachSampleIsADotWithinItsStrip) {
  const auto document = drawn({5, 5, 5}, {5, 6}, 5, 5.5);
  EXPECT_EQ(count_of(path_at(document, "strip old"), 'M'), 3U);
  EXPECT_EQ(count_of(path_at(document, "strip new"), 'M'), 2U);
}

TEST(LatencyPlot, MediansAreLabelledApartEvenWhenEqual) {
  const auto document = drawn({5, 5}, {5, 5}, 5, 5);
  const auto labels = document.select_nodes("//text[contains(@class, 'label')]");
  ASSERT_EQ(labels.size(), 2U);
  EXPECT_EQ(labels[0].node().text().get(), std::string("live median 5 ms"));
  EXPECT_EQ(labels[1].node().text().get(), std::string("candidate median 5 ms"));
  EXPECT_STRNE(labels[0].node().attribute("y").value(), labels[1].node().attribute("y").value());
}

TEST(LatencyPlot, AgainstABaselineOnlyItsMedianIsKnown) {
  const auto document = drawn({}, {20, 21}, 10, 20.5);
  EXPECT_EQ(path_at(document, "ecdf old"), "");
  EXPECT_EQ(document.select_nodes("//line[@class='median old']").size(), 1U);
  EXPECT_TRUE(text_at(document, "//desc").starts_with("live: median 10 ms. candidate: 2 answers"));
}

TEST(LatencyPlot, WithoutAUsableSampleThereIsNone) {
  const std::vector<double> unusable = {0, -1, std::numeric_limits<double>::quiet_NaN()};
  const std::vector<double> live = {1};
  Markup out;
  EXPECT_FALSE(draw_latency_plot(out, {"p", "", {"live", live}, {"candidate", unusable}, 1, 1}));
  EXPECT_EQ(out.take(), "");
}

TEST(LatencyPlot, HoldsNoNumberThatIsNone) {
  const double infinity = std::numeric_limits<double>::infinity();
  const auto document = drawn({1e-9, 1e12, infinity}, {1e-9, 3}, std::nan(""), infinity);
  std::ostringstream text;
  document.save(text);
  EXPECT_EQ(text.str().find("nan"), std::string::npos) << text.str();
  EXPECT_EQ(text.str().find("inf"), std::string::npos) << text.str();
}

TEST(LatencyPlot, ThinsOutEvenlyAndKeepsTheEnds) {
  EXPECT_EQ(drawn_ranks(0), std::vector<std::size_t>());
  EXPECT_EQ(drawn_ranks(1), std::vector<std::size_t>({0}));
  std::vector<std::size_t> all(kMostPoints);
  std::iota(all.begin(), all.end(), 0U);
  EXPECT_EQ(drawn_ranks(kMostPoints), all);
  const auto ranks = drawn_ranks(12'345);
  ASSERT_EQ(ranks.size(), kMostPoints);
  EXPECT_EQ(ranks.front(), 0U);
  EXPECT_EQ(ranks.back(), 12'344U);
  for (std::size_t i = 1; i < ranks.size(); ++i) {
    EXPECT_GE(ranks[i] - ranks[i - 1], 30U);
    EXPECT_LE(ranks[i] - ranks[i - 1], 31U);
  }
}

TEST(LatencyPlot, LabelsRoundNumbers) {
  using Ticks = std::vector<double>;
  EXPECT_EQ(axis_ticks(0.9, 110), (Ticks{1, 2, 5, 10, 20, 50, 100}));
  EXPECT_EQ(axis_ticks(0.9, 11'000), (Ticks{1, 10, 100, 1000, 10'000}));
  EXPECT_EQ(axis_ticks(5.3, 22), (Ticks{7, 10, 15, 20}));
  EXPECT_EQ(axis_ticks(99, 121), (Ticks{100, 105, 110, 115, 120}));
}

}  // namespace
}  // namespace switchgate::reporters::html
