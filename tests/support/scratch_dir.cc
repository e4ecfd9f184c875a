// Makes a directory with mkdtemp and removes it.

#include "tests/support/scratch_dir.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace switchgate::testing {

ScratchDir::ScratchDir()
    : path_((std::filesystem::temp_directory_path() / "switchgate-test-XXXXXX").string()) {
  if (mkdtemp(path_.data()) == nullptr) {
    std::abort();  // no test can go on without a place for its files
  }
}

ScratchDir::~ScratchDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string ScratchDir::write(std::string_view name, std::string_view text) const {
  std::string file = path_ + "/" + std::string(name);
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

}  // namespace switchgate::testing
