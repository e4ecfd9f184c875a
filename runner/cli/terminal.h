// What the terminal can do, and the progress line on it.

#ifndef SWITCHGATE_RUNNER_CLI_TERMINAL_H_
#define SWITCHGATE_RUNNER_CLI_TERMINAL_H_

#include <cstddef>
#include <map>
#include <string>

namespace switchgate::cli {

using Environment = std::map<std::string, std::string, std::less<>>;

Environment read_environment(char** environ);

// --color: auto follows NO_COLOR, TERM=dumb, CI and whether `descriptor` is a terminal.
bool use_colour(const std::string& when, const Environment& environment, int descriptor);
int terminal_width(int descriptor);  // 80 when it is none

// One line on standard error that is written over; nothing unless it is a terminal
// and no CI system runs this.
class Progress {
 public:
  Progress(const Environment& environment, bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(std::size_t done, std::size_t of, const std::string& now);
  void clear();

 private:
  bool enabled_ = false;
  bool shown_ = false;
};

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_TERMINAL_H_
