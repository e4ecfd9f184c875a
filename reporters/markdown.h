// The markdown of pull request comments and of GitHub's step summary: one text, two limits.

#ifndef SWITCHGATE_REPORTERS_MARKDOWN_H_
#define SWITCHGATE_REPORTERS_MARKDOWN_H_

#include <cstddef>
#include <string>

#include "checks/model/run_report.h"

namespace switchgate::reporters {

// Of a comment on GitHub; counted in bytes, so never more than its 65,536 characters.
constexpr std::size_t kMostCommentBytes = 65'000;

// At most `max_bytes`, of which the verdict and the counts take the first few thousand: the
// gravest findings are kept, the others counted.
std::string markdown(const RunReport& report, std::size_t max_bytes);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_MARKDOWN_H_
