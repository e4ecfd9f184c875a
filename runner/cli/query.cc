// `switchgate query`: tries a JSONPath on a document, so that an author sees
// what a check would see.

#include "checks/base/text.h"
#include "checks/json/path.h"
#include "runner/cli/commands.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/json_file.h"

namespace switchgate::cli {
namespace {

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
  const auto document = read_json_file(options.file.empty() ? "-" : options.file);
  if (!document) {
    err << "switchgate query: " << document.error().message << '\n';
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
