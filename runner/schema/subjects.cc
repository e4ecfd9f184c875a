// What may be looked at: the subjects of an answer to a request, the facts of a question.

#include "checks/expect/subjects.h"

#include <array>
#include <string>
#include <vector>

#include "checks/kinds/kinds.h"
#include "runner/schema/build.h"
#include "runner/schema/matchers.h"

namespace switchgate::schema {
namespace {

using expect::Kind;

// Names to matchers, at least one; `${name}` may stand for all of them.
json::Value names(json::Value properties, json::Value rest) {
  return object({{"if", from_text(R"({"type": "object"})")},
                 {"then", object({{"minProperties", 1},
                                  {"properties", std::move(properties)},
                                  {"additionalProperties", std::move(rest)}})},
                 {"else", reference("reference")}});
}

json::Value named_rows(const std::vector<expect::NameRow>& rows) {
  json::Object properties;
  for (const expect::NameRow& row : rows) {
    properties.append_new(std::string(row.name), matcher(row.kind));
  }
  return properties;
}

json::Value headers() {
  json::Value out = names(json::Object(), matcher(Kind::kHeader));
  out.object()->find("then")->object()->set("propertyNames", reference("token-or-reference"));
  return out;
}

// Attributes when one of them is named, else matchers of the value.
json::Value cookie() {
  json::Array any;
  for (const expect::NameRow& row : expect::cookie_attributes()) {
    any.push_back(object({{"required", words({row.name})}}));
  }
  return object({{"if", object({{"type", "object"}, {"anyOf", std::move(any)}})},
                 {"then", object({{"properties", named_rows(expect::cookie_attributes())},
                                  {"additionalProperties", false}})},
                 {"else", matcher(Kind::kOptionalText)}});
}

json::Value cookies() {
  json::Value out = names(json::Object(), cookie());
  out.object()->find("then")->object()->set("propertyNames", reference("token-or-reference"));
  return out;
}

// A singular JSONPath (RFC 9535 section 2.3.5.1) gives a value, any other a list of nodes.
json::Value json_body() {
  json::Value out = names(json::Object(), matcher(Kind::kNodes));
  json::Object& then = *out.object()->find("then")->object();
  then.set("propertyNames", from_text(R"({"pattern": "^\\$|(^|[^$])\\$\\{"})"));
  json::Object patterns;
  patterns.append_new(R"(^\$(\s*(\.\s*[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*|)"
                      R"(\[\s*('([^'\\]|\\.)*'|"([^"\\]|\\.)*"|-?[0-9]+)\s*\]))*$)",
                      matcher(Kind::kJson));
  patterns.append_new(R"((^|[^$])\$\{)", matcher(Kind::kJson));
  then.set("patternProperties", std::move(patterns));
  return out;
}

json::Value xml_body() {
  json::Value out =
      names(object({{"namespaces", reference("namespaces")}}), reference("matcher-xml"));
  out.object()->find("then")->object()->set("not", from_text(R"({"required": ["namespaces"],
      "maxProperties": 1})"));
  return out;
}

json::Value redirects() {
  const json::Value hop =
      object({{"type", "object"},
              {"minProperties", 1},
              {"additionalProperties", false},
              {"properties", object({{"status", reference("subject-status")},
                                     {"url", reference("subject-url")},
                                     {"headers", reference("subject-headers")}})}});
  return object(
      {{"if", from_text(R"({"type": "array"})")},
       {"then", object({{"items", hop}})},
       {"else", object({{"anyOf", list({reference("operators-json"), reference("reference")})}})}});
}

// Subjects that are more than one matcher; the kinds of the others are what their
// compile_… reads.
json::Value subject(std::string_view name) {
  struct One {
    std::string_view name;
    Kind kind;
  };
  constexpr std::array kOnes = {One{"status", Kind::kStatus},  One{"text", Kind::kText},
                                One{"bytes", Kind::kRawBytes}, One{"size", Kind::kBytes},
                                One{"sha256", Kind::kDigest},  One{"url", Kind::kText},
                                One{"http", Kind::kText}};
  for (const One& one : kOnes) {
    if (one.name == name) {
      return matcher(one.kind);
    }
  }
  return name == "headers"     ? headers()
         : name == "cookies"   ? cookies()
         : name == "json"      ? json_body()
         : name == "xml"       ? xml_body()
         : name == "time"      ? names(named_rows(expect::time_phases()), false)
         : name == "tls"       ? names(named_rows(expect::tls_facts()), false)
         : name == "redirects" ? redirects()
                               : json::Value(json::Object());
}

json::Value mapping(json::Object properties) {
  return object({{"type", "object"},
                 {"minProperties", 1},
                 {"additionalProperties", false},
                 {"properties", std::move(properties)}});
}

}  // namespace

void add_subjects(json::Object& definitions) {
  json::Object properties;
  for (const expect::SubjectRow& row : expect::subjects()) {
    const std::string name(row.name);
    definitions.append_new("subject-" + name, subject(row.name));
    json::Value property = described(reference("subject-" + name), row.summary, {});
    const json::Value example = from_yaml(row.example);
    property.object()->set("examples", list({*example.object()->find(row.name)}));
    properties.append_new(name, std::move(property));
  }
  definitions.append_new("expect", mapping(std::move(properties)));
  for (const kinds::KindRow& kind : kinds::kinds()) {
    json::Object facts;
    for (const kinds::FactRow& fact : kind.facts) {
      facts.append_new(std::string(fact.name), described(matcher(fact.kind), fact.summary, {}));
    }
    definitions.append_new("facts-" + std::string(kind.name), mapping(std::move(facts)));
  }
}

}  // namespace switchgate::schema
