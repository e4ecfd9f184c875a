// OpenMetrics, as two strict readers take it: GitLab's metrics report splits each line as a
// shell would (no blank between labels, no '#' in a value), and Prometheus' own text reader
// knows neither state sets nor info metrics. So everything is a gauge: one sample per state,
// and names that a counter of one run would not have.

#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "reporters/escape.h"
#include "reporters/facts.h"
#include "reporters/formats.h"

namespace switchgate::reporters {
namespace {

using Labels = std::vector<std::pair<std::string_view, std::string>>;

std::string number(double value) { return format_number(value, 12); }

double in_seconds(Micros value) { return static_cast<double>(value.count()) / 1e6; }

// Of a logarithm; an end of an interval that is infinite is no ratio.
double ratio_of(double ln) {
  return std::isfinite(ln) ? std::exp(ln) : std::numeric_limits<double>::quiet_NaN();
}

// Between double quotes, for Prometheus and for a shell alike.
std::string label_value(std::string_view text) {
  std::string out = replace_all(inert_line(text, 200), "\\", "\\\\");
  out = replace_all(std::move(out), "\"", "\\\"");
  return replace_all(std::move(out), "#", "%23");
}

// One metric: its description and its samples; nothing without samples.
class Family {
 public:
  Family(std::string_view name, std::string_view help) : name_(name), help_(help) {}

  // `name` ends with `_unit` then.
  Family& unit(std::string_view unit) {
    unit_ = unit;
    return *this;
  }

  // Not a number, or infinite: no sample. `labels` are told apart by a counter where their
  // shortened values are equal, because a series stands once.
  void add(const Labels& labels, double value) {
    if (!std::isfinite(value)) {
      return;
    }
    std::string text = join_labels(labels, "");
    if (const std::size_t times = ++seen_[text]; times > 1) {
      text = join_labels(labels, "~" + std::to_string(times));
    }
    samples_ +=
        std::string(name_) + (text.empty() ? "" : '{' + text + '}') + ' ' + number(value) + '\n';
  }

  std::string text() const {
    if (samples_.empty()) {
      return {};
    }
    const std::string name(name_);
    std::string out = "# HELP " + name + ' ' + std::string(help_) + "\n# TYPE " + name + " gauge\n";
    if (!unit_.empty()) {
      out += "# UNIT " + name + ' ' + std::string(unit_) + '\n';
    }
    return out + samples_;
  }

 private:
  // Empty labels are left out: to Prometheus they are the same.
  static std::string join_labels(const Labels& labels, const std::string& suffix_of_first) {
    std::string out;
    for (const auto& [name, value] : labels) {
      if (!value.empty()) {
        out += (out.empty() ? "" : ",") + std::string(name) + "=\"" + label_value(value) +
               (out.empty() ? suffix_of_first : "") + '"';
      }
    }
    return out;
  }

