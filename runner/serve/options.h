// The command line of switchgate-serve.

#ifndef SWITCHGATE_RUNNER_SERVE_OPTIONS_H_
#define SWITCHGATE_RUNNER_SERVE_OPTIONS_H_

#include <cstddef>
#include <ostream>
#include <string>
#include <variant>

#include "checks/base/units.h"
#include "runner/serve/http_server.h"

namespace switchgate::serve {

struct Options {
  std::string config = "serve.yaml";
  Address listen{"127.0.0.1", 8480};
  std::string token_file;
  std::string program;  // empty: the switchgate beside this program
  Micros verdict_expiry = std::chrono::hours(1);
  Micros undecided_expiry = std::chrono::minutes(5);
  Micros run_timeout = std::chrono::minutes(20);
  Micros grace = std::chrono::seconds(10);
  std::size_t jobs = 1;
  std::size_t queue = 16;
  bool check = false;
};

// What was asked for, or the exit status with which the program ends: 0 after --help and
// --version, 2 after a mistake, which is told.
std::variant<Options, int> read_options(int argc, const char* const* argv, std::ostream& out,
                                        std::ostream& err);

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_OPTIONS_H_
