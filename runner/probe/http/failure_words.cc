// Reads what libcurl wrote into its error buffer.

#include "runner/probe/http/failure_words.h"

#include <curl/curl.h>

#include "checks/base/text.h"

namespace switchgate::probe {

std::string detail_of(const TransferFacts& facts) {
  const std::string detail = excerpt(trim(facts.detail), 160);
  return detail.empty() ? curl_easy_strerror(static_cast<CURLcode>(facts.code)) : detail;
}

bool detail_has(const TransferFacts& facts, std::string_view words) {
  return to_lower_ascii(facts.detail).find(words) != std::string::npos;
}

std::string_view when_of(const TransferFacts& facts) {
  return facts.progress == Progress::kReading ? "in the middle of its answer"
                                              : "before it answered";
}

}  // namespace switchgate::probe
