// Files that a suite names: relative to the file that names them, inside of its project.

#ifndef SWITCHGATE_RUNNER_SUITE_PROJECT_FILES_H_
#define SWITCHGATE_RUNNER_SUITE_PROJECT_FILES_H_

#include <filesystem>
#include <optional>
#include <string>

#include "checks/base/result.h"

namespace switchgate {

// The nearest folder above `path` that holds a `.git`; nothing outside of a repository.
std::optional<std::filesystem::path> repository_root(const std::filesystem::path& path);

// The git repository of `file`; else the working directory when `file` is below it; else
// the folder that `file` lies in. Symbolic links are resolved.
std::filesystem::path project_root(const std::filesystem::path& file);

// The path to a regular file, as a user would write it, for the `name` that stands in the
// suite file `from`. Whatever leads out of the project is refused: by `..`, as an absolute
// path, or through a symbolic link. The error has no place.
Result<std::string> find_project_file(const std::string& name, const std::string& from);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_PROJECT_FILES_H_
