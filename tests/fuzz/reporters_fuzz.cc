// Fuzzes the reporters: the input stands in every place that a target or a
// suite's author could fill, and no format may pass on what a terminal or a CI
// system would obey.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "checks/base/text.h"
#include "checks/json/reader.h"
#include "reporters/escape.h"
#include "reporters/reporter.h"
#include "tests/support/clean_text.h"
#include "tests/support/sample_report.h"

namespace {

bool is_clean(std::string_view text) {
  if (switchgate::find_invalid_utf8(text)) {
    return false;
  }
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7F) {
      return false;
    }
  }
  for (const std::string_view bad :
       {"\xC2\x9B", "\xC2\x85", "\xE2\x80\xAE", "\xE2\x81\xA6", "##[", "##vso[", "##teamcity["}) {
    if (text.find(bad) != std::string_view::npos) {
      return false;
    }
  }
  return true;
}

void must(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchgate;
  const std::string text(reinterpret_cast<const char*>(data), size);
  must(is_clean(reporters::inert_line(text, 100)));
  must(!support::has_workflow_command(reporters::inert_line(text, 100)));
  must(!find_invalid_utf8(reporters::xml_text(text, 100)));
  must(text.starts_with(reporters::first_sentence(text)));
  const RunReport report = support::hostile_report(text);
  for (const reporters::Format& format : reporters::formats()) {
    const std::string out = format.render(report, {.width = 40});
    must(is_clean(out));
    must(!support::has_foreign_command(format.name, out));
    if (format.name == "json" || format.name == "sarif" || format.name == "gitlab") {
      must(json::read(out).ok());
    }
  }
  return 0;
}
