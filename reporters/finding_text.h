// One finding as lines of text: what the console shows, and the bodies of
// JUnit.

#ifndef SWITCHGATE_REPORTERS_FINDING_TEXT_H_
#define SWITCHGATE_REPORTERS_FINDING_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "checks/model/run_report.h"
#include "reporters/layout.h"

namespace switchgate::reporters {

// Of a command line: more than a probe writes of one. What is cut cannot be pasted.
constexpr std::size_t kMostCommandBytes = 64'000;

// Mark and first sentence; place, rule and step; the evidence in columns, or,
// when it holds both sides, as a difference; the curl command, unless the
// caller shows it elsewhere. All of it inert. `width` 0: nothing is wrapped;
// commands never are.
std::vector<std::string> finding_lines(const Finding& finding, const SourceFiles& files,
                                       const Paint& paint, std::size_t width, bool with_curl);

// The evidence alone, without indentation.
std::vector<std::string> evidence_lines(const Finding& finding, const Paint& paint);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_FINDING_TEXT_H_
