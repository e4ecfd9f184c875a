// serve.yaml: the runs that it gives, and what is said of its mistakes.

#include "runner/serve/gate_config.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/scratch_dir.h"

namespace switchgate::serve {
namespace {

using ::testing::HasSubstr;

class ServeConfig : public ::testing::Test {
 protected:
  ServeConfig() { folder_.write("shop.yaml", "switchgate: 1\n"); }

  std::optional<Config> read(const std::string& text) {
    SourceFiles files{{folder_.path() + "/serve.yaml", "", text}};
    tree::Problems problems;
    std::optional<Config> config = read_config(files, 0, problems);
    mistakes_ = problems.to_text(files);
    EXPECT_EQ(config.has_value(), problems.empty());
    return config;
  }

  testing::ScratchDir folder_;
  std::string mistakes_;
};

TEST_F(ServeConfig, GivesTheArgumentsOfEachRun) {
  const auto config = read(R"(switchgate-serve: 1
reports: .
gates:
  shop:
    suites: [shop.yaml]
    candidate: http://green
    live: http://blue
    baseline: b.json
    profile: staging
    options: [--compare, shape, '--jobs=4']
  cart: {suites: shop.yaml, candidate: [shop=http://green, cart=http://green2]}
)");
  ASSERT_TRUE(config) << mistakes_;
  ASSERT_EQ(config->gates.size(), 2U);
  EXPECT_EQ(config->directory, folder_.path());
  EXPECT_EQ(config->find("shop")->arguments,
            (std::vector<std::string>{"shop.yaml", "--candidate", "http://green", "--live",
                                      "http://blue", "--baseline", "b.json", "--profile", "staging",
                                      "--compare", "shape", "--jobs=4"}));
  EXPECT_EQ(config->find("cart")->arguments,
            (std::vector<std::string>{"shop.yaml", "--candidate", "shop=http://green",
                                      "--candidate", "cart=http://green2"}));
  EXPECT_EQ(config->find("car"), nullptr);
}

TEST_F(ServeConfig, TellsMistakesWithTheirPlace) {
  const std::string head = "switchgate-serve: 1\ngates:\n  shop:\n    suites: shop.yaml\n";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"gates: {shop: {suites: shop.yaml}}\n", "expected 'switchgate-serve: 1'"},
      {"switchgate-serve: 2\ngates: {shop: {suites: shop.yaml}}\n", "'switchgate-serve' expects"},
      {"switchgate-serve: 1\n", "'gates' expects at least one gate"},
      {"switchgate-serve: 1\ngates: {}\n", "'gates' expects at least one gate"},
      {"switchgate-serve: 1\ngates: {shop: {}}\n", "gates.shop needs 'suites'"},
      {"switchgate-serve: 1\ngates: {shop: {suites: none.yaml}}\n",
       "there is no suite 'none.yaml'"},
      {"switchgate-serve: 1\ngates: {a/b: {suites: shop.yaml}}\n", "the name of a gate is a part"},
      {"switchgate-serve: 1\ngates: {-a: {suites: shop.yaml}}\n", "the name of a gate is a part"},
      {"switchgate-serve: 1\nreports: none\ngates: {a: {suites: shop.yaml}}\n",
       "there is no folder 'none'"},
      {head + "    candidat: http://green\n", "did you mean 'candidate'"},
      {head + "    options: [--shard, 1/2]\n", "'--shard' leaves no verdict of the whole gate"},
      {head + "    options: ['--shard=1/2']\n", "'--shard' leaves no verdict of the whole gate"},
      {head + "    options: [--dry-run]\n", "'--dry-run' leaves no verdict of the whole gate"},
      {head + "    options: [--exit-zero]\n", "'--exit-zero' leaves no verdict of the whole gate"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_FALSE(read(text)) << text;
    EXPECT_THAT(mistakes_, HasSubstr(expected)) << text;
    EXPECT_THAT(mistakes_, HasSubstr("serve.yaml:")) << text;
  }
}

}  // namespace
}  // namespace switchgate::serve
