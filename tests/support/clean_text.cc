#include "tests/support/clean_text.h"

#include "checks/base/text.h"

namespace switchgate::support {

bool is_clean(std::string_view text) {
  if (find_invalid_utf8(text)) {
    return false;
  }
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7F) {
      return false;
    }
  }
  for (const std::string_view bad :
       {"\xC2\x9B", "\xC2\x85", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xEF\xBB\xBF", "\xE2\x80\x8B",
        "##[", "##vso[", "##teamcity["}) {
    if (text.find(bad) != std::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool has_workflow_command(std::string_view text) {
  for (const std::string_view line : split(text, '\n')) {
    if (trim(line).starts_with("::")) {
      return true;
    }
  }
  return false;
}

}  // namespace switchgate::support
