// The order of the folders: runner on reporters on checks, checks on nothing of
// ours; and the libraries that only one folder may know.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace {

namespace fs = std::filesystem;

struct Include {
  std::string file;  // relative to the root
  std::string what;  // between the quotes or brackets
};

std::vector<Include> includes_below(const std::string& folder) {
  const fs::path root = SWITCHGATE_SOURCE_DIR;
  std::vector<Include> found;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".h" && extension != ".cc") {
      continue;
    }
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with("#include")) {
        continue;
      }
      const auto open = line.find_first_of("\"<");
      const auto close = line.find_first_of("\">", open + 1);
      found.push_back(
          {fs::relative(entry.path(), root).string(), line.substr(open + 1, close - open - 1)});
    }
  }
  return found;
}

std::string top_of(const std::string& path) { return path.substr(0, path.find('/')); }

TEST(House, FoldersDependDownwardsOnly) {
  const std::map<std::string, std::set<std::string>> allowed = {
      {"checks", {"checks"}},
      {"reporters", {"reporters", "checks"}},
      {"runner", {"runner", "reporters", "checks"}},
  };
  std::size_t ours = 0;
  for (const auto& [folder, may] : allowed) {
    for (const Include& include : includes_below(folder)) {
      const std::string top = top_of(include.what);
      if (allowed.count(top) == 0 && top != "tests" && top != "samples") {
        continue;
      }
      ++ours;
      EXPECT_TRUE(may.count(top) != 0) << include.file << " includes " << include.what;
    }
  }
  EXPECT_GT(ours, 20U) << "the test found no includes to judge";
}

TEST(House, BaseDependsOnNothingOfOurs) {
  for (const Include& include : includes_below("checks/base")) {
    if (top_of(include.what) == "checks") {
      EXPECT_TRUE(include.what.starts_with("checks/base/"))
          << include.file << " includes " << include.what;
    }
  }
}

TEST(House, ALibraryIsKnownOnlyInTheFoldersThatWrapIt) {
  const std::map<std::string, std::vector<std::string>> homes = {
      {"curl/", {"runner/probe/http/"}},
      {"yaml-cpp/", {"checks/yaml/"}},
      {"re2/", {"checks/regex/"}},
      {"nlohmann/", {"checks/json/"}},
      {"CLI/", {"runner/cli/", "runner/serve/"}},
      {"boost/", {"checks/latency/"}},
      {"pugixml.hpp", {"checks/xml/", "reporters/"}},  // judges by XPath, writes reports
      {"zlib.h", {"runner/probe/http/"}},
      {"sqlite3.h", {"runner/store/"}},
      {"brotli/", {"runner/probe/http/"}},
      {"httplib.h", {"runner/serve/"}},
  };
  for (const std::string folder : {"checks", "reporters", "runner"}) {
    for (const Include& include : includes_below(folder)) {
      for (const auto& [library, places] : homes) {
        if (include.what.starts_with(library)) {
          EXPECT_TRUE(std::any_of(
              places.begin(), places.end(),
              [&](const std::string& place) { return include.file.starts_with(place); }))
              << include.file << " includes " << include.what;
          EXPECT_TRUE(include.file.ends_with(".cc"))
              << include.file << " includes " << include.what;
        }
      }
    }
  }
}

}  // namespace
