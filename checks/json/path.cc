// The face of JSONPath: parsing, selecting, and normalized paths.

#include "checks/json/path.h"

#include <algorithm>
#include <utility>

#include "checks/base/limits.h"
#include "checks/json/path_evaluate.h"
#include "checks/json/path_parser.h"

namespace switchgate::json {
namespace {

// Paths repeat the names of their parents: a hostile document can make them far
// longer than itself.
constexpr std::size_t kMaxPathBytes = 64'000'000;

bool is_escaped(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\'' || c == '\\'; }

// One step of a normalized path (section 2.7): ['name'] with the fewest
// escapes.
void append_name(std::string& out, std::string_view name) {
  constexpr std::string_view kEscaped = "\b\f\n\r\t'\\";
  constexpr std::string_view kLetters = "bfnrt'\\";
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "['";
  while (!name.empty()) {
    const auto plain =
        static_cast<std::size_t>(std::find_if(name.begin(), name.end(), is_escaped) - name.begin());
    out += name.substr(0, plain);
    if (plain == name.size()) {
      break;
    }
    const char c = name[plain];
    if (const std::size_t i = kEscaped.find(c); i != std::string_view::npos) {
      out += {'\\', kLetters[i]};
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'\\', 'u', '0', '0', kHex[byte >> 4U], kHex[byte & 15U]};
    }
    name.remove_prefix(plain + 1);
  }
  out += "']";
}

std::string normalized_path(const Evaluation& evaluation, std::size_t step) {
  std::vector<std::size_t> steps;  // from the node up
  for (; step != 0; step = evaluation.step(step).parent) {
    steps.push_back(step);
  }
  std::string path = "$";
  for (auto i = steps.rbegin(); i != steps.rend(); ++i) {
    const Evaluation::Step& next = evaluation.step(*i);
    if (next.name != nullptr) {
      append_name(path, *next.name);
    } else {
      path += '[' + std::to_string(next.index) + ']';
    }
  }
  return path;
}

}  // namespace

struct Path::Query {
  std::string text;
  syntax::Query syntax;
  bool singular = false;
};

Result<Path> Path::parse(std::string_view expression) {
  auto syntax = parse_path(expression);
  if (!syntax) {
    return syntax.error();
  }
  const bool singular = syntax::is_singular(*syntax);
  return Path(
      std::make_shared<const Query>(Query{std::string(expression), std::move(*syntax), singular}));
}

bool Path::singular() const { return query_->singular; }

const std::string& Path::text() const { return query_->text; }

Result<std::vector<Node>> Path::select(const Value& root) const {
  Evaluation evaluation(root);
  const auto found = evaluation.select(query_->syntax);
  if (evaluation.exhausted()) {
    return Error{"the JSONPath " + text() + " visits more than " +
                     std::to_string(limits_in_force().jsonpath_visits) +
                     " nodes of this document; ask for less at once, or raise " +
                     std::string(limit_option(&Limits::jsonpath_visits)),
                 {}};
  }
  std::vector<Node> nodes;
  nodes.reserve(found.size());
  std::size_t bytes = 0;
  for (const Evaluation::Found& node : found) {
    nodes.push_back(Node{node.value, normalized_path(evaluation, node.step)});
    bytes += nodes.back().path.size();
    if (bytes > kMaxPathBytes) {
      return Error{"the places that the JSONPath " + text() +
                       " selects take more than 64 MB to write down; ask for "
                       "less at once",
                   {}};
    }
  }
  return nodes;
}

}  // namespace switchgate::json
