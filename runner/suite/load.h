// Files to a Plan: every mistake of every file, told at once, and nothing sent.

#ifndef SWITCHGATE_RUNNER_SUITE_LOAD_H_
#define SWITCHGATE_RUNNER_SUITE_LOAD_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/masker.h"
#include "checks/model/suite.h"
#include "checks/tree/problems.h"
#include "runner/suite/interpolate.h"

namespace switchgate {

// What the command line and the environment add to the files.
struct LoadOptions {
  std::vector<std::string> paths;  // files; empty: switchgate.yaml, else .switchgate/suites/*.yaml
  std::map<std::string, std::string, std::less<>> environment;
  std::vector<std::string> env_files;   // dotenv files; the environment beats them
  std::vector<std::string> vars_files;  // YAML mappings; a later one wins
  std::vector<std::string> vars;        // "k=v"; beats the files
  std::uint64_t seed = 0;               // of ${uuid} in the suites' own vars
  std::string profile;                  // --profile; empty: SWITCHGATE_PROFILE
  bool all_profiles = false;            // lint: find the mistakes of the others too
  std::vector<std::string> candidate;   // "[SUITE=]URL"
  std::vector<std::string> live;
  bool no_live = false;
  std::vector<std::string> connect_to;  // "TARGET=HOST:PORT"
  std::optional<std::string> waivers;   // --waivers; else .switchgate/waivers.yaml, if it is there
  bool need_secrets = true;             // false for lint, --list, --dry-run: secrets may be unset
};

struct Loaded {
  Plan plan;
  std::vector<Scope> scopes;  // one a suite: vars, secrets and the environment
  Masker masker;
  std::vector<std::shared_ptr<const std::string>> bodies;  // what files of bodies hold
  std::vector<std::string> inputs;  // all files that were read, or will be: bodies, keys …
};

// Nothing when there are problems. `files` receives what was read in either
// case, so that problems can be shown.
std::optional<Loaded> load(const LoadOptions& options, SourceFiles& files,
                           tree::Problems& problems);

// Does every suite have a candidate to ask? Apart from load(), because lint
// needs none. The error names the three ways to give one.
Status require_candidate(const Plan& plan);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_LOAD_H_
