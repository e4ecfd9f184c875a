// Fuzzes the readers that draft a suite: whatever a HAR file, a curl command line or an
// OpenAPI document holds, the draft is a suite without mistakes.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "checks/base/text.h"
#include "checks/yaml/parser.h"
#include "runner/init/draft.h"
#include "runner/suite/parts.h"

namespace {

using namespace switchgate;

void must_load(const init::Draft& draft) {
  const std::string text = init::write_suite(draft);
  SourceFiles files = {{"draft.yaml", "", text}};
  tree::Problems problems;
  const auto root = yaml::parse(files, 0, problems);
  if (root) {
    LoadOptions options;
    options.need_secrets = false;
    Suite suite;
    Scope scope;
    Masker masker;
    Context context{options, files, problems, masker, suite, scope, {}};
    std::vector<Check> checks;
    read_suite(*root, context, checks);
  }
  for (const Error& error : problems.errors()) {
    // A body's file is where the suite will stand, not here.
    if (error.message.find("names a file that") == std::string::npos) {
      std::cerr << text << problems.to_text(files);
      std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  Result<init::Draft> draft = Error{};
  switch (data[0]) {
    case 'h':
      draft = init::from_har(text);
      break;
    case 'c':
      draft = init::from_curl(text);
      break;
    default: {
      const SourceFiles files = {{"api.yaml", "", text}};
      tree::Problems problems;
      if (const auto document = yaml::parse(files, 0, problems)) {
        draft = init::from_openapi(*document);
      }
    }
  }
  if (draft) {
    must_load(*draft);
  } else if (find_invalid_utf8(draft.error().message)) {
    std::abort();
  }
  return 0;
}
