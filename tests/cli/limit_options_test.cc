// Each limit's option bites where it says, and runner/cli/LIMITS.md is what the table says.
// SWITCHGATE_UPDATE_GOLDEN=1 writes the page anew.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/base/limits.h"
#include "runner/cli/app.h"
#include "runner/cli/limits.h"
#include "tests/support/gate_run.h"
#include "tests/support/grpc_peer.h"
#include "tests/support/raw_server.h"
#include "tests/support/scripted_server.h"
#include "tests/support/websocket_peer.h"

namespace switchgate::cli {
namespace {

using testing::GateRan;
using testing::GateRun;
using ::testing::HasSubstr;
using testing::RawConnection;
using testing::RawServer;
using testing::ScriptedReply;
using testing::ScriptedServer;

// A suite that needs just `enough` of what `option` bounds.
struct Bite {
  const char* option;
  const char* too_little;
  const char* enough;
  const char* suite;          // behind `switchgate: 1`
  const char* answer = "ok";  // of GET /a
  std::vector<const char*> more = {};
  std::map<std::string, std::string> files = {};
};

const std::vector<Bite>& bites() {
  static const char* const plain = "checks: [{name: a, get: /a}]\n";
  static const char* const json =
      "checks: [{name: a, get: /a, expect: {json: {$: {type: array}}}}]";
  static const char* const xml = "checks: [{name: a, get: /a, expect: {xml: {'count(//c)': 1}}}]";
  static const char* const nested = "<a><b><c x='1' y='2'/></b></a>";
  static const std::map<std::string, std::string> including = {
      {"one.yaml", "switchgate: 1\ninclude: [two.yaml]\n"},
      {"two.yaml", "switchgate: 1\nvars: {x: 1}\n"}};
  static const std::vector<Bite> rows = {
      {"--max-suite-size", "20", "1KB", plain},
      {"--max-body-file",
       "9",
       "10",
       "checks: [{name: a, get: /a, body_file: b.txt}]\n",
       "ok",
       {},
       {{"b.txt", "0123456789"}}},
      {"--max-secret",
       "9",
       "10",
       "secrets: [TOKEN]\nchecks: [{name: a, get: /a, headers: {X-A: '${TOKEN}'}}]\n",
       "ok",
       {},
       {{"secret", "0123456789"}}},
      {"--max-include-depth",
       "1",
       "3",
       "include: [one.yaml]\nchecks: [{name: a, get: /a}]\n",
       "ok",
       {},
       including},
      {"--max-files",
       "2",
       "3",
       "include: [one.yaml]\nchecks: [{name: a, get: /a}]\n",
       "ok",
       {},
       including},
      {"--max-yaml-depth", "4", "8",
       "checks: [{name: a, get: /a, expect: {text: {contains: ok}}}]"},
      {"--max-yaml-values", "5", "100", plain},
      {"--max-rows", "1", "2",
       "checks: [{name: a, get: /a, for_each: [{q: x}, {q: y}], query: {q: '${q}'}}]\n"},
      {"--max-columns",
       "1",
       "2",
       "checks: [{name: a, get: /a, for_each: {file: t.csv}, query: {q: '${q}', r: '${r}'}}]\n",
       "ok",
       {},
       {{"t.csv", "q,r\n1,2\n"}}},
      {"--max-regex-memory", "10KB", "1MB",
       "checks: [{name: a, get: /a, expect: {text: {not: {matches: '^a{900}$'}}}}]\n"},
      {"--max-redirects", "1", "2", "checks: [{name: a, get: /a, follow: 2}]\n"},
      {"--max-pages", "2", "3", "checks: [{name: a, get: /a, paginate: {next: $.next, max: 3}}]\n",
       R"({"next": null})"},
      {"--max-samples",
       "20",
       "30",
       "checks: [{name: a, get: /a, compare: {latency: {samples: 20, max_samples: 30}}}]\n",
       "ok",
       {"--compare=none"}},
      {"--max-json-depth", "3", "4", json, "[[[[]]]]"},
      {"--max-json-values", "3", "4", json, "[1, 2, 3]"},
      {"--max-jsonpath-visits", "2", "100",
       "checks: [{name: a, get: /a, expect: {json: {'$..a': {any: 1}}}}]\n",
       R"({"b": [{"a": 1}]})"},
      {"--max-xml-depth", "2", "3", xml, nested},
      {"--max-xml-nodes", "2", "9", xml, nested},
      {"--max-xml-attributes", "1", "2", xml, nested},
      {"--max-xml-namespaces", "1", "2", xml, "<a xmlns:p='u'><c/></a>"},
      {"--max-xml-size", "10", "1KB", xml, nested},
      {"--max-output",
       "5",
       "6",
       "checks: [{name: a, command: [sh, -c, 'echo hello']}, {name: b, tcp: candidate}]\n",
       "ok",
       {"--allow-commands"}},
      {"--max-message", "3", "4",
       "checks: [{name: a, websocket: /chat, text: ping, safe: true, expect: {message: pong}}]\n"},
      {"--max-grpc", "6", "1KB", "checks: [{name: a, grpc_health: ''}]\n"},
  };
  return rows;
}

void pong(RawConnection& connection) {
  const std::string head = connection.take_until("\r\n\r\n");
  if (!head.empty()) {
    connection.send(testing::websocket::accepting(head));
    testing::websocket::take_frame(connection);
    connection.send(testing::websocket::frame(0x81, "pong"));
    testing::websocket::take_frame(connection);
  }
}

// The run puts limits in force for this whole process; what reads its report has the usual ones.
GateRan run_with(const Bite& row, const std::string& url, const char* value) {
  GateRun gate(row.suite);
  for (const auto& [name, text] : row.files) {
    gate.write(name, text);
  }
  gate.environment["TOKEN_FILE"] = gate.path("secret");
  std::vector<std::string> more(row.more.begin(), row.more.end());
  more.insert(more.end(), {row.option, value});
  GateRan ran = gate.run(url, {}, more);
  set_limits({});
  return ran;
}

std::string everything(const GateRan& ran) { return ran.out + ran.err + ran.json; }

TEST(LimitOptions, EachBitesAndSaysHowItIsRaised) {
  for (const Bite& row : bites()) {
    SCOPED_TRACE(row.option);
    ScriptedServer plain;
    const ScriptedReply reply{row.answer};
    plain.on("GET /a", reply);
    const RawServer socket{RawServer::Handler(&pong)};
    const RawServer grpc{testing::grpc::always(testing::grpc::serving())};
    const std::string option = row.option;
    const std::string url = option == "--max-message" ? socket.url()
                            : option == "--max-grpc"  ? grpc.url()
                                                      : plain.url();
    const GateRan refused = run_with(row, url, row.too_little);
    EXPECT_NE(refused.exit_code, 0);
    EXPECT_THAT(everything(refused), HasSubstr(option));
    const GateRan passed = run_with(row, url, row.enough);
    EXPECT_EQ(passed.exit_code, 0) << everything(passed);
  }
}

TEST(LimitOptions, AreAllTried) {
  std::set<std::string_view> tried;
  for (const Bite& row : bites()) {
    EXPECT_TRUE(tried.insert(row.option).second) << row.option;
  }
  for (const LimitRow& row : limit_rows()) {
    EXPECT_EQ(tried.count(row.option), 1U) << row.option;
  }
}

TEST(LimitOptions, HaveDefaultsThatTheyWouldTake) {
  LimitWords words = no_limit_words();
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = std::to_string(Limits{}.*limit_rows()[i].value);
  }
  const auto limits = read_limits(words);
  ASSERT_TRUE(limits.ok()) << limits.error().message;
  EXPECT_EQ(limits->json_depth, Limits{}.json_depth);
  EXPECT_EQ(limits->xml_bytes, Limits{}.xml_bytes);
}

TEST(LimitOptions, SayWhatTheyTake) {
  for (std::size_t i = 0; i < limit_rows().size(); ++i) {
    for (const char* value : {"much", "-1", "0", "99999999999", "1.5"}) {
      LimitWords words = no_limit_words();
      words[i] = value;
      const auto limits = read_limits(words);
      ASSERT_FALSE(limits.ok()) << limit_rows()[i].option << ' ' << value;
      EXPECT_THAT(limits.error().message,
                  HasSubstr(std::string(limit_rows()[i].option) + " takes "));
      EXPECT_THAT(limits.error().message, HasSubstr("not '" + std::string(value) + '\''));
    }
  }
}

TEST(LimitOptions, HoldForOneCommandLineOnly) {
  const GateRun gate("checks: [{name: a, get: /a}]\n");
  EXPECT_EQ(gate.command({"lint", "--max-yaml-values", "3", gate.suite()}).exit_code, 2);
  EXPECT_EQ(gate.command({"lint", gate.suite()}).exit_code, 0);
}

TEST(LimitOptions, ArePagesTable) {
  const std::string path = std::string(SWITCHGATE_SOURCE_DIR) + "/runner/cli/LIMITS.md";
  const std::string expected =
      "# Limits\n"
      "\n"
      "What bounds a run. Written from the tables in `checks/base/limits.cc` and `limits.cc` by\n"
      "`tests/cli/limit_options_test.cc`; `switchgate run --limits` shows the values in force. A\n"
      "message at a limit names the option that raises it. Sizes are bytes in powers of ten\n"
      "(`64KB`, `5MB`). `run`, `record` and `lint` take all of them, `query`, `shape` and "
      "`latency`\n"
      "those about JSON.\n"
      "\n" +
      limits_page();
  if (std::getenv("SWITCHGATE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << expected;
  }
  std::ifstream in(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), expected)
      << "SWITCHGATE_UPDATE_GOLDEN=1 writes it anew";
}

}  // namespace
}  // namespace switchgate::cli
