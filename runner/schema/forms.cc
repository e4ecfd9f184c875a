// The forms as JSON Schema. Each mirrors one reader: of tree::Fields, of context.h, or of
// the load_*.cc that is named beside it.

#include "runner/schema/forms.h"

#include <array>
#include <string>
#include <string_view>

#include "checks/rules/rules.h"
#include "checks/waivers.h"
#include "runner/schema/build.h"

namespace switchgate::schema {
namespace {

struct Form {
  std::string_view name;
  std::string_view schema;
};

// What YAML types as a number or a boolean is a text too, as it is written.
constexpr std::array kForms = {
    Form{"text", R"({"type": ["string", "number", "boolean"]})"},
    Form{"filled-text", R"({"type": ["string", "number", "boolean"], "pattern": "\\S"})"},
    Form{"reference", R"({"type": "string", "pattern": "(^|[^$])\\$\\{",
        "description": "a text that holds ${name}"})"},
    Form{"texts", R"({"if": {"type": "array"}, "then": {"items": {"$ref": "#/definitions/text"}},
        "else": {"$ref": "#/definitions/text"}})"},
    Form{"line", R"({"type": ["string", "number", "boolean"],
        "pattern": "^[^\\u0000-\\u0008\\u000a-\\u001f\\u007f]*$"})"},
    Form{"boolean", R"({"type": "boolean"})"},
    Form{"duration", R"({"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?(us|ms|s|m|h)$"})"},
    Form{"positive-duration",
         R"({"type": "string", "pattern": "^(?=.*[1-9])[0-9]+(\\.[0-9]+)?(us|ms|s|m|h)$"})"},
    Form{
        "age",
        R"({"type": "string", "pattern": "^(?=.*[1-9])([0-9]+(\\.[0-9]+)?(us|ms|s|m|h)|[0-9]+d)$"})"},
    Form{"percent", R"({"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?%$"})"},
    Form{
        "share",
        R"({"type": "string", "pattern": "^(?=.*[1-9])([0-9]{1,2}(\\.[0-9]+)?|100(\\.0+)?|0+[0-9]{1,2}(\\.[0-9]+)?)%$"})"},
    Form{"day",
         R"({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"})"},
    Form{"path-or-url", R"j({"type": "string",
        "pattern": "^(\\$\\{|https?://[^/]|/([^\\u0000- #\\u007f$]|\\$\\{[^}]*\\}|\\$)*$)"})j"},
    Form{"target-url", R"({"type": "string",
        "pattern": "^https?://[^/?#@]+(/[^?#]*)?$|\\$\\{"})"},
    Form{"proxy", R"({"type": "string", "pattern": "^none$|^[a-z0-9]+://[^/]|\\$\\{"})"},
    Form{"origin", R"({"type": "string", "pattern": "^https?://[^/?#@]+/?$"})"},
    Form{"origins",
         R"({"if": {"type": "array"}, "then": {"items": {"$ref": "#/definitions/origin"}},
        "else": {"$ref": "#/definitions/origin"}})"},
    Form{"address", R"({"type": "string", "pattern": "^[^/@]*:[^/@:]+$|\\$\\{"})"},
    Form{"addresses", R"({"if": {"type": "array"},
        "then": {"minItems": 1, "items": {"$ref": "#/definitions/address"}},
        "else": {"$ref": "#/definitions/address"}})"},
    Form{"jsonpath", R"({"type": "string", "pattern": "^\\$"})"},
    Form{"jsonpaths", R"({"if": {"type": "array"},
        "then": {"items": {"$ref": "#/definitions/jsonpath"}},
        "else": {"$ref": "#/definitions/jsonpath"}})"},
    Form{"token", R"({"type": "string", "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"})"},
    Form{"token-or-reference",
         R"({"type": "string", "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$|(^|[^$])\\$\\{"})"},
    Form{"variable-name", R"({"type": "string",
        "pattern": "^(?!(env|uuid|now(-[0-9.]+(us|ms|s|m|h|d))?)$)[A-Za-z_][A-Za-z0-9_-]*$"})"},
    Form{"variables",
         R"({"type": "object", "propertyNames": {"$ref": "#/definitions/variable-name"}})"},
    Form{"environment", R"({"type": "object",
        "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
        "additionalProperties": {"$ref": "#/definitions/text"}})"},
    Form{"header-lines", R"({"type": "object",
        "propertyNames": {"$ref": "#/definitions/token"},
        "additionalProperties": {"$ref": "#/definitions/line"}})"},
    Form{"build-headers",
         R"({"allOf": [{"$ref": "#/definitions/header-lines"}, {"minProperties": 1}]})"},
    Form{"repeated-texts", R"({"type": "object",
        "additionalProperties": {"$ref": "#/definitions/texts"}})"},
    Form{"namespaces", R"({"type": "object", "minProperties": 1,
        "propertyNames": {"pattern": "^(?!xml$|xmlns$)[A-Za-z_\u0080-\uffff][^\\s:]*$"},
        "additionalProperties": {"type": "string", "minLength": 1}})"},
    // load_request.cc, load_target.cc: what only some numbers mean
    Form{"http-version", R"({"enum": [1.1, 2, "1.1", "2"]})"},
    Form{"level", R"({"enum": ["error", "warning"]})"},
    // load_rows.cc
    Form{
        "rows-file",
        R"({"type": "string", "pattern": "\\.([cC][sS][vV]|[jJ][sS][oO][nN]|[yY][aA]?[mM][lL])$|\\$\\{"})"},
    Form{"row-types", R"({"type": "object",
        "additionalProperties": {"enum": ["integer", "number", "boolean", "string", "json"]}})"},
    Form{"row", R"({"type": "object", "minProperties": 1})"},
    // load_body.cc
    Form{"multipart", R"({"type": "object", "minProperties": 1, "additionalProperties": {
        "if": {"type": "array"}, "then": {"items": {"$ref": "#/definitions/part"}},
        "else": {"$ref": "#/definitions/part"}}})"},
    Form{"part", R"({"if": {"type": "object"}, "then": {"$ref": "#/definitions/part-settings"},
        "else": {"$ref": "#/definitions/text"}})"},
    Form{"graphql", R"({"if": {"type": "string"}, "then": true,
        "else": {"$ref": "#/definitions/graphql-settings"}})"},
    // load_request.cc, load_repeat.cc, load_compare.cc, load_capture.cc
    Form{"follow", R"({"if": {"type": "object"}, "then": {"$ref": "#/definitions/follow-settings"},
        "else": {"type": "integer", "minimum": 0, "maximum": 20}})"},
    Form{"next-page", R"({"if": {"type": "object"},
        "then": {"required": ["header"], "additionalProperties": false,
          "properties": {"header": {"type": "string", "pattern": "^[lL][iI][nN][kK]$"}}},
        "else": {"$ref": "#/definitions/jsonpath"}})"},
    Form{"compare-shape", R"({"if": {"type": "object"},
        "then": {"$ref": "#/definitions/shape-settings"}, "else": {"type": "boolean"}})"},
    Form{"compare-values", R"({"if": {"type": "object"},
        "then": {"$ref": "#/definitions/value-settings"}, "else": {"type": "boolean"}})"},
    Form{"compare-latency", R"({"if": {"type": "object"},
        "then": {"$ref": "#/definitions/latency-settings"}, "else": {"type": "boolean"}})"},
    Form{"captures", R"({"type": "object",
        "propertyNames": {"$ref": "#/definitions/variable-name"},
        "additionalProperties": {"if": {"type": "object"},
          "then": {"$ref": "#/definitions/capture-settings"},
          "else": {"$ref": "#/definitions/jsonpath"}}})"},
    Form{"for-each", R"({"if": {"type": "array"},
        "then": {"minItems": 1, "items": {"$ref": "#/definitions/row"}},
        "else": {"$ref": "#/definitions/for-each-settings"}})"},
    // include.cc
    Form{"file-name", R"({"type": ["string", "number", "boolean"],
        "pattern": "^(?!.*\\$\\{).", "not": {"const": ""}})"},
    Form{"include", R"({"if": {"type": "array"},
        "then": {"items": {"$ref": "#/definitions/file-name"}},
        "else": {"$ref": "#/definitions/file-name"}})"},
};

// The rules that an entry of `expected` may name.
json::Value acceptable_rules() {
  std::vector<std::string_view> ids;
  for (const Rule& rule : rules()) {
    if (why_not_acceptable(rule.id).empty()) {
      ids.push_back(rule.id);
    }
  }
  return object({{"enum", words(ids)}});
}

}  // namespace

void add_forms(json::Object& definitions) {
  for (const Form& form : kForms) {
    definitions.append_new(std::string(form.name), from_text(form.schema));
  }
  definitions.append_new("acceptable-rule", acceptable_rules());
}

}  // namespace switchgate::schema
