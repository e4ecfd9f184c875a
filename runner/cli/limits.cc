#include "runner/cli/limits.h"

#include <algorithm>
#include <charconv>

#include <CLI/CLI.hpp>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/shape/shape.h"

namespace switchgate::cli {
namespace {

using exec::RunOptions;

constexpr std::string_view kTooLarge = "target/too-large: the gate closes";

std::string count(std::size_t number) { return std::to_string(number); }

std::string shown(const LimitRow& row, std::size_t value) {
  return row.unit == LimitUnit::kBytes ? format_bytes(value) : count(value);
}

std::vector<ShownLimit> of_options(const RunOptions& o) {
  return {
      {"body", "--max-body", format_bytes(o.limits.body_bytes),
       "one answer's body, as it arrives and again decompressed; all pages of a `paginate` "
       "together",
       std::string(kTooLarge)},
      {"headers", "--max-headers", format_bytes(o.limits.header_bytes),
       "all header lines of one answer", std::string(kTooLarge)},
      {"requests to live", "--budget", count(o.budget), "what a run may ask of live",
       "exit 2, nothing is sent"},
      {"deadline", "--deadline", format_duration(o.deadline), "the whole run",
       "undecided, with reports"},
      {"timeout", "--timeout",
       o.timeout ? format_duration(*o.timeout) : std::string("the suite's, else 5s"),
       "one exchange, name look-up to last byte", "target/deadline: the gate closes"},
      {"jobs", "--jobs", std::to_string(o.jobs), "checks at the same time", "the others wait"},
  };
}

std::vector<ShownLimit> fixed() {
  const std::string why =
      "further ones are summarised, not lost. Baselines that are shared must mean the same in "
      "every run";
  return {
      {"shape members", "", count(shape::kMaxProperties), "members of one object in a shape", why},
      {"shape variants", "", count(shape::kMaxVariants), "variants of one object in a shape", why},
      {"header line", "", "100 KB", "one header line of an answer",
       "target/too-large: the gate closes. libcurl reads no longer one"},
      {"SARIF results", "", "5000", "findings in a SARIF report",
       "further ones are counted. GitHub takes no more"},
  };
}

std::string padded(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(width > text.size() ? width - text.size() : 0, ' ');
}

std::optional<std::size_t> parse_count(std::string_view text) {
  std::size_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole ? std::optional(number) : std::nullopt;
}

}  // namespace

std::vector<ShownLimit> shown_limits(const RunOptions& options) {
  std::vector<ShownLimit> all = of_options(options);
  for (const LimitRow& row : limit_rows()) {
    all.push_back({std::string(row.name), std::string(row.option),
                   shown(row, limits_in_force().*row.value), std::string(row.bounds),
                   std::string(row.beyond)});
  }
  for (ShownLimit& row : fixed()) {
    all.push_back(std::move(row));
  }
  return all;
}

void print_limits(const RunOptions& options, std::ostream& out) {
  const std::vector<ShownLimit> rows = shown_limits(options);
  std::size_t name_width = 0;
  std::size_t value_width = 0;
  for (const ShownLimit& row : rows) {
    name_width = std::max(name_width, row.name.size() + 2);
    value_width = std::max(value_width, row.value.size() + 2);
  }
  for (const ShownLimit& row : rows) {
    out << padded(row.name, name_width) << padded(row.value, value_width) << row.bounds << '\n'
        << std::string(name_width + value_width, ' ')
        << (row.how.empty() ? "fixed" : "by " + row.how) << "; beyond it: " << row.beyond << '\n';
  }
}

std::string limits_page() {
  std::string page =
      "| Limit | Default | Option | Bounds | Beyond it |\n| --- | --- | --- | --- | --- |\n";
  for (const ShownLimit& row : shown_limits({})) {
    page += "| " + row.name + " | " + row.value + " | " +
            (row.how.empty() ? std::string("fixed") : '`' + row.how + '`') + " | " + row.bounds +
            " | " + row.beyond + " |\n";
  }
  return page;
}

LimitWords no_limit_words() { return LimitWords(limit_rows().size()); }

void add_limit_options(CLI::App& command, LimitWords& into, std::string_view beginning) {
  const auto rows = limit_rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].name.starts_with(beginning)) {
      command
          .add_option(std::string(rows[i].option), into[i],
                      "Limit: " + std::string(rows[i].bounds) +
                          " (default: " + shown(rows[i], Limits{}.*rows[i].value) + ')')
          ->type_name(rows[i].unit == LimitUnit::kBytes ? "SIZE" : "N")
          ->group("");
    }
  }
}

Result<Limits> read_limits(const LimitWords& words) {
  Limits limits;
  const auto rows = limit_rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const LimitRow& row = rows[i];
    if (words[i].empty()) {
      continue;
    }
    const bool bytes = row.unit == LimitUnit::kBytes;
    const auto value = bytes ? parse_bytes(words[i]) : parse_count(words[i]);
    if (!value || *value < row.least || *value > row.most) {
      return Error{std::string(row.option) + " takes " +
                       (bytes ? "a size such as 64KB" : "a whole number") + " from " +
                       shown(row, row.least) + " to " + shown(row, row.most) + ", not '" +
                       excerpt(words[i], 40) + '\'',
                   {}};
    }
    limits.*row.value = *value;
  }
  return limits;
}

std::optional<std::size_t> parse_bytes(std::string_view text) {
  std::size_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || number > kMostBytes) {
    return std::nullopt;
  }
  const std::string unit =
      to_lower_ascii(text.substr(static_cast<std::size_t>(read.ptr - text.data())));
  const std::size_t factor = unit.empty() || unit == "b" ? 1
                             : unit == "kb"              ? 1'000
                             : unit == "mb"              ? 1'000'000
                             : unit == "gb"              ? 1'000'000'000
                                                         : 0;
  const std::size_t bytes = number * factor;
  return bytes == 0 || bytes > kMostBytes ? std::nullopt : std::optional(bytes);
}

}  // namespace switchgate::cli
