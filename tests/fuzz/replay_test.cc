// Replays tests/corpus/TARGET/* through the fuzz targets: what once broke a
// reader stays fixed, with any compiler.

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "fuzz_targets.h"  // written by CMake: a row of kTargets for each *_fuzz.cc

namespace {

namespace fs = std::filesystem;

const fs::path kTests = fs::path(SWITCHGATE_SOURCE_DIR) / "tests";

// "json/deep-array.json", in order.
std::vector<std::string> inputs() {
  std::vector<std::string> paths;
  for (const auto& folder : fs::directory_iterator(kTests / "corpus")) {
    for (const auto& file : fs::directory_iterator(folder)) {
      paths.push_back(file.path().lexically_relative(kTests / "corpus").string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

class Corpus : public testing::TestWithParam<std::string> {};

// A target aborts when a law is broken: the test's name tells the input.
TEST_P(Corpus, BreaksNoTarget) {
  std::ifstream stream(kTests / "corpus" / GetParam(), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const std::string folder = fs::path(GetParam()).parent_path().string();
  const auto* target = std::find_if(kTargets.begin(), kTargets.end(),
                                    [&](const FuzzTarget& one) { return one.name == folder; });
  ASSERT_NE(target, kTargets.end()) << "no target for tests/corpus/" << folder;
  EXPECT_EQ(target->run(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), 0);
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Replay, Corpus, testing::ValuesIn(inputs()), test_name);

TEST(CorpusFolders, AreThereForEveryFuzzTarget) {
  std::size_t sources = 0;
  for (const auto& file : fs::directory_iterator(kTests / "fuzz")) {
    sources += file.path().string().ends_with("_fuzz.cc") ? 1 : 0;
  }
  EXPECT_EQ(sources, kTargets.size()) << "a target is missing in the table above";
  for (const FuzzTarget& target : kTargets) {
    EXPECT_TRUE(fs::is_directory(kTests / "corpus" / target.name)) << target.name;
  }
}

}  // namespace
