// Situations about what the answers hold: files, tables, fields that go.

#include <ctime>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/samples/situation_run.h"

namespace situations_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Download, KnowsTheBytesTheValidatorsAndTheSafeHeaders) {
  const std::vector<std::pair<std::string, Lines>> cases = {
      {"good", {}},
      {"cut",
       {"[http/size] expected size to equal 4096 bytes, found 4000 bytes",
        "[http/sha256] expected sha256 to equal "
        "\"42fb5a7b28bd942e1a2c7a267f52e5fe2c381be8479e76bd3878e34464689cf4\", found "
        "\"05458623316e7ffe2ac4b37c5d33f8d19af27a661fddcc430bb09eabb8bf4750\""}},
      {"other-bytes",
       {"[http/sha256] expected sha256 to equal "
        "\"42fb5a7b28bd942e1a2c7a267f52e5fe2c381be8479e76bd3878e34464689cf4\", found "
        "\"929c4ce96c86637fe82a412cc87c9e30636db643204a5829ae5468fb4e63a7b1\""}},
      {"validator-ignored",
       {"[http/status] expected status 304, found 200 OK",
        "[http/size] expected size to equal 0 bytes, found 4096 bytes"}},
      {"no-policy",
       {"[http/header] expected header Content-Security-Policy to contain \"default-src "
        "'self'\", found nothing"}}};
  for (const auto& [release, findings] : cases) {
    const Deployed candidate("download", release);
    const GateRan ran = Situation("download").run_on(candidate);
    EXPECT_EQ(ran.exit_code, findings.empty() ? 0 : 1) << ran.out << ran.err;
    EXPECT_EQ(ran.findings(), findings) << release;
  }
}

// A day in UTC, counted from today.
std::string day(int from_today) {
  const std::time_t at = std::time(nullptr) + from_today * 86400;
  std::tm parts{};
  gmtime_r(&at, &parts);
  char text[11];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

constexpr auto kDate = "2030-06-30";  // in the suite and in waivers.yaml

class ContractPhase : public ::testing::Test {
 protected:
  // The release against live, with both dates set.
  GateRan run(const std::string& release, const std::string& expected_until,
              const std::string& waived_until) const {
    Situation situation("contract-phase");
    situation.change(std::string("expires: ") + kDate, "expires: " + expected_until);
    std::string waivers = GateRun::read(situation.file("waivers.yaml"));
    waivers.replace(waivers.find(kDate), 10, waived_until);
    const Deployed candidate("contract-phase", release);
    const Deployed live("contract-phase");
    return situation.run({"--candidate", candidate.url(), "--live", live.url(), "--waivers",
                          situation.write("waivers.yaml", waivers)});
  }
};

constexpr auto kLegacyGone =
    "[shape/property-removed] $.items[*].legacy_price was present in all 20 live objects and is "
    "missing from all 20 candidate objects";
constexpr auto kWeightGone =
    "[shape/property-removed] $.items[*].weight_grams was present in all 20 live objects and is "
    "missing from all 20 candidate objects";
constexpr auto kHeaderGone = "[compare/header-removed] The header 'Cache-Control' was present in";

TEST_F(ContractPhase, OpensForWhatIsPlannedAndWhatIsWaived) {
  const GateRan ran = run("contracted", day(1), day(1));
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.findings(), ElementsAre(std::string("note ") + kLegacyGone,
                                          StartsWith(std::string("note ") + kHeaderGone)));
  EXPECT_THAT(ran.out, HasSubstr("contract phase of PR 812"));
  EXPECT_THAT(ran.out, HasSubstr("OPS-9"));
}

TEST_F(ContractPhase, ClosesForOneFieldMore) {
  const GateRan ran = run("too-much", day(1), day(1));
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.findings(), ElementsAre(std::string("note ") + kLegacyGone, kWeightGone,
                                          StartsWith(std::string("note ") + kHeaderGone)));
}

TEST_F(ContractPhase, ClosesForOtherValuesInTheSameShape) {
  const GateRan ran = run("wrong-price", day(1), day(1));
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.findings(),
              ElementsAre(std::string("note ") + kLegacyGone,
                          StartsWith("[compare/value] expected 101 as live answers at "
                                     "$.items[0].price.amount, found 120; live gave"),
                          StartsWith(std::string("note ") + kHeaderGone)));
}

TEST_F(ContractPhase, ClosesAgainWhenThePlanHasExpired) {
  const GateRan ran = run("contracted", day(-2), day(1));
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.findings(),
              ElementsAre(StartsWith("warning [waiver/expired] the planned change "
                                     "shape/property-removed at $.items[*].legacy_price expired"),
                          kLegacyGone, StartsWith(std::string("note ") + kHeaderGone)));
}

TEST_F(ContractPhase, ClosesAgainWhenTheWaiverHasExpired) {
  const GateRan ran = run("contracted", day(1), day(-2));
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(
      ran.findings(),
      ElementsAre(StartsWith("warning [waiver/expired] the waiver of "
                             "compare/header-removed of 'imprint' at Cache-Control expired"),
                  std::string("note ") + kLegacyGone, StartsWith(kHeaderGone)));
}

class FiveHundredRows : public ::testing::Test {
 protected:
  static Lines failed(const GateRan& ran) {
    Lines names;
    for (const std::string& line : ran.outcomes()) {
      if (line.ends_with(": failed")) {
        names.push_back(line.substr(0, line.size() - 8));
      }
    }
    return names;
  }

  GateRan compare(const std::string& release) const {
    const Deployed candidate("csv-500", release);
    const Deployed live("csv-500");
    return situation.run(
        {"--profile", "staging", "--candidate", candidate.url(), "--live", live.url()});
  }
  GateRan judge(const std::string& release) const {
    const Deployed candidate("csv-500", release);
    return situation.run({"--candidate", candidate.url(), "--compare", "none"});
  }

  const Situation situation{"csv-500"};
};

TEST_F(FiveHundredRows, AreAllJudgedAndComparedAsOne) {
  const GateRan ran = compare("good");
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.outcomes().size(), 501U);
  EXPECT_EQ(ran.findings(), Lines{});
}

TEST_F(FiveHundredRows, NameThemselvesWhenTheyAreWrong) {
  const GateRan ran = judge("two-wrong");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(failed(ran), (Lines{"price[sku=SKU-0042]", "price[sku=SKU-0480]"}));
  EXPECT_EQ(ran.findings(), (Lines{"[json/value] expected $.gross to equal 2086, found 2186",
                                   "[json/value] expected $.gross to equal 21371, found 21471"}));
}

TEST_F(FiveHundredRows, TellRoundingInEachRowWhereItMatters) {
  const GateRan ran = judge("rounds-down");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(failed(ran).size(), 250U);  // the half of all cents that would be rounded up
}

TEST_F(FiveHundredRows, ShareOneShapeSoWhatFewOfThemLoseIsFound) {
  const GateRan ran = compare("unit-lost");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(failed(ran), Lines{"price"});
  EXPECT_THAT(ran.findings(),
              ElementsAre(StartsWith("[shape/property-removed] $.unit was present in all ")));
}

}  // namespace
}  // namespace situations_test
