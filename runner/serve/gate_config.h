// serve.yaml: which gates there are, and the run behind each. Nothing of a run comes from a
// request but the revision that it is about.

#ifndef SWITCHGATE_RUNNER_SERVE_GATE_CONFIG_H_
#define SWITCHGATE_RUNNER_SERVE_GATE_CONFIG_H_

#include <optional>
#include <string>
#include <vector>

#include "checks/base/source_pos.h"
#include "checks/tree/problems.h"

namespace switchgate::serve {

struct GateConfig {
  std::string name;                    // letters, digits and ._-
  std::vector<std::string> arguments;  // of `switchgate run`, but for the report
};

struct Config {
  std::string directory;  // of the file: where runs take place, so that their paths are right
  std::string reports;    // the folder for the last report of each gate; empty: none is kept
  std::vector<GateConfig> gates;  // in order of the file
  const GateConfig* find(std::string_view name) const;
};

// What files[file] says. Every mistake is told; nothing on a mistake.
std::optional<Config> read_config(const SourceFiles& files, int file, tree::Problems& problems);

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_GATE_CONFIG_H_
