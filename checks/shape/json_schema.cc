// One schema a place. Keywords of one kind say nothing of values of another, so that a union
// of kinds is a list of types with the keywords of each beside it.

#include "checks/shape/json_schema.h"

#include <utility>

#include "checks/base/text.h"
#include "checks/shape/view.h"

namespace switchgate::shape {
namespace {

// The one format of the strings by the standard's name; nothing where there are several.
std::optional<std::string_view> standard_format(const FormatCounts& formats) {
  std::optional<std::string_view> found;
  for (std::size_t i = 0; i < kFormatCount; ++i) {
    if (formats.by_format[i] == 0) continue;
    if (found) return std::nullopt;
    found = name_of(static_cast<Format>(i));
  }
  for (const Format own :
       {Format::kPlain, Format::kUlid, Format::kNumeric, Format::kJwt, Format::kEmpty}) {
    if (found == name_of(own)) return std::nullopt;
  }
  return found;
}

json::Value types_of(const Shape& shape) {
  json::Array types;
  if (shape.object) types.emplace_back("object");
  if (shape.array) types.emplace_back("array");
  if (shape.booleans > 0) types.emplace_back("boolean");
  if (shape.number) types.emplace_back(shape.number->fractions > 0 ? "number" : "integer");
  if (shape.string) types.emplace_back("string");
  if (shape.nulls > 0) types.emplace_back("null");
  return types.size() == 1 ? std::move(types.front()) : json::Value(std::move(types));
}

json::Object schema_of(const Shape& shape);

// `constant` is the value that the member `discriminator` always has.
void add_record(const Record& record, std::string_view discriminator, std::string_view constant,
                json::Object& schema) {
  std::vector<json::Object::Member> properties;
  json::Array required;
  for (const auto& [name, member] : record.properties) {
    json::Object property;
    if (name == discriminator) {
      property.append_new("const", constant);
    } else {
      property = schema_of(member);
    }
    properties.emplace_back(name, std::move(property));
    if (member.n() == record.n) required.emplace_back(name);
  }
  if (!properties.empty()) schema.append_new("properties", json::Object::of(std::move(properties)));
  if (!required.empty()) schema.append_new("required", std::move(required));
}

void add_map(const Record& record, json::Object& schema) {
  const Record map = collapse(record);
  if (map.key_formats.total() == 0) return;
  if (const auto format = standard_format(map.key_formats)) {
    json::Object names;
    names.append_new("format", *format);
    schema.append_new("propertyNames", std::move(names));
  }
  schema.append_new("additionalProperties", schema_of(map.any_value));
}

void add_variants(const std::string& member, const ObjectFacts& facts, json::Object& schema) {
  json::Array variants;
  for (const auto& [value, record] :
       variants_of(facts.partitions.find(member)->second, facts.all)) {
    json::Object variant;
    add_record(*record, member, value, variant);
    variants.emplace_back(std::move(variant));
  }
  schema.append_new("anyOf", std::move(variants));
}

void add_object(const ObjectFacts& facts, json::Object& schema) {
  std::visit(Overloaded{[&](RecordView) { add_record(facts.all, {}, {}, schema); },
                        [&](MapView) { add_map(facts.all, schema); },
                        [&](const VariantView& view) { add_variants(view.member, facts, schema); },
                        [&](TooWideView) { add_map(facts.all, schema); }},
             choose_view(facts, facts));
}

json::Object schema_of(const Shape& shape) {
  json::Object schema;
  if (shape.n() == 0) return schema;
  schema.append_new("type", types_of(shape));
  if (shape.string) {
    if (const auto format = standard_format(*shape.string)) schema.append_new("format", *format);
  }
  if (shape.array && shape.array->item.n() > 0) {
    schema.append_new("items", schema_of(shape.array->item));
  }
  if (shape.object) add_object(*shape.object, schema);
  return schema;
}

}  // namespace

json::Value to_json_schema(const Shape& shape) {
  json::Object schema;
  schema.append_new("$schema", "https://json-schema.org/draft/2020-12/schema");
  for (auto& [name, value] : schema_of(shape)) schema.append_new(name, value);
  return schema;
}

}  // namespace switchgate::shape
