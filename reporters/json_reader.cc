#include "reporters/json_reader.h"

#include <algorithm>
#include <csignal>
#include <limits>
#include <map>
#include <tuple>

#include "checks/base/text.h"
#include "checks/json/reader.h"
#include "checks/waivers.h"
#include "reporters/json_members.h"

namespace switchgate::reporters {
namespace {

// What no run comes near, and what leaves room to add up.
constexpr std::int64_t kMostOf = 1'000'000'000;
constexpr std::int64_t kLongest = 10'000'000'000'000;           // microseconds: 115 days
constexpr std::int64_t kLastInstant = 253'402'300'799'999'999;  // the end of the year 9999
constexpr std::int64_t kMostShards = 10'000;
constexpr std::int64_t kMostLines = std::numeric_limits<int>::max();

constexpr Words<Level, 3> kLevels = {
    {{"error", Level::kError}, {"warning", Level::kWarning}, {"note", Level::kNote}}};
constexpr Words<Outcome, 4> kOutcomes = {{{"passed", Outcome::kPassed},
                                          {"failed", Outcome::kFailed},
                                          {"undecided", Outcome::kUndecided},
                                          {"skipped", Outcome::kSkipped}}};
constexpr Words<Gate, 3> kGates = {
    {{"open", Gate::kOpen}, {"closed", Gate::kClosed}, {"undecided", Gate::kUndecided}}};
constexpr Words<OnUndecided, 3> kPolicies = {{{"undecided", OnUndecided::kUndecided},
                                              {"closed", OnUndecided::kClosed},
                                              {"open", OnUndecided::kOpen}}};
constexpr Words<latency::Verdict, 3> kLatencies = {{{"pass", latency::Verdict::kPass},
                                                    {"fail", latency::Verdict::kFail},
                                                    {"undecided", latency::Verdict::kUndecided}}};
constexpr Words<bool, 2> kAcceptedBy = {{{"waiver", false}, {"expected", true}}};

std::size_t size_at(JsonMembers& members, std::string_view name) {
  return static_cast<std::size_t>(members.integer(name, 0, kMostOf));
}

Micros micros_at(JsonMembers& members, std::string_view name) {
  return Micros(members.integer(name, 0, kLongest));
}

// Empty stands for null.
std::optional<Instant> day_at(JsonMembers& members, std::string_view name) {
  const std::string text = members.text_or_null(name);
  const auto day = parse_date(text);
  if (!day && !text.empty()) {
    members.mistake().add(members.pointer_to(name), "expected a day such as 2026-12-31");
  }
  return day;
}

// Reads one document; the first mistake is kept.
class Reader {
 public:
  Result<RunReport> read(const json::Value& root) {
    JsonMembers members(root, "", mistake_);
    if (const auto problem = not_ours(root)) {
      return Error{*problem, {}};
    }
    read_files(members);  // places refer to them
    read_head(members);
    read_lists(members);
    if (mistake_.any()) {
      return Error{"not a sound report: " + mistake_.error().message, {}};
    }
    return std::move(report_);
  }

 private:
  static std::optional<std::string> not_ours(const json::Value& root) {
    const json::Object* object = root.object();
    const json::Value* format = object == nullptr ? nullptr : object->find("format");
    if (format == nullptr || !(*format == json::Value("switchgate-report"))) {
      return "not a report of switchgate: `run --report json=FILE` writes one";
    }
    const json::Value* version = object->find("version");
    if (version == nullptr || !(*version == json::Value(1))) {
      return "a report of version " + (version == nullptr ? "?" : json::to_text(*version)) +
             ", and this switchgate reads version 1: use the one that wrote it";
    }
    return std::nullopt;
  }

  void read_head(JsonMembers& members) {
    report_.tool_version = members.text("tool_version");
    JsonMembers policy = members.child("policy");
    report_.policy.fail_on = policy.one_of("fail_on", kLevels);
    report_.policy.on_undecided = policy.one_of("on_undecided", kPolicies);
    read_verdict(members.child("verdict"));
    report_.started = Instant(Micros(members.integer("started_us", 0, kLastInstant)));
    report_.duration = micros_at(members, "duration_us");
    report_.requests = size_at(members, "requests");
    if (!members.is_null("timer_lateness_p95_us")) {
      report_.timer_lateness_p95 = micros_at(members, "timer_lateness_p95_us");
    }
    report_.suites = members.texts("suites");
    report_.baseline = members.text_or_null("baseline");
    report_.baseline_about = members.text_or_null("baseline_about");
    // Reports of earlier builds lack it.
    if (const json::Value* recorded = members.find("baseline_recorded");
        recorded != nullptr && !recorded->is_null()) {
      report_.baseline_recorded = members.instant("baseline_recorded");
    }
    report_.selected = size_at(members, "selected");
    report_.whole = members.boolean("whole");
    report_.notes = members.texts("notes");
    if (!members.is_null("shard")) {
      read_shard(members.child("shard"));
    }
  }

