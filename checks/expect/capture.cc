// Captures from JSON, headers, cookies and texts.

#include "checks/expect/capture.h"

#include "checks/base/text.h"
#include "checks/json/path.h"
#include "checks/json/reader.h"
#include "checks/regex/regex.h"

namespace switchgate::expect {
namespace {

using json::Value;

Error failure(const Capture& capture, const std::string& message) {
  return {"capture '" + capture.name + "': " + message, capture.pos};
}

Result<json::Path> parse_path(const Capture& capture) {
  auto path = json::Path::parse(capture.expression);
  if (!path) {
    return failure(capture, '\'' + capture.expression + "' is " + path.error().message);
  }
  return path;
}

Result<Regex> parse_pattern(const Capture& capture) {
  auto regex = Regex::compile(capture.expression);
  if (!regex) {
    return failure(capture, '\'' + capture.expression + "' is " + regex.error().message);
  }
  if (capture.group < 0 || capture.group > regex->groups()) {
    return failure(capture, "expected a group from 0 to " + std::to_string(regex->groups()) +
                                ", as '" + capture.expression + "' has them, got " +
                                std::to_string(capture.group));
  }
  return regex;
}

Result<Value> capture_json(const Capture& capture, const HttpResponse& response) {
  const auto path = parse_path(capture);
  if (!path) {
    return path.error();
  }
  if (trim(response.body).empty()) {
    return failure(capture, "expected a JSON body to take " + capture.expression +
                                " from, found an empty one");
  }
  auto document = json::read(response.body);
  if (!document) {
    return failure(capture, "expected a JSON body to take " + capture.expression +
                                " from, found one that is " + document.error().message);
  }
  const auto nodes = path->select(document->root);
  if (!nodes) {
    return failure(capture, nodes.error().message);
  }
  if (nodes->empty()) {
    return failure(capture, "expected " + capture.expression + " in the body, found nothing there");
  }
  if (path->singular()) {
    return *nodes->front().value;
  }
  json::Array all;
  all.reserve(nodes->size());
  for (const json::Node& node : *nodes) {
    all.push_back(*node.value);
  }
  return Value(std::move(all));
}

Result<Value> capture_header(const Capture& capture, const HttpResponse& response) {
  const std::string* value = find_header(response.headers, capture.expression);
  if (value == nullptr) {
    return failure(capture,
                   "expected a header " + capture.expression + ", found none of that name");
  }
  return Value(*value);
}

// The value of "name=value; Path=/ …" when it sets the cookie asked for. A pair
// of quotes around it is part of the value (RFC 6265 section 5.2).
std::optional<std::string_view> cookie_value(std::string_view line, std::string_view name) {
  const std::string_view pair = line.substr(0, line.find(';'));
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) {
    return std::nullopt;
  }
  return trim(pair.substr(equals + 1));
}

// The last line wins, as it does in a browser.
Result<Value> capture_cookie(const Capture& capture, const HttpResponse& response) {
  std::optional<std::string_view> value;
  for (const Header& header : response.headers) {
    if (equals_ignore_case(header.name, "Set-Cookie")) {
      const auto found = cookie_value(header.value, capture.expression);
      value = found ? found : value;
    }
  }
  if (!value) {
    return failure(capture, "expected a cookie " + capture.expression +
                                " to be set, found no Set-Cookie of that name");
  }
  return Value(*value);
}

Result<Value> capture_pattern(const Capture& capture, const HttpResponse& response) {
  const auto regex = parse_pattern(capture);
  if (!regex) {
    return regex.error();
  }
  auto text = regex->capture(response.body, capture.group);
  if (!text) {
    return failure(capture,
                   "expected the body to match '" + capture.expression + "', found no match");
  }
  return Value(std::move(*text));
}

}  // namespace

Status check(const Capture& capture) {
  if (capture.from == CaptureFrom::kJson) {
    const auto path = parse_path(capture);
    return path ? Status(Ok{}) : Status(path.error());
  }
  if (capture.from == CaptureFrom::kRegex) {
    const auto regex = parse_pattern(capture);
    return regex ? Status(Ok{}) : Status(regex.error());
  }
  return Ok{};
}

Result<Value> capture(const Capture& capture, const HttpResponse& response) {
  switch (capture.from) {
    case CaptureFrom::kJson:
      return capture_json(capture, response);
    case CaptureFrom::kHeader:
      return capture_header(capture, response);
    case CaptureFrom::kCookie:
      return capture_cookie(capture, response);
    case CaptureFrom::kRegex:
      return capture_pattern(capture, response);
  }
  return failure(capture, "nothing to take it from");
}

}  // namespace switchgate::expect
