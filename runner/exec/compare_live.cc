// The comparison with live: both sides asked in turn, what live shows by itself
// absorbed, and what looks broken confirmed before it counts.

#include <algorithm>

#include "checks/base/text.h"
#include "checks/shape/confirm.h"
#include "checks/shape/diff.h"
#include "checks/shape/order.h"
#include "runner/exec/compare.h"
#include "runner/exec/compare_findings.h"
#include "runner/exec/samples.h"
#include "runner/probe/url.h"

namespace switchgate::exec {
namespace {

// Answers that say "there is no such endpoint here": the candidate may have added it.
bool says_no_endpoint(int status) {
  return status == 404 || status == 405 || status == 410 || status == 501;
}

// Was it another build, or another place after a redirect, that answered?
bool from_elsewhere(const Asked& asked) {
  return std::any_of(asked.findings.begin(), asked.findings.end(), [](const Finding& finding) {
    return finding.rule.starts_with("target/") || finding.rule.starts_with("redirect/");
  });
}

bool any_error(const std::vector<shape::Change>& changes) {
  return std::any_of(changes.begin(), changes.end(),
                     [](const shape::Change& change) { return change.level == Level::kError; });
}

class LiveComparison {
 public:
  LiveComparison(const JobContext& context, const Step& step, const Asked& first,
                 std::stop_token stop, CheckRun& slot)
      : step_(step),
        wants_shape_(step.compare->shape && context.asks.shape),
        wants_headers_(context.asks.headers),
        wants_latency_(step.compare->latency && context.asks.latency),
        first_(first),
        stop_(std::move(stop)),
        slot_(slot),
        paths_(ComparePaths::of(*step.compare)) {
    result_.against = "live";
    result_.step = step_label(slot, step);
  }

  void go() {
    if (ask_live_first()) {
      candidate_.take(*first_.response, paths_, wants_shape_);
      if (compare_samples() && wants_latency_) {
        add_endpoint();
      }
    }
    result_.shape_live_samples = live_.n;
    result_.shape_candidate_samples = candidate_.n;
    slot_.result.comparisons.push_back(std::move(result_));
  }

 private:
  // False when there is nothing to compare with; the slot then says why.
  bool ask_live_first() {
    Asked asked = slot_.live->ask(step_, stop_);
    live_request_ = asked.request;
    if (live_is_good(asked)) {
      live_.take(*asked.response, paths_, wants_shape_);
      return true;
    }
    return false;
  }

  bool live_is_good(const Asked& asked) {
    slot_.result.requests += asked.requests;
    if (asked.cancelled) {
      slot_.stopped = true;
      return false;
    }
    if (asked.good()) {
      return true;
    }
    const HttpRequest* request = asked.request ? &*asked.request : nullptr;
    if (!asked.response) {
      add_undecided("compare/live-unreachable",
                    "live did not answer, so there is nothing to compare with: " + why(asked),
                    request);
    } else if (live_.n == 0 && says_no_endpoint(asked.response->status) && !from_elsewhere(asked)) {
      Finding finding;
      finding.rule = "compare/endpoint-added";
      finding.level = Level::kNote;
      finding.message = "live has no such endpoint yet (status " +
                        std::to_string(asked.response->status) +
                        "); the candidate adds it and meets its expectations.";
      finding.pos = step_.compare->pos;
      slot_.live->complete(finding, step_, request);
      slot_.add(std::move(finding));
      result_.shape = "added";
    } else {
      add_undecided("compare/live-failed",
                    "live does not meet this check's own expectations, so comparing with it proves "
                    "nothing: " +
                        why(asked),
                    request);
    }
    return false;
  }

  static std::string why(const Asked& asked) {
    return asked.findings.empty() ? std::string("it was given up before.")
                                  : asked.findings.front().message;
  }

  void add_undecided(std::string rule, std::string message, const HttpRequest* request) {
    Finding finding;
    finding.rule = std::move(rule);
    finding.undecided = true;
    finding.message = std::move(message);
    finding.pos = step_.compare->pos;
    slot_.live->complete(finding, step_, request);
    slot_.add(std::move(finding));
    result_.shape = wants_shape_ ? "undecided" : "";
  }

  // One more answer of each side, live first in every other round.
  bool ask_both() {
    const bool live_first = round_++ % 2 == 0;
    return live_first ? ask_live() && ask_candidate() : ask_candidate() && ask_live();
  }

  bool ask_live() {
    const Asked asked = slot_.live->ask_again(step_, *live_request_, stop_);
    if (!live_is_good(asked)) {
      return false;
    }
    live_.take(*asked.response, paths_, wants_shape_);
    return true;
  }

  bool ask_candidate() {
    Asked asked = slot_.candidate->ask_again(step_, *first_.request, stop_);
    slot_.result.requests += asked.requests;
    slot_.stopped = slot_.stopped || asked.cancelled;
    if (!asked.good()) {
      // The same request was good a moment ago: a defect all the same.
      slot_.unreachable = slot_.unreachable || asked.given_up;
      for (Finding& finding : asked.findings) {
        slot_.add(std::move(finding));
      }
      return false;
    }
    candidate_.take(*asked.response, paths_, wants_shape_);
    return true;
  }

