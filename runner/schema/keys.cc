#include "runner/schema/keys.h"

#include <array>

namespace switchgate::schema {
namespace {

constexpr std::array kRequest = {
    KeyRow{"get", "path-or-url", "GET this path of the target, or this URL", "'/products/${id}'"},
    KeyRow{"head", "path-or-url", "the same by HEAD: headers without a body", "/products"},
    KeyRow{"post", "path-or-url", "the same by POST", "/carts"},
    KeyRow{"put", "path-or-url", "the same by PUT", "'/carts/${cart}/items'"},
    KeyRow{"patch", "path-or-url", "the same by PATCH", "'/carts/${cart}'"},
    KeyRow{"delete", "path-or-url", "the same by DELETE", "'/carts/${cart}'"},
    KeyRow{"options", "path-or-url", "the same by OPTIONS", "/products"},
    KeyRow{"request", "request-line", "any other method, spelled out",
           "{method: PROPFIND, url: /files}"},
    KeyRow{"query", "repeated-texts", "parameters of the URL; a list repeats one",
           "{limit: 20, tag: [new, sale]}"},
    KeyRow{"headers", "header-lines", "header lines, over the target's and the defaults'",
           "{Accept: application/json}"},
    KeyRow{"cookies", "header-lines", "cookies, beside those of the session", "{theme: dark}"},
    KeyRow{"auth", "auth", "who to be, instead of the target's", "{bearer: '${TOKEN}'}"},
    KeyRow{"follow", "follow", "how many redirects to follow (default: none)", "3"},
    KeyRow{"timeout", "positive-duration", "for the whole exchange (default: 5s)", "10s"},
    KeyRow{"target", "text", "whom to ask (default: candidate)", "candidate"},
    KeyRow{"safe", "boolean", "the request changes nothing, whatever its method says", "true"},
    KeyRow{"idempotent", "boolean", "sending it twice does what sending it once does", "true"},
    KeyRow{"json", "{}", "the body, as JSON", "{customer: 7}"},
    KeyRow{"text", "text", "the body, as a text", "ping"},
    KeyRow{"xml", "text", "the body, as XML", "'<ping/>'"},
    KeyRow{"form", "repeated-texts", "the body, as the fields of a form", "{user: gate}"},
    KeyRow{"body_file", "text", "the body, from a file beside the suite", "firmware.bin"},
    KeyRow{"multipart", "multipart", "the body, as the parts of a form: texts and files",
           "{photo: {file: lamp.png, type: image/png}}"},
    KeyRow{"graphql", "graphql", "a GraphQL document; without a mutation it is safe",
           "{query: 'query($id: ID!) { product(id: $id) { name } }', variables: {id: 42}}"},
    KeyRow{"paginate", "paginate", "read a list page by page; expectations see all pages",
           "{next: $.next, max: 50}"},
};

constexpr std::array kJudging = {
    KeyRow{"expect", "expect", "what the answer must be like; 2xx unless `status` is here",
           "{status: 200, json: {$.total: 42}}"},
    KeyRow{"warn", "expect", "the same vocabulary; a miss is a warning",
           "{time: {total: {at_most: 300ms}}}"},
    KeyRow{"capture", "captures", "what later steps take from the answer",
           "{cart: $.id, token: {header: X-Cart-Token, secret: true}}"},
    KeyRow{"compare", "compare", "what of it is compared with live or with a baseline",
           "{shape: true, latency: {tolerance: 5%}}"},
    KeyRow{"retry", "retry", "ask again until the answer is as expected",
           "{within: 30s, every: 1s, fail_if: {json: {$.state: failed}}}"},
};

constexpr std::array kCheck = {
    KeyRow{"name", "filled-text", "what it is called in every report; unique", "product list"},
    KeyRow{"id", "filled-text", "stays when the name changes: baselines and waivers go by it",
           "products"},
    KeyRow{"tags", "texts", "for --tag and --skip-tag", "[catalog, critical]"},
    KeyRow{"level", "level", "warning: none of its misses closes the gate", "warning"},
    KeyRow{"expected",
           "{\"type\": \"array\", \"minItems\": 1, \"items\": {\"$ref\": "
           "\"#/definitions/expected-of-check\"}}",
           "changes that this release makes on purpose",
           "[{rule: shape/property-removed, path: $.legacy_price, reason: contract phase}]"},
    KeyRow{"for_each", "for-each", "one check a row, of a file or written here",
           "{file: searches.csv, key: q, types: {n: integer}}"},
    KeyRow{"vars", "variables", "variables of this check: one value a run and side",
           "{order: '${uuid}'}"},
};

constexpr std::array kFlow = {
    KeyRow{"uses", "texts", "flows that run before it", "login"},
    KeyRow{"steps",
           "{\"type\": \"array\", \"minItems\": 1, \"items\": {\"$ref\": \"#/definitions/step\"}}",
           "requests of one session; after a failure the rest is skipped",
           "[{post: /carts, capture: {cart: $.id}}, {get: '/carts/${cart}'}]"},
    KeyRow{"finally", "{\"type\": \"array\", \"items\": {\"$ref\": \"#/definitions/quiet-step\"}}",
           "requests that clean up, also after a failure", "[{delete: '/carts/${cart}'}]"},
};

constexpr std::array kReady = {
    KeyRow{"within", "positive-duration", "how long to wait in all (default: 60s)", "60s"},
    KeyRow{"every", "positive-duration", "the pause between two attempts (default: 500ms)",
           "500ms"},
    KeyRow{"consecutive", R"({"type": "integer", "minimum": 1, "maximum": 1000})",
           "successes in a row (default: 1)", "3"},
    KeyRow{"fail_if", "expect", "a known bad state, which ends the wait at once", "{status: 500}"},
};

constexpr std::array kSuite = {
    KeyRow{"switchgate", R"({"type": "integer", "const": 1})", "the format version", "1"},
    KeyRow{"name", R"({"type": ["string", "number", "boolean"], "pattern": "^[^/=:?]+$"})",
           "needed, and unique, when several suites run", "shop"},
    KeyRow{"include", "include", "files whose keys are merged into this one", "[common.yaml]"},
    KeyRow{"vars", "variables", "variables with their types; --var and --vars-file replace them",
           "{product: 42}"},
    KeyRow{"secrets", R"({"type": "array", "items": {"$ref": "#/definitions/variable-name"}})",
           "environment variables (or files, NAME_FILE) that are masked everywhere",
           "[SHOP_TOKEN]"},
    KeyRow{"mask", R"({"type": "array", "items": {"$ref": "#/definitions/jsonpath"}})",
           "places of values that no finding shows", "['$..email']"},
    KeyRow{"targets", "targets", "the sides of the deployment",
           "{candidate: {url: 'https://green.example.com'}}"},
    KeyRow{"flows", R"({"type": "object",
        "additionalProperties": {"$ref": "#/definitions/flow"}})",
           "steps that checks share by `uses`",
           "{login: {once: true, steps: [{post: /login, capture: {session: $.id}}]}}"},
    KeyRow{"defaults", "defaults", "for every check", "{timeout: 5s}"},
    KeyRow{"ready", "ready", "wait for the candidate before anything is judged",
           "{get: /healthz, within: 60s}"},
    KeyRow{"baseline", "baseline", "what a recorded baseline must be like", "{max_age: 30d}"},
    KeyRow{"expected", R"({"type": "array", "minItems": 1,
        "items": {"$ref": "#/definitions/expected"}})",
           "changes that this release makes on purpose",
           "[{rule: shape/property-removed, check: 'product*', reason: contract phase}]"},
    KeyRow{"checks", R"({"type": "array", "minItems": 1,
        "items": {"$ref": "#/definitions/check"}})",
           "what is asked, and what is expected", "[{get: /healthz}]"},
    KeyRow{"profiles", R"({"type": "object",
        "additionalProperties": {"$ref": "#/definitions/profile"}})",
           "what --profile NAME lays over the suite; null removes a key",
           "{staging: {targets: {candidate: {tls: null}}}}"},
};

}  // namespace

std::span<const KeyRow> request_keys() { return kRequest; }
std::span<const KeyRow> judging_keys() { return kJudging; }
std::span<const KeyRow> check_keys() { return kCheck; }
std::span<const KeyRow> flow_keys() { return kFlow; }
std::span<const KeyRow> ready_keys() { return kReady; }
std::span<const KeyRow> suite_keys() { return kSuite; }

}  // namespace switchgate::schema