  void read_verdict(JsonMembers members) {
    Verdict& verdict = report_.verdict;
    verdict.gate = members.one_of("gate", kGates);
    verdict.exit_code = static_cast<int>(members.integer("exit_code", 0, 255));
    verdict.reason = members.text("reason");
    verdict.opened_by_policy = members.boolean("opened_by_policy");
    const bool right = verdict.gate == Gate::kOpen ? verdict.exit_code == 0
                       : verdict.gate == Gate::kClosed
                           ? verdict.exit_code == 1
                           : verdict.exit_code == 3 || verdict.exit_code == 128 + SIGINT ||
                                 verdict.exit_code == 128 + SIGTERM;
    if (!right) {
      mistake_.add(members.pointer(), "gate and exit_code say different things");
    }
  }

  void read_shard(JsonMembers members) {
    Shard shard;
    shard.count = static_cast<int>(members.integer("count", 1, kMostShards));
    shard.index = static_cast<int>(members.integer("index", 1, shard.count));
    shard.digest = members.text("digest");
    shard.total = size_at(members, "total");
    report_.shard = std::move(shard);
  }

  void read_lists(JsonMembers& members) {
    for (JsonMembers& target : members.children("targets")) {
      report_.targets.push_back({target.text("suite"), target.text("name"), target.text("url"),
                                 target.text_or_null("address"), target.text_or_null("url_from")});
    }
    for (JsonMembers& waiver : members.children("waivers")) {
      report_.waivers.push_back(read_waiver(waiver));
    }
    report_.findings = read_findings(members);
    for (JsonMembers& check : members.children("checks")) {
      report_.checks.push_back(read_check(check));
    }
  }

  void read_files(JsonMembers& members) {
    for (JsonMembers& one : members.children("files")) {
      const std::string path = one.text("path");
      const bool in_repository = one.boolean("in_repository");
      const int file = static_cast<int>(report_.files.size());
      report_.files.push_back({one.text("named"), in_repository ? path : "", ""});
      file_index_.try_emplace({path, in_repository}, file);
      for (JsonMembers& line : one.children("lines")) {
        report_.lines.push_back(read_line(file, line));
      }
    }
    const auto by_place = [](const KnownLine& a, const KnownLine& b) {
      return a.file != b.file ? a.file < b.file : a.line < b.line;
    };
    if (!std::is_sorted(report_.lines.begin(), report_.lines.end(), by_place)) {
      mistake_.add("/files", "expected the lines in their order");
    }
  }

  KnownLine read_line(int file, JsonMembers& members) {
    KnownLine line;
    line.file = file;
    line.line = static_cast<int>(members.integer("line", 1, kMostLines));
    line.hash = members.text("hash");
    for (const auto& [bytes, units] : members.pairs("columns", 1, kMostLines)) {
      line.columns.emplace_back(static_cast<int>(bytes), static_cast<int>(units));
    }
    return line;
  }

  // Of a check or of the run as a whole.
  SourcePos read_place(JsonMembers& members) {
    if (members.is_null("place")) {
      return {};
    }
    JsonMembers place = members.child("place");
    const std::string path = place.text("path");
    const auto file = file_index_.find({path, place.boolean("in_repository")});
    if (file == file_index_.end()) {
      mistake_.add(place.pointer(), "names a file that is not among the report's files");
      return {};
    }
    return {file->second, line_or_null(place, "line"), line_or_null(place, "column")};
  }

  static int line_or_null(JsonMembers& place, std::string_view name) {
    return place.is_null(name) ? 0 : static_cast<int>(place.integer(name, 1, kMostLines));
  }

  WaiverUse read_waiver(JsonMembers& members) {
    WaiverUse use;
    use.waiver = {false,
                  members.text("rule"),
                  members.text_or_null("check"),
                  members.text_or_null("path"),
                  members.text_or_null("reason"),
                  members.text_or_null("owner"),
                  day_at(members, "expires"),
                  read_place(members)};
    use.used = size_at(members, "used");
    return use;
  }

  std::vector<Finding> read_findings(JsonMembers& members) {
    std::vector<Finding> findings;
    for (JsonMembers& one : members.children("findings")) {
      findings.push_back(read_finding(one));
    }
    return findings;
  }

