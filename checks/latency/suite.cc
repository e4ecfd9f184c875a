// The tests of a suite.

#include "checks/latency/suite.h"

#include <algorithm>

#include "checks/latency/multiplicity.h"
#include "checks/latency/tail.h"

namespace switchgate::latency {
namespace {

constexpr double kMaterialExcess = 1.3;

}  // namespace

SuiteFindings look_at_suite(std::span<const Standing> endpoints, const Together& together,
                            double share, const SuiteAlpha& alpha) {
  std::vector<double> bodies;
  std::vector<double> tails;
  for (const Standing& endpoint : endpoints) {
    bodies.push_back(endpoint.p_body);
    tails.push_back(endpoint.p_tail);
  }
  if (together.common) {
    bodies.push_back(*together.common);
  }
  SuiteFindings out;
  out.at.body = benjamini_hochberg(bodies, alpha.body * share);
  out.at.tail = benjamini_hochberg(tails, alpha.tail * share);
  for (const Standing& endpoint : endpoints) {
    out.endpoints.push_back({endpoint.found.body || endpoint.p_body <= out.at.body,
                             endpoint.found.tail || endpoint.p_tail <= out.at.tail});
  }
  out.common = together.common && *together.common <= out.at.body;
  out.pooled = together.pooled && *together.pooled <= alpha.pooled * share;
  return out;
}

Settings strictest(std::span<const Settings> endpoints) {
  Settings out = endpoints.front();
  for (const Settings& endpoint : endpoints) {
    out.tolerance = std::min(out.tolerance, endpoint.tolerance);
    out.detect = std::min(out.detect, endpoint.detect);
    out.floor_ms = std::min(out.floor_ms, endpoint.floor_ms);
  }
  return out;
}

Standing standing_of(const Judgement& judgement, Found found) {
  return {judgement.p_body, judgement.p_tail.value_or(1), found};
}

double pooled_tail(std::span<const TailCounts> endpoints) {
  TailCounts all;
  for (const TailCounts& endpoint : endpoints) {
    all.only_candidate += endpoint.only_candidate;
    all.only_live += endpoint.only_live;
    for (std::size_t block = 0; block < all.lead.size(); ++block) {
      all.lead[block] += endpoint.lead[block];
    }
  }
  return all.only_candidate > kMaterialExcess * all.only_live ? sign_test_of(all) : 1;
}

}  // namespace switchgate::latency
