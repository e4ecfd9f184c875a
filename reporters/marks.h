// How formats that know only tests (JUnit, TAP) count a check. One law: one of them is a
// failure or an error if and only if the gate is not open, so that no reader shows green for
// a gate that stays shut.

#ifndef SWITCHGATE_REPORTERS_MARKS_H_
#define SWITCHGATE_REPORTERS_MARKS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "checks/model/run_report.h"

namespace switchgate::reporters {

enum class TestMark : std::uint8_t { kPassed, kFailure, kError, kSkipped };

inline bool is_bad(TestMark mark) { return mark == TestMark::kFailure || mark == TestMark::kError; }

bool any_closes(const std::vector<Finding>& findings, const Policy& policy);
bool any_undecided(const std::vector<Finding>& findings);

TestMark mark_of(const CheckResult& check, const RunReport& report);

// Of what belongs to no check, and of the verdict when no check carries it; nothing when
// there is neither. `any_bad`: a check is marked as bad.
std::optional<TestMark> mark_of_run(const RunReport& report, bool any_bad);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_MARKS_H_
