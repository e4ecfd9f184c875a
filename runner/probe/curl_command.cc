// Writes the curl command line of a request.

#include "runner/probe/curl_command.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string_view>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "runner/probe/dial.h"

namespace switchgate::probe {
namespace {

// A finding that shows more than this helps nobody; Linux takes 128 KB for one
// word.
constexpr std::size_t kMaxBodyShown = 8 * 1000;

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
  void operand(std::string_view value) {
    (line_ += ' ') += masker_.shell_word(value);
  }

  // "$X_API_KEY" for a header that must be hidden although no secret was
  // declared for it.
  void header(const Header& header) {
    const std::string_view value = header.value;
    if (trim(value).empty()) {
      option("--header", header.name + ";");
    } else if (Masker::sensitive_name(header.name) &&
               masker_.mask(value) == value) {
      std::string variable = header.name;
      std::ranges::transform(variable, variable.begin(), [](char c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        return letter ? static_cast<char>(c & ~0x20) : digit ? c : '_';
      });
      const bool word = variable.front() < '0' || variable.front() > '9';
      raw("--header", shell_quote(header.name + ": ") + "\"$" +
                          (word ? "" : "_") + variable + '"');
    } else {
      option("--header", header.name + ": " + header.value);
    }
  }

  std::string take() { return std::move(line_); }

 private:
  const Masker& masker_;
  std::string line_ = "curl --include --globoff --path-as-is";
};

std::string seconds(Micros value) {
  constexpr double kMicrosPerSecond = 1e6;
  return format_number(
      std::max(0.001, static_cast<double>(value.count()) / kMicrosPerSecond),
      9);
}

void add_connection(Command& command, const HttpRequest& request,
                    const Dial& dial) {
  command.option("--max-time", seconds(request.timeout));
  if (!dial.connect.empty()) {
    command.option("--connect-to", "::" + dial.connect);
  }
  if (!dial.use_proxy) {
    command.option("--noproxy", "*");
  }
  if (dial.url.scheme != "https") {
    return;
  }
  command.option("--http1.1");
  if (!request.tls.ca.empty()) {
    command.option("--cacert", request.tls.ca);
  }
  if (!request.tls.cert.empty()) {
    command.option("--cert", request.tls.cert);
  }
  if (!request.tls.key.empty()) {
    command.option("--key", request.tls.key);
  }
  if (!request.tls.verify) {
    command.option("--insecure");
  }
}

void add_body(Command& command, const HttpRequest& request,
              std::string& comment) {
  const bool asks_for_body = request.method == "POST" ||
                             request.method == "PUT" ||
                             request.method == "PATCH";
  if (request.body.empty() && !asks_for_body) {
    return;
  }
  if (find_header(request.headers, "content-type") == nullptr) {
    command.option("--header",
                   "Content-Type:");  // curl would say that it is a form
  }
  const bool binary = find_invalid_utf8(request.body) ||
                      request.body.find('\0') != std::string::npos;
  if (binary || request.body.size() > kMaxBodyShown) {
    command.option("--data-binary", "@request-body");
    comment = "  # put the body (" + format_bytes(request.body.size()) +
              ") into the file request-body";
  } else {
    command.option("--data-raw", request.body);
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
  if (dial && !dial->host.empty() &&
      find_header(request.headers, "host") == nullptr) {
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
