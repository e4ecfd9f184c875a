// switchgate-serve as its users run it: a process of its own on a port of 127.0.0.1, in front
// of a stand-in that plays switchgate.

#ifndef SWITCHGATE_TESTS_SUPPORT_SERVE_PROGRAM_H_
#define SWITCHGATE_TESTS_SUPPORT_SERVE_PROGRAM_H_

#include <cstddef>
#include <string>
#include <vector>

#include <sys/types.h>

#include "tests/support/scratch_dir.h"

namespace switchgate::testing {

struct HttpAnswer {
  int status = 0;  // 0: the connection was closed without an answer
  std::string head;
  std::string body;
};

// A folder with serve.yaml, its suites, and a program that does what the name of the gate says;
// see serve_program.cc.
class StandIn {
 public:
  // `gates` are names of what it can play, such as "open", "closed" or "hold".
  explicit StandIn(const std::vector<std::string>& gates);

  std::string program() const { return folder_.path() + "/switchgate"; }
  std::string config() const { return folder_.path() + "/serve.yaml"; }
  std::string path(const std::string& name) const { return folder_.path() + '/' + name; }
  std::string read(const std::string& name) const;  // empty when it is not there
  // Waits until the file holds something ("up": the program is ready for signals).
  bool wait_for(const std::string& name) const;
  // How often a run of the gate was started.
  std::size_t runs(const std::string& gate) const;
  // Lets the runs of "hold" go on.
  void release() const { folder_.write("go", ""); }

 private:
  ScratchDir folder_;
};

class ServeProgram {
 public:
  // `arguments` follow `--listen 127.0.0.1:0 --program … serve.yaml`.
  explicit ServeProgram(const StandIn& stand_in, const std::vector<std::string>& arguments = {},
                        const std::vector<std::string>& environment = {});
  ~ServeProgram();  // kills it when it still runs
  ServeProgram(const ServeProgram&) = delete;
  ServeProgram& operator=(const ServeProgram&) = delete;

  int port() const { return port_; }
  std::string log() const;
  // Waits until the log holds `text`; false after half a minute.
  bool wait_for(const std::string& text) const;

  HttpAnswer get(const std::string& target, const std::string& headers = {}) const;
  HttpAnswer post(const std::string& target, const std::string& body,
                  const std::string& headers = {}) const;
  // A Flagger hook for `gate` and `revision`, of the Canary podinfo in the namespace test.
  HttpAnswer hook(const std::string& type, const std::string& gate, const std::string& revision,
                  const std::string& headers = {}) const;
  // The same, asked until its verdict is another than "running".
  HttpAnswer hook_until_known(const std::string& type, const std::string& gate,
                              const std::string& revision) const;
  // Sends these bytes and reads to the end.
  HttpAnswer raw(const std::string& bytes) const;

  void signal(int which) const;
  int wait();  // for its end; the exit code, 128 + N when signal N ended it

 private:
  ScratchDir folder_;
  pid_t pid_ = 0;
  int port_ = 0;
};

// A connection to 127.0.0.1; the descriptor is the caller's to close.
int connect_to(int port);

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_SERVE_PROGRAM_H_
