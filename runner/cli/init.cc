// `switchgate init`.

#include "runner/cli/init.h"

#include <filesystem>
#include <iostream>
#include <iterator>

#include "checks/base/text.h"
#include "checks/yaml/parser.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/inputs.h"
#include "runner/init/draft.h"
#include "runner/store/files.h"

namespace switchgate::cli {
namespace {

Result<std::string> read_source(const std::string& path) {
  if (path == "-") {
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
  }
  return store::read_file(path);
}

Result<init::Draft> draft_of_openapi(const std::string& path, std::string text) {
  const SourceFiles files = {{path, "", std::move(text)}};
  tree::Problems problems;
  const std::optional<tree::Node> document = yaml::parse(files, 0, problems);
  if (!document) {
    return Error{"the document cannot be read:\n" + problems.to_text(files), {}};
  }
  return init::from_openapi(*document);
}

// Empty: there is none.
const std::string& source_of(const InitOptions& options) {
  return !options.openapi.empty() ? options.openapi
         : !options.har.empty()   ? options.har
                                  : options.curl;
}

Result<std::string> suite_text(const InitOptions& options) {
  const std::string& path = source_of(options);
  if (path.empty()) {
    return init::starter_suite();
  }
  Result<std::string> text = read_source(path);
  if (!text) {
    return text.error();
  }
  const Result<init::Draft> draft = !options.openapi.empty()
                                        ? draft_of_openapi(path, *std::move(text))
                                    : !options.har.empty() ? init::from_har(*text)
                                                           : init::from_curl(*text);
  if (!draft) {
    return draft.error();
  }
  return init::write_suite(*draft);
}

}  // namespace

int init(const InitOptions& options, std::ostream& out, std::ostream& err) {
  const auto complain = [&err](const std::string& message) {
    err << "switchgate: " << message << '\n';
    return kUsage;
  };
  std::error_code error;
  if (options.output != "-" && !options.force && std::filesystem::exists(options.output, error)) {
    return complain(options.output +
                    " is there already: --force replaces it, --output FILE "
                    "writes another, --output - shows it");
  }
  const Status spared =
      spare_inputs("--output " + options.output, options.output, {source_of(options)});
  if (!spared) {
    return complain(spared.error().message);
  }
  const Result<std::string> text = suite_text(options);
  if (!text) {
    return complain(text.error().message);
  }
  if (options.output == "-") {
    out << *text;
    return kOpen;
  }
  if (const Status status = store::write_atomically(options.output, *text); !status) {
    return complain(status.error().message);
  }
  out << "wrote " << options.output << "; try it with `switchgate run --candidate URL "
      << (options.output == "switchgate.yaml" ? "" : options.output) << "`\n";
  return kOpen;
}

}  // namespace switchgate::cli
