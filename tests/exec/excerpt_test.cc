// Secrets that a reader's message would show in part: where it cuts an answer into words, it
// knows nothing of what belongs together.

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "reporters/formats.h"
#include "reporters/reporter.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

struct Body {
  std::string type;
  std::string text;
};

// `secret` at every place of an answer of every kind.
std::vector<Body> bodies_with(const std::string& secret) {
  const std::vector<Body> whole = {
      {"application/json", R"({"a": [1, "b"], "c": tru})"},
      {"application/json", R"({"errors": [{"message": "x"}]})"},
      {"text/html", "<html><p>a</p></html>"},
      {"application/xml", "<r x='1'><a>1</a></q>"},
      {"text/plain", "plain text"},
  };
  std::vector<Body> bodies;
  for (const Body& body : whole) {
    for (std::size_t at = 0; at <= body.text.size(); ++at) {
      bodies.push_back({body.type, body.text.substr(0, at) + secret + body.text.substr(at)});
    }
  }
  return bodies;
}

// Four characters in a row of `secret` that stand in `text`.
Lines pieces_in(const std::string& text, const std::string& secret) {
  Lines found;
  for (std::size_t at = 0; at + 4 <= secret.size(); ++at) {
    if (text.find(secret.substr(at, 4)) != std::string::npos) {
      found.push_back(secret.substr(at, 4));
    }
  }
  return found;
}

class Excerpts : public ::testing::TestWithParam<const char*> {};

TEST_P(Excerpts, ShowNoPieceOfASecretWhereverItStands) {
  const std::string secret = GetParam();
  const std::vector<Body> bodies = bodies_with(secret);
  ScriptedServer server;
  std::string suite = "secrets: [KEY]\nchecks:\n";
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const std::string number = std::to_string(i);
    server.on("GET /" + number, ScriptedReply{bodies[i].text, 200, {}, bodies[i].type});
    suite += "  - {name: expects " + number + ", get: /" + number +
             ", expect: {json: {$.zz: 1}, xml: {'(//zz)[1]': 1}}}\n";
    suite += "  - {name: compares " + number + ", get: /" + number +
             ", capture: {v: $.zz, w: {xpath: '(//zz)[1]'}}, compare: {shape: {samples: 1}}}\n";
    suite +=
        "  - {name: queries " + number + ", post: /" + number + ", graphql: {query: '{ a }'}}\n";
    server.on("POST /" + number, ScriptedReply{bodies[i].text, 200, {}, bodies[i].type});
  }
  GateRun gate(suite);
  gate.inside = true;
  gate.environment = {{"KEY", secret}};
  Lines more = {"-v", "--allow-same"};
  for (const reporters::Format& format : reporters::formats()) {
    const std::string name(format.name);
    more.insert(more.end(), {"--report", name + "=" + gate.path(name)});
  }
  const GateRan ran = gate.run(server.url(), server.url(), more);
  ASSERT_EQ(ran.exit_code, 1) << ran.err;
  EXPECT_EQ(pieces_in(ran.out, secret), Lines());
  EXPECT_EQ(pieces_in(ran.json, secret), Lines());
  for (const reporters::Format& format : reporters::formats()) {
    const std::string text = GateRun::read(gate.path(std::string(format.name)));
    EXPECT_GT(text.size(), 1000U) << format.name;
    EXPECT_EQ(pieces_in(text, secret), Lines()) << format.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Secrets, Excerpts,
                         ::testing::Values("alxha7 bexa8 gaxxa9", R"(qu"xz9 wv<zzy8 k'jq7 x/wq6)",
                                           "zq8w, [q7x9] {w6v: 5kjz}"));

}  // namespace
}  // namespace switchgate::testing
