// The picture of two distributions: what each line shows.

#include "reporters/latency_picture.h"

#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "tests/support/golden.h"

namespace switchgate::reporters {
namespace {

std::vector<std::string> lines_of(const std::vector<double>& live,
                                  const std::vector<double>& candidate, std::size_t columns = 16) {
  const std::string text = latency_picture({"live", live}, {"candidate", candidate}, columns);
  std::vector<std::string> out;
  for (const std::string_view line : split(text, '\n')) {
    out.emplace_back(line);
  }
  return out;
}

TEST(LatencyPicture, ShowsTwoDistributionsOnOneAxis) {
  std::vector<double> live;
  std::vector<double> candidate;
  for (int i = 0; i < 200; ++i) {
    const double spread = 1 + 0.3 * ((i * 37) % 100 - 50) / 50.0 * ((i * 53) % 100) / 100.0;
    live.push_back(20 * spread);
    candidate.push_back(i % 20 == 0 ? 90 * spread : 24 * spread);
  }
  EXPECT_TRUE(
      support::matches_golden("reporters/latency-picture.txt",
                              latency_picture({"live", live}, {"candidate", candidate}, 48)));
}

TEST(LatencyPicture, OneSampleIsNeverLostBesideAThousand) {
  std::vector<double> live(1000, 10.0);
  live.push_back(100);
  const auto lines = lines_of(live, {10});
  EXPECT_TRUE(lines[0].starts_with("  live       █              ▁  p50 10 ms")) << lines[0];
  EXPECT_TRUE(lines[1].starts_with("  candidate  █                 p50 10 ms")) << lines[1];
  EXPECT_EQ(lines[2], "             10 ms     100 ms");
}

TEST(LatencyPicture, TheAxisIsLogarithmic) {
  const auto lines = lines_of({1, 10, 100}, {1});
  EXPECT_TRUE(lines[0].find("▃       ▃      ▃") != std::string::npos) << lines[0];
}

TEST(LatencyPicture, EqualSamplesStandInTheMiddle) {
  EXPECT_TRUE(lines_of({5, 5}, {5})[0].starts_with("  live               █         p50 5 ms"));
}

TEST(LatencyPicture, OfNoUsableSampleThereIsNone) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> none = {0, -1, nan};
  EXPECT_EQ(latency_picture({"live", none}, {"candidate", none}, 48), "");
  const std::vector<double> one = {1};
  EXPECT_EQ(latency_picture({"live", one}, {"candidate", {}}, 48), "");
}

}  // namespace
}  // namespace switchgate::reporters
