// A suite as it was written, checked for mistakes but with `${…}` still in place:
// what a run needs to know about targets, requests, expectations and comparisons.

#ifndef SWITCHGATE_CHECKS_MODEL_SUITE_H_
#define SWITCHGATE_CHECKS_MODEL_SUITE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "checks/base/units.h"
#include "checks/json/path.h"
#include "checks/model/exchange.h"
#include "checks/model/finding.h"
#include "checks/model/waiver.h"
#include "checks/tree/node.h"

namespace switchgate {

// A text that may contain ${name}, ${env.X}, ${uuid}, ${now} …; $${ is a literal ${.
struct Text {
  std::string text;
  SourcePos pos;
  bool empty() const { return text.empty(); }
};

struct NamedText {  // a header, a query parameter, a form field, a cookie
  std::string name;
  Text value;
};

struct BearerAuth {
  Text token;
};
struct BasicAuth {
  Text user;
  Text password;
};
// Client credentials: a token is fetched and sent as a bearer's.
struct OAuth2Auth {
  Text token_url;
  Text client_id;
  Text client_secret;
  Text scope;                     // may be empty
  std::vector<NamedText> params;  // further fields of the token request
  bool in_body = false;           // `client_auth: body`; else HTTP Basic
};
using Auth = std::variant<BearerAuth, BasicAuth, OAuth2Auth>;

struct Target {
  std::string name;  // "candidate", "live", or what else the suite calls it
  Text url;
  std::string url_from;  // where it came from: "--candidate", "SWITCHGATE_CANDIDATE", "shop.yaml:9"
  std::vector<Text> connect_to;     // "host:port"; several: instances of the candidate
  std::optional<Text> unix_socket;  // `unix`: never with connect_to
  std::optional<Text> proxy;        // a URL or "none"
  HttpVersion http = HttpVersion::kNegotiated;
  std::vector<NamedText> identify;  // headers that every response must carry with this value
  std::vector<NamedText> headers;
  std::vector<NamedText> cookies;
  std::optional<Auth> auth;
  TlsSettings tls;  // paths already relative to the working directory
  bool read_only = false;
  std::optional<double> max_rps;
  SourcePos pos;
};

struct NoBody {};
struct JsonBody {
  tree::Node value;
};
struct TextBody {
  Text text;
  std::string_view content_type = "text/plain; charset=utf-8";  // `xml:`: application/xml
};
struct FormBody {
  std::vector<NamedText> fields;
};
// Read when the suite is, so that every sample sends the same bytes.
struct FileContent {
  std::string name;  // without its folders
  std::string path;  // from the working directory, as the suite's own
  std::shared_ptr<const std::string> bytes;
};
struct FileBody {
  FileContent file;
};
struct Part {  // of a multipart form: a text, or a file
  std::string name;
  Text text;
  std::optional<FileContent> file;
  std::string content_type;  // empty: none for a text, application/octet-stream for a file
};
struct MultipartBody {
  std::vector<Part> parts;
};
struct GraphqlBody {
  Text document;
  std::string operation;                // which of the document's; empty: its only one
  std::optional<tree::Node> variables;  // a mapping
};
using Body =
    std::variant<NoBody, JsonBody, TextBody, FormBody, FileBody, MultipartBody, GraphqlBody>;

struct Follow {
  int max = 0;                       // 0: redirects are not followed
  std::vector<std::string> origins;  // further origins that a redirect may lead to
};

// How a list that comes in pages is read to its end.
struct Paginate {
  std::string next;       // a JSONPath to the next page's URL, or to its cursor
  bool by_link = false;   // instead: the Link header's rel="next"
  std::string parameter;  // of the query: takes the cursor; empty: `next` yields a URL
  int max = 50;           // pages
  SourcePos pos;
};

// Asked again until the answer is as expected.
struct Retry {
  Micros within{30'000'000};
  Micros every{1'000'000};
  double backoff = 1;                         // each pause is this many times the one before
  std::shared_ptr<const tree::Node> fail_if;  // a known bad state ends it at once
  SourcePos pos;
};

struct Request {
  std::string method = "GET";
  Text url;  // a path, appended to the target's URL, or an absolute URL
  std::vector<NamedText> query;
  std::vector<NamedText> headers;
  std::vector<NamedText> cookies;
  Body body;
  std::optional<Auth> auth;  // instead of the target's
  Follow follow;
  std::optional<Micros> timeout;
  std::string target = "candidate";
  bool declared_safe = false;  // `safe: true`, or a GraphQL document that only queries
  bool idempotent = false;     // sending it twice does what sending it once does
  std::optional<Paginate> paginate;
  SourcePos pos;  // of the method's key

