#include "runner/exec/next_page.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "checks/base/text.h"
#include "checks/shape/place.h"

namespace switchgate::exec {
namespace {

// The URL of the link with rel="next" in one header's value.
std::optional<std::string_view> next_in(std::string_view rest) {
  for (std::size_t open = rest.find('<'); open != std::string_view::npos; open = rest.find('<')) {
    const std::size_t close = rest.find('>', open);
    if (close == std::string_view::npos) {
      break;
    }
    const std::string_view url = rest.substr(open + 1, close - open - 1);
    rest.remove_prefix(close + 1);
    const std::string parameters = to_lower_ascii(rest.substr(0, rest.find('<')));
    for (const std::string_view part : split(parameters, ';')) {
      const std::string_view parameter = trim(part);
      if (parameter.starts_with("rel=next") || parameter.starts_with("rel=\"next\"")) {
        return url;
      }
    }
  }
  return std::nullopt;
}

// "$.meta.next" is "$.meta" and "next"; "$['a b']" is "$" and "a b".
struct LastStep {
  std::string_view parent;
  std::string_view name;
};

std::optional<LastStep> last_step(std::string_view path) {
  const std::size_t cut = path.find_last_of(".[");
  if (cut == std::string_view::npos || cut == 0) {
    return std::nullopt;
  }
  std::string_view name = path.substr(cut + 1);
  if (path[cut] == '[') {
    if (name.size() < 4 || (name[0] != '\'' && name[0] != '"')) {
      return std::nullopt;  // the index of an element
    }
    name = name.substr(1, name.size() - 3);
  }
  return LastStep{path.substr(0, cut), name};
}

}  // namespace

NextPage linked_next(const HttpResponse& response) {
  NextPage next{{}, true};
  for (const Header& header : response.headers) {
    if (!equals_ignore_case(header.name, "Link")) {
      continue;
    }
    next.unnamed = false;
    if (const auto url = next_in(header.value)) {
      next.text = *url;
      break;
    }
  }
  return next;
}

NextPage selected_next(const json::Path& path, const json::Value& page) {
  const auto nodes = path.select(page);
  if (!nodes || nodes->empty()) {
    return {{}, true};
  }
  const json::Value& value = *nodes->front().value;
  if (const std::string* text = value.string()) {
    return {*text};
  }
  const bool ends = value.is_null() || (value.boolean() != nullptr && !*value.boolean());
  return {ends ? std::string() : json::to_text(value)};
}

std::string meant_by(const json::Path& path, const json::Value& page) {
  const auto last = last_step(path.text());
  const auto parent = json::Path::parse(last ? last->parent : std::string_view());
  if (!last || !parent) {
    return {};
  }
  const auto nodes = parent->select(page);
  if (!nodes || nodes->empty() || nodes->front().value->object() == nullptr) {
    return {};
  }
  std::vector<std::string_view> names;
  for (const auto& [name, value] : *nodes->front().value->object()) {
    names.emplace_back(name);
  }
  std::optional<std::string> near = nearest_name(last->name, names);
  if (!near) {
    const auto says_next = std::find_if(names.begin(), names.end(), [](std::string_view name) {
      return to_lower_ascii(name).find("next") != std::string::npos;
    });
    near = says_next == names.end() ? near : std::optional(std::string(*says_next));
  }
  return near ? excerpt(shape::member_of(last->parent, *near), 100) : std::string();
}

bool is_strange(const std::string& next) {
  return next == "true" || next.starts_with('[') || next.starts_with('{');
}

}  // namespace switchgate::exec
