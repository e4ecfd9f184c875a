// A flow that runs once for all checks of a suite that use it, on one side: who needs it
// first runs it, the others wait for its end.

#ifndef SWITCHGATE_RUNNER_EXEC_ONCE_FLOW_H_
#define SWITCHGATE_RUNNER_EXEC_ONCE_FLOW_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "checks/model/suite.h"
#include "runner/exec/session.h"

namespace switchgate::exec {

enum class FlowState : std::uint8_t {
  kNew,
  kRunning,
  kGood,
  kFailed,   // an error, or something undecided: nobody who uses it may run
  kGivenUp,  // its side was found dead, which is told once for the whole run
  kStopped,  // this program was told to stop
};

// Any thread may call need(); the rest is for the time when all of them have ended.
class OnceFlow {
 public:
  // `flow` outlives it. `level` is the highest of the checks that use it.
  OnceFlow(const Flow& flow, std::string suite, Level level);

  // Ends when the flow has ended or `stop` asks. When it is kGood, seed() may be read.
  // What is passed here is kept until clean_up().
  FlowState need(const RunContext& context, const Suite& suite, const Scope& scope, Side& side,
                 probe::Probe& probe, std::stop_token stop);
  const Seed& seed() const { return seed_; }

  // `finally:` of a flow that has begun.
  void clean_up(std::stop_token stop);

  const Flow& flow() const { return flow_; }
  FlowState state() const;
  // What was found, for the run as a whole: each names the flow.
  std::vector<Finding> findings() const;
  // Of live there is nothing to find but that a comparison was not possible: undecided.
  std::optional<Finding> live_failure() const;

 private:
  FlowState run(std::stop_token stop);
  FlowState end(FlowState state);

  const Flow& flow_;
  Check as_check_;  // lends its id and level to the findings
  std::unique_ptr<Session> session_;
  std::vector<Finding> findings_;
  Seed seed_;

  mutable std::mutex mutex_;  // guards state_; what stands above belongs to who runs the flow
  std::condition_variable_any ended_;
  FlowState state_ = FlowState::kNew;
};

// The flows of one suite that run once, on each of its sides.
class OnceFlows {
 public:
  // `levels`: of each flow in `suite`, which outlives it. `name` is the suite's, where
  // there are several.
  OnceFlows(const Suite& suite, std::string name, std::vector<Level> levels)
      : suite_(suite), name_(std::move(name)), levels_(std::move(levels)) {}

  // `index` into Suite::flows. Any thread.
  OnceFlow& of(std::size_t index, const Side& side);
  // Those that were asked for on the side, in the suite's order.
  std::vector<OnceFlow*> on(const Side& side);

 private:
  const Suite& suite_;
  std::string name_;
  std::vector<Level> levels_;
  std::mutex mutex_;  // guards flows_
  std::map<std::pair<const Side*, std::size_t>, OnceFlow> flows_;
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_ONCE_FLOW_H_
