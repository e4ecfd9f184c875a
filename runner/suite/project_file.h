// Files that a suite names: bodies, rows, further suites. Never outside of the project.

#ifndef SWITCHGATE_RUNNER_SUITE_PROJECT_FILE_H_
#define SWITCHGATE_RUNNER_SUITE_PROJECT_FILE_H_

#include <memory>
#include <string>

#include "runner/suite/context.h"

namespace switchgate {

// Where `name` leads from `directory`: a regular file below the project's root, symbolic
// links resolved. The root is the nearest folder above `directory` that holds a `.git`, else
// the working directory when it is above, else `directory` itself. The error completes a
// sentence: "names a file that is not there: 'x'".
Result<std::string> find_project_file(const std::string& name, const std::string& directory);

// The bytes of the file that the suite file of `pos` names, read once for each.
Result<std::shared_ptr<const std::string>> read_project_file(const std::string& name, SourcePos pos,
                                                             Context& context);

// The same as one of the files that mistakes may point into: its index in context.files.
Result<int> open_project_file(const std::string& name, SourcePos pos, Context& context);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_PROJECT_FILE_H_
