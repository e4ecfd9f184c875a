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
  for (std::string_view line : split(text, '\n')) {
    for (bool more = true; more;) {
      more = false;
      for (const std::string_view blank :
           {" ", "\t", "\r", "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\x83", "\xE3\x80\x80"}) {
        if (line.starts_with(blank)) {
          line.remove_prefix(blank.size());
          more = true;
        }
      }
    }
    if (line.starts_with("::")) {
      return true;
    }
  }
  return false;
}

bool has_foreign_command(std::string_view format, std::string_view text) {
  if (format != "github") {
    return has_workflow_command(text);
  }
  std::size_t own = 0;
  for (const std::string_view line : split(text, '\n')) {
    const std::string_view command = line.substr(0, line.find(' '));
    const bool known = command == "::error" || command == "::warning" || command == "::notice";
    // One command a line: its properties hold no "::", and what follows is its message.
    const std::string_view properties = line.substr(0, line.find("::", 2));
    if (known && properties.find("title=") != std::string_view::npos) {
      ++own;
    } else if (!line.empty()) {
      return true;
    }
  }
  return own > 30;
}

}  // namespace switchgate::support
