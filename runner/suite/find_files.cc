// Finds and reads suite files.

#include "runner/suite/find_files.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "checks/base/units.h"

namespace switchgate {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUsualFile = "switchgate.yaml";
constexpr const char* kUsualFolder = ".switchgate/suites";

bool is_suite_name(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  while (!error && entry != fs::directory_iterator()) {
    if (entry->is_regular_file(error) && is_suite_name(entry->path())) {
      files.push_back(entry->path().generic_string());
    }
    entry.increment(error);
  }
  std::sort(files.begin(), files.end());
  return files;
}

// "ops/shop.yaml", below the nearest folder that holds a `.git`; empty outside
// of one.
std::string place_in_repository(const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  if (error) {
    return {};
  }
  for (fs::path folder = whole.parent_path(); !folder.empty(); folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", error)) {
      return whole.lexically_relative(folder).generic_string();
    }
    if (folder == folder.root_path()) {
      break;
    }
  }
  return {};
}

// What the user named, once each; a folder stands for the YAML files in it.
std::vector<std::string> named_files(const std::vector<std::string>& paths) {
  std::vector<std::string> once;
  const auto add = [&once](const std::string& path) {
    const auto same = [&](const std::string& other) {
      return fs::path(other).lexically_normal() == fs::path(path).lexically_normal();
    };
    if (std::none_of(once.begin(), once.end(), same)) {
      once.push_back(path);
    }
  };
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      add(path);
      continue;
    }
    const std::vector<std::string> files = files_in(path);
    if (files.empty()) {
      add(path);  // read_suite_file() says what is wrong, beside all other mistakes
    }
    std::for_each(files.begin(), files.end(), add);
  }
  return once;
}

}  // namespace

Result<std::vector<std::string>> find_suite_files(const std::vector<std::string>& paths) {
  if (!paths.empty()) {
    return named_files(paths);
  }
  std::error_code error;
  if (fs::is_regular_file(kUsualFile, error)) {
    return std::vector<std::string>{kUsualFile};
  }
  std::vector<std::string> files = files_in(kUsualFolder);
  if (files.empty()) {
    return Error{std::string("no suite: there is neither ") + kUsualFile +
                     " here nor a YAML file in " + kUsualFolder + "; begin with a " + kUsualFile +
                     " that says `{switchgate: 1, checks: [{get: /healthz}]}`",
                 {}};
  }
  return files;
}

bool is_file(const std::string& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

Result<SourceFile> read_suite_file(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    return Error{"there is no file '" + excerpt(path) + '\'', {}};
  }
  if (fs::is_directory(status)) {
    return Error{'\'' + excerpt(path) + "' is a folder without a YAML file", {}};
  }
  if (fs::is_regular_file(status) && fs::file_size(path, error) > limits_in_force().suite_bytes) {
    return Error{'\'' + excerpt(path) + "' is larger than " +
                     format_bytes(limits_in_force().suite_bytes) + raise_hint(&Limits::suite_bytes),
                 {}};
  }
  std::ifstream stream(path, std::ios::binary);
  SourceFile file;
  file.text.assign(std::istreambuf_iterator<char>(stream), {});
  if (!stream && !stream.eof()) {
    return Error{"cannot read '" + excerpt(path) + '\'', {}};
  }
  if (file.text.starts_with("\xEF\xBB\xBF")) {
    file.text.erase(0, 3);
  }
  file.path = path;
  file.repo_path = place_in_repository(path);
  return file;
}

}  // namespace switchgate
