// Two pictures of shapes as one unified diff.

#ifndef SWITCHGATE_RUNNER_CLI_PICTURE_DIFF_H_
#define SWITCHGATE_RUNNER_CLI_PICTURE_DIFF_H_

#include <string>

#include "checks/shape/picture.h"
#include "reporters/layout.h"

namespace switchgate::cli {

// As `diff -u` has it; empty when both look the same. How often a member was there is told of
// the lines that differ and is no difference of its own.
std::string picture_diff(const shape::Pictures& sides, const std::string& before,
                         const std::string& after, const reporters::Paint& paint);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_PICTURE_DIFF_H_
