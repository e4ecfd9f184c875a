// Finds and reads what a suite names.

#include "runner/suite/project_file.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "checks/base/units.h"
#include "runner/suite/find_files.h"

namespace switchgate {
namespace {

namespace fs = std::filesystem;

bool is_below(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

fs::path root_of(const fs::path& directory) {
  std::error_code error;
  for (fs::path folder = directory;; folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", error)) {
      return folder;
    }
    if (folder == folder.parent_path()) {
      break;
    }
  }
  const fs::path working = fs::current_path(error);
  return !error && (directory == working || is_below(directory, working)) ? working : directory;
}

Error unusable(const char* why, const std::string& name) {
  return {std::string("names a file that ") + why + ": '" + excerpt(name) + '\'', {}};
}

}  // namespace

Result<std::string> find_project_file(const std::string& name, const std::string& directory) {
  std::error_code error;
  const fs::path from = fs::weakly_canonical(directory.empty() ? "." : directory, error);
  const fs::path path = fs::weakly_canonical(from / name, error);
  if (error || !is_below(path, root_of(from))) {
    return unusable("does not lie below the project's root", name);
  }
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    return unusable("is not there", name);
  }
  if (!fs::is_regular_file(status)) {
    return unusable("is no regular file", name);
  }
  return path.generic_string();
}

Result<std::shared_ptr<const std::string>> read_project_file(const std::string& name, SourcePos pos,
                                                             Context& context) {
  const Result<std::string> path = find_project_file(name, context.directory_of(pos));
  if (!path) {
    return path.error();
  }
  std::shared_ptr<const std::string>& bytes = context.bodies[*path];
  if (bytes == nullptr) {
    std::error_code error;
    if (fs::file_size(*path, error) > limits_in_force().body_file_bytes) {
      return Error{"names a file larger than " + format_bytes(limits_in_force().body_file_bytes) +
                       ": '" + excerpt(name) + '\'' + raise_hint(&Limits::body_file_bytes),
                   {}};
    }
    std::ifstream stream(*path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(stream), {});
    if (!stream && !stream.eof()) {
      return unusable("cannot be read", name);
    }
    bytes = std::make_shared<const std::string>(std::move(text));
  }
  return bytes;
}

Result<int> open_project_file(const std::string& name, SourcePos pos, Context& context) {
  const std::string directory = context.directory_of(pos);
  const Result<std::string> found = find_project_file(name, directory);
  if (!found) {
    return found.error();
  }
  // Shown as the suite's own path is, not with every link resolved.
  const std::string path = (fs::path(directory) / name).lexically_normal().generic_string();
  for (std::size_t i = 0; i < context.files.size(); ++i) {
    if (context.files[i].path == path) {
      return static_cast<int>(i);
    }
  }
  Result<SourceFile> file = read_suite_file(path);
  if (!file) {
    return file.error();
  }
  context.files.push_back(*std::move(file));
  return static_cast<int>(context.files.size()) - 1;
}

}  // namespace switchgate
