// The files that a command reads: what it writes replaces none of them.

#ifndef SWITCHGATE_RUNNER_CLI_INPUTS_H_
#define SWITCHGATE_RUNNER_CLI_INPUTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "checks/base/result.h"

namespace switchgate::cli {

// Fails when a file written at `path` would replace one of `inputs`, by whatever name: one
// through `..`, a symbolic or a hard link. `option` is how the user named it, as in
// "--report json=out.json". What is no regular file (a device, a pipe) is never replaced.
Status spare_inputs(std::string_view option, const std::string& path,
                    const std::vector<std::string>& inputs);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_INPUTS_H_
