// A suite of many endpoints: what may be said of each when all of them were tested. A hundred
// comparisons at 1 % cry wolf in two of three deployments; here the whole suite has the 1 %.

#ifndef SWITCHGATE_CHECKS_LATENCY_SUITE_H_
#define SWITCHGATE_CHECKS_LATENCY_SUITE_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "checks/latency/latency.h"

namespace switchgate::latency {

// Chances of a false alarm, of the whole suite and all its looks.
struct SuiteAlpha {
  double body = 0.007;    // of all bodies and of the common shift
  double tail = 0.002;    // of all tails
  double pooled = 0.001;  // of the pooled tail
};

// What was found: at one endpoint, or in earlier looks.
struct Found {
  bool body = false;
  bool tail = false;
  bool any() const { return body || tail; }
};

// One endpoint of the suite as of its latest look. The default is one that was not measured yet.
struct Standing {
  double p_body = 1;
  double p_tail = 1;  // 1 without a tail test
  Found found;        // by the suite, at earlier looks: that stays
};

// What concerns no endpoint alone: p-values, of tests that were made.
struct Together {
  std::optional<double> common;  // CommonShift::p with live, CommonSpeed::p with recorded runs
  std::optional<double> pooled;  // pooled_tail
};

struct SuiteFindings {
  std::vector<Found> endpoints;  // in the order of the standings
  bool common = false;
  bool pooled = false;
  Thresholds at;  // what the p-values were held against: for Settings::thresholds
};

// One look at all latency endpoints of the whole selection, unsharded and unfiltered: those that
// have stopped with their last p-values, those not measured yet with 1. `share` of alpha is what
// this look spends (Look::share; 1 when it is the only one), so that by the union bound all looks
// together spend no more than `alpha`. Benjamini and Hochberg for the bodies, with the common shift
// as one more hypothesis, and for the tails; the pooled tail alone. Pure, from any thread; no
// errors: a p-value that is no number counts as 1.
SuiteFindings look_at_suite(std::span<const Standing> endpoints, const Together& together,
                            double share, const SuiteAlpha& alpha = {});

// What concerns all endpoints together is held to the strictest of their settings: an endpoint that
// claims less, or is new, claims it for itself alone. Requires one endpoint.
Settings strictest(std::span<const Settings> endpoints);

// That of a judgement.
Standing standing_of(const Judgement& judgement, Found found = {});

// The tails of all endpoints as one: p of "no endpoint's tail grew", from the counts of their top 1
// % (Judgement::top_percent), one-sided. Endpoints that were measured side by side stall together,
// so the counts shrink as far as blocks of time vary more than by chance. 1 unless the candidate's
// are at least 1.3 times as many.
double pooled_tail(std::span<const TailCounts> endpoints);

}  // namespace switchgate::latency

#endif  // SWITCHGATE_CHECKS_LATENCY_SUITE_H_
