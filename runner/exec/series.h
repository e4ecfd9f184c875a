// One series of samples for each endpoint, round-robin, and what the suite of them says.

#ifndef SWITCHGATE_RUNNER_EXEC_SERIES_H_
#define SWITCHGATE_RUNNER_EXEC_SERIES_H_

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

#include "runner/exec/budget.h"
#include "runner/exec/measure.h"

namespace switchgate::exec {

// What a series works with.
struct Series {
  probe::Probe& probe;
  std::stop_token stop;
  Budget budget;
  std::vector<Micros> lateness;  // by how much this machine was late, so far
};

// Samples and judges every endpoint, until each is decided or can get no more samples. All of
// them are looked at together: `unmeasured` further ones of the selection count as hypotheses.
// `shared` is what an earlier series of more endpoints found.
Together run_series(std::span<Endpoint* const> endpoints, std::size_t unmeasured,
                    const Shared& shared, Series& series);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_SERIES_H_
