#include "checks/latency/suite_looks.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace switchgate::latency {

SuiteLooks::SuiteLooks(std::vector<Settings> endpoints, std::size_t unmeasured,
                       std::size_t max_pairs, const SuiteAlpha& alpha)
    : unmeasured_(unmeasured),
      max_pairs_(max_pairs),
      alpha_(alpha),
      next_(next_look(0, max_pairs)) {
  for (const Settings& settings : endpoints) {
    State state;
    state.settings = settings;
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

void SuiteLooks::look(std::span<const Sampled> endpoints) {
  bool more = false;
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    more = more || (endpoints_[i].open && endpoints[i].more);
  }
  Look due = look_due(next_, max_pairs_);
  due.share = more ? std::min(due.share, left_) : left_;
  left_ -= due.share;

  // The p-values do not depend on what they are held against; so they come first.
  const auto judge = [&](State& endpoint, const Sampled& sampled,
                         const std::optional<Thresholds>& at) {
    Settings settings = at_look(endpoint.settings, due);
    settings.thresholds = at;
    // Fewer than the suite is at, and there will be no more: as much as they may ever show.
    settings.may_pass = settings.may_pass && endpoint.pairs >= kFewestForAPass;
    endpoint.judgement = judge_paired(sampled.pairs.first(endpoint.pairs), settings);
  };
  std::vector<Standing> standings(unmeasured_);
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    State& endpoint = endpoints_[i];
    if (endpoint.open) {
      endpoint.pairs = std::min(endpoints[i].pairs.size(), next_);
      judge(endpoint, endpoints[i], std::nullopt);
      endpoint.judgement.verdict = Verdict::kUndecided;  // until the suite has spoken
    }
    standings.push_back(standing_of(endpoint.judgement));
  }
  const SuiteFindings found = look_at_suite(standings, {std::nullopt, pooled()}, due.share, alpha_);
  pooled_found_ = pooled_found_ || found.pooled;
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    State& endpoint = endpoints_[i];
    if (endpoint.decided()) {
      continue;
    }
    judge(endpoint, endpoints[i], found.at);
    endpoint.open = !endpoint.decided() && endpoints[i].more && next_ < max_pairs_ &&
                    endpoint.judgement.why != Why::kBadSettings;
  }
  next_ = next_look(next_, max_pairs_);
}

}  // namespace switchgate::latency
