// The program: everything it does is in runner/cli.

#include <exception>
#include <iostream>

#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include "runner/cli/app.h"
#include "runner/cli/exit_status.h"

namespace {

// A standard stream that was closed (`>&-`) stays unusable: else the next file to be opened, a
// report, would take its number, and the console would be written into it.
void keep_closed_streams_closed() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) < 0) {
      // Opened the wrong way round, and the lowest number is free: it is this one.
      ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  namespace cli = switchgate::cli;
  keep_closed_streams_closed();
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
