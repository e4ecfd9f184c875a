// Waivers and planned changes as they are written: what is read, and every mistake in words.

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "runner/suite/load.h"
#include "tests/support/scratch_dir.h"

namespace switchgate {
namespace {

namespace fs = std::filesystem;

// In a folder of its own, which is the working directory meanwhile.
class WaiverFile : public ::testing::Test {
 protected:
  WaiverFile() : before_(fs::current_path()) {
    fs::current_path(folder_.path());
    fs::create_directories(".switchgate");
    folder_.write("suite.yaml", "switchgate: 1\nchecks:\n  - {name: cart, get: /cart}\n");
    options_.paths = {"suite.yaml"};
  }
  ~WaiverFile() override { fs::current_path(before_); }

  std::optional<Loaded> loaded() {
    files_.clear();
    problems_ = {};
    return load(options_, files_, problems_);
  }
  // What is told of these lines of a waivers' file.
  std::string told(const std::string& text) {
    folder_.write("w.yaml", text);
    options_.waivers = "w.yaml";
    EXPECT_FALSE(loaded());
    return problems_.to_text(files_);
  }

  testing::ScratchDir folder_;
  fs::path before_;
  LoadOptions options_;
  SourceFiles files_;
  tree::Problems problems_;
};

constexpr const char* kOne =
    "waivers:\n  - rule: http/status\n    check: cart*\n    path: $.id\n    reason: until OPS-9\n"
    "    owner: shop-team\n    expires: 2026-12-31\n";

TEST_F(WaiverFile, IsReadFromWhereItIsNamedElseFromTheUsualPlace) {
  ASSERT_TRUE(loaded());
  EXPECT_TRUE(loaded()->plan.waivers.empty());
  folder_.write(".switchgate/waivers.yaml", kOne);
  const auto usual = loaded();
  ASSERT_TRUE(usual) << problems_.to_text(files_);
  ASSERT_EQ(usual->plan.waivers.size(), 1U);
  const Waiver& waiver = usual->plan.waivers.front();
  EXPECT_FALSE(waiver.planned);
  EXPECT_EQ(waiver.rule, "http/status");
  EXPECT_EQ(waiver.check, "cart*");
  EXPECT_EQ(waiver.path, "$.id");
  EXPECT_EQ(waiver.reason, "until OPS-9");
  EXPECT_EQ(waiver.owner, "shop-team");
  EXPECT_EQ(waiver.expires, parse_date("2026-12-31"));
  EXPECT_EQ(to_string(waiver.pos, usual->plan.files), ".switchgate/waivers.yaml:2:5");
  folder_.write("none.yaml", "waivers: []\n");
  options_.waivers = "none.yaml";
  EXPECT_TRUE(loaded()->plan.waivers.empty());
}

TEST_F(WaiverFile, ThatIsNamedButNotThereIsAMistake) {
  options_.waivers = "no-such.yaml";
  EXPECT_FALSE(loaded());
  EXPECT_EQ(problems_.to_text(files_), "--waivers: there is no file 'no-such.yaml'\n");
}

TEST_F(WaiverFile, MistakesAreAllToldAtOnceWithThoseOfTheSuites) {
  folder_.write("suite.yaml", "switchgate: 1\nchecks:\n  - {name: cart, gett: /cart}\n");
  const std::string text = told(
      "waivers:\n"
      "  - {rule: http/statu, reason: r, expires: 2026-12-31}\n"
      "  - {rule: 'http/*', reason: r, expires: 2026-12-31}\n"
      "  - {rule: target/refused, reason: r, expires: 2026-12-31}\n"
      "  - {rule: latency/noisy, reason: r, expires: 2026-12-31}\n"
      "  - {rule: http/status, expires: 2026-02-30, reason: ' '}\n"
      "  - {rule: http/status, chek: cart}\n"
      "  - {check: [], reason: r, expires: 2026-12-31}\n"
      "  - http/status\n");
  for (const char* part :
       {"suite.yaml:3:18: unknown key 'gett'",
        "w.yaml:2:12: there is no rule 'http/statu'; did you mean 'http/status'?\n",
        "w.yaml:3:12: 'rule' names one rule, without * and ?: whoever accepts a finding says "
        "which\n",
        "w.yaml:4:12: 'target/refused' cannot be waived: a target that does not answer as it "
        "should is never ready for traffic\n",
        "w.yaml:5:12: 'latency/noisy' cannot be waived: it says that something could not be told, "
        "and nobody can accept what is not known\n",
        "w.yaml:6:34: 'expires' expects a day such as 2026-12-31, got '2026-02-30'\n",
        "w.yaml:6:54: 'reason' expects a text that says why, got ' '\n",
        "w.yaml:7:5: a waiver needs a `reason`: what is accepted, and who will end it how\n",
        "w.yaml:7:5: a waiver needs `expires`, the last day on which it counts, such as "
        "2026-12-31\n",
        "w.yaml:7:25: unknown key 'chek' in a waiver; did you mean 'check'?\n",
        "w.yaml:8:5: a waiver needs a `rule`, such as shape/property-removed\n",
        "w.yaml:8:13: 'check' expects a text, got a list\n",
        "w.yaml:9:5: a waiver is a mapping (key: value), got 'http/status'\n"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nnot in\n" << text;
  }
}

TEST_F(WaiverFile, NeedsItsListAndNothingElse) {
  EXPECT_EQ(told("waiver: []\n"),
            "w.yaml:1:1: a file of waivers begins with `waivers:` and a list\n  1 | waiver: []\n"
            "    | ^\n"
            "w.yaml:1:1: unknown key 'waiver' in a file of waivers; did you mean 'waivers'?\n"
            "  1 | waiver: []\n    | ^\n");
}

TEST_F(WaiverFile, ShowsNoSecret) {
  folder_.write("suite.yaml",
                "switchgate: 1\nsecrets: [SHOP_TOKEN]\nchecks:\n  - name: cart\n    get: /cart\n"
                "    expected: [{rule: http/status, reason: token hunter22 is old}]\n");
  options_.environment = {{"SHOP_TOKEN", "hunter22"}};
  const auto plan = loaded();
  ASSERT_TRUE(plan) << problems_.to_text(files_);
  ASSERT_EQ(plan->plan.checks[0].expected.size(), 1U);
  EXPECT_EQ(plan->plan.checks[0].expected[0].reason.find("hunter22"), std::string::npos);
}

TEST_F(WaiverFile, ThePagesExamplesWork) {
  std::ifstream stream(std::string(SWITCHGATE_SOURCE_DIR) + "/checks/waivers.md");
  const std::string page((std::istreambuf_iterator<char>(stream)), {});
  std::vector<std::string> examples;
  for (std::size_t at = 0; (at = page.find("```yaml\n", at)) != std::string::npos;) {
    at += 8;
    examples.push_back(page.substr(at, page.find("```\n", at) - at));
  }
  ASSERT_EQ(examples.size(), 2U);
  folder_.write(".switchgate/waivers.yaml", examples[0]);
  folder_.write("suite.yaml", examples[1]);
  const auto plan = loaded();
  ASSERT_TRUE(plan) << problems_.to_text(files_);
  EXPECT_EQ(plan->plan.waivers.size(), 1U);
  EXPECT_EQ(plan->plan.suites[0].expected.size(), 1U);
  EXPECT_EQ(plan->plan.checks[1].expected.size(), 1U);
}

TEST_F(WaiverFile, IsNotNeededForAPlannedChange) {
  folder_.write("suite.yaml",
                "switchgate: 1\nexpected:\n  - {rule: json/value, check: cart, reason: PR 1}\n"
                "checks:\n  - name: cart\n    get: /cart\n"
                "    expected: [{rule: http/status, reason: PR 2, expires: 2026-12-31}]\n");
  const auto plan = loaded();
  ASSERT_TRUE(plan) << problems_.to_text(files_);
  ASSERT_EQ(plan->plan.suites[0].expected.size(), 1U);
  EXPECT_TRUE(plan->plan.suites[0].expected[0].planned);
  EXPECT_FALSE(plan->plan.suites[0].expected[0].expires);
  ASSERT_EQ(plan->plan.checks[0].expected.size(), 1U);
  EXPECT_EQ(plan->plan.checks[0].expected[0].expires, parse_date("2026-12-31"));
}

}  // namespace
}  // namespace switchgate
