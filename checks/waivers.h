// Waivers and planned changes: which findings they cover, and what is to be said of them.
// checks/waivers.md is the users' page.

#ifndef SWITCHGATE_CHECKS_WAIVERS_H_
#define SWITCHGATE_CHECKS_WAIVERS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/run_report.h"
#include "checks/model/waiver.h"

namespace switchgate {

// Why no waiver and no `expected:` may name `rule`, to stand behind "because"; empty when
// they may. Nobody can accept beforehand what could not be told.
std::string_view why_not_acceptable(std::string_view rule);

// Is its last day over? A waiver counts until that day ends, in UTC.
bool is_expired(const Waiver& waiver, Instant started);

// Is it about this check? Its glob may name the check by its name or id, with or without
// the suite in front; a row of `for_each` also by what all of its rows are called.
bool is_about(const Waiver& waiver, const CheckResult& check);

// Those of `waivers` that are about `check` and in force; they must outlive the answer.
std::vector<const Waiver*> in_force(std::span<const Waiver> waivers, const CheckResult& check,
                                    Instant started);

// Those that may cover what is found of all checks together, such as a common slowdown: in force,
// and about every check. They must outlive the answer.
std::vector<const Waiver*> in_force_for_all(std::span<const Waiver> waivers, Instant started);

// Marks the findings that a waiver covers; the first that does gives the reason. What is
// undecided is never covered, and what is marked stays as it is. The waivers must be about the
// findings' check, or about every check when the findings are of all of them.
void accept(std::span<const Waiver* const> waivers, std::vector<Finding>& findings);

// How many findings each waiver covers, of `checks` and of `together` those that are accepted; an
// expired one covers none.
std::vector<WaiverUse> uses_of(std::span<const Waiver> waivers, std::span<const CheckResult> checks,
                               std::span<const Finding> together, Instant started);

// `waiver/expired`: it counts no more.
Finding expired_finding(const Waiver& waiver);

// `waiver/unused`: its glob names no check of the suites.
Finding nameless_finding(const Waiver& waiver);

// `waiver/unused` for each waiver of a whole run that covers nothing, although it is in force
// and every check that it is about passed.
std::vector<Finding> unused_waivers(const RunReport& report);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_WAIVERS_H_
