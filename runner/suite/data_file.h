// Files of data that a suite names.

#ifndef SWITCHGATE_RUNNER_SUITE_DATA_FILE_H_
#define SWITCHGATE_RUNNER_SUITE_DATA_FILE_H_

#include <string>

#include "checks/base/result.h"
#include "checks/base/source_pos.h"

namespace switchgate {

// The index in `files` of the file that `name` means to a suite in `directory`; read when
// it is not there yet. It must be a regular file of at most 16 MB, below the project's
// root: the nearest folder above the suite with a `.git`, else the working directory when
// the suite lies in it, else the suite's own.
Result<int> open_data_file(const std::string& name, const std::string& directory,
                           SourceFiles& files);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_DATA_FILE_H_