  // GET, HEAD, OPTIONS, or what the suite says is safe: only these go to live and are sampled.
  bool safe() const {
    return declared_safe || method == "GET" || method == "HEAD" || method == "OPTIONS";
  }
  bool repeatable() const { return safe() || idempotent; }
  // Not appended to the target's URL, and sent without anything of the target's.
  bool is_absolute() const {
    return url.text.starts_with("http://") || url.text.starts_with("https://");
  }
  // "get /products": what a step is called when it has no name.
  std::string title() const;
};

enum class CaptureFrom : std::uint8_t { kJson, kHeader, kCookie, kRegex, kXPath, kUrl };

struct Capture {
  std::string name;
  CaptureFrom from = CaptureFrom::kJson;
  std::string expression;  // a JSONPath or XPath, a header's or cookie's name, a pattern
  int group = 1;           // of a pattern; 0 when it has none
  bool secret = false;
  SourcePos pos;
  std::vector<std::pair<std::string, std::string>> namespaces;  // of an XPath: prefix, URI
};

struct ShapeSettings {
  int samples = 3;                   // a side
  std::vector<std::string> ignore;   // JSONPaths
  std::vector<std::string> ordered;  // JSONPaths of arrays whose order matters
  std::vector<std::string> maps;     // places of objects whose names are data: $.items[*].prices
  SourcePos pos;
};

struct ValueSettings {
  std::vector<std::string> ignore;   // JSONPaths, besides those that the shape ignores
  std::vector<std::string> ordered;  // likewise
  SourcePos pos;
};

struct LatencySettings {
  int samples = 100;
  int max_samples = 400;
  int warmup = 20;
  double tolerance = 0.05;
  double detect = 0.20;
  double tail = 0.15;
  Micros floor{1000};
  SourcePos pos;
};

struct Compare {
  std::optional<ShapeSettings> shape;
  std::optional<ValueSettings> values;              // only with live: baselines hold none
  std::optional<std::vector<std::string>> headers;  // watched for presence
  std::optional<LatencySettings> latency;
  SourcePos pos;
  bool any() const { return shape || values || headers || latency; }
};

namespace expect {
struct Expectations;
}
struct Question;  // checks/model/question.h

// One request and what is expected of its answer.
struct Step {
  std::string name;  // may be empty: Request::title() serves
  std::string flow;  // that it came from by `uses`; empty: the check's own
  Request request;
  // The mappings as written; null pointers when absent. Compiled once when they hold
  // no ${…}, else for each execution.
  std::shared_ptr<const tree::Node> expect;
  std::shared_ptr<const tree::Node> warn;
  std::shared_ptr<const expect::Expectations> compiled;  // of both, unless they hold ${…}
  std::vector<Capture> captures;
  std::optional<Compare> compare;
  std::optional<Retry> retry;
  SourcePos pos;
};

// Steps under a name. One with `once: true` runs once for all checks that use it, on
// each side; the steps of any other are copied into the checks.
struct Flow {
  std::string name;
  std::vector<Step> steps;
  std::vector<Step> cleanup;  // `finally:`, at the end of the run
  SourcePos pos;
};

struct OwnVariable {  // of a check
  std::string name;
  json::Value value;
  bool is_data = false;  // of a row, or made of one: see tree::Node
};

struct Check {
  std::string id;  // unique in the run: "suite/check" when several suites run
  std::string name;
  // Of a check with `for_each`, which becomes one check a row: how id and name end
  // ("[q=lamp]"). Rows of one check stand together; what compares is judged once for all.
  std::string row;
  std::vector<std::string> tags;
  Level level = Level::kError;    // `level: warning` makes all of it a warning
  std::vector<Waiver> expected;   // changes of this check that are planned
  std::vector<OwnVariable> vars;  // the row's, then the check's own
  // Those that only the run can fill in (${uuid}, ${now}): one value a side.
  std::vector<std::pair<std::string, std::shared_ptr<const tree::Node>>> late_vars;
  std::vector<Step> steps;         // one, unless it was written with `steps:`
  std::vector<Step> cleanup;       // `finally:`
  std::vector<std::size_t> flows;  // that ran once before it: indices into Suite::flows
  // Asked instead of steps; null: requests are made.
  std::shared_ptr<const Question> question;
  bool is_flow = false;
  std::size_t suite = 0;  // index into Plan::suites
  SourcePos pos;          // of the check

  // Without the row: what all rows of one check have in common, and baselines go by.
  std::string group_id() const { return id.substr(0, id.size() - row.size()); }
  std::string group_name() const { return name.substr(0, name.size() - row.size()); }
};

struct Ready {
  Step step;
  Micros within{60'000'000};
  Micros every{500'000};
  int consecutive = 1;
  std::shared_ptr<const tree::Node> fail_if;
  SourcePos pos;
};

struct Variable {
  std::string name;
  json::Value value;
  SourcePos pos;
};

// `baseline: {max_age: 30d}`.
struct MaxAge {
  Micros age{0};
  std::string text;  // as it was written
  SourcePos pos;
};

struct Suite {
  std::string name;
  int file = -1;              // index into SourceFiles
  std::vector<int> included;  // likewise: the files that `include` merged into it
  std::string profile;        // that was laid over it; empty: none
  std::vector<Variable> vars;
  std::vector<std::string> secrets;
  std::vector<json::Path> mask;  // places of values that no finding shows
  bool uses_uuid = false;        // somewhere in it, so that the seed matters
  std::vector<Target> targets;
  Micros timeout{5'000'000};
  std::vector<NamedText> default_headers;
  std::optional<Ready> ready;
  std::vector<Waiver> expected;            // planned changes of its checks
  std::optional<MaxAge> baseline_max_age;  // a baseline that is older proves nothing
  std::vector<Flow> flows;                 // those with `once: true` that checks use
  std::vector<std::string> rowless;  // checks whose `for_each` has no rows, as `allow_empty` allows

  const Target* find_target(std::string_view target_name) const;
};

// Everything that one run was asked to do: all suites, all checks in suite order.
struct Plan {
  std::vector<Suite> suites;
  std::vector<Check> checks;
  std::vector<Waiver> waivers;  // of the waivers' file
  SourceFiles files;
};

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_MODEL_SUITE_H_
