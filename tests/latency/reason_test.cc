// The sentences, word by word, and the number of samples they ask for.

#include "checks/latency/reason.h"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/latency/decide.h"

namespace switchgate::latency {
namespace {

// An estimate of a slowdown by `ratio` whose standard deviation is `deviation`,
// of which the runs make `run_deviation`; 10 ms against live.
Judgement judged(double ratio, double deviation, double run_deviation = 0.0424,
                 const Settings& settings = {}, std::size_t runs = 0) {
  Evidence evidence;
  evidence.theta = std::log1p(ratio);
  evidence.variance = deviation * deviation;
  evidence.sampling = evidence.variance - run_deviation * run_deviation;
  evidence.df = 30;
  evidence.df_with_more = 30;
  evidence.surely = evidence.theta;
  evidence.samples = 100;
  evidence.runs = runs;
  Judgement draft;
  draft.given = draft.kept = 100;
  draft.live_median_ms = 10;
  draft.candidate_median_ms = 10 * (1 + ratio);
  return decide(draft, evidence, settings);
}

Settings uncalibrated() {
  Settings settings;
  settings.tolerance = 0.25;
  return settings;
}

Settings early() {
  Settings settings;
  settings.may_pass = false;
  return settings;
}

TEST(Reason, IsOneSentenceForEachWhy) {
  struct Case {
    Judgement judgement;
    Why why;
    std::string reason;
  };
  for (const Case& expected : std::vector<Case>{
           {judged(0.61, 0.05), Why::kRegressed,
            "candidate is 61 % slower (interval +45 % to +78 %), 16.1 ms "
            "instead of 10.0 ms"},
           {judged(5000, 0.05), Why::kRegressed,
            "candidate is more than 9999 % slower (interval more than +9999 % "
            "to more than +9999 "
            "%), 50010 ms instead of 10.0 ms"},
           {judged(0.01, 0.05), Why::kExcluded, "no slowdown of 20 % or more (at most +9.9 %)"},
           {judged(-0.3, 0.05), Why::kExcluded, "no slowdown: candidate is at least 24 % faster"},
           {judged(0.01, 0.05, 0.0424, early()), Why::kTooEarly,
            "no slowdown of 20 % or more (at most +9.9 %), but 100 pairs are "
            "too few to pass"},
           {judged(0.05, 0.15), Why::kNoisy,
            "cannot exclude +20 %: the smallest slowdown visible here is +64 "
            "%; about 1700 pairs "
            "would do"},
           {judged(0.15, 0.15, 0.15), Why::kNoisy,
            "cannot exclude +20 %: the smallest slowdown visible here is +64 "
            "%; more pairs would "
            "not help, because runs of one build differ too much (SD 3 %)"},
           {judged(0.15, 0.15, 0.15, {}, 2), Why::kNoisy,
            "cannot exclude +20 %: the smallest slowdown visible here is +64 "
            "%; more samples would "
            "not help, more recorded runs would (2 so far)"},
           {judged(0.11, 0.05), Why::kNoisy,
            "cannot exclude +20 %: candidate is 11 % slower, at most +21 %; "
            "about 230 pairs would "
            "do"},
           {judged(0.22, 0.04, 0.03, uncalibrated()), Why::kNotMaterial,
            "candidate is 22 % slower, which is not surely more than the 25 % "
            "that fails, and a "
            "pass needs less than +20 % (here at most +31 %)"},
       }) {
    EXPECT_EQ(expected.judgement.why, expected.why) << expected.judgement.reason;
    EXPECT_EQ(expected.judgement.reason, expected.reason);
    EXPECT_EQ(expected.judgement.verdict, verdict_of(expected.why));
  }
}

// The same estimate with a tail whose test says `p`.
Judgement judged_with_tail(double p, const Tail& shown) {
  Evidence evidence;
  evidence.theta = std::log1p(0.01);
  evidence.variance = 0.05 * 0.05;
  evidence.df = evidence.df_with_more = 30;
  evidence.surely = evidence.theta;
  evidence.samples = 400;
  evidence.tail = shown;
  evidence.tail->p = p;
  Judgement draft;
  draft.given = draft.kept = 400;
  draft.live_median_ms = 10;
  draft.candidate_median_ms = 10.1;
  return decide(draft, evidence, {});
}

TEST(Reason, NamesTheTail) {
  const Tail paired = {1, 0.3, 0.04, Exceedances{30.26, 21, 2, 400}};
  const Judgement failed = judged_with_tail(0.003, paired);
  EXPECT_EQ(failed.why, Why::kTailRegressed);
  EXPECT_EQ(failed.reason,
            "the slowest answers of candidate became slower: 21 of its 400 answers took more than "
            "30.3 ms, and 2 of live's (the typical one is 1 % slower)");
  const Judgement doubtful = judged_with_tail(0.05, paired);
  EXPECT_EQ(doubtful.why, Why::kTailUndecided);
  EXPECT_EQ(doubtful.reason,
            "the typical answer would pass, but the slowest answers of candidate may have become "
            "slower: 21 of its 400 answers took more than 30.3 ms, and 2 of live's");
  const Judgement passed = judged_with_tail(0.051, paired);
  EXPECT_EQ(passed.why, Why::kExcluded);
  EXPECT_EQ(passed.tail_visible_from, 0.04);
  EXPECT_EQ(passed.reason,
            "no slowdown of 20 % or more (at most +9.9 %); tail: not excluded below 4 % of the "
            "answers");
  const Judgement recorded = judged_with_tail(0.001, {1, 0.2, 0, Quantiles{45, 30}});
  EXPECT_EQ(recorded.reason,
            "the slowest answers of candidate became slower: 95 % of its answers took up to 45.0 "
            "ms, and 30.0 ms in the recorded runs (the typical one is 1 % slower)");
  EXPECT_FALSE(recorded.tail_visible_from.has_value());
}

TEST(Reason, TellsTheFloorInMilliseconds) {
  Settings settings;
  settings.floor_ms = 5;
  // At most 4.2 ms more: a pass. 3 ms more but perhaps 6.2: undecided.
  EXPECT_EQ(judged(0.3, 0.05, 0.0424, settings).reason,
            "no slowdown that matters: at most 4.2 ms more, and the floor is 5.0 ms");
  const Judgement unsure = judged(0.45, 0.1, 0.0424, settings);
  EXPECT_EQ(unsure.why, Why::kNotMaterial);
  EXPECT_EQ(unsure.reason,
            "candidate is 45 % slower, but 4.5 ms more is below the floor of 5.0 ms");
}

TEST(Reason, SignedPercentsAreShortAndHaveNoNegativeZero) {
  EXPECT_EQ(signed_percent(0), "+0 %");
  EXPECT_EQ(signed_percent(-1e-9), "+0 %");
  EXPECT_EQ(signed_percent(std::log(1.046)), "+4.6 %");
  EXPECT_EQ(signed_percent(std::log(0.954)), "-4.6 %");
  EXPECT_EQ(signed_percent(std::log(1.0996)), "+10 %");
  EXPECT_EQ(signed_percent(std::log(3)), "+200 %");
  EXPECT_EQ(signed_percent(20), "more than +9999 %");
  EXPECT_EQ(signed_percent(-20), "-100 %");
}

TEST(Reason, CountsWhatWasTooFew) {
  EXPECT_EQ(too_few("pairs", 3, 4, 0), "too few pairs: 3 of at least 4");
  EXPECT_EQ(too_few("pairs", 3, 4, 1),
            "too few pairs: 3 of at least 4; 1 was no usable latency (zero, "
            "negative or not a "
            "number)");
}

TEST(Verdicts, HaveNamesAndEveryWhyHasOne) {
  EXPECT_EQ(name_of(Verdict::kPass), "pass");
  EXPECT_EQ(name_of(Verdict::kFail), "fail");
  EXPECT_EQ(name_of(Verdict::kUndecided), "undecided");
  for (const Why why : {Why::kRegressed, Why::kTailRegressed}) {
    EXPECT_EQ(verdict_of(why), Verdict::kFail);
  }
  for (const Why why : {Why::kExcluded, Why::kBelowFloor}) {
    EXPECT_EQ(verdict_of(why), Verdict::kPass);
  }
  for (const Why why : {Why::kTooFew, Why::kTooEarly, Why::kNoBaseline, Why::kUnusable,
                        Why::kNotMaterial, Why::kTailUndecided, Why::kNoisy, Why::kBadSettings}) {
    EXPECT_EQ(verdict_of(why), Verdict::kUndecided);
  }
}

}  // namespace
}  // namespace switchgate::latency
