// Writes the curl command line of a request.

#include "runner/probe/curl_command.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "runner/probe/dial.h"
#include "runner/probe/secret_fields.h"

namespace switchgate::probe {
namespace {

// A finding that shows more than this helps nobody; Linux takes 128 KB for one
// word.
constexpr std::size_t kMaxBodyShown = 8'000;  // quoted

class Command {
 public:
  explicit Command(const Masker& masker) : masker_(masker) {}

  void option(std::string_view name) { (line_ += ' ') += name; }
  void option(std::string_view name, std::string_view value,
              std::span<const Masker::Named> named = {}) {
    raw(name, masker_.shell_word(value, named));
  }
  void raw(std::string_view name, std::string_view word) {
    option(name);
    (line_ += ' ') += word;
  }
  // False when the word would have more than `most` bytes.
  bool body(const HttpRequest& request, std::size_t most) {
    const std::string word = request.body.size() > most
                                 ? std::string()
                                 : masker_.shell_word(request.body, secrets_of_body(request));
    if (word.empty() || word.size() > most) {
      return false;
    }
    raw("--data-raw", word);
    return true;
  }
  void url(std::string_view value) {
    (line_ += ' ') += masker_.shell_word(value, secrets_of_url(value));
  }

  void header(const Header& header) {
    if (trim(header.value).empty()) {
      option("--header", header.name + ";");
    } else if (const std::optional<std::string> user = basic_user(header)) {
      option("--user", *user);
    } else {
      const std::string line = header.name + ": ";
      std::vector<Masker::Named> named = named_in(header);
      for (Masker::Named& value : named) {
        value.at += line.size();
      }
      option("--header", line + header.value, named);
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

  // What is hidden of a header for its name. Beside declared secrets, which have variables of
  // their own, a scheme ("Bearer") and the names of cookies show.
  std::vector<Masker::Named> named_in(const Header& header) const {
    if (!Masker::sensitive_name(header.name)) {
      return {};
    }
    const bool declared = masker_.find(header.value).has_value();
    if (declared && equals_ignore_case(header.name, "Cookie")) {
      return cookie_values(header.value);
    }
    const bool has_scheme = to_lower_ascii(header.name).ends_with("authorization");
    const std::size_t scheme = has_scheme ? header.value.find(' ') + 1 : 0;  // npos + 1 is 0
    if (declared && masker_.covers(std::string_view(header.value).substr(scheme))) {
      return {};
    }
    return {{0, header.value.size(), variable_for(header.name)}};
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
  if (!request.body_file.empty()) {
    command.option("--data-binary", '@' + request.body_file);
    return;
  }
  const bool binary =
      find_invalid_utf8(request.body) || request.body.find('\0') != std::string::npos;
  if (binary || !command.body(request, kMaxBodyShown)) {
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
  command.url(dial ? to_string(dial->url) : request.url);
  return command.take() + comment;
}

}  // namespace switchgate::probe
