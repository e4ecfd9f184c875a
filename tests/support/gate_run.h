// Whole runs inside the test's own process, as the command line would make them.

#ifndef SWITCHGATE_TESTS_SUPPORT_GATE_RUN_H_
#define SWITCHGATE_TESTS_SUPPORT_GATE_RUN_H_

#include <map>
#include <string>
#include <vector>

#include "checks/json/value.h"
#include "tests/support/scratch_dir.h"

namespace switchgate::testing {

// What a run left behind.
struct GateRan {
  int exit_code = -1;
  std::string out;
  std::string err;
  std::string json;  // the JSON report's text; empty when there is none

  json::Value report() const;  // null when there is none
  std::string gate() const;    // "open", "closed", "undecided"
  // "[shape/property-removed] …", of the run first, then of each check in order; with
  // "warning ", "note " or "undecided " in front where it is so.
  std::vector<std::string> findings() const;
  std::vector<std::string> rules() const;     // the same without the message
  std::vector<std::string> outcomes() const;  // "product list: passed"
};

// A suite in a directory of its own, and runs of it.
class GateRun {
 public:
  using Environment = std::map<std::string, std::string, std::less<>>;

  // `checks` is what stands behind `switchgate: 1`.
  explicit GateRun(const std::string& suite);

  // `switchgate run SUITE --candidate … <more> --report json=…`. An empty URL leaves the
  // flag out.
  GateRan run(const std::string& candidate, const std::string& live = {},
              const std::vector<std::string>& more = {}) const;
  // `switchgate record SUITE --baseline <baseline()> …`
  GateRan record(const std::vector<std::string>& more) const;
  // Any command line, without the program's name.
  GateRan command(std::vector<std::string> words) const;

  std::string path(const std::string& name) const { return directory_.path() + '/' + name; }
  std::string suite() const { return path("suite.yaml"); }
  std::string baseline() const { return path("baseline.json"); }
  std::string write(const std::string& name, const std::string& text) const {
    return directory_.write(name, text);
  }
  static std::string read(const std::string& path);  // empty when it is not there

  // The same for a suite about other things than its candidate: `ready`, put at its end, asks
  // one that answers, so that the gate has heard of it.
  GateRan run_beside_candidate(const std::vector<std::string>& more = {}) const;

  Environment environment;
  // Run in the suite's own folder, made a repository: SARIF tells only what lies in one.
  bool inside = false;

 private:
  ScratchDir directory_;
};

// The report without what differs from run to run: times and the machine's lateness.
std::string without_times(const std::string& json);

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_GATE_RUN_H_
