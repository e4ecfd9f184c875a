// The flows of a suite while it is read.

#ifndef SWITCHGATE_RUNNER_SUITE_FLOWS_H_
#define SWITCHGATE_RUNNER_SUITE_FLOWS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checks/model/suite.h"
#include "checks/tree/node.h"

namespace switchgate {

// A flow as it was written. One that runs once stands for itself; the steps of another
// may refer to whatever runs before them in a check, so that they are read again for
// each list of flows (and each check with variables of its own) that they stand in.
struct FlowSource {
  std::string name;
  SourcePos pos;
  bool once = false;
  const tree::Node* steps = nullptr;
  const tree::Node* cleanup = nullptr;
  std::set<std::string, std::less<>> captures;  // the names that its steps capture
  bool used = false;
  std::optional<std::size_t> index;  // in Suite::flows, for one that runs once
};

struct Flows {
  std::vector<FlowSource> sources;
  std::vector<std::size_t> defaults;              // `defaults.uses`, as indices of `sources`
  std::map<std::vector<std::size_t>, Flow> read;  // by those that run before it, itself last
  std::string reading;                            // whose steps are being read
};

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_FLOWS_H_
