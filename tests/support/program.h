// switchgate as its users run it: a process of its own, with what it took.

#ifndef SWITCHGATE_TESTS_SUPPORT_PROGRAM_H_
#define SWITCHGATE_TESTS_SUPPORT_PROGRAM_H_

#include <chrono>
#include <string>
#include <vector>

namespace switchgate::testing {

struct ProgramRun {
  int exit_code = -1;  // 128 + N when signal N ended it, -1 when it did not start
  std::chrono::milliseconds took{0};
  long peak_kilobytes = 0;  // of memory; at least what the calling process has used
  std::string output;       // standard output and error
};

// Runs the built program with these arguments, no input, and an environment
// that names no CI system, proxy or secret; waits for its end.
ProgramRun run_switchgate(std::vector<std::string> arguments);

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_PROGRAM_H_
