// All suites of a run: each file is read, then what spans them is checked.

#include "runner/suite/load.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "checks/base/text.h"
#include "checks/yaml/parser.h"
#include "runner/suite/env_file.h"
#include "runner/suite/find_files.h"
#include "runner/suite/parts.h"

namespace switchgate {
namespace {

// What all files of a run share while they are read.
struct Loading {
  const LoadOptions& options;
  const GivenVars& given;
  std::size_t suite_files = 0;
  const SourceFiles& files;
  tree::Problems& problems;
};

// Reads one file into the plan; a file that is no YAML adds nothing to it.
void load_file(int file, const Loading& loading, Loaded& loaded) {
  const SourceFiles& files = loading.files;
  const auto root = yaml::parse(files, file, loading.problems);
  if (!root) {
    return;
  }
  const std::filesystem::path path = files[static_cast<std::size_t>(file)].path;
  Suite suite;
  suite.file = file;
  suite.name = path.stem().string();
  // A suite's own vars hold one value for the whole run, ${uuid} and ${now} too.
  Filling filling{Fresh(loading.options.seed, suite.name),
                  [&](std::string_view value, std::string_view result) {
                    loaded.masker.derive(value, result);
                  }};
  Scope scope;
  scope.filling = &filling;
  Context context{loading.options,
                  files,
                  loading.problems,
                  loaded.masker,
                  suite,
                  scope,
                  {},
                  path.parent_path().string(),
                  &loading.given};
  context.names.known = &scope;
  const std::size_t first = loaded.plan.checks.size();
  read_suite(*root, context, loaded.plan.checks);
  for (std::size_t i = first; i < loaded.plan.checks.size(); ++i) {
    loaded.plan.checks[i].suite = loaded.plan.suites.size();
  }
  if (root->find("name") == nullptr && loading.suite_files > 1) {
    loading.problems.add({file, 0, 0}, "a suite needs a `name` when more than one runs");
  }
  scope.filling = nullptr;
  loaded.plan.suites.push_back(std::move(suite));
  loaded.scopes.push_back(std::move(scope));
}

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

// The files of --env-file under the environment itself: a later one beats an earlier one.
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

std::optional<Loaded> load(const LoadOptions& given_options, SourceFiles& files,
                           tree::Problems& problems) {
  const auto paths = find_suite_files(given_options.paths);
  if (!paths) {
    problems.add(paths.error().pos, paths.error().message);
    return std::nullopt;
  }
  read_files(*paths, files, problems);
  const std::size_t suite_files = files.size();
  const LoadOptions options = with_env_files(given_options, files, problems);
  const GivenVars given = read_given_vars(options, files, problems);
  Loaded loaded;
  const Loading loading{options, given, suite_files, files, problems};
  for (std::size_t file = 0; file < suite_files; ++file) {
    load_file(static_cast<int>(file), loading, loaded);
  }
  if (loaded.plan.suites.size() == suite_files) {  // else an unread one may hold the name
    given.check_declared(loaded.plan.suites, problems);
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
