// Scans what is sent as it stands, because a text that is not quite JSON may hold a password too.

#include "runner/probe/secret_fields.h"

#include <algorithm>
#include <cstddef>

#include "checks/base/text.h"

namespace switchgate::probe {
namespace {

using Named = std::vector<Masker::Named>;

constexpr std::string_view kBlanks = " \t\r\n";

// What is below a secret's name is secret with it: {"token": {"value": "x"}}.
class JsonScan {
 public:
  explicit JsonScan(std::string_view text) : text_(text) {}

  Named go() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        string();
      } else if (c == '{' || c == '[') {
        open_.push_back(name_of_value());
        name_ = {};
        ++at_;
      } else if (c == '}' || c == ']') {
        if (!open_.empty()) {
          open_.pop_back();
        }
        name_ = {};
        ++at_;
      } else if (c == '-' || (c >= '0' && c <= '9')) {
        number();
      } else {
        if (c == ',') {
          name_ = {};
        }
        ++at_;
      }
    }
    return std::move(found_);
  }

 private:
  void string() {
    const std::size_t begin = at_ + 1;
    std::size_t end = begin;
    while (end < text_.size() && text_[end] != '"') {
      end += text_[end] == '\\' ? 2 : 1;
    }
    end = std::min(end, text_.size());
    at_ = std::min(end + 1, text_.size());
    const std::size_t next = text_.find_first_not_of(kBlanks, at_);
    if (next != std::string_view::npos && text_[next] == ':') {
      name_ = text_.substr(begin, end - begin);
    } else {
      add(begin, end);
    }
  }

  void number() {
    const std::size_t end = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size());
    add(at_, end);
    at_ = end;
  }

  void add(std::size_t begin, std::size_t end) {
    const std::string name = name_of_value();
    if (!name.empty() && end > begin) {
      found_.push_back({begin, end - begin, variable_for(name)});
    }
    name_ = {};
  }

  // The name that makes the value at hand a secret; empty when it is none.
  std::string name_of_value() const {
    return Masker::sensitive_name(name_) ? std::string(name_)
           : open_.empty()               ? std::string()
                                         : open_.back();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view name_;          // of the value that comes next
  std::vector<std::string> open_;  // of each open array and object: name_of_value() for all in it
  Named found_;
};

// <wsse:Password Type="…">hunter2</wsse:Password>
Named secrets_of_xml(std::string_view text) {
  Named found;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::size_t end = text.find('>', at);
    if (end == std::string_view::npos) {
      break;
    }
    std::string_view name = text.substr(at + 1, end - at - 1);
    name = name.substr(0, name.find_first_of(" \t\r\n/"));
    name = name.substr(name.find(':') + 1);  // npos + 1 is 0
    const std::size_t size = std::min(text.find('<', end), text.size()) - end - 1;
    if (!trim(text.substr(end + 1, size)).empty() && Masker::sensitive_name(name)) {
      found.push_back({end + 1, size, variable_for(name)});
    }
  }
  return found;
}

// The pairs of "a=1&b=2" behind `begin`.
Named secrets_of_pairs(std::string_view text, std::size_t begin) {
  Named found;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find_first_of("&#", begin), text.size());
    const std::string_view pair = text.substr(begin, end - begin);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view name = pair.substr(0, equals);
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    if (!value.empty() && Masker::sensitive_name(name)) {
      found.push_back({begin + equals + 1, value.size(), variable_for(name),
                       value.find_first_of("%+") != std::string_view::npos});
    }
    begin = end + 1;
  }
  return found;
}

}  // namespace

std::string variable_for(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool fits = lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += lower ? static_cast<char>(c - 'a' + 'A') : fits ? c : '_';
  }
  return out.empty() || (out[0] >= '0' && out[0] <= '9') ? '_' + out : out;
}

Named secrets_of_body(const HttpRequest& request) {
  const std::string* type = find_header(request.headers, "Content-Type");
  if (type != nullptr && to_lower_ascii(*type).find("form-urlencoded") != std::string::npos) {
    return secrets_of_pairs(request.body, 0);
  }
  return trim(request.body).starts_with('<') ? secrets_of_xml(request.body)
                                             : JsonScan(request.body).go();
}

Named secrets_of_url(std::string_view url) {
  const std::size_t query = url.find('?');
  return query == std::string_view::npos ? Named() : secrets_of_pairs(url, query + 1);
}

Named cookie_values(std::string_view header) {
  Named found;
  for (std::size_t begin = 0; begin < header.size();) {
    const std::size_t end = std::min(header.find(';', begin), header.size());
    const std::size_t equals = header.find('=', begin);
    if (equals < end && equals + 1 < end) {
      found.push_back(
          {equals + 1, end - equals - 1, variable_for(trim(header.substr(begin, equals - begin)))});
    }
    begin = end + 1;
  }
  return found;
}

}  // namespace switchgate::probe
