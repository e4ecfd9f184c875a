// The JSONPath compliance test suite, through the library and through
// `switchgate query`.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include <gtest/gtest.h>

#include "checks/json/path.h"
#include "checks/json/reader.h"
#include "runner/cli/commands.h"

namespace switchgate {
namespace {

constexpr std::size_t kCases = 528;

std::filesystem::path suite_file() {
  const char* const data = std::getenv("SWITCHGATE_TEST_DATA");  // NOLINT(concurrency-mt-unsafe)
  const auto folder = data != nullptr
                          ? std::filesystem::path(data)
                          : std::filesystem::path(SWITCHGATE_SOURCE_DIR) / "../shared/data";
  return folder / "jsonpath/cts.json";
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// One case: the values and paths that are right, in one of several orders.
struct Case {
  std::string name;
  std::string selector;
  bool invalid = false;
  json::Value document;
  std::vector<json::Value> results;
  std::vector<json::Value> paths;
};

std::vector<json::Value> alternatives(const json::Object& test, const char* one, const char* many) {
  if (const auto* const single = test.find(one)) {
    return {*single};
  }
  const auto* const several = test.find(many);
  return several != nullptr ? *several->array() : json::Array{};
}

Case case_of(const json::Object& test) {
  Case c;
  c.name = *test.find("name")->string();
  c.selector = *test.find("selector")->string();
  c.invalid = test.find("invalid_selector") != nullptr;
  if (const auto* const document = test.find("document")) {
    c.document = *document;
  }
  c.results = alternatives(test, "result", "results");
  c.paths = alternatives(test, "result_paths", "results_paths");
  return c;
}

class Compliance : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(suite_file())) {
      GTEST_SKIP() << "no compliance suite at " << suite_file();
    }
    const auto document = json::read(text_of(suite_file()));
    ASSERT_TRUE(document) << document.error().message;
    for (const json::Value& test : *document->root.object()->find("tests")->array()) {
      cases_.push_back(case_of(*test.object()));
    }
    ASSERT_EQ(cases_.size(), kCases);
  }

  std::vector<Case> cases_;
};

// Which of the alternatives `found` is; the paths must be in the same order.
testing::AssertionResult is_one_of(const Case& c, const json::Value& values,
                                   const json::Value& paths) {
  for (std::size_t i = 0; i < c.results.size(); ++i) {
    if (c.results[i] == values && i < c.paths.size() && c.paths[i] == paths) {
      return testing::AssertionSuccess();
    }
  }
  return testing::AssertionFailure()
         << c.name << ": " << c.selector << " gave " << to_text(values) << " at " << to_text(paths);
}

TEST_F(Compliance, LibraryAgreesWithEveryCase) {
  std::size_t passed = 0;
  for (const Case& c : cases_) {
    const auto path = json::Path::parse(c.selector);
    if (c.invalid) {
      EXPECT_FALSE(path) << c.name << ": " << c.selector << " is accepted";
      passed += path ? 0 : 1;
      continue;
    }
    if (!path) {
      ADD_FAILURE() << c.name << ": " << c.selector << ": " << path.error().message;
      continue;
    }
    const auto nodes = path->select(c.document);
    ASSERT_TRUE(nodes) << nodes.error().message;
    json::Array values;
    json::Array paths;
    for (const json::Node& node : *nodes) {
      values.push_back(*node.value);
      paths.emplace_back(node.path);
    }
    const auto verdict = is_one_of(c, values, paths);
    EXPECT_TRUE(verdict);
    passed += verdict ? 1 : 0;
  }
  EXPECT_EQ(passed, kCases);
}

// What `switchgate query --format json` prints, read again; nothing unless it
// exits with 0.
std::optional<json::Value> run_query(const Case& c, const std::string& file, bool paths) {
  std::ostringstream out;
  std::ostringstream err;
  if (cli::query({c.selector, file, paths, true}, out, err) != 0) {
    EXPECT_NE(err.str(), "");
    EXPECT_EQ(out.str(), "");
    return std::nullopt;
  }
  EXPECT_EQ(err.str(), "");
  auto document = json::read(out.str());
  return document ? std::optional(std::move(document->root)) : std::nullopt;
}

TEST_F(Compliance, CommandAgreesWithEveryCase) {
  const std::string file = testing::TempDir() + "switchgate_compliance.json";
  std::size_t passed = 0;
  for (const Case& c : cases_) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << to_text(c.document);
    const auto values = run_query(c, file, false);
    const auto paths = run_query(c, file, true);
    const auto verdict = values && paths ? is_one_of(c, *values, *paths)
                         : c.invalid     ? testing::AssertionSuccess()
                                         : testing::AssertionFailure()
                                           << c.name << ": " << c.selector << " failed";
    EXPECT_TRUE(verdict);
    passed += verdict ? 1 : 0;
  }
  std::filesystem::remove(file);
  EXPECT_EQ(passed, kCases);
}

}  // namespace
}  // namespace switchgate
