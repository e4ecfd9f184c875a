// The mappings whose keys depend on nothing but themselves.

#include <array>

#include "runner/schema/keys.h"

namespace switchgate::schema {
namespace {

constexpr std::string_view kNumberFrom1 = R"({"type": "integer", "minimum": 1, "maximum": 20})";

constexpr std::array kTargets = {
    KeyRow{"candidate", "target", "the freshly deployed side, the one under test",
           "{url: 'https://green.example.com'}"},
    KeyRow{"live", "target", "the side that serves traffic now, compared with",
           "{url: 'https://shop.example.com'}"},
};
constexpr std::array kTarget = {
    KeyRow{"url", "target-url", "where it is; paths are appended", "https://shop.example.com"},
    KeyRow{"connect_to", "addresses", "dial this instead, keep Host and TLS name", "10.0.3.7:8443"},
    KeyRow{"unix", "text", "dial this socket instead", "/run/shop.sock"},
    KeyRow{"proxy", "proxy", "a proxy's URL, or none", "none"},
    KeyRow{"http", "http-version", "the HTTP version to speak, where both ends shall not agree",
           "2"},
    KeyRow{"identify", "identify", "what every response must carry",
           "{headers: {X-Version: '${env.GIT_SHA}'}}"},
    KeyRow{"headers", "header-lines", "header lines of every request", "{X-Gate: switchgate}"},
    KeyRow{"cookies", "header-lines", "cookies of every request", "{gate: 'yes'}"},
    KeyRow{"auth", "auth", "who to be there", "{bearer: '${SHOP_TOKEN}'}"},
    KeyRow{"tls", "tls", "certificates of our own", "{ca: certs/ca.pem}"},
    KeyRow{"read_only", "boolean", "refuses every request that is not safe", "true"},
    KeyRow{"max_rps", R"({"type": "number", "minimum": 0.001, "maximum": 100000})",
           "requests a second, at most (live: 50)", "20"},
};
constexpr std::array kIdentify = {
    KeyRow{"headers", "build-headers", "these headers with these values", "{X-Version: 1.1.0}"}};
constexpr std::array kTls = {
    KeyRow{"ca", "text", "a PEM file of trusted certificates", "certs/ca.pem"},
    KeyRow{"cert", "text", "a PEM file with our certificate", "certs/me.pem"},
    KeyRow{"key", "text", "its private key", "certs/me.key"},
    KeyRow{"server_name", "text", "the name to ask for and to verify", "shop.example.com"},
    KeyRow{"verify", "boolean", "false trusts anybody: a warning in the report", "true"},
};
constexpr std::array kAuth = {
    KeyRow{"bearer", "text", "a token", "'${SHOP_TOKEN}'"},
    KeyRow{"basic", "basic-auth", "a user and a password",
           "{user: gate, password: '${GATE_PASSWORD}'}"},
    KeyRow{"oauth2", "oauth2", "a token by client credentials, fetched and renewed",
           "{token_url: 'https://login.example.com/token', client_id: gate, client_secret: "
           "'${CLIENT_SECRET}'}"},
};
constexpr std::array kOauth2 = {
    KeyRow{"token_url", "text", "where tokens are given", "https://login.example.com/token"},
    KeyRow{"client_id", "text", "who asks", "gate"},
    KeyRow{"client_secret", "text", "its secret", "'${CLIENT_SECRET}'"},
    KeyRow{"scope", "text", "what for", "shop.read"},
    KeyRow{"params", R"({"type": "object", "additionalProperties": {"$ref": "#/definitions/text"},
        "propertyNames": {"not": {"enum": ["grant_type", "scope", "client_id", "client_secret"]}}})",
           "further fields of the token request", "{audience: shop}"},
    KeyRow{"client_auth", R"({"enum": ["basic", "body"]})", "how it says who it is", "body"},
};
constexpr std::array kBasic = {KeyRow{"user", "text", "the user", "gate"},
                               KeyRow{"password", "text", "the password", "'${GATE_PASSWORD}'"}};
