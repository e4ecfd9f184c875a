// Expand and contract: which step a change of an answer is, and in which order the side that
// answers and those that read may be deployed. Rule of thumb: what adds goes out at once, what
// takes away or widens waits for the readers.

#ifndef SWITCHGATE_CHECKS_SHAPE_PHASE_H_
#define SWITCHGATE_CHECKS_SHAPE_PHASE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/run_report.h"

namespace switchgate::shape {

enum class Phase : std::uint8_t { kNone, kExpand, kContract };
// What a change does to what readers may rely on. kOther is not counted.
enum class Effect : std::uint8_t { kOther, kAddition, kRemoval, kWidening };

struct PhaseHint {
  std::string_view rule;
  Phase phase = Phase::kNone;
  Effect effect = Effect::kOther;
  std::string_view order;  // "safe at once; readers …"; empty without a phase
  friend bool operator==(const PhaseHint&, const PhaseHint&) = default;
};

// Of each rule of kChangeRules, in the same order.
std::span<const PhaseHint> phase_hints();
// Of any rule; without a phase where it is none of a change.
const PhaseHint& phase_of(std::string_view rule);

std::string_view name_of(Phase phase);  // "expand", "contract"; empty for kNone
// "contract step: safe only after no reader uses it; readers first"; empty without a phase.
std::string in_words(const PhaseHint& hint);

// "2 additions, 1 removal, 3 widenings", of those that there are; empty for none.
std::string count_effects(std::span<const std::string_view> rules);

// The same of the findings of a run, accepted ones too, as the last of its notes; one that stands
// there already is replaced.
void note_effects(RunReport& report);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_PHASE_H_
