// The rules of others, on samples whose answer their own documents give or that is plain.

#include <cmath>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "tests/bench/latency/rivals.h"
#include "tests/bench/latency/tally.h"
#include "tests/latency/simulated.h"

namespace switchgate::latency::bench {
namespace {

std::vector<Pair> scaled(std::vector<Pair> pairs, double factor) {
  for (Pair& pair : pairs) {
    pair.candidate_ms *= factor;
  }
  return pairs;
}

TEST(Rivals, MannWhitneyIsTheNormalApproximationWithBothCorrections) {
  // U = 22 of 25, mean 12.5, SD sqrt(25·11/12): z = 9/4.787, p = .0301.
  const std::vector<Pair> untied = {{1, 4}, {2, 6}, {3, 8}, {5, 9}, {7, 10}};
  EXPECT_NEAR(mann_whitney_p(untied), 0.5 * std::erfc((22 - 12.5 - 0.5) / std::sqrt(25 * 11 / 6.0)),
              1e-12);
  // Ranks 1.5 1.5 3.5 3.5, ties 6 + 6: U = 4, mean 2, variance 4/12·(5 - 12/12).
  const std::vector<Pair> tied = {{1, 2}, {1, 2}};
  EXPECT_NEAR(mann_whitney_p(tied), 0.5 * std::erfc(1.5 / std::sqrt(2 * 4.0 / 3)), 1e-12);
  EXPECT_EQ(mann_whitney_p(std::vector<Pair>(50, Pair{20, 20})), 1);
}

TEST(Rivals, NoneCallsEqualSamplesSlower) {
  const std::vector<Pair> same(50, Pair{20, 20});
  for (const Rival& rival : kRivals) {
    EXPECT_FALSE(rival.slower(same)) << rival.name;
  }
}

TEST(Rivals, AllFindTwiceAsSlowAndNoneTwiceAsFast) {
  Simulated simulated(1);
  const auto pairs = simulated.pairs(100);
  for (const Rival& rival : kRivals) {
    EXPECT_TRUE(rival.slower(scaled(pairs, 2))) << rival.name;
    EXPECT_FALSE(rival.slower(scaled(pairs, 0.5))) << rival.name;
  }
}

TEST(Rivals, KayentaWantsTheIntervalAboveAQuarterOfTheShift) {
  // 20 samples that spread evenly over 2 ms: the 98 % interval of the shift reaches about .5 ms
  // down.
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < 20; ++i) {
    const double step = static_cast<double>(i) / 10;
    pairs.push_back({20 + step, 20 + step});
  }
  const auto shifted = [&](double ms) {
    std::vector<Pair> out = pairs;
    for (Pair& pair : out) {
      pair.candidate_ms += ms;
    }
    return out;
  };
  EXPECT_FALSE(kayenta_slower(shifted(0.4)));
  EXPECT_FALSE(kayenta_slower(shifted(0.5)));  // above 0, not above a quarter of .5
  EXPECT_TRUE(kayenta_slower(shifted(1)));
}

TEST(Rivals, P95LooksAtTheQuantileAlone) {
  std::vector<Pair> pairs(100, Pair{20, 20});
  for (std::size_t i = 0; i < 6; ++i) {
    pairs[i * 10].candidate_ms = 24.1;
  }
  EXPECT_TRUE(p95_slower(pairs));
  pairs[0].candidate_ms = 20;
  pairs[10].candidate_ms = 20;
  EXPECT_FALSE(p95_slower(pairs));
}

TEST(Rivals, BenchstatIsTwoSidedAtFivePercent) {
  Simulated simulated(2);
  int slower = 0;
  for (int repetition = 0; repetition < 2000; ++repetition) {
    slower += benchstat_slower(simulated.pairs(40, 1, 0.2, 0)) ? 1 : 0;
  }
  EXPECT_NEAR(slower / 2000.0, 0.025, 0.01);
}

TEST(Cells, CarryTheirBinomialError) {
  EXPECT_EQ(share(723, 1000), "72.3 ± 1.4");
  EXPECT_EQ(share(0, 1000), "0 (< 0.3)");
  EXPECT_EQ(share(1000, 1000), "100 (> 99.7)");
  Tally tally;
  for (int i = 0; i < 100; ++i) {
    tally.add(i < 14 ? Verdict::kFail : i < 51 ? Verdict::kPass : Verdict::kUndecided);
  }
  EXPECT_EQ(verdicts(tally), "14 ± 3.5 / 37 / 49");
}

}  // namespace
}  // namespace switchgate::latency::bench
