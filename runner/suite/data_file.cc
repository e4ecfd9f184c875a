#include "runner/suite/data_file.h"

#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "runner/suite/find_files.h"

namespace switchgate {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile = 16'000'000;

bool is_below(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

// Both resolved, so that no `..` and no link leads out.
fs::path root_of(const fs::path& directory, const fs::path& here) {
  std::error_code error;
  for (fs::path folder = directory; folder != folder.root_path(); folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", error)) {
      return folder;
    }
  }
  return is_below(directory, here) ? here : directory;
}

}  // namespace

Result<int> open_data_file(const std::string& name, const std::string& directory,
                           SourceFiles& files) {
  std::error_code error;
  const fs::path path = fs::path(directory) / name;
  const fs::path here = fs::current_path(error);  // "" is a directory too
  const fs::path folder = fs::weakly_canonical(here / directory, error);
  const fs::path resolved = fs::weakly_canonical(here / path, error);
  const std::string shown = '\'' + excerpt(path.generic_string()) + '\'';
  if (error || !is_below(resolved, root_of(folder, here))) {
    return Error{shown + " lies outside of the project, whose files alone are read", {}};
  }
  if (!fs::exists(resolved, error)) {
    return Error{"there is no file " + shown, {}};
  }
  if (!fs::is_regular_file(resolved, error)) {
    return Error{shown + " is no regular file", {}};
  }
  if (fs::file_size(resolved, error) > kLargestFile) {
    return Error{shown + " is larger than " + format_bytes(kLargestFile), {}};
  }
  const std::string usual = path.lexically_normal().generic_string();
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].path == usual) {
      return static_cast<int>(i);
    }
  }
  Result<SourceFile> file = read_suite_file(usual);
  if (!file) {
    return file.error();
  }
  files.push_back(*std::move(file));
  return static_cast<int>(files.size()) - 1;
}

}  // namespace switchgate
