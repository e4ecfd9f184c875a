// Waivers: what they cover, what they never cover, and that they obey the law of the gate.

#include "checks/waivers.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "checks/rules/rules.h"

namespace switchgate {
namespace {

const Instant kNow = *parse_date_time("2026-11-22T10:15:30Z");

Finding finding_of(std::string rule, std::string path = {}, Level level = Level::kError) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.path = std::move(path);
  finding.level = level;
  return finding;
}

Waiver waiver_of(std::string rule, std::string check = {}, std::string path = {}) {
  Waiver waiver;
  waiver.rule = std::move(rule);
  waiver.check = std::move(check);
  waiver.path = std::move(path);
  waiver.reason = "known";
  waiver.expires = parse_date("2026-12-31");
  return waiver;
}

CheckResult check_of(std::string suite, std::string id, std::string name = {}) {
  CheckResult check;
  check.suite = std::move(suite);
  check.id = std::move(id);
  check.name = name.empty() ? check.id : std::move(name);
  check.outcome = Outcome::kPassed;
  check.judged = 1;
  return check;
}

// Is the finding covered?
bool accepts(const Waiver& waiver, Finding finding) {
  std::vector<Finding> findings = {std::move(finding)};
  const std::vector<const Waiver*> waivers = {&waiver};
  accept(waivers, findings);
  return findings.front().accepted.has_value();
}

TEST(Waivers, CoverTheirRuleAtTheirPath) {
  EXPECT_TRUE(accepts(waiver_of("json/value"), finding_of("json/value", "$.id")));
  EXPECT_FALSE(accepts(waiver_of("json/value"), finding_of("json/type", "$.id")));
  EXPECT_TRUE(accepts(waiver_of("json/value", "", "$.items[*].id"),
                      finding_of("json/value", "$.items[3].id")));
  EXPECT_FALSE(accepts(waiver_of("json/value", "", "$.items[*].id"),
                       finding_of("json/value", "$.items[3].name")));
  EXPECT_FALSE(accepts(waiver_of("json/*"), finding_of("json/value")));
}

TEST(Waivers, KeepWhatTheFindingWas) {
  std::vector<Finding> findings = {finding_of("time/total", "total", Level::kWarning)};
  Waiver waiver = waiver_of("time/total");
  waiver.owner = "shop-team";
  Waiver second = waiver;
  second.reason = "another";
  accept(std::vector<const Waiver*>{&waiver, &second}, findings);
  accept(std::vector<const Waiver*>{&second}, findings);  // once more changes nothing
  EXPECT_EQ(findings.front().level, Level::kNote);
  const Acceptance want = {false, Level::kWarning, "known", "shop-team", "2026-12-31"};
  EXPECT_EQ(findings.front().accepted, want);
}

TEST(Waivers, NeverCoverWhatCouldNotBeToldOrATargetThatDoesNotAnswer) {
  Finding unknown = finding_of("shape/property-removed");
  unknown.undecided = true;
  EXPECT_FALSE(accepts(waiver_of("shape/property-removed"), unknown));
  for (const Rule& rule : rules()) {
    const bool never = rule.id.starts_with("target/") || rule.id.starts_with("run/") ||
                       rule.id.starts_with("baseline/") || rule.id.starts_with("waiver/");
    EXPECT_FALSE(never && why_not_acceptable(rule.id).empty()) << rule.id;
    EXPECT_EQ(accepts(waiver_of(std::string(rule.id)), finding_of(std::string(rule.id))),
              why_not_acceptable(rule.id).empty())
        << rule.id;
  }
}

TEST(Waivers, RulesThatAreAlwaysUndecidedHaveAPage) {
  std::size_t refused = 0;
  for (const Rule& rule : rules()) {
    refused += why_not_acceptable(rule.id).starts_with("it says that something") ? 1 : 0;
  }
  EXPECT_EQ(refused, 10U);
}

TEST(Waivers, NameAChecksIdOrNameWithOrWithoutItsSuite) {
  const CheckResult check = check_of("shop", "shop/cart-1", "cart of one");
  for (const char* glob : {"", "*", "cart-1", "cart-?", "shop/cart-1", "shop/*", "cart of*"}) {
    EXPECT_TRUE(is_about(waiver_of("x", glob), check)) << glob;
  }
  for (const char* glob : {"cart", "cart-", "shop", "other/cart-1"}) {
    EXPECT_FALSE(is_about(waiver_of("x", glob), check)) << glob;
  }
  // The only suite of a run puts no name in front.
  EXPECT_TRUE(is_about(waiver_of("x", "shop/cart"), check_of("shop", "cart")));
}

TEST(Waivers, NameAllRowsOfACheckByItsName) {
  CheckResult row = check_of("shop", "shop/search[q=lamp]", "search[q=lamp]");
  row.group = "shop/search";
  for (const char* glob : {"search", "shop/search", "search[q=lamp]", "search[*"}) {
    EXPECT_TRUE(is_about(waiver_of("x", glob), row)) << glob;
  }
  EXPECT_FALSE(is_about(waiver_of("x", "search[q=desk]"), row));
}

TEST(Waivers, WithoutACheckCoverWhatIsFoundOfAllChecksTogether) {
  const std::vector<Waiver> waivers = {waiver_of("latency/common-slowdown", "health"),
                                       waiver_of("latency/common-slowdown"),
                                       waiver_of("http/status")};
  EXPECT_EQ(in_force_for_all(waivers, kNow),
            (std::vector<const Waiver*>{&waivers[1], &waivers[2]}));
  EXPECT_TRUE(in_force_for_all(waivers, *parse_date("2027-01-01")).empty());

  std::vector<Finding> together = {finding_of("latency/common-slowdown", "latency"),
                                   finding_of("latency/noisy", "latency")};
  together[1].undecided = true;
  accept(in_force_for_all(waivers, kNow), together);
  EXPECT_TRUE(together[0].accepted);
  EXPECT_FALSE(together[1].accepted);
  together.push_back(finding_of("http/status"));  // of a flow that ran once, which nobody accepts
  std::vector<std::size_t> used;
  for (const WaiverUse& use : uses_of(waivers, {}, together, kNow)) used.push_back(use.used);
  EXPECT_EQ(used, (std::vector<std::size_t>{0, 1, 0}));
}

TEST(Waivers, CountUntilTheEndOfTheirLastDay) {
  const Waiver waiver = waiver_of("http/status");
  EXPECT_FALSE(is_expired(waiver, *parse_date_time("2026-12-31T23:59:59.999999Z")));
  EXPECT_TRUE(is_expired(waiver, *parse_date_time("2027-01-01T00:00:00Z")));
  const CheckResult check = check_of("shop", "cart");
  EXPECT_EQ(in_force(std::span(&waiver, 1), check, kNow).size(), 1U);
  EXPECT_TRUE(in_force(std::span(&waiver, 1), check, *parse_date("2027-01-01")).empty());
}

RunReport report_with(std::vector<Waiver> waivers) {
  RunReport report;
  report.started = kNow;
  report.checks = {check_of("shop", "cart"), check_of("shop", "list")};
  report.checks[0].findings = {finding_of("http/status"), finding_of("json/value", "$.id")};
  for (CheckResult& check : report.checks) {
    std::vector<const Waiver*> about = in_force(waivers, check, kNow);
    accept(about, check.findings);
  }
  report.selected = report.checks.size();
  report.waivers = uses_of(waivers, report.checks, report.findings, kNow);
  return report;
}

std::vector<std::string> told_of(const RunReport& report) {
  std::vector<std::string> messages;
  for (const Finding& finding : unused_waivers(report)) {
    EXPECT_EQ(finding.rule, "waiver/unused");
    EXPECT_EQ(finding.level, Level::kWarning);
    EXPECT_EQ(finding.fingerprint.size(), 32U);
    messages.push_back(finding.message);
  }
  return messages;
}

TEST(Waivers, ThatCoverNothingAreToldOfAWholeRun) {
  RunReport report = report_with({waiver_of("http/status", "cart"), waiver_of("json/value", "list"),
                                  waiver_of("json/type", "no such", "$.x")});
  EXPECT_EQ(report.waivers[0].used, 1U);
  EXPECT_EQ(report.waivers[1].used, 0U);
  EXPECT_EQ(told_of(report),
            (std::vector<std::string>{
                "the waiver of json/value of 'list' covers nothing. Remove it: the defect is gone, "
                "or the waiver never named it.",
                "the waiver of json/type of 'no such' at $.x covers nothing. Remove it: the defect "
                "is gone, or the waiver never named it."}));
  report.whole = false;
  EXPECT_TRUE(told_of(report).empty());
  report.whole = true;
  report.shard = Shard{};
  EXPECT_TRUE(told_of(report).empty());
}

TEST(Waivers, AreNotCalledUnusedWhenTheirCheckDidNotPass) {
  RunReport report = report_with({waiver_of("json/value", "list")});
  for (const Outcome outcome : {Outcome::kFailed, Outcome::kUndecided, Outcome::kSkipped}) {
    report.checks[1].outcome = outcome;
    EXPECT_TRUE(told_of(report).empty());
  }
}

TEST(Waivers, ThatAreExpiredSaySo) {
  Waiver waiver = waiver_of("http/status", "cart");
  waiver.owner = "shop-team";
  const Finding finding = expired_finding(waiver);
  EXPECT_EQ(finding.rule, "waiver/expired");
  EXPECT_EQ(finding.level, Level::kWarning);
  EXPECT_EQ(finding.message,
            "the waiver of http/status of 'cart' expired after 2026-12-31: it covers nothing any "
            "more. Remove it, or decide again and give it another day.");
  EXPECT_EQ(finding.evidence, (std::vector<Evidence>{{"reason", "known"}, {"owner", "shop-team"}}));
}

TEST(Waivers, LeaveAnAcceptedFindingOutOfTheVerdictWhateverClosesTheGate) {
  for (const Level level : {Level::kNote, Level::kWarning, Level::kError}) {
    RunReport report = report_with({waiver_of("http/status"), waiver_of("json/value")});
    report.policy.fail_on = level;
    EXPECT_EQ(verdict_of(report, {}).gate, Gate::kOpen);
    const Counts counts = count(report);
    EXPECT_EQ(counts.waived, 2U);
    EXPECT_EQ(counts.errors + counts.warnings + counts.notes, 0U);
  }
  EXPECT_EQ(verdict_of(report_with({waiver_of("http/status")}), {}).gate, Gate::kClosed);
}

// The law of the gate, with waivers in force: whatever evidence is lost or gets worse, the
// gate does not move towards open.
class WaiverLaw : public testing::Test {
 protected:
  std::size_t pick(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }

