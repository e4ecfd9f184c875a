// The whole run as JSON: what `render` and `merge` read, and scripts. Every
// name and unit is documented in reporters/json.md; a change that breaks a
// reader of it needs a new version.

#include "checks/base/units.h"
#include "reporters/facts.h"
#include "reporters/formats.h"
#include "reporters/json_text.h"
#include "reporters/source_lines.h"

namespace switchgate::reporters {
namespace {

constexpr int kVersion = 1;

json::Value micros(Micros value) { return static_cast<std::int64_t>(value.count()); }

std::string_view name_of_policy(OnUndecided policy) {
  switch (policy) {
    case OnUndecided::kUndecided:
      return "undecided";
    case OnUndecided::kClosed:
      return "closed";
    case OnUndecided::kOpen:
      return "open";
  }
  return "undecided";
}

json::Value place(const SourcePos& pos, const SourceFiles& files) {
  const SourceFile* file = file_of(pos, files);
  if (file == nullptr) {
    return {};
  }
  const auto number = [](int n) { return n > 0 ? json::Value(n) : json::Value(); };
  return object({{"path", portable_path(*file)},
                 {"in_repository", !file->repo_path.empty()},
                 {"line", number(pos.line)},
                 {"column", number(pos.column)}});
}

json::Value accepted(const Finding& f) {
  if (!f.accepted) {
    return {};
  }
  return object({{"by", f.accepted->planned ? "expected" : "waiver"},
                 {"level", name_of(f.accepted->level)},
                 {"reason", text_or_null(f.accepted->reason)},
                 {"owner", text_or_null(f.accepted->owner)},
                 {"expires", text_or_null(f.accepted->expires)}});
}

json::Value finding(const Finding& f, const SourceFiles& files) {
  json::Array evidence;
  for (const Evidence& fact : f.evidence) {
    evidence.push_back(object({{"label", fact.label}, {"value", fact.value}}));
  }
  return object({{"rule", f.rule},
                 {"level", name_of(f.level)},
                 {"undecided", f.undecided},
                 {"message", f.message},
                 {"place", place(f.pos, files)},
                 {"check", text_or_null(f.check)},
                 {"step", text_or_null(f.step)},
                 {"path", text_or_null(f.path)},
                 {"evidence", std::move(evidence)},
                 {"curl", text_or_null(f.curl)},
                 {"fingerprint", f.fingerprint},
                 {"accepted", accepted(f)}});
}

json::Value findings(const std::vector<Finding>& list, const SourceFiles& files) {
  json::Array out;
  for (const Finding& f : list) {
    out.push_back(finding(f, files));
  }
  return out;
}

json::Value numbers(const std::vector<double>& list) {
  json::Array out;
  out.reserve(list.size());
  for (const double number : list) {
    out.push_back(finite(number));
  }
  return out;
}

json::Value latency_of(const ComparisonResult& comparison) {
  if (!comparison.latency) {
    return {};
  }
  const latency::Judgement& judged = *comparison.latency;
  return object({{"verdict", latency::name_of(judged.verdict)},
                 {"reason", judged.reason},
                 {"live_median_ms", finite(judged.live_median_ms)},
                 {"candidate_median_ms", finite(judged.candidate_median_ms)},
                 {"theta", finite(judged.theta)},
                 {"theta_se", finite(judged.theta_se)},
                 {"common", finite(judged.common)},
                 {"interval", json::Array{finite(judged.lower), finite(judged.upper)}},
                 {"detect", finite(judged.detect)},
                 {"mde80", finite(judged.mde80)},
                 {"p_body", finite(judged.p_body)},
                 {"p_tail", judged.p_tail ? finite(*judged.p_tail) : json::Value()},
                 {"given", integer(judged.given)},
                 {"kept", integer(judged.kept)},
                 {"dropped", integer(comparison.latency_dropped)},
                 {"live_ms", numbers(comparison.live_ms)},
                 {"candidate_ms", numbers(comparison.candidate_ms)}});
}

json::Value comparisons(const std::vector<ComparisonResult>& list) {
  json::Array out;
  for (const ComparisonResult& comparison : list) {
    out.push_back(object({{"step", text_or_null(comparison.step)},
                          {"against", comparison.against},
                          {"instance", text_or_null(comparison.instance)},
                          {"shape", text_or_null(comparison.shape)},
                          {"shape_live_samples", integer(comparison.shape_live_samples)},
                          {"shape_candidate_samples", integer(comparison.shape_candidate_samples)},
                          {"values", text_or_null(comparison.values)},
                          {"values_quiet", integer(comparison.values_quiet)},
                          {"values_noisy", integer(comparison.values_noisy)},
                          {"latency", latency_of(comparison)}}));
  }
  return out;
}

json::Value checks(const RunReport& report) {
  json::Array out;
  for (const CheckResult& check : report.checks) {
    out.push_back(object({{"id", check.id},
                          {"order", integer(check.order)},
                          {"group", text_or_null(check.group)},
                          {"name", check.name},
                          {"suite", check.suite},
                          {"tags", strings(check.tags)},
                          {"place", place(check.pos, report.files)},
                          {"outcome", name_of(check.outcome)},
                          {"reason", text_or_null(check.reason)},
                          {"judged", integer(check.judged)},
                          {"requests", integer(check.requests)},
                          {"duration_us", micros(check.duration)},
                          {"findings", findings(check.findings, report.files)},
                          {"comparisons", comparisons(check.comparisons)}}));
  }
  return out;
}

json::Value targets(const RunReport& report) {
  json::Array out;
  for (const TargetInfo& target : report.targets) {
    out.push_back(object({{"suite", target.suite},
                          {"name", target.name},
                          {"url", target.url},
                          {"address", text_or_null(target.address)},
                          {"url_from", text_or_null(target.url_from)}}));
  }
  return out;
}

json::Value counts(const RunReport& report) {
  const Counts n = count(report);
  return object({{"checks", integer(report.checks.size())},
                 {"passed", integer(n.passed)},
                 {"failed", integer(n.failed)},
                 {"undecided", integer(n.undecided)},
                 {"skipped", integer(n.skipped)},
                 {"errors", integer(n.errors)},
                 {"warnings", integer(n.warnings)},
                 {"notes", integer(n.notes)},
                 {"waived", integer(n.waived)},
                 {"expected", integer(n.expected)}});
}

json::Value waivers(const RunReport& report) {
  json::Array out;
  for (const WaiverUse& use : report.waivers) {
    const Waiver& waiver = use.waiver;
    out.push_back(object(
        {{"rule", waiver.rule},
         {"check", text_or_null(waiver.check)},
         {"path", text_or_null(waiver.path)},
         {"reason", text_or_null(waiver.reason)},
         {"owner", text_or_null(waiver.owner)},
         {"expires", waiver.expires ? json::Value(format_date(*waiver.expires)) : json::Value()},
         {"place", place(waiver.pos, report.files)},
         {"used", integer(use.used)}}));
  }
  return out;
}

json::Value shard(const RunReport& report) {
  if (!report.shard) {
    return {};
  }
  return object({{"index", report.shard->index},
                 {"count", report.shard->count},
                 {"digest", report.shard->digest},
                 {"total", integer(report.shard->total)}});
}

json::Value lines_of(int file, const std::vector<KnownLine>& lines) {
  json::Array out;
  for (const KnownLine& line : lines) {
    if (line.file != file) {
      continue;
    }
    json::Array columns;
    for (const auto& [bytes, units] : line.columns) {
      columns.push_back(json::Array{bytes, units});
    }
    out.push_back(
        object({{"line", line.line}, {"hash", line.hash}, {"columns", std::move(columns)}}));
  }
  return out;
}

json::Value files(const RunReport& report) {
  const std::vector<KnownLine> lines = lines_of_findings(report);
  json::Array out;
  for (std::size_t i = 0; i < report.files.size(); ++i) {
    const SourceFile& file = report.files[i];
    out.push_back(object({{"path", portable_path(file)},
                          {"in_repository", !file.repo_path.empty()},
                          {"named", portable_path(file.path)},
                          {"lines", lines_of(static_cast<int>(i), lines)}}));
  }
  return out;
}

}  // namespace

std::string render_json(const RunReport& report, const Style&) {
  const Verdict& verdict = report.verdict;
  return json_text(
      object({{"format", "switchgate-report"},
              {"version", kVersion},
              {"tool_version", report.tool_version},
              {"verdict", object({{"gate", name_of(verdict.gate)},
                                  {"exit_code", verdict.exit_code},
                                  {"reason", verdict.reason},
                                  {"opened_by_policy", verdict.opened_by_policy}})},
              {"policy", object({{"fail_on", name_of(report.policy.fail_on)},
                                 {"on_undecided", name_of_policy(report.policy.on_undecided)}})},
              {"counts", counts(report)},
              {"started", format_date_time(report.started)},
              {"started_us", micros(report.started.time_since_epoch())},
              {"duration_us", micros(report.duration)},
              {"requests", integer(report.requests)},
              {"timer_lateness_p95_us",
               report.timer_lateness_p95 ? micros(*report.timer_lateness_p95) : json::Value()},
              {"suites", strings(report.suites)},
              {"targets", targets(report)},
              {"baseline", text_or_null(portable_path(report.baseline))},
              {"baseline_about", text_or_null(report.baseline_about)},
              {"baseline_recorded", report.baseline_recorded
                                        ? json::Value(format_date_time(*report.baseline_recorded))
                                        : json::Value()},
              {"shard", shard(report)},
              {"selected", integer(report.selected)},
              {"whole", report.whole},
              {"waivers", waivers(report)},
              {"notes", strings(report.notes)},
              {"findings", findings(report.findings, report.files)},
              {"checks", checks(report)},
              {"files", files(report)}}));
}

}  // namespace switchgate::reporters
