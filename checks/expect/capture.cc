// Captures from JSON, XML, headers, cookies, texts and URLs.

#include "checks/expect/capture.h"

#include "checks/base/set_cookie.h"
#include "checks/base/text.h"
#include "checks/json/path.h"
#include "checks/json/reader.h"
#include "checks/regex/regex.h"
#include "checks/xml/xpath.h"

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

// The last line wins, as it does in a browser.
Result<Value> capture_cookie(const Capture& capture, const HttpResponse& response) {
  std::optional<std::string> value;
  for (const Header& header : response.headers) {
    if (equals_ignore_case(header.name, "Set-Cookie")) {
      const auto cookie = parse_set_cookie(header.value);
      if (cookie && cookie->name == capture.expression) {
        value = cookie->value;
      }
    }
  }
  if (!value) {
    return failure(capture, "expected a cookie " + capture.expression +
                                " to be set, found no Set-Cookie of that name");
  }
  return Value(*std::move(value));
}

Result<xml::XPath> parse_xpath(const Capture& capture) {
  auto path = xml::XPath::parse(capture.expression, capture.namespaces);
  if (!path) {
    return failure(capture, '\'' + capture.expression + "' is " + path.error().message);
  }
  return path;
}

Result<Value> capture_xpath(const Capture& capture, const HttpResponse& response) {
  const auto path = parse_xpath(capture);
  if (!path) {
    return path.error();
  }
  auto document = xml::read(response.body);
  if (!document) {
    return failure(capture, "expected an XML body to take " + capture.expression +
                                " from, found one that is " + document.error().message);
  }
  auto selected = path->select(xml::Tree(*std::move(document)));
  if (!selected) {
    return failure(capture, selected.error().message);
  }
  if (auto* value = std::get_if<Value>(&*selected)) {
    return std::move(*value);
  }
  auto& texts = std::get<std::vector<Value>>(*selected);
  if (texts.empty()) {
    return failure(capture, "expected " + capture.expression + " in the body, found nothing there");
  }
  return path->singular() ? std::move(texts.front()) : Value(std::move(texts));
}

Result<Value> capture_pattern(const Capture& capture, std::string_view text_of_answer,
                              std::string_view what) {
  const auto regex = parse_pattern(capture);
  if (!regex) {
    return regex.error();
  }
  auto text = regex->capture(text_of_answer, capture.group);
  if (!text) {
    return failure(capture, "expected " + std::string(what) + " to match '" + capture.expression +
                                "', found no match");
  }
  return Value(std::move(*text));
}

Result<Value> capture_url(const Capture& capture, const HttpResponse& response) {
  const bool redirect = response.status >= 300 && response.status < 400;
  const std::string* location = redirect ? find_header(response.headers, "Location") : nullptr;
  return location != nullptr ? capture_pattern(capture, *location, "the Location")
                             : capture_pattern(capture, response.url, "the URL that answered");
}

}  // namespace

Status check(const Capture& capture) {
  if (capture.from == CaptureFrom::kJson) {
    const auto path = parse_path(capture);
    return path ? Status(Ok{}) : Status(path.error());
  }
  if (capture.from == CaptureFrom::kXPath) {
    const auto path = parse_xpath(capture);
    return path ? Status(Ok{}) : Status(path.error());
  }
  if (capture.from == CaptureFrom::kRegex || capture.from == CaptureFrom::kUrl) {
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
      return capture_pattern(capture, response.body, "the body");
    case CaptureFrom::kXPath:
      return capture_xpath(capture, response);
    case CaptureFrom::kUrl:
      return capture_url(capture, response);
  }
  return failure(capture, "nothing to take it from");
}

}  // namespace switchgate::expect
