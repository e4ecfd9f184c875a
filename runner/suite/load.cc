// All suites of a run: each file is read, then what spans them is checked.

#include "runner/suite/load.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "checks/base/text.h"
#include "checks/yaml/parser.h"
#include "runner/suite/find_files.h"
#include "runner/suite/parts.h"

namespace switchgate {
namespace {

// Reads one file into the plan; a file that is no YAML adds nothing to it.
void load_file(int file, bool only_one, const LoadOptions& options, SourceFiles& files,
               tree::Problems& problems, Loaded& loaded) {
  const auto root = yaml::parse(files, file, problems);
  if (!root) {
    return;
  }
  const std::filesystem::path path = files[static_cast<std::size_t>(file)].path;
  Suite suite;
  suite.file = file;
  suite.name = path.stem().string();
  Scope scope;
  Context context{options, files, problems, loaded.masker,
                  suite,   scope, {},       path.parent_path().string()};
  const std::size_t first = loaded.plan.checks.size();
  read_suite(*root, context, loaded.plan.checks);
  for (std::size_t i = first; i < loaded.plan.checks.size(); ++i) {
    loaded.plan.checks[i].suite = loaded.plan.suites.size();
  }
  if (root->find("name") == nullptr && !only_one) {
    problems.add({file, 0, 0}, "a suite needs a `name` when more than one runs");
  }
  loaded.plan.suites.push_back(std::move(suite));
  loaded.scopes.push_back(std::move(scope));
}

// A mistake may quote a text after a secret was filled in.
tree::Problems masked(const tree::Problems& problems, const Masker& masker) {
  tree::Problems out;
  for (const Error& error : problems.errors()) {
    out.add(error.pos, masker.mask(error.message));
  }
  for (const Error& warning : problems.warnings()) {
    out.add_warning(warning.pos, masker.mask(warning.message));
  }
  return out;
}

void check_suite_names(const Plan& plan, const SourceFiles& files, tree::Problems& problems) {
  std::map<std::string, int> seen;
  for (const Suite& suite : plan.suites) {
    const auto [first, fresh] = seen.emplace(suite.name, suite.file);
    if (!fresh) {
      problems.add({suite.file, 0, 0},
                   "the suite's name '" + excerpt(suite.name, 60) + "' is taken by " +
                       files[static_cast<std::size_t>(first->second)].path + ": give each its own");
    }
  }
}

}  // namespace

std::optional<Loaded> load(const LoadOptions& options, SourceFiles& files,
                           tree::Problems& problems) {
  const auto paths = find_suite_files(options.paths);
  if (!paths) {
    problems.add(paths.error().pos, paths.error().message);
    return std::nullopt;
  }
  for (const std::string& path : *paths) {
    auto file = read_suite_file(path);
    if (file) {
      files.push_back(std::move(*file));
    } else {
      problems.add(file.error().pos, file.error().message);
    }
  }
  Loaded loaded;
  const std::size_t suites = files.size();  // files of rows come behind them
  for (std::size_t file = 0; file < suites; ++file) {
    load_file(static_cast<int>(file), suites == 1, options, files, problems, loaded);
  }
  if (loaded.plan.suites.size() == suites) {  // else an unread one may hold the name
    check_undeclared_vars(options, loaded.plan.suites, problems);
    check_overrides(options, loaded.plan.suites, problems);
    check_suite_names(loaded.plan, files, problems);
  }
  if (!loaded.masker.empty()) {
    problems = masked(problems, loaded.masker);
  }
  if (!problems.empty()) {
    return std::nullopt;
  }
  if (loaded.plan.suites.size() > 1) {
    for (Check& check : loaded.plan.checks) {
      check.id = loaded.plan.suites[check.suite].name + '/' + check.id;
    }
  }
  loaded.plan.files = files;
  return loaded;
}

Status require_candidate(const Plan& plan) {
  for (const Suite& suite : plan.suites) {
    const Target* candidate = suite.find_target("candidate");
    if (candidate == nullptr || candidate->url.empty()) {
      return Error{"the suite '" + excerpt(suite.name, 60) +
                       "' has no candidate to ask: give --candidate URL, or "
                       "the environment variable "
                       "SWITCHGATE_CANDIDATE, or `targets: {candidate: {url: "
                       "URL}}` in the suite",
                   {suite.file, 0, 0}};
    }
  }
  return Ok{};
}

}  // namespace switchgate
