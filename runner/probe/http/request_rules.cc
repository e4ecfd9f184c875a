// Checks method, headers and body of a request before anything is sent.

#include "runner/probe/http/request_rules.h"

#include <algorithm>
#include <string_view>

#include "checks/base/text.h"

namespace switchgate::probe {
namespace {

// RFC 9110, 5.6.2.
bool is_token(std::string_view text) {
  constexpr std::string_view kAllowed =
      "!#$%&'*+-.^_`|~"
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return !text.empty() && text.find_first_not_of(kAllowed) == std::string_view::npos;
}

Error problem(std::string message) {
  return Error{"this request was not sent: " + std::move(message), {}};
}

}  // namespace

Status check_request(const HttpRequest& request) {
  if (!is_token(request.method)) {
    return problem("expected a method such as GET, got '" + excerpt(request.method) + "'");
  }
  for (const Header& header : request.headers) {
    if (!is_token(header.name)) {
      return problem("expected a header name of letters, digits and '-', got '" +
                     excerpt(header.name) + "'");
    }
    // The value may be a secret, and is not shown.
    if (header.value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      return problem("the value of header '" + header.name +
                     "' holds a line end or a NUL byte; remove it (a trailing "
                     "newline often comes from a file)");
    }
    if (equals_ignore_case(header.name, "content-length") &&
        trim(header.value) != std::to_string(request.body.size())) {
      return problem("header 'Content-Length' says " + excerpt(header.value) +
                     ", but the body has " + std::to_string(request.body.size()) +
                     " bytes; leave the header out");
    }
  }
  if (request.method == "HEAD" && !request.body.empty()) {
    return problem("HEAD cannot carry a body; leave the body out, or use GET");
  }
  return Ok{};
}

}  // namespace switchgate::probe
