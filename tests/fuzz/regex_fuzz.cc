// Fuzzes patterns: whatever is accepted as I-Regexp must compile to something
// that can be asked, and matching as a whole implies matching somewhere.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "checks/regex/regex.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using switchgate::Regex;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const std::string_view subject = line == std::string_view::npos ? text : text.substr(line + 1);
  for (const auto& regex :
       {Regex::compile(text.substr(0, line)), Regex::compile_iregexp(text.substr(0, line))}) {
    if (regex && regex->matches_whole(subject) && !regex->matches_somewhere(subject)) {
      std::abort();
    }
  }
  return 0;
}
