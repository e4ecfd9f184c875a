#include "runner/init/request_parts.h"

#include <algorithm>
#include <array>

#include "checks/base/text.h"
#include "checks/json/reader.h"
#include "checks/model/masker.h"
#include "runner/probe/url.h"

namespace switchgate::init {
namespace {

// Headers that the program or the connection decides about.
constexpr std::array<std::string_view, 14> kNotOurs = {
    "host",       "content-length", "connection", "accept-encoding",          "user-agent",
    "te",         "expect",         "upgrade",    "transfer-encoding",        "priority",
    "keep-alive", "origin",         "referer",    "upgrade-insecure-requests"};

bool is_left_out(const std::string& lower) {
  return lower.starts_with(':') || lower.starts_with("sec-") || lower.starts_with("proxy-") ||
         std::find(kNotOurs.begin(), kNotOurs.end(), lower) != kNotOurs.end();
}

bool is_token(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::optional<std::string> decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const auto digit = [&](std::size_t at) {
        const char c = at < text.size() ? text[at] : 'x';
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
      };
      const int high = digit(i + 1);
      const int low = digit(i + 2);
      if (high < 0 || low < 0) {
        return std::nullopt;
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return find_invalid_utf8(out) || has_control(out) ? std::nullopt : std::optional(out);
}

// With blanks and bytes beyond ASCII as browsers send them. A control character stays, and
// makes it no URL.
std::string encoded(std::string_view url) {
  std::string out;
  for (const char c : url) {
    const bool raw = static_cast<unsigned char>(c) > 0x7F || c == ' ';
    out += raw ? percent_encode(std::string_view(&c, 1)) : std::string(1, c);
  }
  return out;
}

void hide_members(json::Value& value, const std::string& name, Draft& draft) {
  if (std::string* text = value.string()) {
    *text = without_secret(name, *text, draft);
  } else if (json::Array* array = value.array()) {
    for (json::Value& item : *array) {
      hide_members(item, name, draft);
    }
  } else if (json::Object* object = value.object()) {
    for (auto& [key, member] : *object) {
      hide_members(member, key, draft);
    }
  }
}

void add_cookies(std::string_view header, Draft& draft, DraftCheck& check) {
  for (const std::string_view pair : split(header, ';')) {
    const std::string_view cookie = trim(pair);
    const std::size_t equals = cookie.find('=');
    const std::string name(cookie.substr(0, equals));
    if (equals == std::string_view::npos || !is_token(name)) {
      continue;
    }
    // A recorded session is a credential, and stale by tomorrow.
    check.cookies.emplace_back(name, "${" + add_secret(draft, name) + '}');
  }
}

}  // namespace

Result<UrlParts> url_parts(std::string_view text) {
  Result<probe::Url> url = probe::parse_url(encoded(text.substr(0, text.find('#'))));
  if (!url) {
    return url.error();
  }
  UrlParts parts{probe::origin(*url), url->path, {}};
  if (url->has_query) {
    if (auto fields = decode_fields(url->query)) {
      parts.query = *std::move(fields);
    } else {
      parts.path += '?' + url->query;
    }
  }
  return parts;
}

std::string as_query(std::string_view data) {
  std::string out;
  for (const char c : data) {
    const auto byte = static_cast<unsigned char>(c);
    const bool raw = byte <= 0x20 || byte >= 0x7F || c == '#';
    out += raw ? percent_encode(std::string_view(&c, 1)) : std::string(1, c);
  }
  return out;
}

std::optional<std::vector<Field>> decode_fields(std::string_view encoded) {
  std::vector<Field> fields;
  for (const std::string_view part : split(encoded, '&')) {
    const std::size_t equals = part.find('=');
    const auto name = decode(part.substr(0, equals));
    const auto value =
        equals == std::string_view::npos ? std::nullopt : decode(part.substr(equals + 1));
    if (!name || !value || name->empty()) {
      return std::nullopt;
    }
    fields.emplace_back(*name, *value);
  }
  return fields;
}

std::string without_secret(const std::string& name, const std::string& value, Draft& draft) {
  return Masker::sensitive_name(name) && !value.empty() ? "${" + add_secret(draft, name) + '}'
                                                        : value;
}

void add_header(const std::string& name, const std::string& value, Draft& draft,
                DraftCheck& check) {
  const std::string lower = to_lower_ascii(name);
  if (is_left_out(lower) || !is_token(name) || has_control(value)) {
    return;
  }
  if (lower == "cookie") {
    add_cookies(value, draft, check);
    return;
  }
  if (lower == "authorization") {
    if (to_lower_ascii(value.substr(0, 7)) == "bearer ") {
      check.bearer = add_secret(draft, "API_TOKEN");
    } else if (to_lower_ascii(value.substr(0, 6)) == "basic ") {
      const auto pair = base64_decode(trim(std::string_view(value).substr(6)));
      const std::string user = pair ? pair->substr(0, pair->find(':')) : "";
      check.basic = Field{find_invalid_utf8(user) ? "" : user, add_secret(draft, "API_PASSWORD")};
    } else {
      check.headers.emplace_back(name, "${" + add_secret(draft, "AUTHORIZATION") + '}');
    }
    return;
  }
  const auto same = [&](const Field& field) { return equals_ignore_case(field.first, name); };
  if (std::none_of(check.headers.begin(), check.headers.end(), same)) {
    check.headers.emplace_back(name, without_secret(name, value, draft));
  }
}

Body body_of(const std::string& text, std::string_view media_type, Draft& draft) {
  const std::string type = to_lower_ascii(trim(media_type.substr(0, media_type.find(';'))));
  if (type == "application/json" || type.ends_with("+json")) {
    if (Result<json::Document> document = json::read(text)) {
      hide_members(document->root, "", draft);
      return std::move(document->root);
    }
  }
  if (type == "application/x-www-form-urlencoded") {
    if (auto fields = decode_fields(text)) {
      for (auto& [name, value] : *fields) {
        value = without_secret(name, value, draft);
      }
      return FormBody{*std::move(fields)};
    }
  }
  return TextBody{text};
}

}  // namespace switchgate::init
