// Fuzzes the reader of answers: the first byte chooses the limits, the rest is
// what came over the wire. It never holds more than its limits, and what it
// refuses it can explain.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "runner/probe/http/answer.h"

namespace {

void must(bool holds) {
  if (!holds) {
    std::abort();
  }
}

// Lines up to the empty one, then pieces of the body. True: all of it was taken.
bool take(switchgate::probe::Answer& answer, std::string_view text, std::size_t piece) {
  while (!text.empty() && !answer.head_complete()) {
    const std::size_t end = text.find('\n');
    const std::string_view line =
        text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
    if (!answer.take_line(line)) {
      return false;
    }
    text.remove_prefix(line.size());
  }
  while (!text.empty()) {
    if (!answer.take_body(text.substr(0, piece))) {
      return false;
    }
    text.remove_prefix(piece < text.size() ? piece : text.size());
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchgate;
  if (size == 0) {
    return 0;
  }
  const ExchangeLimits limits{.header_bytes = 2'000, .body_bytes = 100'000};
  probe::Answer answer(limits, (data[0] & 1) != 0);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (!take(answer, text, 1U + (data[0] >> 1U))) {
    must(answer.problem().has_value() && !answer.problem()->what.empty());
    return 0;
  }
  if (!answer.head_complete()) {
    return 0;
  }
  const auto response = answer.finish();
  must(response.has_value() != answer.problem().has_value());
  if (response) {
    must(response->body.size() <= limits.body_bytes);
    for (const Header& header : response->headers) {
      must(!header.name.empty() && header.name.find_first_of("\r\n:") == std::string::npos);
      must(header.value.find_first_of("\r\n") == std::string::npos);
    }
  }
  return 0;
}