  Finding read_finding(JsonMembers& members) {
    Finding finding;
    finding.rule = members.text("rule");
    finding.level = members.one_of("level", kLevels);
    finding.undecided = members.boolean("undecided");
    finding.message = members.text("message");
    finding.pos = read_place(members);
    finding.check = members.text_or_null("check");
    finding.step = members.text_or_null("step");
    finding.path = members.text_or_null("path");
    for (JsonMembers& fact : members.children("evidence")) {
      finding.evidence.push_back({fact.text("label"), fact.text("value")});
    }
    finding.curl = members.text_or_null("curl");
    finding.fingerprint = members.text("fingerprint");
    if (!members.is_null("accepted")) {
      read_acceptance(members.child("accepted"), finding);
    }
    return finding;
  }

  // What the loader refuses to accept is not accepted here either.
  void read_acceptance(JsonMembers members, Finding& finding) {
    Acceptance accepted;
    accepted.planned = members.one_of("by", kAcceptedBy);
    accepted.level = members.one_of("level", kLevels);
    accepted.reason = members.text_or_null("reason");
    accepted.owner = members.text_or_null("owner");
    accepted.expires = members.text_or_null("expires");
    if (finding.undecided || finding.level != Level::kNote ||
        !why_not_acceptable(finding.rule).empty()) {
      mistake_.add(members.pointer(), "such a finding cannot be accepted");
    }
    finding.accepted = std::move(accepted);
  }

  CheckResult read_check(JsonMembers& members) {
    CheckResult check;
    check.id = members.text("id");
    check.order = size_at(members, "order");
    check.group = members.text_or_null("group");
    check.name = members.text("name");
    check.suite = members.text("suite");
    check.tags = members.texts("tags");
    check.pos = read_place(members);
    check.outcome = members.one_of("outcome", kOutcomes);
    check.reason = members.text_or_null("reason");
    check.judged = size_at(members, "judged");
    check.requests = size_at(members, "requests");
    check.duration = micros_at(members, "duration_us");
    check.findings = read_findings(members);
    for (JsonMembers& comparison : members.children("comparisons")) {
      check.comparisons.push_back(read_comparison(comparison));
    }
    return check;
  }

  static ComparisonResult read_comparison(JsonMembers& members) {
    ComparisonResult comparison;
    comparison.step = members.text_or_null("step");
    comparison.against = members.text("against");
    comparison.instance = members.text_or_null("instance");
    comparison.shape = members.text_or_null("shape");
    comparison.shape_live_samples = size_at(members, "shape_live_samples");
    comparison.shape_candidate_samples = size_at(members, "shape_candidate_samples");
    comparison.values = members.text_or_null("values");
    comparison.values_quiet = size_at(members, "values_quiet");
    comparison.values_noisy = size_at(members, "values_noisy");
    if (!members.is_null("latency")) {
      read_latency(members.child("latency"), comparison);
    }
    return comparison;
  }

  static void read_latency(JsonMembers members, ComparisonResult& comparison) {
    latency::Judgement judged;
    judged.verdict = members.one_of("verdict", kLatencies);
    judged.reason = members.text("reason");
    judged.live_median_ms = members.number_or_nan("live_median_ms");
    judged.candidate_median_ms = members.number_or_nan("candidate_median_ms");
    judged.theta = members.number_or_nan("theta");
    judged.theta_se = members.number_or_nan("theta_se");
    judged.common = members.number_or_nan("common");
    std::tie(judged.lower, judged.upper) = members.interval("interval");
    judged.detect = members.number_or_nan("detect");
    judged.mde80 = members.number_or_nan("mde80");
    judged.p_body = members.number_or_nan("p_body");
    if (!members.is_null("p_tail")) {
      judged.p_tail = members.number_or_nan("p_tail");
    }
    judged.given = size_at(members, "given");
    judged.kept = size_at(members, "kept");
    comparison.latency_dropped = size_at(members, "dropped");
    comparison.live_ms = members.numbers("live_ms");
    comparison.candidate_ms = members.numbers("candidate_ms");
    comparison.latency = std::move(judged);
  }

  RunReport report_;
  std::map<std::pair<std::string, bool>, int> file_index_;
  baseline::Mistake mistake_;
};

}  // namespace

Result<RunReport> read_report(std::string_view text) {
  const Result<json::Document> document = json::read(text, {.depth = 32});
  if (!document) {
    return Error{document.error().message, {}};
  }
  if (!document->duplicate_keys.empty()) {
    return Error{"not a sound report: the member " +
                     excerpt(document->duplicate_keys.front(), 200) + " stands there twice",
                 {}};
  }
  return Reader().read(document->root);
}

}  // namespace switchgate::reporters
