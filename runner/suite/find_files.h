// Which files a run reads, and their bytes.

#ifndef SWITCHGATE_RUNNER_SUITE_FIND_FILES_H_
#define SWITCHGATE_RUNNER_SUITE_FIND_FILES_H_

#include <string>
#include <vector>

#include "checks/base/result.h"

namespace switchgate {

// `paths` without repetitions, a folder as the *.yaml and *.yml in it; when empty,
// switchgate.yaml, else all of .switchgate/suites by name. The error says how to begin.
Result<std::vector<std::string>> find_suite_files(const std::vector<std::string>& paths);

bool is_file(const std::string& path);  // a regular one that is there

// The file without a byte order mark, and its place in its git repository.
Result<SourceFile> read_suite_file(const std::string& path);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_FIND_FILES_H_
