// Which breaking changes are believed at once, and Fisher's exact test.

#include "checks/shape/confirm.h"

#include <cstdint>
#include <random>

#include <gtest/gtest.h>

#include "tests/shape/samples.h"

namespace switchgate::shape {
namespace {

Change breaking(bool everywhere, std::size_t old_hits, std::size_t old_n, std::size_t new_hits,
                std::size_t new_n) {
  Change change;
  change.rule = "shape/property-became-optional";
  change.message = "$.a was there";
  change.everywhere = everywhere;
  change.old_hits = old_hits;
  change.old_n = old_n;
  change.new_hits = new_hits;
  change.new_n = new_n;
  return change;
}

// The same tail by whole numbers: choose(m, x) choose(n, hits - x) over
// choose(n + m, hits).
double fisher_by_counting(std::size_t k, std::size_t n, std::size_t k2, std::size_t m) {
  const auto choose = [](std::size_t all, std::size_t some) {
    if (some > all) return 0.0;
    double value = 1;
    for (std::size_t i = 1; i <= some; ++i) {
      value = value * static_cast<double>(all - some + i) / static_cast<double>(i);
    }
    return value;
  };
  double sum = 0;
  for (std::size_t x = 0; x <= k2 && x <= k + k2; ++x) sum += choose(m, x) * choose(n, k + k2 - x);
  return sum / choose(n + m, k + k2);
}

TEST(Fisher, AgreesWithCounting) {
  int compared = 0;
  for (std::size_t n = 1; n <= 12; ++n) {
    for (std::size_t m = 1; m <= 12; ++m) {
      for (std::size_t k = 0; k <= n; ++k) {
        for (std::size_t k2 = 0; k2 <= m; ++k2) {
          ++compared;
          ASSERT_NEAR(fisher_one_sided(k, n, k2, m), fisher_by_counting(k, n, k2, m), 1e-12)
              << k << "/" << n << " " << k2 << "/" << m;
        }
      }
    }
  }
  EXPECT_EQ(compared, 8100);
}

TEST(Fisher, KnowsTextbookTables) {
  EXPECT_NEAR(fisher_one_sided(3, 4, 1, 4), 17.0 / 70,
              1e-12);  // the lady tasting tea, 3 of 4
  EXPECT_NEAR(fisher_one_sided(4, 4, 0, 4), 1.0 / 70, 1e-12);
  EXPECT_NEAR(fisher_one_sided(9, 12, 1, 12), 2706.0 / 1961256, 1e-12);
}

TEST(Fisher, IsOneWithoutEvidenceAndNearHalfForLargeEqualCounts) {
  EXPECT_EQ(fisher_one_sided(0, 0, 0, 5), 1);
  EXPECT_EQ(fisher_one_sided(3, 3, 0, 0), 1);
  EXPECT_EQ(fisher_one_sided(5, 5, 5, 5), 1);
  EXPECT_NEAR(fisher_one_sided(500'000, 1'000'000, 500'000, 1'000'000), 0.5, 0.001);
  EXPECT_LT(fisher_one_sided(1'000'000, 1'000'000, 999'900, 1'000'000), 1e-20);
}

TEST(Fisher, FallsAsTheNewSideLosesHits) {
  for (std::size_t hits = 1; hits <= 40; ++hits) {
    EXPECT_LT(fisher_one_sided(40, 40, hits - 1, 40), fisher_one_sided(40, 40, hits, 40));
  }
}

TEST(Confirmation, IsForBreakingChangesThatAreNotEverywhere) {
  EXPECT_TRUE(needs_confirmation(breaking(false, 3, 3, 2, 3)));
  EXPECT_FALSE(needs_confirmation(breaking(true, 3, 3, 0, 3)));
  Change warning = breaking(false, 3, 3, 2, 3);
  warning.level = Level::kWarning;
  EXPECT_FALSE(needs_confirmation(warning));
}

TEST(Confirmation, BelievesWhatLiveNeverShowsWhenChanceDoesNotExplainIt) {
  const Change found = breaking(false, 13, 13, 12, 13);
  EXPECT_EQ(weigh_against_live(found, 23, 8, 23), found);
  EXPECT_EQ(weigh_against_live(found, 5, 5, 5), found);
  const Change doubtful = weigh_against_live(found, 13, 1, 13);
  EXPECT_EQ(doubtful.level, Level::kWarning);
  EXPECT_EQ(doubtful.message, found.message +
                                  "; only 1 of 13 answers show it, and none of 13 of live, which "
                                  "may be chance (p = 0.5)");
  EXPECT_EQ(weigh_against_live(breaking(true, 3, 3, 0, 3), 3, 3, 3).level, Level::kWarning);
  Change note = found;
  note.level = Level::kNote;
  EXPECT_EQ(weigh_against_live(note, 13, 1, 13), note);
}

TEST(Baseline, WeighsByBothCounts) {
  const Change weak = weigh_against_baseline(breaking(false, 3, 3, 2, 3));
  EXPECT_EQ(weak.level, Level::kWarning);
  EXPECT_EQ(weak.message, "$.a was there; 3 of 3 against 2 of 3 may be chance (p = 0.5)");
  const Change strong = weigh_against_baseline(breaking(false, 20, 20, 10, 20));
  EXPECT_EQ(strong.level, Level::kError);
  EXPECT_EQ(strong.message, "$.a was there");
  EXPECT_EQ(weigh_against_baseline(breaking(true, 3, 3, 0, 3)).level, Level::kError);
}

TEST(Baseline, TheBoundIsOnePercent) {
  ASSERT_LE(fisher_one_sided(4, 4, 1, 7), 0.05);
  ASSERT_GT(fisher_one_sided(4, 4, 1, 7), 0.01);
  EXPECT_EQ(weigh_against_baseline(breaking(false, 4, 4, 1, 7)).level, Level::kWarning);
  ASSERT_LE(fisher_one_sided(10, 10, 4, 10), 0.01);
  EXPECT_EQ(weigh_against_baseline(breaking(false, 10, 10, 4, 10)).level, Level::kError);
}

}  // namespace
}  // namespace switchgate::shape
