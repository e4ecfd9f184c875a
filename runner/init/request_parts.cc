#include "runner/init/request_parts.h"

#include <algorithm>
#include <array>

#include "checks/base/text.h"
#include "checks/json/reader.h"
#include "runner/init/hide.h"
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

void add_cookies(std::string_view header, Draft& draft, DraftCheck& check) {
  for (const std::string_view pair : split(header, ';')) {
    const std::string_view cookie = trim(pair);
    const std::size_t equals = cookie.find('=');
    const std::string name(cookie.substr(0, equals));
    const bool again = std::any_of(check.cookies.begin(), check.cookies.end(),
                                   [&](const Field& field) { return field.first == name; });
    if (equals == std::string_view::npos || !is_token(name) || again) {
      continue;
    }
    // A recorded session is a credential, and stale by tomorrow.
    check.cookies.emplace_back(name, "${" + add_secret(draft, name) + '}');
  }
}

bool has_header(const DraftCheck& check, std::string_view name) {
  return std::any_of(check.headers.begin(), check.headers.end(),
                     [&](const Field& field) { return equals_ignore_case(field.first, name); });
}

// Takes "user:password@" out of the URL.
std::optional<Field> take_user(std::string& url) {
  const std::size_t slashes = url.find("://");
  const std::size_t begin = slashes == std::string::npos ? 0 : slashes + 3;
  const std::size_t at = std::string_view(url).substr(0, url.find_first_of("/?", begin)).rfind('@');
  if (at == std::string::npos || at < begin) {
    return std::nullopt;
  }
  const std::string user = url.substr(begin, at - begin);
  url.erase(begin, at + 1 - begin);
  const std::size_t colon = std::min(user.find(':'), user.size());
  // Nobody has a '+' for a blank there.
  const auto plain = [](const std::string& part) {
    return decode(replace_all(part, "+", "%2B")).value_or(part);
  };
  return Field{plain(user.substr(0, colon)), plain(user.substr(std::min(colon + 1, user.size())))};
}

bool has_credentials(const DraftCheck& check) {
  return check.basic || check.bearer || has_header(check, "Authorization");
}

// A user without a password is a key: the whole header is the secret then.
void take_basic(const std::string& user, bool has_password, Draft& draft, DraftCheck& check) {
  if (has_password && !find_invalid_utf8(user) && !has_control(user)) {
    check.basic = Field{hide_value("USER", user, draft), add_secret(draft, "API_PASSWORD")};
  } else {
    check.headers.emplace_back("Authorization", "${" + add_secret(draft, "AUTHORIZATION") + '}');
  }
}

}  // namespace

Result<UrlParts> url_parts(std::string_view text) {
  std::string address = encoded(text.substr(0, text.find('#')));
  std::optional<Field> user = take_user(address);
  Result<probe::Url> url = probe::parse_url(address);
  if (!url) {
    return url.error();
  }
  UrlParts parts{probe::origin(*url), url->path, {}, std::move(user)};
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

void take_url(const UrlParts& url, Draft& draft, DraftCheck& check) {
  check.path = hide_in_path(url.path, draft);
  for (const auto& [name, value] : url.query) {
    check.query.emplace_back(name, hide_value(name, value, draft));
  }
  if (url.user && !has_credentials(check)) {
    take_basic(url.user->first, !url.user->second.empty(), draft, check);
  }
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
    if (has_credentials(check)) {
      return;  // a request has one of them
    }
    if (to_lower_ascii(value.substr(0, 7)) == "bearer ") {
      check.bearer = add_secret(draft, "API_TOKEN");
    } else if (to_lower_ascii(value.substr(0, 6)) == "basic ") {
      const std::string pair = base64_decode(trim(std::string_view(value).substr(6))).value_or("");
      const std::size_t colon = std::min(pair.find(':'), pair.size());
      take_basic(pair.substr(0, colon), colon + 1 < pair.size(), draft, check);
    } else if (!value.empty()) {
      check.headers.emplace_back(name, "${" + add_secret(draft, "AUTHORIZATION") + '}');
    }
    return;
  }
  if (!has_header(check, name)) {
    check.headers.emplace_back(name, hide_value(name, value, draft));
  }
}

Body body_of(const std::string& text, std::string_view media_type, Draft& draft) {
  const std::string type = to_lower_ascii(trim(media_type.substr(0, media_type.find(';'))));
  if (type == "application/json" || type.ends_with("+json")) {
    if (Result<json::Document> document = json::read(text)) {
      hide_members(document->root, draft);
      return std::move(document->root);
    }
  }
  if (type == "application/x-www-form-urlencoded") {
    if (auto fields = decode_fields(text)) {
      for (auto& [name, value] : *fields) {
        value = hide_value(name, value, draft);
      }
      return FormBody{*std::move(fields)};
    }
    return TextBody{hide_in_query(text, draft)};
  }
  return TextBody{hide_in_text(text, draft)};
}

}  // namespace switchgate::init
