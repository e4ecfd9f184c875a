#include "checks/latency/suite_looks.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "checks/latency/robust.h"

namespace switchgate::latency {

SuiteLooks::SuiteLooks(std::vector<Settings> endpoints, std::size_t unmeasured,
                       std::size_t max_pairs, Known known)
    : unmeasured_(unmeasured),
      max_pairs_(max_pairs),
      known_(std::move(known)),
      next_(next_look(0, max_pairs)) {
  if (!endpoints.empty()) {
    assumed_ = strictest(endpoints);
  }
  const auto learned = learned_run_variances(known_.accepted, assumed_);
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    State state;
    state.settings =
        i < learned.size() && learned[i] ? with_history(endpoints[i], *learned[i]) : endpoints[i];
    endpoints_.push_back(std::move(state));
  }
}

bool SuiteLooks::finished() const {
  return std::none_of(endpoints_.begin(), endpoints_.end(),
                      [](const State& endpoint) { return endpoint.open; });
}

double SuiteLooks::pooled() const {
  std::vector<TailCounts> tails;
  for (const State& endpoint : endpoints_) {
    if (endpoint.judgement.top_percent) {
      tails.push_back(*endpoint.judgement.top_percent);
    }
  }
  return pooled_tail(tails);
}

void SuiteLooks::measure(std::span<const Sampled> endpoints) {
  AcceptedRun now;
  std::vector<double> medians;
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    State& endpoint = endpoints_[i];
    if (endpoint.open) {
      endpoint.pairs = std::min(endpoints[i].pairs.size(), next_);
      const Judgement seen = judge_paired(endpoints[i].pairs.first(endpoint.pairs), assumed_);
      endpoint.shift =
          seen.kept > 0 ? std::optional(Shift{seen.theta, seen.theta_se}) : std::nullopt;
      endpoint.live_ms = seen.live_median_ms;
    }
    if (endpoint.shift) {
      medians.push_back(endpoint.live_ms);
    }
    now.push_back(endpoint.shift);
  }
  common_ = known_.common ? known_.common : common_shift(now, known_.accepted, assumed_);
  typical_ms_ = medians.empty() ? 0 : median(medians);
  if (common_ && !known_.common && is_below_floor(common_->theta)) {
    common_->p = 1;
  }
}

bool SuiteLooks::is_below_floor(double theta) const {
  return std::expm1(theta) * typical_ms_ < assumed_.floor_ms;
}

bool SuiteLooks::common_excluded() const {
  return !common_ || common_->bound < std::log1p(assumed_.detect) || is_below_floor(common_->bound);
}

void SuiteLooks::judge(State& endpoint, std::span<const Pair> pairs, const Look& due,
                       const std::optional<Thresholds>& at) const {
  Settings settings = at_look(endpoint.settings, due);
  settings.thresholds = at;
  settings.common = common_ ? common_->theta : 0;
  // Fewer than the suite is at, and there will be no more: as much as they may ever show.
  settings.may_pass = settings.may_pass && endpoint.pairs >= kFewestForAPass;
  endpoint.judgement = judge_paired(pairs.first(endpoint.pairs), settings);
}

void SuiteLooks::look(std::span<const Sampled> endpoints) {
  bool more = false;
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    more = more || (endpoints_[i].open && endpoints[i].more);
  }
  Look due = look_due(next_, max_pairs_);
  due.share = more ? std::min(due.share, left_) : left_;
  left_ -= due.share;

  measure(endpoints);
  // The p-values do not depend on what they are held against; so they come first.
  std::vector<Standing> standings(unmeasured_);
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    State& endpoint = endpoints_[i];
    if (endpoint.open) {
      judge(endpoint, endpoints[i].pairs, due, std::nullopt);
      endpoint.judgement.verdict = Verdict::kUndecided;  // until the suite has spoken
    }
    standings.push_back(standing_of(endpoint.judgement));
  }
  Together together{std::nullopt, pooled()};
  if (common_ && !known_.common) {
    together.common = common_->p;
  }
  const SuiteFindings found = look_at_suite(standings, together, due.share);
  common_found_ = common_found_ || found.common;
  pooled_found_ = pooled_found_ || found.pooled;
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    State& endpoint = endpoints_[i];
    if (endpoint.decided()) {
      continue;
    }
    judge(endpoint, endpoints[i].pairs, due, found.at);
    endpoint.open = !endpoint.decided() && endpoints[i].more && next_ < max_pairs_ &&
                    endpoint.judgement.why != Why::kBadSettings;
  }
  next_ = next_look(next_, max_pairs_);
}

}  // namespace switchgate::latency
