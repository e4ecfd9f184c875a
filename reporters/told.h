// The findings of a run as formats tell them that hold one entry each and nothing else: all
// have a place, and what no finding says is said by one more.

#ifndef SWITCHGATE_REPORTERS_TOLD_H_
#define SWITCHGATE_REPORTERS_TOLD_H_

#include <cstdint>
#include <vector>

#include "checks/model/run_report.h"

namespace switchgate::reporters {

// How loud an entry is. What --on-undecided=open let pass is a warning: the gate is open.
enum class Loudness : std::uint8_t { kError, kWarning, kNotice };

Loudness loudness_of(const Finding& finding, const RunReport& report);

// Copies of all findings, what closes the gate first, then what could not be told, warnings,
// notes, and last what a person has accepted; each at its place (place_of). A check that failed
// or is undecided without a finding that says so has one made of its reason, and a gate that is
// shut without any error has one made of the verdict: an entry is an error if and only if the
// gate is not open.
std::vector<Finding> told_findings(const RunReport& report);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_TOLD_H_
