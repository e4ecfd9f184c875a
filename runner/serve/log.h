// One line an event: what happened, when, to which key. Threads may write at once.

#ifndef SWITCHGATE_RUNNER_SERVE_LOG_H_
#define SWITCHGATE_RUNNER_SERVE_LOG_H_

#include <mutex>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/serve/key.h"

namespace switchgate::serve {

class Log {
 public:
  using Fields = std::vector<std::pair<std::string_view, std::string>>;

  explicit Log(std::ostream& out) : out_(out) {}

  // "2026-11-22T10:15:30Z verdict gate=shop revision=1.4.2 reason=\"…\"": a value with anything
  // but letters, digits and a few signs is quoted and escaped.
  void event(std::string_view what, const Fields& fields);

 private:
  std::mutex mutex_;
  std::ostream& out_;
};

// gate, name, namespace and revision; those that are empty are left out.
Log::Fields fields_of(const Key& key);

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_LOG_H_