  std::string_view name_;
  std::string_view help_;
  std::string_view unit_;
  std::string samples_;
  std::map<std::string, std::size_t> seen_;
};

std::string gates(const RunReport& report) {
  Family build("switchgate_build_info", "The version that ran, always 1.");
  build.add({{"version", report.tool_version}}, 1);
  Family gate("switchgate_gate", "The verdict: 1 for the state of the gate, 0 for the others.");
  for (const Gate state : {Gate::kOpen, Gate::kClosed, Gate::kUndecided}) {
    gate.add({{"state", std::string(name_of(state))}}, report.verdict.gate == state ? 1 : 0);
  }
  Family code("switchgate_exit_code", "The exit code of the verdict: 0 is an open gate.");
  code.add({}, report.verdict.exit_code);
  return build.text() + gate.text() + code.text();
}

std::string counts(const RunReport& report) {
  const Counts counts = count(report);
  Family checks("switchgate_checks", "Checks by outcome.");
  for (const auto& [outcome, n] :
       {std::pair(Outcome::kPassed, counts.passed), std::pair(Outcome::kFailed, counts.failed),
        std::pair(Outcome::kUndecided, counts.undecided),
        std::pair(Outcome::kSkipped, counts.skipped)}) {
    checks.add({{"outcome", std::string(name_of(outcome))}}, static_cast<double>(n));
  }
  std::map<std::string_view, std::size_t> by_word = count_by_word(report);
  Family findings("switchgate_findings", "Findings by level; waived and expected are no errors.");
  for (const std::string_view word :
       {"error", "undecided", "warning", "note", "waived", "expected"}) {
    findings.add({{"level", std::string(word)}}, static_cast<double>(by_word[word]));
  }
  return checks.text() + findings.text();
}

std::string whole_run(const RunReport& report) {
  Family requests("switchgate_requests", "Requests that the run sent to all targets.");
  requests.add({}, static_cast<double>(report.requests));
  Family started("switchgate_run_start_timestamp_seconds", "When the run started, since 1970.");
  started.unit("seconds").add({}, in_seconds(report.started.time_since_epoch()));
  Family took("switchgate_run_duration_seconds", "How long the run took.");
  took.unit("seconds").add({}, in_seconds(report.duration));
  Family age("switchgate_baseline_age_seconds",
             "How old the baseline was when the run started; nothing without a baseline.");
  if (report.baseline_recorded) {
    age.unit("seconds").add({}, in_seconds(report.started - *report.baseline_recorded));
  }
  return requests.text() + started.text() + took.text() + age.text();
}

std::string checks(const RunReport& report) {
  Family outcome("switchgate_check_outcome", "The outcome of each check, always 1.");
  Family took("switchgate_check_duration_seconds", "How long each check took.");
  took.unit("seconds");
  for (const CheckResult& check : report.checks) {
    outcome.add({{"check", check.id}, {"outcome", std::string(name_of(check.outcome))}}, 1);
    took.add({{"check", check.id}}, in_seconds(check.duration));
  }
  return outcome.text() + took.text();
}

std::string latencies(const RunReport& report) {
  Family verdict("switchgate_latency_verdict", "The verdict on each compared endpoint, always 1.");
  Family ratio("switchgate_latency_ratio", "Latency of the candidate over that of the other side.");
  Family lower("switchgate_latency_ratio_lower", "The lower end of the ratio's 95 % interval.");
  Family upper("switchgate_latency_ratio_upper", "The upper end of the ratio's 95 % interval.");
  Family median("switchgate_latency_median_seconds", "The median latency of each side.");
  median.unit("seconds");
  for (const CheckResult& check : report.checks) {
    for (const ComparisonResult& comparison : check.comparisons) {
      if (!comparison.latency) {
        continue;
      }
      const latency::Judgement& judged = *comparison.latency;
      const Labels endpoint = {{"check", check.id},
                               {"step", comparison.step},
                               {"against", comparison.against},
                               {"instance", comparison.instance}};
      const auto with = [&](std::string_view name, std::string_view value) {
        Labels labels = endpoint;
        labels.emplace_back(name, value);
        return labels;
      };
      verdict.add(with("verdict", name_of(judged.verdict)), 1);
      if (judged.kept == 0) {
        continue;  // nothing was estimated
      }
      ratio.add(endpoint, ratio_of(judged.theta));
      lower.add(endpoint, ratio_of(judged.lower));
      upper.add(endpoint, ratio_of(judged.upper));
      median.add(with("side", "candidate"), judged.candidate_median_ms / 1000);
      median.add(with("side", "reference"), judged.live_median_ms / 1000);
    }
  }
  return verdict.text() + ratio.text() + lower.text() + upper.text() + median.text();
}

}  // namespace

std::string render_openmetrics(const RunReport& report, const Style&) {
  return gates(report) + counts(report) + whole_run(report) + checks(report) + latencies(report) +
         "# EOF\n";
}

}  // namespace switchgate::reporters
