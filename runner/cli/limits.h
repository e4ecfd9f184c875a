// What bounds a run, in one table: `switchgate run --limits` prints it with the values in force.

#ifndef SWITCHGATE_RUNNER_CLI_LIMITS_H_
#define SWITCHGATE_RUNNER_CLI_LIMITS_H_

#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/limits.h"
#include "checks/base/result.h"
#include "runner/exec/options.h"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 calls it so
class App;
}  // namespace CLI

namespace switchgate::cli {

// A limit as it is shown: of the process (checks/base/limits.h), of a run's options, or fixed.
struct ShownLimit {
  std::string name;    // "body"
  std::string how;     // the option that changes it; empty: nothing
  std::string value;   // in force
  std::string bounds;  // what is counted
  std::string beyond;  // what happens there; of one that nothing changes: why
};

// All of them, with the values in force.
std::vector<ShownLimit> shown_limits(const exec::RunOptions& options);

void print_limits(const exec::RunOptions& options, std::ostream& out);

// The same as a table of Markdown.
std::string limits_page();

// What was given for each row of limit_rows(); empty: its default.
using LimitWords = std::vector<std::string>;
LimitWords no_limit_words();

// An option for each row of limit_rows() whose name begins so. They are not in --help: there
// are more of them than of all others, and `run --limits` shows them.
void add_limit_options(CLI::App& command, LimitWords& into, std::string_view beginning = {});

// The error names the option whose value has no meaning or is out of range.
Result<Limits> read_limits(const LimitWords& words);

constexpr std::size_t kMostBytes = 2'000'000'000;  // of a body, that an option may allow
constexpr std::size_t kMostHeaderBytes = 300'000;  // libcurl takes no more

// "64MB", "300KB", "1000": bytes in powers of ten, from 1 to 2 GB; nothing for anything else.
std::optional<std::size_t> parse_bytes(std::string_view text);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_LIMITS_H_
