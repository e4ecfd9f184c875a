// `switchgate query`: tries a JSONPath on a document, so that an author sees
// what a check would see.

#include <array>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>

#include "checks/base/text.h"
#include "checks/json/path.h"
#include "checks/json/reader.h"
#include "runner/cli/commands.h"
#include "runner/cli/exit_status.h"

namespace switchgate::cli {
namespace {

bool is_standard_input(const std::string& file) { return file.empty() || file == "-"; }

// All of `in`; unlike the iterators, read() keeps a folder's refusal to itself.
std::string slurp(std::istream& in) {
  std::string text;
  std::array<char, 65536> chunk{};
  while (in.read(chunk.data(), chunk.size()) || in.gcount() > 0) {
    text.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
  }
  return text;
}

Result<std::string> read_input(const std::string& file) {
  if (is_standard_input(file)) {
    return slurp(std::cin);
  }
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  std::string text = slurp(in);
  if (!in.is_open() || in.bad()) {
    const std::string why =
        errno != 0 ? std::generic_category().message(errno) : "it cannot be opened";
    return Error{"cannot read '" + excerpt(file) + "': " + why, {}};
  }
  return text;
}

// The expression with a mark under the character that the message speaks of.
std::string pointed_at(const std::string& expression, int character) {
  if (character <= 0 || expression.find_first_of("\r\n\t") != std::string::npos) {
    return {};
  }
  return "  " + expression + "\n  " + std::string(static_cast<std::size_t>(character) - 1, ' ') +
         "^\n";
}

std::string rendered(const json::Node& node, bool paths) {
  return paths ? node.path : json::to_text(*node.value);
}

void print_list(const std::vector<json::Node>& nodes, const QueryOptions& options,
                std::ostream& out) {
  json::Array list;
  list.reserve(nodes.size());
  for (const json::Node& node : nodes) {
    list.push_back(options.paths ? json::Value(node.path) : *node.value);
  }
  out << json::to_text(json::Value(std::move(list))) << '\n';
}

}  // namespace

int query(const QueryOptions& options, std::ostream& out, std::ostream& err) {
  const auto path = json::Path::parse(options.expression);
  if (!path) {
    err << "switchgate query: " << path.error().message << '\n'
        << pointed_at(options.expression, path.error().pos.column);
    return kUsage;
  }
  const auto text = read_input(options.file);
  if (!text) {
    err << "switchgate query: " << text.error().message << '\n';
    return kUsage;
  }
  const auto document = json::read(*text);
  if (!document) {
    const std::string name =
        is_standard_input(options.file) ? "standard input" : "'" + excerpt(options.file) + "'";
    err << "switchgate query: " << name << " is " << document.error().message << '\n';
    return kUsage;
  }
  for (const std::string& pointer : document->duplicate_keys) {
    err << "switchgate query: warning: the member " << excerpt(pointer)
        << " is written more than once; the last one counts\n";
  }
  const auto nodes = path->select(document->root);
  if (!nodes) {
    err << "switchgate query: " << nodes.error().message << '\n';
    return kUsage;
  }
  if (options.as_json) {
    print_list(*nodes, options, out);
  } else {
    for (const json::Node& node : *nodes) {
      out << rendered(node, options.paths) << '\n';
    }
  }
  return kOpen;
}

}  // namespace switchgate::cli
