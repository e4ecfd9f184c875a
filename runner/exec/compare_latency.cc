// What the measured lane's samples say, as findings.

#include <cmath>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/latency/reason.h"
#include "runner/exec/compare.h"
#include "runner/exec/compare_findings.h"
#include "runner/exec/drift.h"

namespace switchgate::exec {
namespace {

std::string in_ms(double milliseconds) {
  return format_duration(Micros(std::llround(milliseconds * 1000)));
}

std::string as_percent(double fraction) {
  return '+' + format_number(std::round(fraction * 100), 4) + " %";
}

class EndpointJudge {
 public:
  EndpointJudge(const JobContext& context, Endpoint& endpoint, ComparisonResult& result,
                CheckRun& slot)
      : context_(context), endpoint_(endpoint), result_(result), slot_(slot) {}

  void go() {
    slot_.result.requests += endpoint_.requests;
    result_.latency_dropped = endpoint_.dropped;
    result_.candidate_ms = endpoint_.samples;
    for (const latency::Pair& pair : endpoint_.pairs) {
      result_.live_ms.push_back(pair.live_ms);
      result_.candidate_ms.push_back(pair.candidate_ms);
    }
    if (endpoint_.candidate_failure) {
      add_candidate_failure();
    } else if (!endpoint_.throttled.empty()) {
      add_undecided("target/throttled", endpoint_.throttled +
                                            " takes no more requests (status 429) while latencies "
                                            "are measured, after " +
                                            counted() + ": measuring was stopped.");
    } else if (endpoint_.live_degraded) {
      add_undecided("live/degraded", endpoint_.live_side->health.why());
    } else if (endpoint_.live_failed) {
      add_undecided("compare/live-unreachable",
                    "live failed three times in a row while latencies were measured, after " +
                        counted() + ": measuring it was stopped.");
    } else if (endpoint_.versions_differ()) {
      add_undecided("latency/other-http",
                    "live answers in HTTP/" + endpoint_.live_http + " and the candidate in HTTP/" +
                        endpoint_.candidate_http +
                        ": their latencies are not compared. Switch the same version on at both, "
                        "or state `http: \"1.1\"` for both targets.");
    } else if (slot_.stopped) {
      return;
    } else if (context_.recording) {
      keep_samples();
    } else {
      judge(*endpoint_.judgement);
      if (endpoint_.drift) {
        add(drift_finding(endpoint_));
      }
    }
  }

 private:
  std::string counted() const {
    const std::size_t n = endpoint_.has_live() ? endpoint_.pairs.size() : endpoint_.samples.size();
    return std::to_string(n) + (endpoint_.has_live() ? (n == 1 ? " pair" : " pairs")
                                                     : (n == 1 ? " sample" : " samples"));
  }

  Finding finding(std::string rule, std::string message) const {
    Finding out;
    out.rule = std::move(rule);
    out.message = std::move(message);
    out.pos = endpoint_.settings.pos;
    return out;
  }

  void add(Finding finding) {
    const std::size_t at = endpoint_.candidate_failure ? endpoint_.failed_ask : 0;
    complete(finding, *endpoint_.step, &endpoint_.asks[at].candidate,
             *endpoint_.rows[at]->candidate, slot_);
    slot_.add(std::move(finding));
  }

  void add_undecided(std::string rule, std::string message) {
    Finding out = finding(std::move(rule), std::move(message));
    out.undecided = true;
    add_numbers(out);
    add(std::move(out));
  }

  void add_candidate_failure() {
    const Exchange& exchange = *endpoint_.candidate_failure;
    const std::string row =
        slot_.is_group() ? " (" + endpoint_.rows[endpoint_.failed_ask]->check->id + ')' : "";
    if (const auto* failure = std::get_if<ExchangeFailure>(&exchange)) {
      add(finding("target/" + std::string(name_of(failure->kind)),
                  "after " + counted() + " good answers" + row + ": " + failure->message));
      return;
    }
    const auto& response = std::get<HttpResponse>(exchange);
    if (endpoint_.wrong_build != nullptr) {
      const Session& session = *endpoint_.rows[endpoint_.failed_ask]->candidate;
      Finding other = wrong_build(*endpoint_.candidate_side, *endpoint_.wrong_build, response,
                                  session.masker());
      other.message += " It did while latencies were measured, after " + counted() + row + '.';
      add(std::move(other));
      return;
    }
    const int before = endpoint_.asks[endpoint_.failed_ask].candidate_status;
    add(finding("http/status", "expected status " + std::to_string(before) + " as before, found " +
                                   std::to_string(response.status) + ' ' +
                                   excerpt(response.reason, 60) + " after " + counted() +
                                   " while latencies were measured" + row + '.'));
  }

