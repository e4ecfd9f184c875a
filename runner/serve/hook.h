// What a request of Flagger or Argo Rollouts asks about. Read strictly: a body that can be
// read in two ways, or does not say which revision it means, is refused and never guessed.

#ifndef SWITCHGATE_RUNNER_SERVE_HOOK_H_
#define SWITCHGATE_RUNNER_SERVE_HOOK_H_

#include <string_view>
#include <utility>
#include <vector>

#include "checks/base/result.h"
#include "runner/serve/key.h"

namespace switchgate::serve {

using Query = std::vector<std::pair<std::string, std::string>>;  // decoded, in order

// Flagger's {"name", "namespace", "phase", "checksum", "metadata": {…}}. The revision is the
// checksum, else metadata.revision. The key has no gate yet. The error is one sentence that
// says what to send; it repeats nothing of the body.
Result<Key> read_flagger_hook(std::string_view body);

// Argo's query, or a JSON object in the body with the same names: revision, name, namespace.
// `body` is empty when there was none.
Result<Key> read_argo_question(const Query& query, std::string_view body);

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_HOOK_H_
