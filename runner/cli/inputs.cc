#include "runner/cli/inputs.h"

#include <filesystem>
#include <system_error>

#include "checks/base/text.h"

namespace switchgate::cli {
namespace {

namespace fs = std::filesystem;

// Where `path` leads once its missing folders are made: `new/../suite.yaml` is no file
// before, and the suite after.
fs::path place_of(const std::string& path) {
  std::error_code error;
  fs::path place = fs::weakly_canonical(path, error);
  return error ? fs::path(path) : place;
}

}  // namespace

Status spare_inputs(std::string_view option, const std::string& path,
                    const std::vector<std::string>& inputs) {
  std::error_code error;
  const fs::path place = place_of(path);
  if (!fs::is_regular_file(place, error)) {
    return Ok{};
  }
  for (const std::string& input : inputs) {
    if (fs::equivalent(place, input, error)) {  // the same device and inode
      return Error{std::string(option) + " would replace '" + excerpt(input) +
                       "', which is read here: name another file",
                   {}};
    }
  }
  return Ok{};
}

}  // namespace switchgate::cli
