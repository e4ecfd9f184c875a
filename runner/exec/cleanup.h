// `finally`: what takes away what the steps before it have made.

#ifndef SWITCHGATE_RUNNER_EXEC_CLEANUP_H_
#define SWITCHGATE_RUNNER_EXEC_CLEANUP_H_

#include <cstddef>
#include <stop_token>
#include <string_view>
#include <vector>

#include "checks/model/finding.h"
#include "checks/model/suite.h"
#include "runner/exec/session.h"

namespace switchgate::exec {

struct Cleaned {
  std::vector<Finding> findings;  // warnings and notes, complete
  std::size_t requests = 0;
};

// Each step on its own, also after failures. One that needs a capture which was never made
// is skipped with a note. `whose` is "this check" or "this flow".
Cleaned clean_up(Session& session, const std::vector<Step>& steps, std::string_view whose,
                 std::stop_token stop);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_CLEANUP_H_
