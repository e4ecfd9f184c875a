#include "checks/base/limits.h"

#include <algorithm>
#include <array>

namespace switchgate {
namespace {

constexpr std::string_view kUnreadable = "the body counts as one that cannot be read";
constexpr std::string_view kMistake = "a mistake of the suite: exit 2, nothing is sent";

constexpr LimitUnit kCount = LimitUnit::kCount;
constexpr LimitUnit kBytes = LimitUnit::kBytes;
constexpr std::size_t kMostBytes = 2'000'000'000;
constexpr std::size_t kMostValues = 1'000'000'000;
// What walks a tree does so by recursion: these levels fit into the stack of a thread.
constexpr std::size_t kDeepest = 500;

constexpr std::array kRows = {
    LimitRow{"suite file", "--max-suite-size", &Limits::suite_bytes, kBytes, 1, kMostBytes,
             "a suite, a CSV file, or another file that a suite is made of", kMistake},
    LimitRow{"body file", "--max-body-file", &Limits::body_file_bytes, kBytes, 1, kMostBytes,
             "a file that is sent", kMistake},
    LimitRow{"secret file", "--max-secret", &Limits::secret_bytes, kBytes, 1, 10'000'000,
             "a file that a secret is read from", kMistake},
    LimitRow{"include depth", "--max-include-depth", &Limits::include_depth, kCount, 1, 100,
             "files that include one another in a row", kMistake},
    LimitRow{"files", "--max-files", &Limits::files, kCount, 1, 1'000'000, "files of all suites",
             kMistake},
    LimitRow{"YAML depth", "--max-yaml-depth", &Limits::yaml_depth, kCount, 4, kDeepest,
             "mappings and lists inside each other", kMistake},
    LimitRow{"YAML values", "--max-yaml-values", &Limits::yaml_values, kCount, 1, kMostValues,
             "values of a file; what an alias stands for counts as often as it is used", kMistake},
    LimitRow{"rows", "--max-rows", &Limits::rows, kCount, 1, 10'000'000, "rows of one `for_each`",
             kMistake},
    LimitRow{"columns", "--max-columns", &Limits::columns, kCount, 1, 100'000,
             "columns of a CSV file", kMistake},
    LimitRow{"pattern memory", "--max-regex-memory", &Limits::regex_bytes, kBytes, 10'000,
             1'000'000'000, "what one regular expression may take", kMistake},
    LimitRow{"redirects", "--max-redirects", &Limits::redirects, kCount, 1, 1'000,
             "what `follow` may ask for", kMistake},
    LimitRow{"pages", "--max-pages", &Limits::pages, kCount, 1, 1'000'000,
             "what `paginate: {max}` may ask for", kMistake},
    LimitRow{"samples", "--max-samples", &Limits::samples, kCount, 20, 1'000'000,
             "what `max_samples` may ask for", kMistake},
    LimitRow{"JSON depth", "--max-json-depth", &Limits::json_depth, kCount, 1, kDeepest,
             "arrays and objects inside each other", kUnreadable},
    LimitRow{"JSON values", "--max-json-values", &Limits::json_values, kCount, 1, kMostValues,
             "values of one document", kUnreadable},
    LimitRow{"JSONPath visits", "--max-jsonpath-visits", &Limits::jsonpath_visits, kCount, 1,
             kMostValues, "values that one expression looks at", "a finding of that expectation"},
    LimitRow{"XML depth", "--max-xml-depth", &Limits::xml_depth, kCount, 1, kDeepest,
             "elements inside each other", kUnreadable},
    LimitRow{"XML nodes", "--max-xml-nodes", &Limits::xml_nodes, kCount, 1, kMostValues,
             "elements, attributes and texts of one document", kUnreadable},
    LimitRow{"XML attributes", "--max-xml-attributes", &Limits::xml_attributes, kCount, 1,
             1'000'000, "attributes of one element", kUnreadable},
    LimitRow{"XML namespaces", "--max-xml-namespaces", &Limits::xml_namespaces, kCount, 1,
             1'000'000, "different namespaces of one document", kUnreadable},
    LimitRow{"XML size", "--max-xml-size", &Limits::xml_bytes, kBytes, 1, kMostBytes,
             "one document, its references resolved", kUnreadable},
    LimitRow{"command output", "--max-output", &Limits::output_bytes, kBytes, 1, kMostBytes,
             "each of a program's two streams", "target/too-large; the program is ended"},
    LimitRow{"WebSocket message", "--max-message", &Limits::message_bytes, kBytes, 1, kMostBytes,
             "one message", "websocket/failed"},
    LimitRow{"gRPC answer", "--max-grpc", &Limits::grpc_bytes, kBytes, 1, kMostBytes,
             "headers, and again the message, of a `grpc_health`", "target/too-large"},
};

static_assert(sizeof(Limits) == kRows.size() * sizeof(std::size_t), "each limit has its row");

Limits& in_force() {
  static Limits limits;
  return limits;
}

}  // namespace

std::span<const LimitRow> limit_rows() { return kRows; }

const Limits& limits_in_force() { return in_force(); }

void set_limits(const Limits& limits) { in_force() = limits; }

std::string_view limit_option(std::size_t Limits::*which) {
  const auto* const row = std::find_if(kRows.begin(), kRows.end(),
                                       [which](const LimitRow& one) { return one.value == which; });
  return row->option;
}

std::string raise_hint(std::size_t Limits::*which) {
  return "; raise " + std::string(limit_option(which));
}

}  // namespace switchgate
