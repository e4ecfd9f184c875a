// Changes of an answer as `shape diff` and `baseline diff` show them: lines for people, members for
// programs.

#ifndef SWITCHGATE_RUNNER_CLI_CHANGE_TEXT_H_
#define SWITCHGATE_RUNNER_CLI_CHANGE_TEXT_H_

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "checks/json/value.h"
#include "checks/shape/diff.h"

namespace switchgate::cli {

// "1 check", "2 checks".
std::string counted(std::size_t n, std::string_view what);

std::size_t count(const std::vector<shape::Change>& changes, Level level);

// A line for each, with its step of expand and contract below it; each begins with `indent`.
void print_changes(const std::vector<shape::Change>& changes, std::string_view indent,
                   std::ostream& out);

// "1 breaking change, 0 warnings, 2 notes", and below it what was added, removed and widened. No
// change gives no line.
void print_sums(const std::vector<shape::Change>& changes, std::ostream& out);

json::Value to_json(const shape::Change& change);
json::Array to_json(const std::vector<shape::Change>& changes);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_CHANGE_TEXT_H_
