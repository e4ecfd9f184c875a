// Who asked for which verdict, what waits, runs and is known: a state machine without clock,
// thread or process. The time is passed in, so that every rule of it can be tested at once.
//
//   nothing known --ask--> waiting --start--> running --conclude--> known --expiry--> nothing known
//
// Only a run that concluded makes a verdict known, only for its own key, and only for a while:
// yesterday's open never opens today's release.

#ifndef SWITCHGATE_RUNNER_SERVE_LEDGER_H_
#define SWITCHGATE_RUNNER_SERVE_LEDGER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checks/base/units.h"
#include "checks/verdict.h"
#include "runner/serve/key.h"

namespace switchgate::serve {

// What a run came to.
struct Conclusion {
  Gate gate = Gate::kUndecided;
  std::optional<int> exit;                 // of the program; nothing when it did not end by itself
  std::string reason;                      // one sentence
  std::vector<std::string> findings = {};  // the first sentences of the first few
  Micros took{0};
};

enum class State : std::uint8_t { kUnknown, kRefused, kWaiting, kRunning, kKnown };

struct Standing {
  State state = State::kUnknown;
  std::size_t before = 0;      // kWaiting: how many wait before it
  Conclusion conclusion = {};  // kKnown
  Micros expires_in{0};        // kKnown
};

struct LedgerRules {
  std::size_t queue = 16;    // runs that may wait
  std::size_t kept = 1'000;  // verdicts that are remembered; the oldest are forgotten first
  Micros expiry = std::chrono::hours(1);
  Micros undecided_expiry =
      std::chrono::minutes(5);  // a run that could not tell is repeated sooner
};

// What happened since the start, for metrics.
struct GateCounts {
  std::size_t started = 0;
  std::size_t open = 0;
  std::size_t closed = 0;
  std::size_t undecided = 0;
};

struct Row {
  Key key;
  Standing standing;
};

class Ledger {
 public:
  explicit Ledger(const LedgerRules& rules) : rules_(rules) {}

  // What is known of `key`; when nothing is, a run of it waits from now on. kRefused when
  // too many wait already.
  Standing ask(const Key& key, Micros now);
  // The same, but nothing comes of it: kUnknown when nobody asked, or the verdict expired.
  Standing look(const Key& key, Micros now) const;
  // The key that has waited longest, which runs from now on.
  std::optional<Key> start();
  // What the run of `key`, which start() gave, came to.
  void conclude(const Key& key, Conclusion conclusion, Micros now);

  std::vector<Row> rows(Micros now) const;  // by key; what expired is left out
  const std::map<std::string, GateCounts>& counts() const { return counts_; }  // by gate
  std::size_t waiting() const { return queue_.size(); }
  std::size_t running() const { return running_; }
  std::size_t refused() const { return refused_; }

 private:
  struct Entry {
    State state = State::kWaiting;  // or kRunning, kKnown
    Conclusion conclusion = {};
    Micros expires{0};
  };

  Standing standing(const Key& key, const Entry& entry, Micros now) const;
  void forget(Micros now);

  LedgerRules rules_;
  std::map<Key, Entry> entries_;
  std::deque<Key> queue_;
  std::deque<std::pair<Key, Micros>> order_;  // concluded keys and when they expire, oldest first
  std::map<std::string, GateCounts> counts_;
  std::size_t running_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_LEDGER_H_
