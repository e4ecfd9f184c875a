#include "runner/suite/project_files.h"

#include <system_error>

#include "checks/base/text.h"

namespace switchgate {
namespace {

namespace fs = std::filesystem;

// Both without symbolic links.
bool is_below(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

std::optional<fs::path> repository_root(const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  if (error) {
    return std::nullopt;
  }
  for (fs::path folder = whole.parent_path(); !folder.empty(); folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", error)) {
      return folder;
    }
    if (folder == folder.root_path()) {
      break;
    }
  }
  return std::nullopt;
}

fs::path project_root(const fs::path& file) {
  if (auto repository = repository_root(file)) {
    return *std::move(repository);
  }
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(file, error);
  const fs::path here = fs::canonical(fs::current_path(error), error);
  return !here.empty() && is_below(whole, here) ? here : whole.parent_path();
}

Result<std::string> find_project_file(const std::string& name, const std::string& from) {
  const fs::path path = (fs::path(from).parent_path() / name).lexically_normal();
  const std::string shown = '\'' + excerpt(path.generic_string()) + '\'';
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  const fs::path root = project_root(from);
  if (error || !is_below(whole, root)) {
    return Error{shown +
                     " leads out of the project: the git repository of the suite, else the working "
                     "directory",
                 {}};
  }
  const fs::file_status status = fs::status(whole, error);
  if (!fs::exists(status)) {
    return Error{"there is no file " + shown, {}};
  }
  if (!fs::is_regular_file(status)) {
    return Error{shown + (fs::is_directory(status) ? " is a folder" : " is no regular file"), {}};
  }
  return path.generic_string();
}

}  // namespace switchgate