constexpr std::array kDefaults = {
    KeyRow{"timeout", "positive-duration", "of each request (default: 5s)", "5s"},
    KeyRow{"headers", "header-lines", "header lines of each request", "{Accept: application/json}"},
    KeyRow{"uses", "texts", "flows that run before each check", "login"},
};
constexpr std::array kFlow = {
    KeyRow{"once", "boolean", "runs once for all checks that use it", "true"},
    KeyRow{"steps", R"({"type": "array", "minItems": 1,
        "items": {"$ref": "#/definitions/quiet-step"}})",
           "its requests, in order", "[{post: /login, capture: {session: {cookie: sid}}}]"},
    KeyRow{"finally", R"({"type": "array", "items": {"$ref": "#/definitions/quiet-step"}})",
           "requests that clean up", "[{delete: /session}]"},
};
constexpr std::array kRequestLine = {
    KeyRow{"method", R"({"type": ["string", "boolean"], "pattern": "^[A-Za-z-]+$"})", "the method",
           "PROPFIND"},
    KeyRow{"url", "path-or-url", "a path of the target, or a URL", "/files"},
};
constexpr std::array kFollow = {
    KeyRow{"max", kNumberFrom1, "how many redirects", "3"},
    KeyRow{"origins", "origins", "other origins that they may lead to",
           "[https://cdn.example.com]"},
};
constexpr std::array kPaginate = {
    KeyRow{"next", "next-page", "where a page names the next one", "$.next"},
    KeyRow{"parameter", "text", "of the query: takes what `next` selects, a cursor", "cursor"},
    KeyRow{"max", R"({"type": "integer", "minimum": 1, "maximum": 1000})",
           "pages, at most (default: 50)", "50"},
};
constexpr std::array kRetry = {
    KeyRow{"within", "positive-duration", "how long to go on", "30s"},
    KeyRow{"every", "positive-duration", "the first pause (default: 1s)", "1s"},
    KeyRow{"backoff", R"({"type": "number", "minimum": 1, "maximum": 10})",
           "each pause is this many times the one before (default: 1)", "2"},
    KeyRow{"fail_if", "expect", "a known bad state, which ends it at once",
           "{json: {$.state: failed}}"},
};
constexpr std::array kCompare = {
    KeyRow{"shape", "compare-shape", "which members and types there are", "true"},
    KeyRow{"values", "compare-values",
           "whether every value is the one that live always gives there; only with live",
           "{ignore: ['$..updated_at']}"},
    KeyRow{"headers", "texts", "headers that must be there on both sides", "[Cache-Control, ETag]"},
    KeyRow{"latency", "compare-latency", "how long it takes", "{tolerance: 5%}"},
};
constexpr std::array kShape = {
    KeyRow{"samples", R"({"type": "integer", "minimum": 1, "maximum": 100})",
           "answers a side (default: 3)", "3"},
    KeyRow{"ignore", "jsonpaths", "places that do not count", "[$.debug, '$..trace_id']"},
    KeyRow{"ordered", "jsonpaths", "arrays whose order counts", "[$.steps]"},
    KeyRow{"map", "jsonpaths", "objects whose names are data", "['$.items[*].prices']"},
};
constexpr std::array kValues = {
    KeyRow{"ignore", "jsonpaths", "places that do not count", "['$..updated_at']"},
    KeyRow{"ordered", "jsonpaths", "arrays whose order counts", "[$.steps]"},
};
constexpr std::array kLatency = {
    KeyRow{"samples", R"({"type": "integer", "minimum": 20, "maximum": 10000})",
           "a side, at first (default: 100)", "100"},
    KeyRow{"max_samples", R"({"type": "integer", "minimum": 20, "maximum": 100000})",
           "a side, while it is undecided (default: 400)", "400"},
    KeyRow{"warmup", R"({"type": "integer", "minimum": 0, "maximum": 10000})",
           "requests before that do not count (default: 20)", "20"},
    KeyRow{"tolerance", "share", "a slowdown that is accepted (default: 5%)", "5%"},
    KeyRow{"detect", "share", "a slowdown that must be seen (default: 20%)", "20%"},
    KeyRow{"tail", "share", "by how much the slowest answers may take longer (default: 15%)",
           "15%"},
    KeyRow{"floor", "duration", "differences below it do not count (default: 1ms)", "1ms"},
};
constexpr std::array kBaseline = {
    KeyRow{"max_age", "age", "older than this it proves nothing: undecided", "30d"},
};
constexpr std::array kCapture = {
    KeyRow{"json", "filled-text", "a JSONPath into the body", "$.id"},
    KeyRow{"xpath", "filled-text", "an XPath into the body", "string(//id)"},
    KeyRow{"header", "filled-text", "a header", "Location"},
    KeyRow{"cookie", "filled-text", "a cookie", "sid"},
    KeyRow{"regex", "filled-text", "a pattern in the body; its first group", "'id=(\\d+)'"},
    KeyRow{"url", "filled-text", "a pattern in the URL that answered", "'/orders/(\\d+)'"},
    KeyRow{"group", R"({"type": "integer", "minimum": 0, "maximum": 100})",
           "which group of the pattern", "1"},
    KeyRow{"namespaces", "namespaces", "prefixes of the XPath", "{s: 'http://example.com/s'}"},
    KeyRow{"secret", "boolean", "masked everywhere", "true"},
};
constexpr std::array kForEach = {
    KeyRow{"file", "rows-file", "a CSV, JSON or YAML file", "searches.csv"},
    KeyRow{"rows", R"({"type": "array"})", "the rows, written here", "[{q: lamp, n: 3}]"},
    KeyRow{"key", "text", "the column that names a row in ids", "q"},
    KeyRow{"as", "text", "the variable of rows that are single values", "q"},
    KeyRow{"types", "row-types", "of columns: a CSV file holds texts", "{n: integer}"},
    KeyRow{"allow_empty", "boolean", "no rows is no mistake", "true"},
};
constexpr std::array kPart = {
    KeyRow{"file", "text", "a file beside the suite", "lamp.png"},
    KeyRow{"text", "text", "a text", "hello"},
    KeyRow{"type", "line", "its media type", "image/png"},
    KeyRow{"filename", "text", "what the file is called there", "photo.png"},
};
constexpr std::array kGraphql = {
    KeyRow{"query", "text", "the document", "'query { products { id } }'"},
    KeyRow{"operation", "text", "which of its operations", "Products"},
    KeyRow{"variables", R"({"type": "object"})", "its variables", "{id: 42}"},
};
constexpr std::array kExpectedOfCheck = {
    KeyRow{"rule", "acceptable-rule", "the rule that will be broken", "shape/property-removed"},
    KeyRow{"path", "filled-text", "where in the answer; * and ? allowed", "$.legacy_price"},
    KeyRow{"reason", "filled-text", "what is accepted, and who will end it how",
           "contract phase of PR 812"},
    KeyRow{"owner", "filled-text", "who answers for it", "checkout team"},
    KeyRow{"expires", "day", "the last day on which it counts", "2026-12-31"},
};
constexpr std::array kExpected = {
    kExpectedOfCheck[0],
    KeyRow{"check", "filled-text", "a check's name or id; * and ? allowed", "'product*'"},
    kExpectedOfCheck[1],
    kExpectedOfCheck[2],
    kExpectedOfCheck[3],
    kExpectedOfCheck[4],
};

