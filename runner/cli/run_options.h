// The options of `run` and `record`: how they are declared, and what their words mean.

#ifndef SWITCHGATE_RUNNER_CLI_RUN_OPTIONS_H_
#define SWITCHGATE_RUNNER_CLI_RUN_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "runner/cli/limits.h"
#include "runner/cli/run.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 calls it so
class App;
}  // namespace CLI

namespace switchgate::cli {

inline constexpr const char* kColourHelp =
    "Colours: auto (a terminal, without NO_COLOR and CI), always, never";

// The formats of --report.
std::string report_help();

// How a command's --help ends. Exit codes are told where they mean something else.
inline constexpr const char* kGateFooter =
    "Exit: 0 open, 1 closed, 2 usage or suite mistakes (nothing was sent), 3 undecided,\n"
    "130 and 143 interrupted. Only 0 lets traffic move.";

// What was chosen, as text where our own words say what is wrong with it.
struct RawOptions {
  std::string compare;
  std::string fail_on = "error";
  std::string on_undecided = "undecided";
  std::string timeout;
  std::string deadline;
  std::string shard;
  std::string latency_budget;
  std::string max_body;
  std::string max_headers;
  LimitWords limits = no_limit_words();
  int jobs = 8;
  std::optional<std::uint64_t> seed;
};

// The suites and the variables that a command reads.
void add_suites(CLI::App& command, LoadOptions& load);

// The commands. What is passed outlives the parsing, which fills it.
CLI::App* add_run(CLI::App& app, RunCommand& command, RawOptions& raw);
CLI::App* add_record(CLI::App& app, RecordCommand& command, RawOptions& raw);
CLI::App* add_calibrate(CLI::App& app, CalibrateCommand& command, RawOptions& raw);

// Reads the words into `run`; what is wrong with the first that has no meaning.
std::optional<std::string> finish_options(const RawOptions& raw, exec::RunOptions& run);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_RUN_OPTIONS_H_
