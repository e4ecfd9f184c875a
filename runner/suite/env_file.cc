#include "runner/suite/env_file.h"

#include <algorithm>
#include <set>
#include <utility>

#include "checks/base/text.h"
#include "runner/suite/template.h"

namespace switchgate {
namespace {

constexpr std::string_view kExport = "export";

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view without_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text;
}

// What an escaped character stands for between double quotes; itself with its backslash
// when it means nothing.
std::string unescape(char c) {
  switch (c) {
    case 'n':
      return "\n";
    case 'r':
      return "\r";
    case 't':
      return "\t";
    case '"':
    case '\\':
    case '$':
      return {c};
    default:
      return {'\\', c};
  }
}

class Reader {
 public:
  Reader(std::string_view text, int file, tree::Problems& problems)
      : rest_(text), file_(file), problems_(problems) {}

  std::vector<EnvVariable> read() {
    while (!rest_.empty()) {
      read_line();
    }
    return std::move(variables_);
  }

 private:
  void read_line() {
    const std::string_view line = without_blanks(current_line());
    if (line.empty() || line[0] == '#') {
      next_line();
      return;
    }
    const int begun = line_;
    const std::size_t equals = line.find('=');
    std::string_view name = trim(line.substr(0, equals));
    if (name.starts_with(kExport) && name.size() > kExport.size() &&
        is_blank(name[kExport.size()])) {
      name = trim(name.substr(kExport.size()));
    }
    if (equals == std::string_view::npos || !is_variable_name(name)) {
      tell(begun, equals == std::string_view::npos
                      ? "expected NAME=VALUE, found no '='"
                      : "expected the name of a variable before '=': letters, digits, '_' and "
                        "'-', no digit first");
      next_line();
      return;
    }
    skip_to(line.substr(equals + 1));
    std::string value = read_value(begun, name);
    if (value.find('\0') != std::string::npos) {
      tell(begun, "the value of '" + excerpt(name, 60) + "' holds a NUL byte");
    } else if (!names_.insert(std::string(name)).second) {
      tell(begun, '\'' + excerpt(name, 60) + "' stands here twice");
    }
    variables_.push_back({std::string(name), std::move(value)});
  }

  // Behind the '='; ends behind the line that the value ends on.
  std::string read_value(int begun, std::string_view name) {
    skip_to(without_blanks(current_line()));
    const char quote = rest_.empty() ? '\0' : rest_[0];
    if (quote != '"' && quote != '\'') {
      std::string_view line = current_line();
      for (std::size_t at = line.find('#'); at != std::string_view::npos;
           at = line.find('#', at + 1)) {
        if (at == 0 || is_blank(line[at - 1])) {
          line = line.substr(0, at);
          break;
        }
      }
      std::string value(trim(line));
      next_line();
      return value;
    }
    rest_.remove_prefix(1);
    std::string value = read_quoted(quote, begun, name);
    const std::string_view behind = trim(current_line());
    if (!behind.empty() && behind[0] != '#') {
      tell(line_, "expected nothing behind the closing quote of '" + excerpt(name, 60) + '\'');
    }
    next_line();
    return value;
  }

  std::string read_quoted(char quote, int begun, std::string_view name) {
    std::string value;
    while (!rest_.empty() && rest_[0] != quote) {
      line_ += rest_[0] == '\n' ? 1 : 0;
      const bool escape = quote == '"' && rest_[0] == '\\' && rest_.size() > 1;
      if (escape && rest_[1] != '\n') {
        value += unescape(rest_[1]);
        rest_.remove_prefix(2);
      } else {
        value += rest_[0];
        rest_.remove_prefix(1);
      }
    }
    if (rest_.empty()) {
      tell(begun, "the value of '" + excerpt(name, 60) + "' has no closing quote");
    } else {
      rest_.remove_prefix(1);
    }
    return value;
  }

  std::string_view current_line() const { return rest_.substr(0, rest_.find('\n')); }

  // `there` is part of the current line.
  void skip_to(std::string_view there) {
    rest_.remove_prefix(static_cast<std::size_t>(there.data() - rest_.data()));
  }

  void next_line() {
    const std::size_t end = rest_.find('\n');
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    ++line_;
  }

  void tell(int line, std::string message) { problems_.add({file_, line, 0}, std::move(message)); }

  std::string_view rest_;
  int file_;
  int line_ = 1;
  tree::Problems& problems_;
  std::set<std::string> names_;
  std::vector<EnvVariable> variables_;
};

}  // namespace

std::vector<EnvVariable> parse_env_file(std::string_view text, int file, tree::Problems& problems) {
  return Reader(text, file, problems).read();
}

}  // namespace switchgate