constexpr std::array kMappings = {
    MappingRow{"targets", kTargets, R"({
        "additionalProperties": {"allOf": [{"$ref": "#/definitions/target"}], "required": ["url"],
          "properties": {"connect_to": {"not": {"type": "array", "minItems": 2}}}}})"},
    MappingRow{"target", kTarget, R"({"dependencies": {"unix": {"not": {"required": ["connect_to"]},
        "properties": {"proxy": {"const": "none"}}}}})"},
    MappingRow{"identify", kIdentify, R"({"required": ["headers"]})"},
    MappingRow{"tls", kTls, R"({"dependencies": {"key": ["cert"]}})"},
    MappingRow{"auth", kAuth, R"({"minProperties": 1, "maxProperties": 1})"},
    MappingRow{"basic-auth", kBasic, R"({"required": ["user", "password"]})"},
    MappingRow{"oauth2", kOauth2, R"({"required": ["token_url", "client_id", "client_secret"]})"},
    MappingRow{"defaults", kDefaults, "{}"},
    MappingRow{"flow", kFlow, R"({"required": ["steps"]})"},
    MappingRow{"request-line", kRequestLine, R"({"required": ["url"]})"},
    MappingRow{"follow-settings", kFollow, R"({"required": ["max"]})"},
    MappingRow{"paginate", kPaginate, R"({"required": ["next"], "dependencies": {
        "parameter": {"properties": {"next": {"type": "string"}}}}})"},
    MappingRow{"retry", kRetry, R"({"required": ["within"]})"},
    MappingRow{"compare", kCompare, R"({"minProperties": 1})"},
    MappingRow{"shape-settings", kShape, "{}"},
    MappingRow{"value-settings", kValues, "{}"},
    MappingRow{"latency-settings", kLatency, "{}"},
    MappingRow{"baseline", kBaseline, "{}"},
    MappingRow{"capture-settings", kCapture, R"({
        "oneOf": [{"required": ["json"]}, {"required": ["xpath"]}, {"required": ["header"]},
          {"required": ["cookie"]}, {"required": ["regex"]}, {"required": ["url"]}],
        "dependencies": {"namespaces": ["xpath"],
          "group": {"anyOf": [{"required": ["regex"]}, {"required": ["url"]}]}}})"},
    MappingRow{"for-each-settings", kForEach, R"({
        "oneOf": [{"required": ["file"]}, {"required": ["rows"]}],
        "if": {"required": ["allow_empty"], "properties": {"allow_empty": {"const": true}}},
        "else": {"properties": {"rows": {"minItems": 1}}},
        "allOf": [{"if": {"required": ["as"]},
          "then": {"properties": {"rows": {"items": {"not": {"type": "object"}}},
            "file": {"pattern": "\\.([jJ]|[yY])[^.]*$|\\$\\{"}}},
          "else": {"properties": {"rows": {"items": {"$ref": "#/definitions/row"}}}}}]})"},
    MappingRow{"part-settings", kPart,
               R"({"oneOf": [{"required": ["file"]}, {"required": ["text"]}],
        "dependencies": {"filename": ["file"]}})"},
    MappingRow{"graphql-settings", kGraphql, R"({"required": ["query"]})"},
    MappingRow{"expected-of-check", kExpectedOfCheck, R"({"required": ["rule", "reason"]})"},
    MappingRow{"expected", kExpected, R"({"required": ["rule", "reason"]})"},
};

}  // namespace

std::span<const MappingRow> mappings() { return kMappings; }

}  // namespace switchgate::schema
