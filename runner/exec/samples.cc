#include "runner/exec/samples.h"

#include <algorithm>
#include <iterator>

#include "checks/base/text.h"
#include "checks/json/reader.h"
#include "checks/shape/prune.h"
#include "runner/probe/url.h"

namespace switchgate::exec {
namespace {

std::vector<json::Path> compile(const std::vector<std::string>& expressions) {
  std::vector<json::Path> paths;
  for (const std::string& expression : expressions) {
    if (Result<json::Path> path = json::Path::parse(expression)) {
      paths.push_back(*std::move(path));
    }
  }
  return paths;
}

bool says_json(const std::optional<std::string>& content_type) {
  if (!content_type) {
    return false;
  }
  const std::string type = to_lower_ascii(trim(split(*content_type, ';')[0]));
  return type == "application/json" || type.ends_with("+json") || type == "text/json";
}

// The body as JSON. An answer that does not say that it is JSON must at least be an
// object or a list: "42" as text/plain is no document.
Result<json::Value> read_body(const HttpResponse& response,
                              const std::optional<std::string>& content_type) {
  if (response.body.empty()) {
    return Error{"its body is empty", {}};
  }
  Result<json::Document> document = json::read(response.body);
  if (!document) {
    return document.error();
  }
  json::Value& root = document->root;
  if (!says_json(content_type) && root.object() == nullptr && root.array() == nullptr) {
    return Error{"it does not say that it is JSON (Content-Type: " +
                     (content_type ? excerpt(*content_type, 60) : std::string("none")) + ")",
                 {}};
  }
  return std::move(root);
}

}  // namespace

ComparePaths ComparePaths::of(const Compare& compare) {
  if (!compare.shape) {
    return {};
  }
  return {compile(compare.shape->ignore), compile(compare.shape->ordered), compare.shape->maps};
}

ComparePaths ComparePaths::of(const ValueSettings& values) {
  return {compile(values.ignore), compile(values.ordered)};
}

std::string origin_of(const HttpRequest& request) {
  const Result<probe::Url> url = probe::parse_url(request.url);
  return url ? probe::origin(*url) : request.url;
}

void Samples::take(const HttpResponse& response, const ComparePaths& paths, BodyWants wants,
                   const Masker& masker) {
  const std::string* type = find_header(response.headers, "Content-Type");
  const std::optional<std::string> this_type =
      type != nullptr ? std::optional(*type) : std::nullopt;
  if (n == 0) {
    status = response.status;
    content_type = this_type;
  }
  statuses.insert(response.status);
  content_types.insert(this_type);
  ++n;
  headers.push_back(response.headers);
  ++locations.answers;
  if (const std::string* location = find_header(response.headers, "Location")) {
    locations.values.push_back(*location);
  }
  if (!wants.shape && !wants.values) {
    return;
  }
  Result<json::Value> value = read_body(response, this_type);
  if (value && wants.values && !whole) {
    whole = *value;
  }
  if (value && !paths.ignore.empty()) {
    value = shape::prune(*value, paths.ignore);
  }
  if (!value) {
    if (not_json.empty()) {
      not_json = masker.mask_quotes(value.error().message, response.body);
    }
    return;
  }
  if (wants.shape) {
    shape::absorb(shape, shape::infer(*value));
  }
  if (!first) {
    first = *std::move(value);
  } else {
    steady = steady && *first == *value;
  }
}

void Samples::join(Samples others) {
  if (n == 0) {
    *this = std::move(others);
    return;
  }
  n += others.n;
  statuses.merge(others.statuses);
  content_types.merge(others.content_types);
  std::move(others.headers.begin(), others.headers.end(), std::back_inserter(headers));
  locations.answers += others.locations.answers;
  locations.values.insert(locations.values.end(), others.locations.values.begin(),
                          others.locations.values.end());
  shape::absorb(shape, others.shape);
  not_json = not_json.empty() ? std::move(others.not_json) : not_json;
  if (!first) {
    first = std::move(others.first);
  } else if (others.first) {
    steady = steady && others.steady && *first == *others.first;
  }
}

bool has_leaf(const shape::Shape& shape) {
  if (shape.booleans > 0 || shape.number || shape.string) {
    return true;
  }
  if (shape.array && has_leaf(shape.array->item)) {
    return true;
  }
  if (!shape.object) {
    return false;
  }
  for (const auto& [name, property] : shape.object->all.properties) {
    if (has_leaf(property)) {
      return true;
    }
  }
  return has_leaf(shape.object->all.any_value);
}

}  // namespace switchgate::exec
