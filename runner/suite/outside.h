// The files that stand outside the suites: those of --env-file and --vars-file.

#ifndef SWITCHGATE_RUNNER_SUITE_OUTSIDE_H_
#define SWITCHGATE_RUNNER_SUITE_OUTSIDE_H_

#include "checks/base/source_pos.h"
#include "checks/tree/problems.h"
#include "runner/suite/given_vars.h"
#include "runner/suite/load.h"

namespace switchgate {

// The options with the files of --env-file under their environment: a later one beats an
// earlier one. Nothing of their text stays in `files`: secrets stand there.
LoadOptions with_env_files(const LoadOptions& options, SourceFiles& files,
                           tree::Problems& problems);

// Files of variables, and --var over them.
GivenVars read_given_vars(const LoadOptions& options, SourceFiles& files, tree::Problems& problems);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_OUTSIDE_H_
