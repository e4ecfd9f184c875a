#include "runner/schema/build.h"

#include <cassert>

#include "checks/json/reader.h"
#include "checks/yaml/parser.h"

namespace switchgate::schema {

json::Value from_text(std::string_view text) {
  auto document = json::read(text);
  assert(document.ok());
  return std::move(document->root);
}

json::Value object(std::initializer_list<std::pair<std::string, json::Value>> members) {
  json::Object out;
  for (const auto& [name, value] : members) {
    out.append_new(name, value);
  }
  return out;
}

json::Value list(std::initializer_list<json::Value> items) { return json::Array(items); }

json::Value words(const std::vector<std::string_view>& names) {
  return json::Array(names.begin(), names.end());
}

json::Value reference(std::string_view definition) {
  return object({{"$ref", "#/definitions/" + std::string(definition)}});
}

json::Value of_form(std::string_view form) {
  return form.starts_with('{') ? from_text(form) : reference(form);
}

json::Value described(json::Value schema, std::string_view summary, std::string_view example) {
  json::Object out;
  if (!summary.empty()) {
    out.append_new("description", summary);
  }
  if (!example.empty()) {
    out.append_new("examples", list({from_yaml(example)}));
  }
  if (schema.object() != nullptr && schema.object()->find("$ref") != nullptr) {
    out.append_new("allOf", list({std::move(schema)}));
    return out;
  }
  if (schema.object() != nullptr) {
    for (const auto& [name, value] : *schema.object()) {
      out.set(name, value);
    }
  }
  return out;
}

json::Value from_yaml(std::string_view text) {
  const SourceFiles files = {{"", "", std::string(text)}};
  tree::Problems problems;
  const auto root = yaml::parse(files, 0, problems);
  assert(root.has_value());
  return tree::to_json(*root);
}

}  // namespace switchgate::schema
