// Fuzzes files of environment variables: whatever they hold, names are names, no value
// holds a NUL byte unless that was told, and nothing told quotes a value.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "checks/base/text.h"
#include "runner/suite/env_file.h"
#include "runner/suite/template.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchgate;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  tree::Problems problems;
  for (const EnvVariable& variable : parse_env_file(text, 0, problems)) {
    const bool sound = is_variable_name(variable.name) && variable.value.size() <= size &&
                       (variable.value.find('\0') == std::string::npos || !problems.empty());
    if (!sound) {
      std::abort();
    }
  }
  const std::string told = problems.to_text({{"fuzz.env", "", ""}});
  if (find_invalid_utf8(told) || told.find('|') != std::string::npos) {
    std::abort();
  }
  return 0;
}
