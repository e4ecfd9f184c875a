// The commands of the program, one file each; main.cc and options.cc dispatch to them.
// Each returns an exit status, writes answers to `out` and complaints to `err`.

#ifndef SWITCHGATE_RUNNER_CLI_COMMANDS_H_
#define SWITCHGATE_RUNNER_CLI_COMMANDS_H_

#include <ostream>
#include <string>
#include <vector>

#include "runner/cli/terminal.h"

namespace switchgate::cli {

struct QueryOptions {
  std::string expression;
  std::string file;      // empty or "-": standard input
  bool paths = false;    // normalized paths instead of values
  bool as_json = false;  // --format json: one array
};
int query(const QueryOptions& options, std::ostream& out, std::ostream& err);

struct ShapeOptions {
  std::vector<std::string> files;      // infer; or the old side of a diff
  std::vector<std::string> new_files;  // `shape diff OLD… -- NEW…`
  bool diff = false;
  bool as_json = false;
  bool as_schema = false;  // --format json-schema
  bool colour = false;     // of the diff
};
int shape(const ShapeOptions& options, std::ostream& out, std::ostream& err);

struct LatencyOptions {
  std::vector<std::string> files;  // one file of pairs or runs, or OLD NEW
  bool as_json = false;
};
int latency(const LatencyOptions& options, std::ostream& out, std::ostream& err);

// `switchgate render` and `switchgate merge`: what is common to both.
struct StoredOptions {
  std::vector<std::string> files;    // reports; "-" is standard input
  std::vector<std::string> reports;  // "junit=out.xml"
  bool gate = false;                 // render: exit as the run did
  bool quiet = false;
  bool verbose = false;
  std::string colour = "auto";
};
int render(const StoredOptions& options, const Environment& environment, std::ostream& out,
           std::ostream& err);
int merge(const StoredOptions& options, const Environment& environment, std::ostream& out,
          std::ostream& err);

int explain(const std::string& rule, std::ostream& out, std::ostream& err);  // empty: list them

// The JSON Schema called `name`; there is "suite".
int schema(const std::string& name, std::ostream& out, std::ostream& err);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_COMMANDS_H_