  Finding some_finding() {
    static const std::vector<std::string> kRules = {"http/status",       "json/value",
                                                    "latency/noisy",     "target/refused",
                                                    "shape/no-evidence", "time/total"};
    Finding finding = finding_of(kRules[pick(kRules.size())], pick(2) == 0 ? "$.a" : "$.b",
                                 static_cast<Level>(pick(3)));
    finding.undecided = finding.rule.starts_with("latency/") || finding.rule.ends_with("evidence");
    return finding;
  }

  // Findings and outcome as a run would settle them, waivers applied first.
  Gate gate_of(std::vector<CheckResult> checks, std::size_t selected) const {
    RunReport report;
    report.policy = policy_;
    report.selected = selected;
    for (CheckResult& check : checks) {
      accept(in_force(waivers_, check, kNow), check.findings);
      const auto any = [&](auto holds) {
        return std::any_of(check.findings.begin(), check.findings.end(), holds);
      };
      if (any([](const Finding& f) { return !f.undecided && f.level == Level::kError; })) {
        check.outcome = Outcome::kFailed;
      } else if (any([](const Finding& f) { return f.undecided; })) {
        check.outcome = Outcome::kUndecided;
      }
    }
    report.checks = std::move(checks);
    return verdict_of(report, {}).gate;
  }

