// What an answer of live is worth to a comparison: a reference, an endpoint that it does not
// have yet, or nothing.

#ifndef SWITCHGATE_RUNNER_EXEC_LIVE_ANSWER_H_
#define SWITCHGATE_RUNNER_EXEC_LIVE_ANSWER_H_

#include <cstddef>

#include "runner/exec/check_run.h"
#include "runner/exec/session.h"

namespace switchgate::exec {

// A "no such endpoint" of live counts when it is heard so often in a row: one node that is
// older than the others must not speak for live.
inline constexpr std::size_t kAsksForEndpoint = 3;

// Does live's answer meet the check's own expectations, whatever its level? What the row's
// candidate misses too, and nobody holds against it, is no reason not to compare them.
bool is_reference(const Asked& live, const CheckRun& row);

// Does live itself say that there is no such endpoint?
bool lacks_endpoint(const Asked& live);

// `compare/endpoint-added`, not completed yet.
Finding endpoint_added(const Asked& live);

// Why the answer is no reference: undecided, not completed yet.
Finding no_reference_in(const Asked& live, const Health& health);

// The baseline knows the endpoint that live denies: live, or its address, is wrong.
Finding endpoint_lost(const Asked& live);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_LIVE_ANSWER_H_
