#include "runner/schema/matchers.h"

#include <algorithm>
#include <array>
#include <vector>

#include "checks/base/formats.h"
#include "checks/expect/lists.h"
#include "checks/expect/operators.h"
#include "runner/schema/build.h"

namespace switchgate::schema {
namespace {

using expect::Kind;

struct KindName {
  Kind kind;
  std::string_view name;
};
constexpr std::array kKinds = {
    KindName{Kind::kJson, "json"},
    KindName{Kind::kNodes, "nodes"},
    KindName{Kind::kText, "text"},
    KindName{Kind::kHeader, "header"},
    KindName{Kind::kNumber, "number"},
    KindName{Kind::kStatus, "status"},
    KindName{Kind::kBytes, "size"},
    KindName{Kind::kDuration, "duration"},
    KindName{Kind::kOptionalText, "optional-text"},
    KindName{Kind::kTexts, "texts"},
    KindName{Kind::kOptionalNumber, "optional-number"},
    KindName{Kind::kBoolean, "boolean"},
    KindName{Kind::kRawBytes, "bytes"},
    KindName{Kind::kDigest, "digest"},
};

std::string name_of(Kind kind) {
  const auto* row = std::find_if(kKinds.begin(), kKinds.end(),
                                 [&](const KindName& one) { return one.kind == kind; });
  return std::string(row->name);
}

// Filled in later, `${name}` may stand for whatever is asked for.
json::Value or_reference(json::Value schema) {
  return object({{"anyOf", list({reference("reference"), std::move(schema)})}});
}

// What a value of the kind is compared with for equality.
json::Value sample_of(Kind kind) {
  switch (kind) {
    case Kind::kStatus:
      return from_text(R"({"anyOf": [
          {"type": "integer", "minimum": 100, "maximum": 599},
          {"type": "string", "pattern": "^[1-5]([xX]{2}|[0-9]{2})$"}]})");
    case Kind::kText:
    case Kind::kHeader:
    case Kind::kOptionalText:
      return reference("text");
    case Kind::kRawBytes:
      return from_text(R"({"anyOf": [{"type": "integer", "minimum": 10},
          {"type": "string", "pattern": "^ *([0-9a-fA-F]{2} *)+$"}]})");
    case Kind::kDigest:
      return from_text(R"({"anyOf": [{"type": "number", "minimum": 1e63},
          {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}]})");
    case Kind::kBoolean:
      return from_text(R"({"type": "boolean"})");
    case Kind::kNumber:
    case Kind::kOptionalNumber:
    case Kind::kBytes:
      return from_text(R"({"type": "number"})");
    default:
      return json::Object();
  }
}

// What a value of the kind is put in order with.
json::Value limit_of(Kind kind) {
  return kind == Kind::kDuration ? reference("duration") : from_text(R"({"type": "number"})");
}

json::Value part_of(Kind kind) {
  if (kind == Kind::kRawBytes) {
    return sample_of(kind);
  }
  return kind == Kind::kJson ? from_text(R"({"type": "string", "minLength": 1})")
                             : from_text(R"({"type": ["string", "number", "boolean"],
                                              "minLength": 1})");
}

