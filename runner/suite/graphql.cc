// Reads just enough of GraphQL to find the operations of a document.

#include "runner/suite/graphql.h"

#include <algorithm>

namespace switchgate {
namespace {

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool in_name(char c) { return starts_name(c) || (c >= '0' && c <= '9'); }

// Names and single marks; what lies between them is skipped.
class Tokens {
 public:
  explicit Tokens(std::string_view text) : rest_(text) {}

  // Empty at the end.
  std::string_view next() {
    skip();
    if (rest_.empty()) {
      return {};
    }
    std::size_t length = 1;
    if (starts_name(rest_.front())) {
      while (length < rest_.size() && in_name(rest_[length])) {
        ++length;
      }
    }
    return take(length);
  }

 private:
  std::string_view take(std::size_t length) {
    const std::string_view token = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return token;
  }

  void skip() {
    while (!rest_.empty()) {
      if (rest_.front() == '#') {
        take(std::min(rest_.find_first_of("\r\n"), rest_.size()));
      } else if (rest_.starts_with("\"\"\"")) {
        skip_block_string();
      } else if (rest_.front() == '"') {
        skip_string();
      } else if (rest_.find_first_of(" \t\r\n,\xEF\xBB\xBF") == 0) {
        take(1);
      } else {
        return;
      }
    }
  }

  void skip_string() {
    std::size_t at = 1;
    while (at < rest_.size() && rest_[at] != '"' && rest_[at] != '\n') {
      at += rest_[at] == '\\' ? 2 : 1;
    }
    take(std::min(at + 1, rest_.size()));
  }

  void skip_block_string() {
    take(3);
    for (;;) {
      const std::size_t end = rest_.find("\"\"\"");
      if (end == std::string_view::npos) {
        take(rest_.size());
        return;
      }
      const bool escaped = end > 0 && rest_[end - 1] == '\\';
      take(end + 3);
      if (!escaped) {
        return;
      }
    }
  }

  std::string_view rest_;
};

// Reads on behind an operation's name, up to the end of its selection.
void skip_definition(Tokens& tokens, std::string_view token) {
  int depth = 0;
  for (bool selected = false; !token.empty() && !selected; token = tokens.next()) {
    if (token == "{" || token == "(" || token == "[") {
      ++depth;
    } else if (token == "}" || token == ")" || token == "]") {
      --depth;
      selected = depth <= 0 && token == "}";
    }
    if (selected) {
      return;
    }
  }
}

}  // namespace

std::vector<GraphqlOperation> graphql_operations(std::string_view document) {
  std::vector<GraphqlOperation> operations;
  Tokens tokens(document);
  for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
    if (token == "{") {
      operations.push_back({"query", {}});
      skip_definition(tokens, token);
    } else if (token == "query" || token == "mutation" || token == "subscription") {
      GraphqlOperation operation{std::string(token), {}};
      token = tokens.next();
      if (!token.empty() && starts_name(token.front())) {
        operation.name = token;
        token = tokens.next();
      }
      operations.push_back(std::move(operation));
      skip_definition(tokens, token);
    } else if (token == "fragment") {
      skip_definition(tokens, tokens.next());
    }
  }
  return operations;
}

bool only_queries(const std::vector<GraphqlOperation>& operations) {
  return !operations.empty() &&
         std::all_of(operations.begin(), operations.end(),
                     [](const GraphqlOperation& operation) { return operation.type == "query"; });
}

}  // namespace switchgate
