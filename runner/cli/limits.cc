#include "runner/cli/limits.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/csv/reader.h"
#include "checks/json/reader.h"
#include "checks/shape/shape.h"
#include "checks/xml/reader.h"
#include "checks/yaml/builder.h"
#include "runner/probe/kinds/websocket_protocol.h"

namespace switchgate::cli {
namespace {

using exec::RunOptions;

constexpr std::string_view kUnreadable = "the body counts as one that cannot be read";
constexpr std::string_view kMistake = "a mistake of the suite: exit 2, nothing is sent";
constexpr std::string_view kTooLarge = "target/too-large: the gate closes";

std::string count(std::size_t number) { return std::to_string(number); }

constexpr std::array<LimitRow, 21> kLimits = {{
    {"body", "--max-body", [](const RunOptions& o) { return format_bytes(o.limits.body_bytes); },
     "one answer's body, as it arrives and again decompressed; all pages of a `paginate` together",
     kTooLarge},
    {"headers", "--max-headers",
     [](const RunOptions& o) { return format_bytes(o.limits.header_bytes); },
     "all header lines of one answer", kTooLarge},
    {"requests to live", "--budget", [](const RunOptions& o) { return count(o.budget); },
     "what a run may ask of live", "exit 2, nothing is sent"},
    {"deadline", "--deadline", [](const RunOptions& o) { return format_duration(o.deadline); },
     "the whole run", "undecided, with reports"},
    {"timeout", "--timeout",
     [](const RunOptions& o) {
       return o.timeout ? format_duration(*o.timeout) : std::string("the suite's, else 5s");
     },
     "one exchange, name look-up to last byte", "target/deadline: the gate closes"},
    {"jobs", "--jobs", [](const RunOptions& o) { return std::to_string(o.jobs); },
     "checks at the same time", "the others wait"},
    {"redirects", "follow: N", [](const RunOptions&) { return std::string("0, at most 20"); },
     "redirects of one request", "a finding"},
    {"pages", "paginate: {max: N}",
     [](const RunOptions&) { return std::string("50, at most 1000"); }, "pages of one list",
     "a finding"},
    {"samples", "compare: {latency: {max_samples: N}}",
     [](const RunOptions&) { return std::string("400, at most 100000"); }, "latency samples a side",
     "undecided when they do not suffice"},
    {"JSON depth", "", [](const RunOptions&) { return count(json::ReadLimits{}.depth); },
     "arrays and objects inside each other", kUnreadable},
    {"JSON values", "", [](const RunOptions&) { return count(json::ReadLimits{}.values); },
     "values of one document", kUnreadable},
    {"XML depth", "", [](const RunOptions&) { return count(xml::ReadLimits{}.depth); },
     "elements inside each other", kUnreadable},
    {"XML nodes", "", [](const RunOptions&) { return count(xml::ReadLimits{}.nodes); },
     "elements, attributes and texts of one document", kUnreadable},
    {"XML attributes", "", [](const RunOptions&) { return count(xml::ReadLimits{}.attributes); },
     "attributes of one element", kUnreadable},
    {"YAML depth", "", [](const RunOptions&) { return count(yaml::Builder::kMaxDepth); },
     "mappings and lists of a suite inside each other", kMistake},
    {"YAML nodes", "", [](const RunOptions&) { return count(yaml::Builder::kMaxNodes); },
     "values of a suite's file; an alias counts as often as it is used", kMistake},
    {"rows", "", [](const RunOptions&) { return count(csv::ReadLimits{}.rows); },
     "rows of one `for_each`", kMistake},
    {"columns", "", [](const RunOptions&) { return count(csv::ReadLimits{}.columns); },
     "columns of a CSV file", kMistake},
    {"WebSocket message", "",
     [](const RunOptions&) { return format_bytes(probe::FrameReader::kMaxMessageBytes); },
     "one message", "websocket/failed"},
    {"shape members", "", [](const RunOptions&) { return count(shape::kMaxProperties); },
     "members of one object in a shape", "further ones are not told apart"},
    {"shape variants", "", [](const RunOptions&) { return count(shape::kMaxVariants); },
     "variants of one object in a shape", "further ones are not told apart"},
}};

constexpr std::string_view kWhyFixed =
    "What says `fixed` keeps this program whole whatever it is sent, far beyond what people\n"
    "read or write; no option changes it.\n";

std::string padded(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(width > text.size() ? width - text.size() : 0, ' ');
}

}  // namespace

std::span<const LimitRow> limits() { return kLimits; }

void print_limits(const RunOptions& options, std::ostream& out) {
  std::size_t name_width = 0;
  std::size_t value_width = 0;
  for (const LimitRow& row : kLimits) {
    name_width = std::max(name_width, row.name.size() + 2);
    value_width = std::max(value_width, row.value(options).size() + 2);
  }
  for (const LimitRow& row : kLimits) {
    out << padded(row.name, name_width) << padded(row.value(options), value_width) << row.bounds
        << '\n'
        << std::string(name_width + value_width, ' ') << "by "
        << (row.how.empty() ? "nothing: fixed" : row.how) << "; beyond it: " << row.at_it << '\n';
  }
  out << '\n' << kWhyFixed;
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
