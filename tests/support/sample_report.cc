#include "tests/support/sample_report.h"

#include <utility>

namespace switchgate::support {
namespace {

constexpr int kShop = 0;     // shop.yaml
constexpr int kOutside = 1;  // a suite outside of the repository

SourceFiles sample_files() {
  std::string text = "switchgate: 1\nname: shop\n";
  for (int line = 3; line <= 60; ++line) {
    text += line % 10 == 0 ? "checks:\n" : "  - line: " + std::to_string(line) + "\n";
  }
  return {{"shop.yaml", "deploy/smoke tests/shop.yaml", text},
          {"/home/me/private.yaml", "", "switchgate: 1\nname: private\n"}};
}

struct Told {
  std::string rule;
  Level level = Level::kError;
  std::string message;
  SourcePos pos;
  std::string step;
  std::string path;
  std::vector<Evidence> evidence;
};

Finding finding_of(const std::string& check, Told told, bool undecided = false) {
  Finding finding;
  finding.rule = std::move(told.rule);
  finding.level = told.level;
  finding.undecided = undecided;
  finding.message = std::move(told.message);
  finding.pos = told.pos;
  finding.check = check;
  finding.step = std::move(told.step);
  finding.path = std::move(told.path);
  finding.evidence = std::move(told.evidence);
  finding.fingerprint = fingerprint_of(finding);
  return finding;
}

CheckResult check_of(const std::string& suite, const std::string& name, SourcePos pos,
                     Outcome outcome) {
  CheckResult check;
  check.suite = suite;
  check.name = name;
  check.id = suite + '/' + name;
  check.pos = pos;
  check.outcome = outcome;
  check.reason.clear();
  check.judged = 3;
  check.requests = 1;
  check.duration = Micros(41'500);
  return check;
}

// What differs between the sample judgements; units as in latency::Judgement.
struct Measured {
  latency::Verdict verdict;
  double live_ms, candidate_ms, theta, lower, upper, mde80, p_body;
  std::size_t kept;
  std::string reason;
};

latency::Judgement judgement_of(const Measured& measured) {
  latency::Judgement judged;
  judged.verdict = measured.verdict;
  judged.theta = measured.theta;
  judged.lower = measured.lower;
  judged.upper = measured.upper;
  judged.mde80 = measured.mde80;
  judged.p_body = measured.p_body;
  judged.given = measured.kept + 20;
  judged.kept = measured.kept;
  judged.live_median_ms = measured.live_ms;
  judged.candidate_median_ms = measured.candidate_ms;
  judged.reason = measured.reason;
  return judged;
}

CheckResult failed_list() {
  CheckResult check = check_of("shop", "product list", {kShop, 31, 5}, Outcome::kFailed);
  check.tags = {"catalog", "critical"};
  check.requests = 7;
  const std::string curl =
      "curl --globoff --path-as-is --connect-to ::10.0.3.7:8443 -H 'Accept: "
      "application/json' -H "
      "'Authorization: Bearer '\"$SHOP_TOKEN\" "
      "'https://shop.example.com/products?limit=20'";
  check.findings.push_back(finding_of(check.id, {"shape/property-added",
                                                 Level::kNote,
                                                 "'currency' is new on the candidate. Readers "
                                                 "ignore what they do not know.",
                                                 {kShop, 38, 7},
                                                 "",
                                                 "$.items[*].currency",
                                                 {{"live", "absent in 6 of 6 samples"},
                                                  {"candidate", "string in 6 of 6 samples"}}}));
  check.findings.push_back(finding_of(check.id, {"shape/property-removed",
                                                 Level::kError,
                                                 "'price' is gone from every sample of the "
                                                 "candidate, and each reader of it breaks; live "
                                                 "still sends an integer. Send it beside "
                                                 "'price_cents' until every reader has moved.",
                                                 {kShop, 38, 7},
                                                 "",
                                                 "$.items[*].price",
                                                 {{"live", "integer in 6 of 6 samples"},
                                                  {"candidate", "absent in 6 of 6 samples"}}}));
  check.findings.push_back(finding_of(
      check.id,
      {"http/header",
       Level::kError,
       "expected header Content-Type to start with 'application/json', got "
       "'text/html; charset=utf-8'",
       {kShop, 35, 16},
       "",
       "content-type",
       {{"expected", "starts with application/json"}, {"found", "text/html; charset=utf-8"}}}));
  check.findings[1].curl = curl;
  check.findings[2].curl = curl;
  ComparisonResult comparison;
  comparison.against = "live";
  comparison.shape = "changed";
  comparison.shape_live_samples = 3;
  comparison.shape_candidate_samples = 3;
  comparison.values = "same";
  comparison.values_quiet = 40;
  comparison.values_noisy = 2;
  comparison.latency =
      judgement_of({latency::Verdict::kFail, 12.31, 13.41, 0.0856, 0.0208, 0.1504, 0.061, 0.0004,
                    100, "9 % slower, and at least 2 % with 95 % confidence"});
  comparison.latency->p_tail = 0.21;
  comparison.latency_dropped = 3;
  check.comparisons.push_back(comparison);
  return check;
}

CheckResult undecided_cart() {
  CheckResult check = check_of("shop", "cart", {kShop, 44, 5}, Outcome::kUndecided);
  check.reason = "a comparison could not be decided";
  check.findings.push_back(
      finding_of(check.id,
                 {"shape/no-evidence",
                  Level::kError,
                  "live's list of items was empty in 3 of 3 samples, so its "
                  "elements have no shape to compare with",
                  {kShop, 47, 9},
                  "get /carts/${cart}",
                  "$.items[*]",
                  {{"live", "[] in 3 of 3 samples"}, {"candidate", "object in 3 of 3 samples"}}},
                 true));
  check.findings.back().curl = "curl --globoff --path-as-is 'https://shop.example.com/carts/c-81'";
  ComparisonResult comparison;
  comparison.step = "get /carts/${cart}";
  comparison.against = "live";
  comparison.shape = "undecided";
  comparison.latency =
      judgement_of({latency::Verdict::kUndecided, 0.83, 0.84, 0.01, -0.12, 0.16, 0.34, 0.4, 10,
                    "10 pairs are too few: only a slowdown of 34 % would show"});
  check.comparisons.push_back(comparison);
  return check;
}

}  // namespace

RunReport open_report() {
  RunReport report;
  report.tool_version = "0.1.0";
  report.started = *parse_date_time("2026-11-22T10:15:30.25Z");
  report.duration = Micros(1'234'567);
  report.suites = {"shop"};
  report.targets = {
      {"shop", "candidate", "https://shop.example.com", "10.0.3.7:8443", "--candidate"},
      {"shop", "live", "https://shop.example.com", "203.0.113.9:443", "shop.yaml:9"}};
  report.files = sample_files();
  report.requests = 214;
  report.checks.push_back(check_of("shop", "home page", {kShop, 11, 5}, Outcome::kPassed));
  report.checks.push_back(check_of("shop", "search", {kShop, 21, 5}, Outcome::kPassed));
  ComparisonResult comparison;
  comparison.against = "live";
  comparison.shape = "same";
  comparison.shape_live_samples = 3;
  comparison.shape_candidate_samples = 3;
  comparison.latency = judgement_of({latency::Verdict::kPass, 8.04, 8.06, 0.002, -0.018, 0.022,
                                     0.042, 0.38, 100, "a slowdown of 20 % is excluded"});
  report.checks.back().comparisons.push_back(comparison);
  report.timer_lateness_p95 = Micros(180);
  report.verdict = verdict_of(report, {});
  return report;
}

RunReport rich_report() {
  RunReport report = open_report();
  report.suites = {"shop", "private"};
  report.targets.push_back(
      {"private", "candidate", "http://127.0.0.1:8081", "", "SWITCHGATE_CANDIDATE"});
  report.baseline = ".switchgate/baseline.json";
  report.baseline_about =
      "recorded 12 days ago (2026-11-10, from live, label ci): 5 checks, 6 requests (4 with "
      "shapes), 3 runs of latencies of 2 requests";
  report.baseline_recorded = parse_date_time("2026-11-10T08:00:00Z");
  report.checks.push_back(failed_list());
  report.checks.push_back(undecided_cart());
  report.checks.push_back(check_of("shop", "search page 2", {kShop, 51, 5}, Outcome::kPassed));
  report.checks.back().findings.push_back(
      finding_of("shop/search page 2", {"time/total",
                                        Level::kWarning,
                                        "expected the answer within 250ms, it took 310ms",
                                        {kShop, 53, 12},
                                        "",
                                        "total",
                                        {{"expected", "at most 250ms"}, {"found", "310ms"}}}));
  report.checks.push_back(check_of("private", "login", {kOutside, 2, 1}, Outcome::kFailed));
  report.checks.back().findings.push_back(
      finding_of("private/login", {"http/status",
                                   Level::kError,
                                   "expected status 200, got 503 Service Unavailable",
                                   {kOutside, 2, 9},
                                   "post /login",
                                   "",
                                   {{"expected", "200"}, {"found", "503"}}}));
  CheckResult skipped = check_of("private", "profile", {kOutside, 2, 1}, Outcome::kSkipped);
  skipped.reason = "not run after the first failure (--fail-fast)";
  skipped.judged = skipped.requests = 0;
  skipped.duration = Micros(0);
  report.checks.push_back(skipped);
  report.findings.push_back(
      finding_of("", {"target/unverified-tls",
                      Level::kWarning,
                      "the certificate of the live side was not verified, as `verify: false` says",
                      {},
                      "",
                      "",
                      {}}));
  report.notes = {"comparison of values was not asked (--compare shape,headers,latency)"};
  report.verdict = verdict_of(report, {});
  return report;
}

RunReport empty_report() {
  RunReport report;
  report.tool_version = "0.1.0";
  report.started = *parse_date_time("2026-11-22T10:15:30Z");
  report.suites = {"shop"};
  report.verdict = verdict_of(report, {});
  return report;
}

RunReport accepted_report() {
  RunReport report = open_report();
  report.checks.push_back(failed_list());
  CheckResult& check = report.checks.back();
  check.order = 7;
  check.outcome = Outcome::kPassed;
  check.reason.clear();
  check.findings[1].accepted = Acceptance{true, Level::kError, "contract phase of PR 812", "", ""};
  check.findings[2].accepted =
      Acceptance{false, Level::kError, "proxy drops it until OPS-9", "shop-team", "2026-12-31"};
  for (const std::size_t i : {1U, 2U}) {
    check.findings[i].level = Level::kNote;
  }
  report.files.push_back({".switchgate/waivers.yaml", ".switchgate/waivers.yaml",
                          "waivers:\n  - {rule: http/header}\n"});
  const int waivers = static_cast<int>(report.files.size()) - 1;
  report.waivers = {{{false,
                      "http/header",
                      "product*",
                      "content-*",
                      "proxy drops it until OPS-9",
                      "shop-team",
                      parse_date("2026-12-31"),
                      {waivers, 2, 5}},
                     1},
                    {{false, "time/total", "", "", "slow disk", "", {}, {}}, 0}};
  report.whole = false;
  report.selected = report.checks.size();
  report.shard = Shard{2, 3, "5d41402abc4b2a76", 9};
  report.verdict = verdict_of(report, {});
  return report;
}

RunReport hostile_report(const std::string& text) {
  RunReport report = rich_report();
  const auto poison = [&](Finding& finding) {
    finding.message = text;
    finding.step = text;
    finding.path = text;
    finding.curl = text;
    finding.evidence = {{"live", text}, {"candidate", text}, {text, text}};
  };
  for (CheckResult& check : report.checks) {
    check.id += text;
    check.name = text;
    check.reason = text;
    check.tags = {text};
    for (Finding& finding : check.findings) {
      poison(finding);
    }
    for (ComparisonResult& comparison : check.comparisons) {
      comparison.step = text;
      comparison.against = text;
      if (comparison.latency) {
        comparison.latency->reason = text;
      }
    }
  }
  for (Finding& finding : report.findings) {
    poison(finding);
  }
  report.findings.front().rule = text;
  for (TargetInfo& target : report.targets) {
    target = {text, text, text, text, text};
  }
  report.suites = {text, "shop"};
  report.notes = {text};
  report.baseline = text;
  report.baseline_about = text;
  report.verdict.reason = text;
  return report;
}

}  // namespace switchgate::support
