#include "runner/schema/suite_schema.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "checks/kinds/kinds.h"
#include "runner/schema/build.h"
#include "runner/schema/forms.h"
#include "runner/schema/keys.h"
#include "runner/schema/matchers.h"

namespace switchgate::schema {
namespace {

using Rows = std::vector<KeyRow>;

// One of these makes a request; the last spells its method out.
constexpr std::array<std::string_view, 8> kMethods = {"get",   "head",   "post",    "put",
                                                      "patch", "delete", "options", "request"};
constexpr std::array<std::string_view, 7> kBodies = {"json",      "xml",       "text",   "form",
                                                     "multipart", "body_file", "graphql"};

void append(Rows& rows, std::span<const KeyRow> more) {
  rows.insert(rows.end(), more.begin(), more.end());
}

json::Value required(std::string_view key) { return object({{"required", words({key})}}); }

json::Value mapping(const Rows& rows, const json::Value& rules) {
  json::Object properties;
  for (const KeyRow& row : rows) {
    properties.append_new(std::string(row.key),
                          described(of_form(row.form), row.summary, row.example));
  }
  json::Value out = object(
      {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}});
  for (const auto& [name, rule] : *rules.object()) {
    out.object()->set(name, rule);
  }
  return out;
}

json::Value exactly_one(const std::vector<std::string_view>& keys) {
  json::Array one;
  for (const std::string_view key : keys) {
    one.push_back(required(key));
  }
  return one;
}

// A request has one body, and reads pages by GET.
json::Value request_dependencies() {
  json::Object out;
  for (const std::string_view body : kBodies) {
    json::Array others;
    for (const std::string_view other : kBodies) {
      if (other != body) {
        others.push_back(required(other));
      }
    }
    out.append_new(std::string(body), object({{"not", object({{"anyOf", std::move(others)}})}}));
  }
  out.append_new("paginate", object({{"anyOf", list({required("get"), required("request")})}}));
  json::Object compared = *from_text(R"({"target": {"const": "candidate"}})").object();
  for (const std::string_view method : kMethods) {
    if (method != "request") {
      compared.append_new(std::string(method), from_text(R"({"not": {"pattern": "^https?://"}})"));
    }
  }
  out.append_new("compare", object({{"properties", std::move(compared)}}));
  return out;
}

std::vector<std::string_view> methods() { return {kMethods.begin(), kMethods.end()}; }

json::Value request_rules() {
  return object({{"oneOf", exactly_one(methods())}, {"dependencies", request_dependencies()}});
}

json::Value step(bool compares) {
  Rows rows = {{"name", "text", "what it is called in reports", "open a cart"}};
  append(rows, request_keys());
  for (const KeyRow& row : judging_keys()) {
    if (compares || row.key != "compare") {
      rows.push_back(row);
    }
  }
  return mapping(rows, request_rules());
}

json::Value ready() {
  Rows rows;
  append(rows, request_keys());
  append(rows, judging_keys().first(2));  // expect, warn
  append(rows, ready_keys());
  return mapping(rows, request_rules());
}

std::vector<std::string_view> keys_of(const Rows& rows) {
  std::vector<std::string_view> keys;
  keys.reserve(rows.size());
  for (const KeyRow& row : rows) {
    keys.push_back(row.key);
  }
  return keys;
}

std::string_view form_of(kinds::Form form) {
  switch (form) {
    case kinds::Form::kText:
      return "text";
    case kinds::Form::kWords:
      return R"({"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/text"}})";
    case kinds::Form::kHeaders:
      return "header-lines";
    case kinds::Form::kVariables:
      return "environment";
  }
  return "text";
}

// What a check that asks `kind` may say, and how.
json::Value question_branch(const kinds::KindRow& kind) {
  Rows rows;
  append(rows, check_keys());
  rows.push_back({kind.name, {}, {}, {}});
  for (const std::string_view key : {"timeout", "retry", "expect", "warn"}) {
    rows.push_back({key, {}, {}, {}});
  }
  for (const kinds::FieldRow& field : kind.fields) {
    rows.push_back({field.name, {}, {}, {}});
  }
  if (kind.whom == kinds::Whom::kTarget) {
    rows.push_back({"target", {}, {}, {}});
  }
  if (kind.effect == kinds::Effect::kMessage) {
    rows.push_back({"safe", {}, {}, {}});
  }
  const json::Value facts = reference("facts-" + std::string(kind.name));
  return object({{"propertyNames", object({{"enum", words(keys_of(rows))}})},
                 {"properties",
                  object({{"expect", facts},
                          {"warn", facts},
                          {"retry", object({{"properties", object({{"fail_if", facts}})}})}})}});
}

json::Value steps_branch() {
  Rows rows;
  append(rows, check_keys());
  append(rows, flow_keys());
  return object({{"propertyNames", object({{"enum", words(keys_of(rows))}})}});
}

json::Value request_branch() {
  Rows rows;
  append(rows, check_keys());
  append(rows, flow_keys());
  append(rows, request_keys());
  append(rows, judging_keys());
  const json::Value expect = reference("expect");
  return object({{"propertyNames", object({{"enum", words(keys_of(rows))}})},
                 {"dependencies", request_dependencies()},
                 {"properties",
                  object({{"expect", expect},
                          {"warn", expect},
                          {"retry", object({{"properties", object({{"fail_if", expect}})}})}})}});
}

json::Value when(json::Value condition, json::Value then) {
  return object({{"if", std::move(condition)}, {"then", std::move(then)}});
}

// All keys of all checks for completion; the branches say what may stand together.
json::Value check() {
  Rows rows;
  append(rows, check_keys());
  append(rows, request_keys());
  for (const KeyRow& row : judging_keys()) {
    const bool depends = row.key == "expect" || row.key == "warn";
    rows.push_back({row.key,
                    depends              ? "{}"
                    : row.key == "retry" ? "any-retry"
                                         : row.form,
                    row.summary, row.example});
  }
  append(rows, flow_keys());
  std::vector<std::string_view> asking = methods();
  asking.push_back("steps");
  json::Array branches = {when(required("steps"), steps_branch())};
  json::Array questions;
  for (const kinds::KindRow& kind : kinds::kinds()) {
    rows.push_back({kind.name, form_of(kind.subject), kind.summary, {}});
    asking.push_back(kind.name);
    branches.push_back(when(required(kind.name), question_branch(kind)));
    questions.push_back(required(kind.name));
    for (const kinds::FieldRow& field : kind.fields) {
      if (field.name == "env") {
        rows.push_back({field.name, form_of(field.form), field.summary, {}});
      }
    }
  }
  questions.push_back(required("steps"));
  branches.push_back(
      when(object({{"not", object({{"anyOf", std::move(questions)}})}}), request_branch()));
  return mapping(rows, object({{"oneOf", exactly_one(asking)}, {"allOf", std::move(branches)}}));
}

// `retry` of a check, whose `fail_if` depends on what it asks.
json::Value any_retry() {
  for (const MappingRow& row : mappings()) {
    if (row.name == "retry") {
      Rows rows(row.keys.begin(), row.keys.end());
      rows.back().form = "{}";
      return mapping(rows, from_text(row.rules));
    }
  }
  return {};
}

// Merged over the suite before that is judged, so that only its first keys can be told here.
json::Value profile() {
  Rows rows;
  for (const KeyRow& row : suite_keys()) {
    const bool fixed = row.key == "switchgate" || row.key == "name" || row.key == "include" ||
                       row.key == "checks" || row.key == "profiles";
    if (!fixed) {
      rows.push_back({row.key, "{}", row.summary, row.example});
    }
  }
  return mapping(rows, json::Object());
}

}  // namespace

json::Value suite_schema() {
  json::Object definitions;
  add_forms(definitions);
  for (const MappingRow& row : mappings()) {
    definitions.append_new(std::string(row.name),
                           mapping({row.keys.begin(), row.keys.end()}, from_text(row.rules)));
  }
  definitions.append_new("any-retry", any_retry());
  definitions.append_new("step", step(true));
  definitions.append_new("quiet-step", step(false));
  definitions.append_new("ready", ready());
  definitions.append_new("check", check());
  definitions.append_new("profile", profile());
  add_matchers(definitions);
  add_subjects(definitions);
  json::Value out =
      object({{"$schema", "http://json-schema.org/draft-07/schema#"},
              {"title", "A switchgate suite"},
              {"description", "What to ask of a fresh deployment before traffic moves to it."}});
  json::Value root = mapping({suite_keys().begin(), suite_keys().end()},
                             from_text(R"({"required": ["switchgate"]})"));
  for (auto& [name, value] : *root.object()) {
    out.object()->set(name, std::move(value));
  }
  out.object()->set("definitions", std::move(definitions));
  return out;
}

}  // namespace switchgate::schema