  // `record`: the samples become the newest run of the history.
  void keep_samples() {
    const std::string step = step_label(slot_, *endpoint_.step);
    if (endpoint_.samples.size() < static_cast<std::size_t>(endpoint_.settings.samples)) {
      add_undecided("latency/too-few-samples",
                    "only " + counted() + " of " + std::to_string(endpoint_.settings.samples) +
                        " could be taken." + dropped_note(endpoint_) + cut_short_note());
      return;
    }
    for (Recorded& recorded : slot_.recorded) {
      if (recorded.step == step) {
        recorded.samples_ms = endpoint_.samples;
      }
    }
  }

  void judge(latency::Judgement judged) {
    result_.latency = std::move(judged);
    const latency::Judgement& judgement = *result_.latency;
    switch (judgement.verdict) {
      case latency::Verdict::kPass:
        ++slot_.result.judged;
        break;
      case latency::Verdict::kFail: {
        ++slot_.result.judged;
        Finding slower = finding(rule_of(judgement.why), judgement.reason + '.');
        slower.path = "latency";
        add_numbers(slower);
        add(std::move(slower));
        break;
      }
      case latency::Verdict::kUndecided:
        add_undecided(rule_of(judgement.why),
                      judgement.reason + "." + dropped_note(endpoint_) + cut_short_note());
        break;
    }
  }

  // Every reason by name, so that a new one has to be decided about here.
  static std::string rule_of(latency::Why why) {
    switch (why) {
      case latency::Why::kRegressed:
        return "latency/body";
      case latency::Why::kTailRegressed:
        return "latency/tail";
      case latency::Why::kTooFew:
      case latency::Why::kTooEarly:
      case latency::Why::kUnusable:
        return "latency/too-few-samples";
      case latency::Why::kNoBaseline:
        return "baseline/missing";
      case latency::Why::kNotMaterial:
        return "latency/not-calibrated";
      case latency::Why::kBadSettings:
        return "run/internal-error";
      case latency::Why::kTailUndecided:
      case latency::Why::kNoisy:
      case latency::Why::kExcluded:
      case latency::Why::kBelowFloor:
        return "latency/noisy";
    }
    return "latency/noisy";
  }

  std::string cut_short_note() const {
    return endpoint_.cut_short.empty()
               ? std::string()
               : " It was measured no further, because " + endpoint_.cut_short + " was spent.";
  }

  void add_numbers(Finding& to) const {
    if (!result_.latency || result_.latency->kept == 0) {
      return;
    }
    const latency::Judgement& judgement = *result_.latency;
    to.evidence.push_back({result_.against, in_ms(judgement.live_median_ms)});
    to.evidence.push_back({"candidate", in_ms(judgement.candidate_median_ms)});
    to.evidence.push_back({"slowdown", latency::signed_percent(judgement.theta) + ", between " +
                                           latency::signed_percent(judgement.lower) + " and " +
                                           latency::signed_percent(judgement.upper)});
    to.evidence.push_back({"samples", std::to_string(judgement.kept) + " of " +
                                          std::to_string(judgement.given) +
                                          (endpoint_.has_live() ? " pairs" : " samples")});
    to.evidence.push_back({"smallest visible slowdown", as_percent(judgement.mde80)});
  }

  const JobContext& context_;
  Endpoint& endpoint_;
  ComparisonResult& result_;
  CheckRun& slot_;
};

}  // namespace

void judge_endpoint(const JobContext& context, std::size_t endpoint, CheckRun& slot) {
  EndpointJudge(context, *slot.endpoints[endpoint],
                slot.result.comparisons[slot.comparison_of[endpoint]], slot)
      .go();
}

}  // namespace switchgate::exec
