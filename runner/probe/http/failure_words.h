// What several sentences about failures have in common.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_FAILURE_WORDS_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_FAILURE_WORDS_H_

#include <string>
#include <string_view>

#include "runner/probe/http/classify.h"

namespace switchgate::probe {

// libcurl's own words, short and harmless.
std::string detail_of(const TransferFacts& facts);
// Do they hold `words`, which are in lower case?
bool detail_has(const TransferFacts& facts, std::string_view words);

// "in the middle of its answer", "before it answered".
std::string_view when_of(const TransferFacts& facts);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_FAILURE_WORDS_H_