json::Value approx_of(Kind kind) {
  return object(
      {{"type", "object"},
       {"required", words({"value", "within"})},
       {"additionalProperties", false},
       {"properties",
        object({{"value", or_reference(limit_of(kind))},
                {"within",
                 object({{"anyOf", list({reference("reference"), reference("percent"),
                                         kind == Kind::kDuration ? reference("duration")
                                                                 : from_text(R"({"type": "number",
                                                           "minimum": 0})")})}})}})}});
}

json::Value types() {
  const json::Value one = object({{"anyOf", list({object({{"enum", words(expect::type_names())}}),
                                                  from_text(R"({"type": "null"})")})}});
  return object({{"if", from_text(R"({"type": "array"})")},
                 {"then", object({{"minItems", 1}, {"items", one}})},
                 {"else", one}});
}

json::Value formats() {
  std::vector<std::string_view> names;
  for (const TextFormat& row : text_formats()) {
    names.push_back(row.name);
  }
  return object({{"enum", words(names)}});
}

json::Value not_of(Kind kind) {
  return object(
      {{"allOf", list({matcher(kind)})}, {"not", from_text(R"({"type": "object", "anyOf": [
                     {"required": ["exists"]}, {"required": ["optional"]}]})")}});
}

json::Value keys() {
  return object({{"if", from_text(R"({"type": "array"})")},
                 {"then", object({{"items", reference("text")}})},
                 {"else", matcher(Kind::kJson)}});
}

constexpr std::string_view kSorted = R"({"anyOf": [{"enum": [true, "asc", "desc"]},
    {"type": "object", "required": ["by"], "additionalProperties": false, "properties": {
      "by": {"$ref": "#/definitions/jsonpath"}, "order": {"enum": ["asc", "desc"]}}}]})";

constexpr std::string_view kMoment = R"({"type": "string",
    "pattern": "^(now([+-][0-9]+(d|(\\.[0-9]+)?(us|ms|s|m|h)))?|[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?)$"})";

bool is_order(std::string_view name) {
  return name == "less_than" || name == "at_most" || name == "greater_than" || name == "at_least";
}

std::optional<json::Value> value_operand(std::string_view name, Kind kind) {
  if (name == "equals") {
    return sample_of(kind);
  }
  if (name == "one_of") {
    return object({{"type", "array"}, {"minItems", 1}, {"items", or_reference(sample_of(kind))}});
  }
  if (is_order(name)) {
    return limit_of(kind);
  }
  if (name == "between") {
    return object({{"type", "array"},
                   {"minItems", 2},
                   {"maxItems", 2},
                   {"items", or_reference(limit_of(kind))}});
  }
  if (name == "approx") {
    return approx_of(kind);
  }
  if (name == "contains" || name == "starts_with" || name == "ends_with") {
    return part_of(kind);
  }
  if (name == "matches") {
    return kind == Kind::kJson ? from_text(R"({"type": "string"})") : reference("text");
  }
  if (name == "before" || name == "after") {
    return from_text(kMoment);
  }
  return name == "format" ? std::optional(formats()) : std::nullopt;
}

std::optional<json::Value> structure_operand(std::string_view name) {
  if (name == "empty" || name == "exists") {
    return from_text(R"({"type": "boolean"})");
  }
  if (name == "unique") {
    return from_text(R"({"const": true})");
  }
  if (name == "sorted") {
    return from_text(kSorted);
  }
  if (name == "like") {
    return json::Value(json::Object());
  }
  return name == "type" ? std::optional(types()) : std::nullopt;
}

std::optional<json::Value> nested_operand(std::string_view name, Kind kind) {
  if (name == "not") {
    return not_of(kind);
  }
  if (name == "length" || name == "count") {
    return matcher(Kind::kNumber);
  }
  if (name == "optional") {
    return matcher(kind);
  }
  if (name == "each" || name == "any" || name == "none" || name == "includes") {
    return matcher(expect::element_kind(kind));
  }
  return name == "keys" ? std::optional(keys()) : std::nullopt;
}

// The operand that a row's example shows.
const json::Value* find_member(const json::Value& value, std::string_view name) {
  if (value.object() == nullptr) {
    return nullptr;
  }
  for (const auto& [key, member] : *value.object()) {
    const json::Value* found = key == name ? &member : find_member(member, name);
    if (found != nullptr) {
      return found;
    }
  }
  return nullptr;
}

json::Value operator_property(const expect::OperatorRow& row, Kind kind) {
  json::Value operand = operand_of(row.name, kind).value_or(json::Object());
  json::Value out =
      described(row.takes_matcher ? std::move(operand) : or_reference(operand), row.summary, {});
  const json::Value example = from_yaml(row.example);
  if (const json::Value* shown = find_member(example, row.name); shown && kind == Kind::kJson) {
    out.object()->set("examples", list({*shown}));
  }
  return out;
}

constexpr std::string_view kModifiers = R"({
    "allow_empty": {"anyOf": [{"type": "boolean"}, {"$ref": "#/definitions/reference"}],
      "description": "lets each, any, none, unique and sorted pass over nothing"},
    "unordered": {"anyOf": [{"type": "boolean"}, {"$ref": "#/definitions/reference"}],
      "description": "lets `like` compare arrays in any order"}})";
constexpr std::string_view kBeside = R"({
    "allow_empty": {"anyOf": [{"required": ["each"]}, {"required": ["any"]},
      {"required": ["none"]}, {"required": ["unique"]}, {"required": ["sorted"]}]},
    "unordered": ["like"]})";

json::Value operators_for(Kind kind) {
  json::Value properties = from_text(kModifiers);
  for (const expect::OperatorRow& row : expect::operators()) {
    if (row.applies_to(kind)) {
      properties.object()->append_new(std::string(row.name), operator_property(row, kind));
    }
  }
  return object({{"type", "object"},
                 {"minProperties", 1},
                 {"additionalProperties", false},
                 {"properties", std::move(properties)},
                 {"dependencies", from_text(kBeside)}});
}

// A plain value or list, which asks for equality where that makes sense.
json::Value plain(Kind kind) {
  if (kind == Kind::kNodes || kind == Kind::kTexts || kind == Kind::kDuration) {
    return reference("reference");
  }
  if (kind == Kind::kStatus) {
    return object({{"if", from_text(R"({"type": "array"})")},
                   {"then", *operand_of("one_of", kind)},
                   {"else", or_reference(sample_of(kind))}});
  }
  return or_reference(sample_of(kind));
}

}  // namespace

std::optional<json::Value> operand_of(std::string_view name, Kind kind) {
  for (auto found :
       {value_operand(name, kind), structure_operand(name), nested_operand(name, kind)}) {
    if (found) {
      return found;
    }
  }
  return std::nullopt;
}

json::Value matcher(Kind kind) { return reference("matcher-" + name_of(kind)); }

void add_matchers(json::Object& definitions) {
  for (const KindName& row : kKinds) {
    const std::string name(row.name);
    definitions.append_new("operators-" + name, operators_for(row.kind));
    definitions.append_new("matcher-" + name, object({{"if", from_text(R"({"type": "object"})")},
                                                      {"then", reference("operators-" + name)},
                                                      {"else", plain(row.kind)}}));
  }
  // An XPath's expression alone says what it yields, and no pattern tells that.
  definitions.append_new(
      "matcher-xml", object({{"anyOf", list({matcher(Kind::kOptionalText), matcher(Kind::kTexts),
                                             matcher(Kind::kNumber), matcher(Kind::kBoolean)})}}));
}

}  // namespace switchgate::schema
