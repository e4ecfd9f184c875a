// What a verdict is about: one gate, asked for one workload in exactly one revision.

#ifndef SWITCHGATE_RUNNER_SERVE_KEY_H_
#define SWITCHGATE_RUNNER_SERVE_KEY_H_

#include <string>
#include <tuple>

namespace switchgate::serve {

// All parts hold letters, digits and ._:+@- alone (see hook.h): they go into logs, metrics
// and answers as they are.
struct Key {
  std::string gate;
  std::string name;   // of the Canary or Rollout; may be empty (Argo)
  std::string space;  // its Kubernetes namespace; may be empty
  std::string revision;
  friend bool operator==(const Key&, const Key&) = default;
  friend bool operator<(const Key& a, const Key& b) {
    return std::tie(a.gate, a.space, a.name, a.revision) <
           std::tie(b.gate, b.space, b.name, b.revision);
  }
};

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_KEY_H_
