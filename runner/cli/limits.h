// What bounds a run, in one table: `switchgate run --limits` prints it with the values in force.

#ifndef SWITCHGATE_RUNNER_CLI_LIMITS_H_
#define SWITCHGATE_RUNNER_CLI_LIMITS_H_

#include <cstddef>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "runner/exec/options.h"

namespace switchgate::cli {

struct LimitRow {
  std::string_view name;  // "body"
  std::string_view how;   // the option or the key of a suite that changes it; empty: nothing
  std::string (*value)(const exec::RunOptions&);
  std::string_view bounds;
  std::string_view at_it;  // what happens there; of one that nothing changes: why
};

std::span<const LimitRow> limits();

void print_limits(const exec::RunOptions& options, std::ostream& out);

constexpr std::size_t kMostBytes = 2'000'000'000;  // of a body, that an option may allow
constexpr std::size_t kMostHeaderBytes = 300'000;  // libcurl takes no more

// "64MB", "300KB", "1000": bytes in powers of ten, from 1 to 2 GB; nothing for anything else.
std::optional<std::size_t> parse_bytes(std::string_view text);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_LIMITS_H_