  // Samples, compares, confirms. False when the comparison could not be finished.
  bool compare_samples() {
    const int samples = wants_shape_ ? step_.compare->shape->samples : 1;
    while (live_.n < static_cast<std::size_t>(samples)) {
      if (!ask_both()) {
        return false;
      }
    }
    if (wants_shape_ && !compare_shapes()) {
      return false;
    }
    return !wants_headers_ || compare_around();
  }

  bool compare_shapes() {
    if (!live_.not_json.empty() || !has_leaf(live_.shape)) {
      add_undecided("shape/no-evidence",
                    live_.not_json.empty()
                        ? "live showed no value to compare shapes by: its answer holds no string, "
                          "number or boolean."
                        : "live's answer has no shape to compare: " + live_.not_json + '.',
                    &*live_request_);
      return true;
    }
    std::vector<shape::Change> changes = shape::diff(live_.shape, candidate_.shape);
    for (int rounds = 0; candidate_.not_json.empty() && shape::ask_again(changes, rounds);
         ++rounds) {
      if (!ask_both()) {
        return false;
      }
      changes = shape::diff(live_.shape, candidate_.shape);
    }
    if (!candidate_.not_json.empty()) {
      ++slot_.result.judged;
      slot_.add(not_json_finding(step_, candidate_.not_json, slot_, &*first_.request));
      result_.shape = "changed";
      return true;
    }
    add_order(changes);
    ++slot_.result.judged;
    result_.shape = changes.empty() ? "same" : "changed";
    add_changes(changes, step_, step_.compare->shape->pos, slot_, &*first_.request);
    return true;
  }

  // Where live's own answers differ, the order of their lists says nothing.
  void add_order(std::vector<shape::Change>& changes) {
    if (!live_.first || !candidate_.first || !live_.steady) {
      return;
    }
    if (auto order = shape::compare_order(*live_.first, *candidate_.first, paths_.ordered)) {
      changes.insert(changes.end(), order->begin(), order->end());
    }
  }

  // Status, media type, headers and Location. What looks broken is asked for again:
  // live may show it too. False when that could not be finished.
  bool compare_around() {
    std::vector<shape::Change> changes = changes_around();
    while (any_error(changes) && rounds_around_ < shape::kMaxConfirmations) {
      ++rounds_around_;
      if (!ask_both()) {
        return false;
      }
      changes = changes_around();
    }
    ++slot_.result.judged;
    add_changes(changes, step_, step_.compare->pos, slot_, &*first_.request);
    return true;
  }

  std::vector<shape::Change> changes_around() {
    std::vector<shape::Change> changes;
    for (const int status : candidate_.statuses) {
      if (live_.statuses.contains(status)) {
        continue;
      }
      if (auto change = shape::compare_status(live_.status, status)) {
        changes.push_back(*std::move(change));
      }
    }
    for (const auto& type : candidate_.content_types) {
      if (live_.content_types.contains(type)) {
        continue;
      }
      if (auto change = shape::compare_media_type(live_.content_type, type)) {
        changes.push_back(*std::move(change));
      }
    }
    const std::vector<std::string> watched =
        step_.compare->headers.value_or(std::vector<std::string>{});
    for (shape::Change& change :
         shape::compare_headers(live_.headers, candidate_.headers, watched)) {
      changes.push_back(std::move(change));
    }
    live_.locations.own_origins = {origin_of(*live_request_)};
    candidate_.locations.own_origins = {origin_of(*first_.request)};
    if (auto change = shape::compare_location(live_.locations, candidate_.locations)) {
      changes.push_back(*std::move(change));
    }
    return changes;
  }

  static std::string origin_of(const HttpRequest& request) {
    const Result<probe::Url> url = probe::parse_url(request.url);
    return url ? probe::origin(*url) : request.url;
  }

  void add_endpoint() {
    auto endpoint = std::make_unique<Endpoint>();
    endpoint->step = &step_;
    endpoint->settings = *step_.compare->latency;
    endpoint->candidate = *first_.request;
    endpoint->candidate_side = &slot_.candidate->side();
    endpoint->candidate_status = first_.response->status;
    endpoint->live = *live_request_;
    endpoint->live_side = &slot_.live->side();
    endpoint->live_status = live_.status;
    slot_.comparison_of.push_back(slot_.result.comparisons.size());
    slot_.endpoints.push_back(std::move(endpoint));
  }

  const Step& step_;
  const bool wants_shape_;
  const bool wants_headers_;
  const bool wants_latency_;
  const Asked& first_;
  std::stop_token stop_;
  CheckRun& slot_;
  ComparePaths paths_;
  std::optional<HttpRequest> live_request_;
  Samples live_;
  Samples candidate_;
  ComparisonResult result_;
  std::size_t round_ = 0;
  int rounds_around_ = 0;
};

}  // namespace

void compare_with_live(const JobContext& context, const Step& step, const Asked& first,
                       std::stop_token stop, CheckRun& slot) {
  LiveComparison(context, step, first, std::move(stop), slot).go();
}

}  // namespace switchgate::exec
