#include "runner/suite/outside.h"

#include <utility>

#include "checks/yaml/parser.h"
#include "runner/suite/env_file.h"
#include "runner/suite/find_files.h"

namespace switchgate {
namespace {

// Reads the files into `files`; false when one cannot be read, which is told.
bool read_files(const std::vector<std::string>& paths, SourceFiles& files,
                tree::Problems& problems) {
  bool all = true;
  for (const std::string& path : paths) {
    auto file = read_suite_file(path);
    if (file) {
      files.push_back(std::move(*file));
    } else {
      problems.add(file.error().pos, file.error().message);
    }
    all = all && file.ok();
  }
  return all;
}

}  // namespace

GivenVars read_given_vars(const LoadOptions& options, SourceFiles& files,
                          tree::Problems& problems) {
  GivenVars given;
  const std::size_t first = files.size();
  read_files(options.vars_files, files, problems);
  for (std::size_t file = first; file < files.size(); ++file) {
    if (const auto root = yaml::parse(files, static_cast<int>(file), problems)) {
      given.add_file(*root, problems);
    }
  }
  given.add_flags(options.vars);
  return given;
}

LoadOptions with_env_files(const LoadOptions& options, SourceFiles& files,
                           tree::Problems& problems) {
  LoadOptions complete = options;
  for (auto path = options.env_files.rbegin(); path != options.env_files.rend(); ++path) {
    const std::size_t at = files.size();
    if (!read_files({*path}, files, problems)) {
      continue;
    }
    for (EnvVariable& variable : parse_env_file(files[at].text, static_cast<int>(at), problems)) {
      complete.environment.try_emplace(variable.name, std::move(variable.value));
    }
    files[at].text.clear();  // secrets stand there: no message quotes it
  }
  return complete;
}

}  // namespace switchgate
