// When a breaking change is believed: seen in every sample, confirmed by asking
// both sides again, or, against a baseline, beyond what chance explains.

#ifndef SWITCHGATE_CHECKS_SHAPE_CONFIRM_H_
#define SWITCHGATE_CHECKS_SHAPE_CONFIRM_H_

#include <cstddef>
#include <span>
#include <vector>

#include "checks/shape/diff.h"

namespace switchgate::shape {

// How often both sides are asked again, interleaved, before a change that live
// never showed counts as breaking.
inline constexpr int kMaxConfirmations = 10;

// Against a baseline alone: the chance of a false alarm that one change may
// have.
inline constexpr double kBaselineSignificance = 0.01;

// An absence that chance explains with more than this is only a note.
inline constexpr double kLikelyAbsence = 0.05;

// Is it likely that m more samples all lack what k of n had, at one rate?
bool absence_is_likely(Count k, Count n, Count m);

// Breaking, but not in every sample: live may show it too when asked more
// often.
bool needs_confirmation(const Change& change);

// Given diff(⊔live, ⊔candidate) after `rounds_done` further samples of each
// side: ask both again? Once false, the changes stand as they are: what live
// showed meanwhile was absorbed by the join, and what is left is breaking.
bool ask_again(std::span<const Change> changes, int rounds_done);

// Fisher's exact test, one-sided: the chance of seeing at most `new_hits` in
// `new_n` when both sides have the same rate as the pooled counts. 1 when a
// side is empty. Requires hits <= n on both sides.
double fisher_one_sided(std::size_t old_hits, std::size_t old_n, std::size_t new_hits,
                        std::size_t new_n);

// With only a baseline nobody can be asked again: a breaking change that needs
// confirmation stays breaking when its counts differ at one-sided 1 %; else it
// becomes a warning that tells both counts. Others are returned as they are.
Change weigh_against_baseline(Change change);
std::vector<Change> weigh_against_baseline(std::vector<Change> changes);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_CONFIRM_H_
