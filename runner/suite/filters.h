// What may stand behind a '|' in ${…}, as one table: a filter makes another
// value of a value.

#ifndef SWITCHGATE_RUNNER_SUITE_FILTERS_H_
#define SWITCHGATE_RUNNER_SUITE_FILTERS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "checks/json/value.h"

namespace switchgate {

struct Filter {
  std::string_view name;
  // Nothing when the value is not what the filter expects.
  std::optional<json::Value> (*apply)(const json::Value& value);
  std::string_view expects;  // "a number": what it cannot do without; empty: takes anything
  bool keeps_as_is = false;  // a path does not percent-encode the result once more
  std::string_view summary;  // for the documentation
};

// In the order of the documentation.
std::span<const Filter> filters();
const Filter* find_filter(std::string_view name);

// The value as a text: a string stands for itself, everything else as JSON writes it.
std::string text_of(const json::Value& value);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_FILTERS_H_
