// One endpoint on its turn in the measured lane: what is sent, in which order, and which
// answers count as samples.

#ifndef SWITCHGATE_RUNNER_EXEC_LANE_H_
#define SWITCHGATE_RUNNER_EXEC_LANE_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <vector>

#include "runner/exec/health.h"
#include "runner/exec/measure.h"
#include "runner/exec/throttle.h"

namespace switchgate::exec {

// Sends to both sides, or to the candidate alone, and keeps the schedule.
class Lane {
 public:
  Lane(Endpoint& endpoint, probe::Probe& probe)
      : endpoint_(endpoint), probe_(probe), dropped_before_(endpoint.dropped) {}

  // Asks both sides a few times before anything counts; finds the schedule's interval.
  void warm_up(std::stop_token stop);

  // Waits for the endpoint's turn and takes one pair or sample.
  void take(std::stop_token stop, std::vector<Micros>& lateness);

  Endpoint& endpoint() { return endpoint_; }
  std::size_t taken() const;
  std::size_t requests_a_turn() const { return endpoint_.has_live() ? 2 : 1; }

 private:
  // The response when it counts as a sample: the expected status on an old connection.
  struct Shot {
    std::optional<Micros> served;
    bool failed = false;
  };

  // Gives the request the token of now; it may have expired since the last turn.
  void refresh(PairedRequest& asked, bool is_candidate, const std::stop_token& stop);

  // A 429 is no sample: the lane waits as long as it asks for. Gives up when it goes on.
  bool is_throttled(const Exchange& exchange, int expected, Side& side);

  // Keeps an eye on live: true when it is asked nothing more.
  void watch_latency(std::size_t at, Micros served);

  Shot shoot(std::size_t at, bool is_candidate, std::stop_token stop);

  void step(bool counts, std::stop_token stop);

  void record(const Shot& live, const Shot& candidate, bool counts);

  void give_up_when_hopeless();

  Endpoint& endpoint_;
  probe::Probe& probe_;
  std::size_t dropped_before_;  // by an earlier series, which says nothing about this one
  Micros interval_{0};
  std::chrono::steady_clock::time_point next_{};
  std::size_t turn_ = 0;
  int live_failures_ = 0;
  Patience patience_;
  std::vector<LatencyBand> bands_;  // of live, one a row
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_LANE_H_
