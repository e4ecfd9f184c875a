// Writes the curl command line of a request.

#include "runner/probe/curl_command.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "runner/probe/dial.h"

namespace switchgate::probe {
namespace {

// A finding that shows more than this helps nobody; Linux takes 128 KB for one
// word.
constexpr std::size_t kMaxBodyShown = 8'000;  // quoted

// X-Api-Token -> X_API_TOKEN: where a person puts the value of a header that is
// hidden although no secret was declared for it.
std::string variable_for(std::string_view header_name) {
  std::string out;
  for (const char c : header_name) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool fits = lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += lower ? static_cast<char>(c - 'a' + 'A') : fits ? c : '_';
  }
  return out[0] >= '0' && out[0] <= '9' ? '_' + out : out;
}

class Command {
 public:
  explicit Command(const Masker& masker) : masker_(masker) {}

  void option(std::string_view name) { (line_ += ' ') += name; }
  void option(std::string_view name, std::string_view value) {
    raw(name, masker_.shell_word(value));
  }
  void raw(std::string_view name, std::string_view word) {
    option(name);
    (line_ += ' ') += word;
  }
  // False when the word would have more than `most` bytes.
  bool body(std::string_view text, std::size_t most) {
    const std::string word = text.size() > most ? std::string() : masker_.shell_word(text);
    if (word.empty() || word.size() > most) {
      return false;
    }
    raw("--data-raw", word);
    return true;
  }
  void operand(std::string_view value) { (line_ += ' ') += masker_.shell_word(value); }

  void header(const Header& header) {
    if (trim(header.value).empty()) {
      option("--header", header.name + ";");
    } else if (const std::optional<std::string> user = basic_user(header)) {
      option("--user", *user);
    } else if (Masker::sensitive_name(header.name) && masker_.mask(header.value) == header.value) {
      raw("--header",
          shell_quote_shown(header.name + ": ") + "\"$" + variable_for(header.name) + '"');
    } else {
      option("--header", header.name + ": " + header.value);
    }
  }

  std::string take() { return std::move(line_); }

 private:
  // "user:password" of basic authentication with a declared secret in it: in
  // base64 the secret could not be a reference to its variable.
  std::optional<std::string> basic_user(const Header& header) const {
    constexpr std::string_view kScheme = "Basic ";
    if (!equals_ignore_case(header.name, "authorization") || !header.value.starts_with(kScheme)) {
      return std::nullopt;
    }
    std::optional<std::string> user = base64_decode(trim(header.value.substr(kScheme.size())));
    const bool shows = user && user->find(':') != std::string::npos && masker_.mask(*user) != *user;
    return shows ? user : std::nullopt;
  }

  const Masker& masker_;
  std::string line_ = "curl --include --globoff --path-as-is";
};

std::string seconds(Micros value) {
  constexpr double kMicrosPerSecond = 1e6;
  return format_number(std::max(0.001, static_cast<double>(value.count()) / kMicrosPerSecond), 9);
}

// Is it left to the environment whether there is a proxy?
bool takes_environment(const HttpRequest& request) {
  return !request.proxy && request.connect_to.empty() && request.unix_socket.empty();
}

// curl itself speaks 1.1 without TLS, and with it what both ends prefer.
void add_version(Command& command, HttpVersion version, std::string_view scheme) {
  if (version == HttpVersion::kOne && scheme == "https") {
    command.option("--http1.1");
  } else if (version == HttpVersion::kTwo) {
    command.option(scheme == "https" ? "--http2" : "--http2-prior-knowledge");
  }
}

void add_connection(Command& command, const HttpRequest& request, const Dial& dial) {
  command.option("--max-time", seconds(request.timeout));
  if (!dial.connect.empty()) {
    command.option("--connect-to", "::" + dial.connect);
  }
  if (!dial.unix_socket.empty()) {
    command.option("--unix-socket", dial.unix_socket);
  }
  if (request.proxy && !request.proxy->empty()) {
    command.option("--proxy", *request.proxy);
    command.option("--noproxy", "");  // whatever the environment excepts
  } else if (dial.proxy.empty() && !takes_environment(request)) {
    command.option("--noproxy", "*");
  }
  add_version(command, request.http, dial.url.scheme);
  if (dial.url.scheme != "https") {
    return;
  }
  if (!request.tls.ca.empty()) {
    command.option("--cacert", request.tls.ca);
  }
  if (!request.tls.cert.empty()) {
    // Behind a colon curl expects the key's password.
    command.option("--cert", replace_all(request.tls.cert, ":", "\\:"));
  }
  if (!request.tls.key.empty()) {
    command.option("--key", request.tls.key);
  }
  if (!request.tls.verify) {
    command.option("--insecure");
  }
}

void add_body(Command& command, const HttpRequest& request, std::string& comment) {
  const bool asks_for_body =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (request.body.empty() && !asks_for_body) {
    return;
  }
  if (find_header(request.headers, "content-type") == nullptr) {
    command.option("--header",
                   "Content-Type:");  // curl would say that it is a form
  }
  const bool binary =
      find_invalid_utf8(request.body) || request.body.find('\0') != std::string::npos;
  if (binary || !command.body(request.body, kMaxBodyShown)) {
    command.option("--data-binary", "@request-body");
    comment =
        "  # put the body (" + format_bytes(request.body.size()) + ") into the file request-body";
  }
}

}  // namespace

std::string curl_command(const HttpRequest& request, const Masker& masker) {
  Command command(masker);
  std::string comment;
  const Result<Dial> dial = dial_of(request);
  if (dial) {
    add_connection(command, request, *dial);
  }
  command.option("--compressed");
  if (request.method == "HEAD") {
    command.option("--head");
  } else if (request.method != "GET" || !request.body.empty()) {
    command.option("--request", request.method);
  }
  if (dial && !dial->host.empty() && find_header(request.headers, "host") == nullptr) {
    command.option("--header", "Host: " + dial->host);
  }
  for (const Header& header : request.headers) {
    command.header(header);
  }
  add_body(command, request, comment);
  command.operand(dial ? to_string(dial->url) : request.url);
  return command.take() + comment;
}

}  // namespace switchgate::probe
