// Every file of tests/cases/suite-mistakes is a suite with mistakes, and the
// .err beside it the whole of what a user reads. SWITCHGATE_UPDATE_GOLDEN=1
// rewrites those.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runner/suite/load.h"

namespace switchgate {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(SWITCHGATE_SOURCE_DIR) / "tests/cases/suite-mistakes";

std::vector<fs::path> cases() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kCases)) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// What is told about the suite, with its path as a user in that folder would
// see it.
std::string told(const fs::path& path) {
  const fs::path before = fs::current_path();
  fs::current_path(kCases);
  LoadOptions options;
  options.paths = {path.filename().string()};
  options.all_profiles = true;
  options.environment = {{"SHOP_TOKEN", "correct-horse"}, {"TINY", "abc"}, {"BAD_URL", "ftp://x"}};
  SourceFiles files;
  tree::Problems problems;
  EXPECT_FALSE(load(options, files, problems)) << path;
  fs::current_path(before);
  return problems.to_text(files);
}

class SuiteMistakes : public testing::TestWithParam<fs::path> {};

TEST_P(SuiteMistakes, AreToldInTheWordsOfTheGoldenFile) {
  const fs::path golden = fs::path(GetParam()).replace_extension(".err");
  const std::string text = told(GetParam());
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
  if (std::getenv("SWITCHGATE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(golden, std::ios::binary) << text;
  }
  EXPECT_EQ(text, read_file(golden));
}

std::string name_of(const testing::TestParamInfo<fs::path>& file) {
  std::string name = file.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, SuiteMistakes, testing::ValuesIn(cases()), name_of);

}  // namespace
}  // namespace switchgate
