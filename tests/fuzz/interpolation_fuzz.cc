// Fuzzes ${…}: a text is filled in the same way twice, what is wrong can be shown, and
// masking hides a secret wherever the text and the filters put it.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "checks/base/html.h"
#include "checks/base/text.h"
#include "checks/model/masker.h"
#include "runner/suite/interpolate.h"
#include "runner/suite/template.h"

namespace {

using namespace switchgate;

constexpr const char* kSecret = "correct-horse/battery";

void must(bool holds) {
  if (!holds) {
    std::abort();
  }
}

Instant at_noon() { return *parse_date_time("2026-11-22T12:00:00Z"); }

Result<std::string> filled(const std::string& text, Masker& masker) {
  Filling filling{Fresh(7, "fuzz", at_noon), [&](std::string_view value, std::string_view result) {
                    masker.derive(value, result);
                  }};
  Scope outer;
  outer.values["secret"] = json::Value(kSecret);
  outer.environment["HOST"] = "shop.example.com";
  Scope scope;
  scope.outer = &outer;
  scope.filling = &filling;
  scope.values["n"] = json::Value("1.10");
  scope.values["name"] = json::Value("a/b c");
  return expand(Text{text, {0, 1, 1}}, scope, Encoding::kPathSegment);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Masker masker;
  masker.add("SECRET", kSecret);
  const Result<std::string> once = filled(text, masker);
  const Result<std::string> twice = filled(text, masker);
  must(once.ok() == twice.ok());
  if (!once) {
    // Who writes the secret into the suite has published it already.
    must(!find_invalid_utf8(once.error().message) &&
         (text.find(kSecret) != std::string::npos ||
          once.error().message.find(kSecret) == std::string::npos));
  } else {
    must(*once == *twice);
    must(masker.mask(*once).find(kSecret) == std::string::npos);
  }
  must(masker.mask(text + kSecret).find(kSecret) == std::string::npos);
  must(html_unescape(text).size() <= 3 * size);
  must(has_reference(text) || parse_template(text, {}).ok());
  return 0;
}
