// All suites of a run: each file is read, then what spans them is checked.

#include "runner/suite/load.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "checks/base/text.h"
#include "runner/suite/compose.h"
#include "runner/suite/find_files.h"
#include "runner/suite/include.h"
#include "runner/suite/outside.h"
#include "runner/suite/parts.h"
#include "runner/suite/profile.h"

namespace switchgate {
namespace {

using tree::Node;

constexpr std::string_view kProfileVariable = "SWITCHGATE_PROFILE";

// The suites of a run, one after the other, into the plan.
class Loader {
 public:
  Loader(const LoadOptions& options, const GivenVars& given, SourceFiles& files,
         tree::Problems& problems, Loaded& loaded)
      : options_(options), given_(given), files_(files), problems_(problems), loaded_(loaded) {
    const auto variable = options.environment.find(kProfileVariable);
    if (!options.profile.empty()) {
      profile_ = options.profile;
    } else if (variable != options.environment.end()) {
      profile_ = variable->second;
      profile_from_ = kProfileVariable;
    }
  }

  void add(Composed composed, int file, bool needs_name) {
    const Node profiles = take_profiles(composed.root, problems_);
    const Node* profile = profile_.empty() ? nullptr : profiles.find(profile_);
    Suite suite = suite_of(file);
    suite.included = std::move(composed.included);
    suite.profile = profile == nullptr ? "" : profile_;
    if (composed.root.find("name") == nullptr && needs_name) {
      problems_.add({file, 0, 0}, "a suite needs a `name` when more than one runs");
    }
    Scope scope;
    const std::size_t first = loaded_.plan.checks.size();
    if (profile == nullptr) {
      read(composed.root, suite, scope, problems_, loaded_.plan.checks);
    } else {
      read(apply_profile(composed.root, *profile, problems_), suite, scope, problems_,
           loaded_.plan.checks);
    }
    for (const tree::Entry& entry : profiles.entries) {
      profiles_.insert(entry.key);
      if (options_.all_profiles && &entry.value != profile) {
        lint_profile(composed.root, entry, file);
      }
    }
    for (std::size_t i = first; i < loaded_.plan.checks.size(); ++i) {
      loaded_.plan.checks[i].suite = loaded_.plan.suites.size();
    }
    loaded_.plan.suites.push_back(std::move(suite));
    loaded_.scopes.push_back(std::move(scope));
  }

  void check_profile() {
    if (!profile_.empty() && !profiles_.contains(profile_)) {
      tell_unknown_profile(profile_, profile_from_, {profiles_.begin(), profiles_.end()},
                           problems_);
    }
  }

 private:
  Suite suite_of(int file) const {
    Suite suite;
    suite.file = file;
    suite.name = std::filesystem::path(files_[static_cast<std::size_t>(file)].path).stem().string();
    return suite;
  }

  void read(const Node& root, Suite& suite, Scope& scope, tree::Problems& problems,
            std::vector<Check>& checks) {
    // A suite's own vars hold one value for the whole run, ${uuid} and ${now} too.
    Filling filling{Fresh(options_.seed, suite.name),
                    [this](std::string_view value, std::string_view result) {
                      loaded_.masker.derive(value, result);
                    }};
    scope.filling = &filling;
    Context context{options_, files_, problems, loaded_.masker, suite, scope, {}};
    context.names.known = &scope;
    context.given = &given_;
    read_suite(root, context, checks);
    scope.filling = nullptr;
    keep_inputs(context);
  }

  // The files that stand in no SourceFiles: those of bodies, of secrets and for TLS.
  void keep_inputs(const Context& context) {
    std::vector<std::string>& inputs = loaded_.inputs;
    for (const auto& [path, bytes] : context.bodies) {
      inputs.push_back(path);
      loaded_.bodies.push_back(bytes);
    }
    inputs.insert(inputs.end(), context.secret_files.begin(), context.secret_files.end());
    for (const Target& target : context.suite.targets) {
      for (const std::string* path : {&target.tls.ca, &target.tls.cert, &target.tls.key}) {
        if (!path->empty()) {
          inputs.push_back(*path);
        }
      }
    }
  }

  // What is wrong only with a profile that nobody chose is told with its name.
  void lint_profile(const Node& root, const tree::Entry& profile, int file) {
    tree::Problems found;
    Suite suite = suite_of(file);
    Scope scope;
    std::vector<Check> checks;
    read(apply_profile(root, profile.value, found), suite, scope, found, checks);
    for (const Error& error : found.errors()) {
      if (!problems_.has(error.pos, error.message)) {
        problems_.add(error.pos,
                      error.message + " (with --profile " + excerpt(profile.key, 60) + ')');
      }
    }
  }

  const LoadOptions& options_;
  const GivenVars& given_;
  SourceFiles& files_;
  tree::Problems& problems_;
  Loaded& loaded_;
  std::string profile_;  // the chosen one; empty: none
  std::string_view profile_from_ = "--profile";
  std::set<std::string, std::less<>> profiles_;  // of all suites
};

// A mistake may quote a text after a secret was filled in, and its line may hold the value of
// one in plain sight.
tree::Problems masked(const tree::Problems& problems, const Masker& masker) {
  tree::Problems out;
  out.hide_with([masker](std::string_view line) { return masker.mask(line); });
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
  Pieces pieces(files, problems);
  pieces.read(*paths);
  const LoadOptions options = with_env_files(given_options, files, problems);
  const GivenVars given = read_given_vars(options, files, problems);
  Loaded loaded;
  Loader loader(options, given, files, problems, loaded);
  for (const std::size_t suite : pieces.suites()) {
    if (auto composed = compose(pieces, suite, files, problems)) {
      loader.add(*std::move(composed), pieces[suite].file, pieces.suites().size() > 1);
    }
  }
  if (pieces.all_whole()) {  // else an unread one may hold the name
    loader.check_profile();
    given.check_declared(loaded.plan.suites, problems);
    check_overrides(options, loaded.plan.suites, problems);
    check_suite_names(loaded.plan, files, problems);
  }
  loaded.plan.waivers = load_waivers(options, files, problems);
  if (!loaded.masker.empty()) {
    mask_waivers(loaded.plan, loaded.masker);
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
  for (const SourceFile& file : files) {
    loaded.inputs.push_back(file.path);
  }
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
