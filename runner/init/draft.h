// A first suite, drafted from what a team has already: an OpenAPI document, a HAR file of a
// browser, curl command lines. Somebody reads it over before it is used.

#ifndef SWITCHGATE_RUNNER_INIT_DRAFT_H_
#define SWITCHGATE_RUNNER_INIT_DRAFT_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "checks/base/result.h"
#include "checks/json/value.h"
#include "checks/tree/node.h"

namespace switchgate::init {

using Field = std::pair<std::string, std::string>;

struct TextBody {
  std::string text;
};
struct FormBody {
  std::vector<Field> fields;
};
struct FileBody {
  std::string path;
};
using Body = std::variant<std::monostate, json::Value, TextBody, FormBody, FileBody>;

struct DraftCheck {
  std::string name;  // made unique by write_suite()
  std::string method = "GET";
  std::string path = "/";
  std::vector<Field> query;
  std::vector<Field> headers;
  std::vector<Field> cookies;
  Body body;
  std::optional<Field> basic;         // user, and the secret that is the password
  std::optional<std::string> bearer;  // the secret that is the token
  int follow = 0;
  std::optional<int> status;  // when it is not just any 2xx
  std::string media_type;     // of the answer; empty: unknown

  bool safe() const { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }
};

struct Draft {
  std::string name = "first";
  std::string origin;                // "https://shop.example.com"; empty: not known
  std::vector<std::string> secrets;  // names of environment variables
  std::vector<DraftCheck> checks;
  std::vector<std::string> notes;  // what was left out, and why
};

// A HAR 1.2 file: the requests to the origin that was asked most often, without the files
// that make up a page, each once. Values of credentials become secrets.
Result<Draft> from_har(std::string_view text);

// One curl command a line (a backslash at the end goes on). An option that has no place in a
// suite is a note; one that is unknown is an error.
Result<Draft> from_curl(std::string_view text);

// An OpenAPI 3 document: its safe operations whose parameters have an example or a default.
Result<Draft> from_openapi(const tree::Node& document);

// The draft as a suite without mistakes. Every text stands for itself: "${" in it too, unless
// it names one of the draft's secrets.
std::string write_suite(const Draft& draft);

// What `init` writes without a source.
std::string starter_suite();

// Adds the secret to the draft, once, and returns its name: "API_TOKEN" of "X-Api-Token",
// "SECRET_PWD" of "pwd".
std::string add_secret(Draft& draft, std::string_view of);

}  // namespace switchgate::init

#endif  // SWITCHGATE_RUNNER_INIT_DRAFT_H_
