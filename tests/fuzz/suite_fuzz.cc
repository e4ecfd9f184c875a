// Fuzzes the reader of suites: no file may crash it, and all that it says can
// be shown.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "checks/base/text.h"
#include "checks/yaml/parser.h"
#include "runner/suite/parts.h"
#include "runner/suite/profile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchgate;
  SourceFiles files = {
      {"fuzz.yaml", "", std::string(reinterpret_cast<const char*>(data), size)}};
  tree::Problems problems;
  auto root = yaml::parse(files, 0, problems);
  if (!root) {
    return 0;
  }
  LoadOptions options;
  options.environment = {{"TOKEN", "correct-horse"}, {"URL", "http://127.0.0.1:1"}};
  Masker masker;
  std::vector<Check> checks;
  const auto read = [&](const tree::Node& tree) {
    Suite suite;
    suite.file = 0;
    Scope scope;
    Context context{options, files, problems, masker, suite, scope, {}};
    read_suite(tree, context, checks);
  };
  const tree::Node profiles = take_profiles(*root, problems);
  for (const tree::Entry& profile : profiles.entries) {
    read(apply_profile(*root, profile.value, problems));
  }
  checks.clear();
  read(*root);
  const std::string told = problems.to_text(files) + problems.warnings_to_text(files);
  if (find_invalid_utf8(told) || told.find('\x1b') != std::string::npos) {
    std::abort();
  }
  const bool may_be_empty = files[0].text.find("allow_empty") != std::string::npos;
  if (problems.empty() && checks.empty() && !may_be_empty) {
    std::abort();  // a suite without checks is a mistake
  }
  return 0;
}
