// The program: everything it does is in runner/cli.

#include <exception>
#include <iostream>

#include <malloc.h>

#include "runner/cli/app.h"
#include "runner/cli/exit_status.h"

extern char** environ;

int main(int argc, char** argv) {
  namespace cli = switchgate::cli;
  // A heap for each of sixteen workers would be most of the memory of a run.
  mallopt(M_ARENA_MAX, 2);  // NOLINT(concurrency-mt-unsafe): there is one thread yet
  try {
    return cli::app(argc, argv, cli::read_environment(environ), std::cout, std::cerr);
  } catch (const std::exception& error) {
    // Never a pass: whatever this is, nothing was proven.
    std::cerr << "switchgate: internal error: " << error.what() << "\nPlease report it.\n";
    return cli::kUndecided;
  }
}
