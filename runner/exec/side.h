// One target of a suite while a run goes on, or one instance of it: with every ${…} filled
// in, and what all threads learn about it together.

#ifndef SWITCHGATE_RUNNER_EXEC_SIDE_H_
#define SWITCHGATE_RUNNER_EXEC_SIDE_H_

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/exchange.h"
#include "checks/model/finding.h"
#include "checks/model/masker.h"
#include "checks/model/suite.h"
#include "runner/exec/clock.h"
#include "runner/exec/health.h"
#include "runner/exec/token.h"
#include "runner/suite/interpolate.h"

namespace switchgate::exec {

// Counts failures to connect in a row. After the fifth the target gets one more try
// after a pause; when that fails too, the rest of the run on it fails at once.
class Breaker {
 public:
  static constexpr int kLimit = 5;

  bool dead() const { return dead_.load(std::memory_order_relaxed); }
  void succeeded() { in_a_row_.store(0, std::memory_order_relaxed); }
  // True when the caller is to make the last try; everybody else just goes on.
  bool failed() { return in_a_row_.fetch_add(1, std::memory_order_relaxed) + 1 == kLimit; }
  void declare_dead() { dead_.store(true, std::memory_order_relaxed); }

 private:
  std::atomic<int> in_a_row_{0};
  std::atomic<bool> dead_{false};
};

struct Side {
  explicit Side(double max_rps) : pacer(max_rps) {}

  std::string name;  // "candidate", "live", "idp"
  const Target* target = nullptr;
  std::size_t number = 0;  // among the instances of the target
  std::string instance;    // its address, where the target has several; else empty
  // What requests of this side can be for besides: the suite's other targets.
  std::vector<Side*> others;
  std::string url;
  std::string connect_to;                   // empty: dial the URL's host
  std::string unix_socket;                  // empty: none
  std::optional<std::string> proxy;         // as HttpRequest has it
  std::vector<Header> headers;              // the target's own, Authorization included
  std::optional<TokenClient> token_client;  // of `auth: {oauth2: …}`, instead of that
  std::vector<Header> cookies;
  std::vector<Header> identify;

  // Shared by all workers.
  Pacer pacer;
  Breaker breaker;
  Health health;
  Tokens tokens;
  std::atomic<std::size_t> requests{0};
  std::atomic<std::size_t> right_build{0};
  std::atomic<std::size_t> wrong_build{0};

  // The name, and which instance: what values that are made here derive from.
  std::string own_name() const { return number == 0 ? name : name + '\n' + std::to_string(number); }
  void remember_address(const std::string& address);
  std::string address() const;  // the last one dialled; empty before the first

 private:
  mutable std::mutex mutex_;
  std::string address_;
};

// Fills in the target, for the instance that is the given one of its `connect_to`. The error
// names what is undefined.
Status fill_in(const Target& target, const Scope& scope, Side& into, std::size_t instance = 0);

// The first header of `identify` that the answer does not carry as it should; null: the
// right build answered, or nothing identifies one. Counts the answer. Any thread.
const Header* other_build(Side& side, const HttpResponse& response);
// target/wrong-build for that answer; `masker` hides secrets in what was found.
Finding wrong_build(const Side& side, const Header& wanted, const HttpResponse& response,
                    const Masker& masker);

// Would both sides get the very same request at the very same address? Then a
// comparison compares a deployment with itself.
bool same_side(const Side& a, const Side& b);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_SIDE_H_
