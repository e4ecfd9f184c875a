// Looks at names first, then at values.

#include "runner/init/hide.h"

#include <algorithm>

#include "checks/base/secret_names.h"
#include "checks/base/text.h"

namespace switchgate::init {
namespace {

// "remember_token=false" keeps nothing back.
bool says_nothing(std::string_view value) {
  return value.empty() || value == "true" || value == "false" || value == "null";
}

bool begins_with_scheme(std::string_view value) {
  const std::string lower = to_lower_ascii(value.substr(0, 7));
  return lower == "bearer " || lower.starts_with("basic ");
}

std::string reference(Draft& draft, std::string_view of, std::string_view filter = {}) {
  return "${" + add_secret(draft, of) + std::string(filter) + '}';
}

// "q" of a value that is a token: the variable is Q_TOKEN, so that a field "path" does not take
// the environment's PATH.
std::string reference_by_value(Draft& draft, const std::string& name) {
  return reference(draft, name + (name.empty() ? "TOKEN" : "_TOKEN"));
}

void hide_within(json::Value& value, const std::string& name, bool secret, Draft& draft) {
  if (std::string* text = value.string()) {
    *text =
        secret && !says_nothing(*text) ? reference(draft, name) : hide_value(name, *text, draft);
  } else if (value.number() != nullptr && secret) {
    value = json::Value(reference(draft, name, "|number"));
  } else if (json::Array* array = value.array()) {
    for (json::Value& item : *array) {
      hide_within(item, name, secret, draft);
    }
  } else if (json::Object* object = value.object()) {
    for (auto& [key, member] : *object) {
      const bool named = may_name_secret(key);
      std::string known_as = secret && !named ? name + '_' : std::string();
      hide_within(member, known_as += key, secret || named, draft);
    }
  }
}

// Pairs with something between them.
std::string hide_pairs(std::string_view text, char separator, Draft& draft) {
  std::vector<std::string> out;
  for (const std::string_view part : split(text, separator)) {
    const std::size_t equals = part.find('=');
    const std::string_view name = part.substr(0, equals);
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
    if (may_name_secret(name) && !says_nothing(value)) {
      out.push_back(std::string(name) + '=' + reference(draft, name));
    } else if (find_secret(value).size != 0) {
      out.push_back(std::string(name) + '=' + reference_by_value(draft, std::string(name)));
    } else {
      out.emplace_back(part);
    }
  }
  return join(out, std::string_view(&separator, 1));
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

// Goes through a text name by name.
class TextHider {
 public:
  TextHider(std::string_view text, Draft& draft) : text_(text), draft_(draft) {}

  std::string hide() {
    std::string out;
    bool element = false;
    while (at_ < text_.size()) {
      const std::size_t begin = at_;
      if (!is_name_character(text_[at_])) {
        out += text_[at_++];
        continue;
      }
      while (at_ < text_.size() && is_name_character(text_[at_])) {
        ++at_;
      }
      const std::string_view name = text_.substr(begin, at_ - begin);
      const char before = begin > 0 ? text_[begin - 1] : ' ';
      element = before == '<' || (before == ':' && element);  // <password>, <wsse:Password>
      out += name;
      if (before != '$') {  // `$token: String!` of GraphQL declares a variable
        take_value(name, element, out);
      }
    }
    return out;
  }

 private:
  // What the name is for, if that is a secret.
  void take_value(std::string_view name, bool element, std::string& out) {
    std::size_t from = 0;
    std::size_t end = 0;
    if (element) {
      from = text_.find('>', at_);
      from = from == std::string_view::npos ? text_.size() : from + 1;
      end = std::min(text_.find('<', from), text_.size());
    } else if (name == "name") {
      from = part_of_form();
      end = std::min({text_.find("\r\n--", from), text_.find("\n--", from), text_.size()});
      name = part_;
    } else {
      from = behind_sign();
      end = end_of_value(from);
    }
    const std::string_view value = text_.substr(from, std::max(from, end) - from);
    if (may_name_secret(name) && !says_nothing(value) && !value.starts_with('$')) {
      out += text_.substr(at_, from - at_);
      out += reference(draft_, name);
      at_ = end;
    }
  }

  // Where the value of `name: "…"` or `name=…` begins; the end of the text: there is none.
  std::size_t behind_sign() const {
    std::size_t at = text_.find_first_not_of("\\\"'] \t", at_);
    if (at == std::string_view::npos || (text_[at] != ':' && text_[at] != '=')) {
      return text_.size();
    }
    at = text_.find_first_not_of(" \t\\", at + 1);
    if (at != std::string_view::npos && (text_[at] == '"' || text_[at] == '\'')) {
      ++at;
    }
    at = std::min(at, text_.size());
    return begins_with_scheme(text_.substr(at)) ? text_.find(' ', at) + 1 : at;
  }

  // A quoted value ends with its quote, any other where nothing else of its kind goes on.
  std::size_t end_of_value(std::size_t from) const {
    const std::size_t sign = text_.find_last_of(":=\"'", from == 0 ? 0 : from - 1);
    const char before = sign == std::string_view::npos ? ' ' : text_[sign];
    const bool quoted = before == '"' || before == '\'';
    const std::string ends = quoted ? std::string{before, '\\', '\n'} : "\"' \t\r\n,;&<>{}()[]\\";
    return from < text_.size() ? std::min(text_.find_first_of(ends, from), text_.size()) : from;
  }

  // multipart/form-data: name="password", an empty line, the value.
  std::size_t part_of_form() {
    if (text_.substr(at_, 2) != "=\"") {
      return text_.size();
    }
    const std::size_t quote = text_.find('"', at_ + 2);
    const std::size_t line = text_.find('\n', at_);
    part_ = text_.substr(at_ + 2, std::min(quote, text_.size()) - at_ - 2);
    if (quote == std::string_view::npos || line < quote || !may_name_secret(part_)) {
      return text_.size();
    }
    for (const std::string_view empty : {"\r\n\r\n", "\n\n"}) {
      if (const std::size_t at = text_.find(empty, quote); at != std::string_view::npos) {
        return at + empty.size();
      }
    }
    return text_.size();
  }

  std::string_view text_;
  Draft& draft_;
  std::size_t at_ = 0;
  std::string_view part_;
};

}  // namespace

std::string hide_value(const std::string& name, const std::string& value, Draft& draft) {
  if (may_name_secret(name) && !says_nothing(value)) {
    return reference(draft, name);
  }
  return find_secret(value).size != 0 || begins_with_scheme(value) ? reference_by_value(draft, name)
                                                                   : value;
}

void hide_members(json::Value& value, Draft& draft) { hide_within(value, "", false, draft); }

std::string hide_in_query(std::string_view query, Draft& draft) {
  return hide_pairs(query, '&', draft);
}

std::string hide_in_path(std::string_view path, Draft& draft) {
  const std::size_t mark = std::min(path.find('?'), path.size());
  std::vector<std::string> segments;
  for (const std::string_view segment : split(path.substr(0, mark), '/')) {
    const SecretPlace secret = find_secret(segment);
    segments.push_back(secret.size != 0 ? std::string(segment.substr(0, secret.at)) +
                                              reference(draft, "PATH_TOKEN") +
                                              std::string(segment.substr(secret.at + secret.size))
                                        : hide_pairs(segment, ';', draft));
  }
  const std::string_view query = path.substr(mark);
  return join(segments, "/") + (query.empty() ? "" : '?' + hide_in_query(query.substr(1), draft));
}

std::string hide_in_text(std::string_view text, Draft& draft) {
  std::string hidden = TextHider(text, draft).hide();
  std::string out;
  std::string_view rest = hidden;
  for (SecretPlace secret = find_secret(rest); secret.size != 0; secret = find_secret(rest)) {
    const bool known = rest.substr(secret.at).starts_with("${");
    out += rest.substr(0, secret.at);
    out +=
        known ? std::string(rest.substr(secret.at, secret.size)) : reference(draft, "BODY_TOKEN");
    rest.remove_prefix(secret.at + secret.size);
  }
  return out + std::string(rest);
}

}  // namespace switchgate::init
