// When a breaking change is believed: when chance does not explain it. With live, both sides are
// asked again first, and what live shows as well is absorbed.

#ifndef SWITCHGATE_CHECKS_SHAPE_CONFIRM_H_
#define SWITCHGATE_CHECKS_SHAPE_CONFIRM_H_

#include <cstddef>
#include <vector>

#include "checks/shape/diff.h"

namespace switchgate::shape {

// How often both sides are asked again, interleaved, at most: a break in a quarter of the
// answers is then beyond chance.
inline constexpr int kMaxConfirmations = 20;

// The chance of a false alarm that one change may have; and one so small that asking again
// would tell nothing more.
inline constexpr double kSignificance = 0.01;
inline constexpr double kBeyondDoubt = 0.001;

// An absence that chance explains with more than this is only a note.
inline constexpr double kLikelyAbsence = 0.05;

// Is it likely that m more samples all lack what k of n had, at one rate?
bool absence_is_likely(Count k, Count n, Count m);

// Breaking, but not in every sample: live may show it too when asked more
// often.
bool needs_confirmation(const Change& change);

// Fisher's exact test, one-sided: the chance of seeing at most `new_hits` in
// `new_n` when both sides have the same rate as the pooled counts. 1 when a
// side is empty. Requires hits <= n on both sides.
double fisher_one_sided(std::size_t old_hits, std::size_t old_n, std::size_t new_hits,
                        std::size_t new_n);

// The chance that `shown` of the candidate's answers show what none of live's does, when both
// sides show it equally often.
double chance_of(std::size_t live_answers, std::size_t shown, std::size_t candidate_answers);

// What live never showed, in as many answers as it gave, and `shown` of the candidate's did:
// breaking when that is beyond chance, else a warning that tells both counts.
Change weigh_against_live(Change change, std::size_t live_answers, std::size_t shown,
                          std::size_t candidate_answers);

// With only a baseline nobody can be asked again: a breaking change that needs
// confirmation stays breaking when its counts differ at one-sided 1 %; else it
// becomes a warning that tells both counts. Others are returned as they are.
Change weigh_against_baseline(Change change);
std::vector<Change> weigh_against_baseline(std::vector<Change> changes);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_CONFIRM_H_
