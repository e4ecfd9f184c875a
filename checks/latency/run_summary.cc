// Summaries of single runs.

#include "checks/latency/run_summary.h"

#include <cmath>

#include "checks/latency/decide.h"
#include "checks/latency/robust.h"
#include "checks/latency/tail.h"

namespace switchgate::latency {

std::vector<double> usable_ln(std::span<const double> samples_ms) {
  std::vector<double> out;
  out.reserve(samples_ms.size());
  for (const double ms : samples_ms) {
    if (usable(ms)) {
      out.push_back(std::log(ms));
    }
  }
  return out;
}

RunSummary summarise(std::span<const double> ln_ms) {
  const std::span<const double> kept = ln_ms.subspan(warm_up_length(ln_ms));
  const Blocks blocks = blocks_for(kept.size());
  return {trimmed_mean(kept),
          variance(per_block(kept, blocks, trimmed_mean)) / static_cast<double>(blocks.count),
          interpolated_quantile(kept, 0.95), kept.size()};
}

}  // namespace switchgate::latency