  std::mt19937 random_{20261122};
  std::vector<Waiver> waivers_;
  Policy policy_;
};

TEST_F(WaiverLaw, WorseEvidenceNeverMovesTheGateTowardsOpen) {
  std::size_t open_before = 0;
  for (int round = 0; round < 10'000; ++round) {
    waivers_ = {waiver_of("http/status", pick(2) == 0 ? "a" : ""),
                waiver_of("json/value", "", "$.a"), waiver_of("target/refused"),
                waiver_of("latency/noisy")};
    policy_ = {static_cast<Level>(pick(3)), static_cast<OnUndecided>(pick(3))};
    std::vector<CheckResult> checks = {check_of("", "a"), check_of("", "b"), check_of("", "c")};
    for (std::size_t n = pick(3); n > 0; --n) {
      checks[pick(3)].findings.push_back(some_finding());
    }
    const Gate before = gate_of(checks, 3);
    open_before += before == Gate::kOpen ? 1 : 0;
    CheckResult& one = checks[pick(3)];
    switch (pick(4)) {
      case 0:
        one.findings.push_back(some_finding());
        break;
      case 1:
        one.judged = 0;
        break;
      case 2:
        one.outcome = pick(2) == 0 ? Outcome::kSkipped : Outcome::kUndecided;
        break;
      default:
        // What was found stays known; the check itself is lost.
        if (one.findings.empty()) {
          one = checks.back();
          checks.pop_back();
        }
    }
    ASSERT_LE(gate_of(checks, 3), before);
  }
  EXPECT_GT(open_before, 1000U);
}

}  // namespace
}  // namespace switchgate
