// What can be looked at in an HTTP answer, as one table: how each subject is
// read from a suite, and how it is judged.

#ifndef SWITCHGATE_CHECKS_EXPECT_SUBJECTS_H_
#define SWITCHGATE_CHECKS_EXPECT_SUBJECTS_H_

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/expect/expectations.h"
#include "checks/expect/matcher.h"
#include "checks/json/reader.h"
#include "checks/model/exchange.h"
#include "checks/xml/xpath.h"

namespace switchgate::expect {

// One answer while it is judged: its body is parsed when first asked for, once.
class Answer {
 public:
  explicit Answer(const HttpResponse& response) : response_(response) {}

  const HttpResponse& response() const { return response_; }
  const Result<json::Document>& json() const;
  const Result<xml::Tree>& xml() const;
  const json::Value& text() const;

 private:
  const HttpResponse& response_;
  mutable std::optional<Result<json::Document>> json_;
  mutable std::optional<Result<xml::Tree>> xml_;
  mutable std::optional<json::Value> text_;
};

// Which rule a miss breaks, by its kind.
struct Rules {
  std::string_view value;
  std::string_view type;
  std::string_view missing;
};

struct Expectation {
  Level level = Level::kError;
  SourcePos pos;     // of the matcher
  std::string path;  // of its findings: a JSONPath, a header's name, a phase
  Rules rules;
  bool reads_json = false;  // Answer::json() holds a document when judge is called
  std::function<std::optional<Miss>(const Answer&, const Judging&)> judge;
  bool reads_xml = false;  // as reads_json, of Answer::xml()
};

// The finding of an expectation that does not hold; check, step and curl left empty.
Finding to_finding(const Expectation& expectation, Miss miss, const Judging& judging);

// Where the expectations of a subject go.
struct Compiling {
  Reading& reading;
  Level level;
  Expectations& into;

  void add(Expectation expectation) const;
};

struct SubjectRow {
  std::string_view name;
  void (*compile)(const tree::Node&, const Compiling&);
  std::string_view summary;  // what it is, for the documentation
  std::string_view example;  // a line of YAML that stands under `expect:`
};

std::span<const SubjectRow> subjects();

// A name that may stand under a subject, and what its matcher looks at.
struct NameRow {
  std::string_view name;
  Kind kind;
};
std::vector<NameRow> cookie_attributes();  // subjects_cookies.cc
std::vector<NameRow> time_phases();        // subjects_connection.cc
std::vector<NameRow> tls_facts();          // subjects_connection.cc

// The head of an answer: subjects_head.cc, subjects_cookies.cc. A status is 200,
// 2xx, a list of those, or a matcher.
void compile_status(const tree::Node& node, const Compiling& compiling);
void compile_headers(const tree::Node& node, const Compiling& compiling);
void compile_cookies(const tree::Node& node, const Compiling& compiling);
// Its body: subjects_body.cc, subjects_xml.cc
void compile_json(const tree::Node& node, const Compiling& compiling);
void compile_xml(const tree::Node& node, const Compiling& compiling);
void compile_text(const tree::Node& node, const Compiling& compiling);
void compile_bytes(const tree::Node& node, const Compiling& compiling);
void compile_size(const tree::Node& node, const Compiling& compiling);
void compile_sha256(const tree::Node& node, const Compiling& compiling);
// What is beside it: subjects_connection.cc, subjects_redirects.cc
void compile_time(const tree::Node& node, const Compiling& compiling);
void compile_tls(const tree::Node& node, const Compiling& compiling);
void compile_redirects(const tree::Node& node, const Compiling& compiling);
void compile_url(const tree::Node& node, const Compiling& compiling);
void compile_http(const tree::Node& node, const Compiling& compiling);

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_SUBJECTS_H_
