// The threads that make runs of what waits in the ledger, one run each at a time.

#ifndef SWITCHGATE_RUNNER_SERVE_RUNS_H_
#define SWITCHGATE_RUNNER_SERVE_RUNS_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "runner/serve/ledger.h"
#include "runner/serve/log.h"

namespace switchgate::serve {

// The ledger at one moment.
struct Snapshot {
  std::vector<Row> rows;
  std::map<std::string, GateCounts> counts;
  std::size_t waiting = 0;
  std::size_t running = 0;
  std::size_t refused = 0;
};

// Every member may be called from any thread.
class Runs {
 public:
  // Makes one run; ends it early when told to stop. What it throws is an undecided verdict.
  using Perform = std::function<Conclusion(const Key& key, std::stop_token stop)>;

  Runs(const LedgerRules& rules, std::size_t jobs, Perform perform, Log& log);
  ~Runs();  // stop(), then waits for the runs to end
  Runs(const Runs&) = delete;
  Runs& operator=(const Runs&) = delete;

  // As in the ledger.
  Standing ask(const Key& key);
  Standing look(const Key& key) const;
  Snapshot snapshot() const;

  // Nothing is started any more; what runs is told to end, and this does not wait for it.
  void stop();

 private:
  void work(std::stop_token stop);
  Conclusion perform(const Key& key, std::stop_token stop) const;
  Micros now() const;

  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  const Perform perform_;
  Log& log_;
  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any waiting_;
  Ledger ledger_;
  std::vector<std::jthread> workers_;  // last: they use all of the above
};

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_RUNS_H_
