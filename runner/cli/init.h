// `switchgate init`: a first suite.

#ifndef SWITCHGATE_RUNNER_CLI_INIT_H_
#define SWITCHGATE_RUNNER_CLI_INIT_H_

#include <ostream>
#include <string>

namespace switchgate::cli {

struct InitOptions {
  std::string openapi;  // files; "-": standard input. At most one of the three
  std::string har;
  std::string curl;
  std::string output = "switchgate.yaml";  // "-": standard output
  bool force = false;                      // replace what is there
};
int init(const InitOptions& options, std::ostream& out, std::ostream& err);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_INIT_H_
