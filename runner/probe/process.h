// A program that runs beside this one: no shell, nothing of it left behind.

#ifndef SWITCHGATE_RUNNER_PROBE_PROCESS_H_
#define SWITCHGATE_RUNNER_PROBE_PROCESS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "checks/base/units.h"
#include "runner/probe/net/patience.h"

namespace switchgate::probe {

enum class TooMuchOutput : std::uint8_t {
  kEnds,     // the program is ended
  kDropped,  // it goes on, and what is beyond is forgotten
};

struct ProcessStart {
  std::vector<std::string> words;  // the program (looked for in PATH without a '/'), its arguments
  std::string directory;           // empty: the working directory
  std::vector<std::string> environment;  // "NAME=value", and nothing else
  std::size_t output_bytes = 0;          // kept of each of its two outputs, from the start
  TooMuchOutput too_much = TooMuchOutput::kEnds;
  Micros grace{0};  // between SIGTERM and SIGKILL
};

// The program and everything that it starts in its process group, which is its own. It reads
// nothing, has no other descriptor of ours, and no signal of it is blocked or ignored.
class Process {
 public:
  explicit Process(ProcessStart how) : how_(std::move(how)) {}
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // 0, or the errno with which it could not be started.
  int start();

  // Once after start(): until the program has ended or said too much, with kPaused or kReady;
  // or until `patience` is over, and then `grace` more. What it left running goes with it.
  Waited run(Patience& patience);

  bool said_too_much() const { return outputs_[0].too_much || outputs_[1].too_much; }
  const std::string& out() const { return outputs_[0].text; }
  const std::string& err() const { return outputs_[1].text; }
  // 128 + N when signal N ended it.
  int exit() const;

 private:
  struct Output {
    Descriptor pipe;
    std::string text;
    bool too_much = false;
  };

  int open(Output& output, Descriptor& child_end);
  void drain(Output& output);
  void drain();
  bool must_end() const;
  bool has_ended() const;
  void finish(Waited waited);

  ProcessStart how_;
  pid_t pid_ = 0;
  int status_ = 0;
  std::array<Output, 2> outputs_;
};

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_PROCESS_H_
