// Thirty-two workers at once on all that they share: flows that run once, learned secrets, the
// pace of live, the breaker, the report. ThreadSanitizer watches.

#include <atomic>
#include <set>
#include <string>
#include <vector>

#include "checks/base/text.h"
#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

constexpr int kRows = 120;

const char* const kSuite = R"(
vars: {run: '${uuid}'}
flows:
  login: {once: true, steps: [{post: /login, safe: true, capture: {session: {json: $.session, secret: true}}}],
          finally: [{post: /logout, safe: true}]}
defaults: {uses: login}
ready: {get: /healthz}
checks:
  - name: row
    for_each: {file: rows.csv, key: n, types: {n: integer}}
    get: '/rows/${n}'
    headers: {X-Session: '${session}', X-Run: '${run}'}
    query: {fresh: '${uuid}'}
    expect: {json: {$.n: '${n}', $.who: {type: string}}}
    compare: {shape: {samples: 1}}
  - name: late
    for_each: {file: rows.csv, key: n}
    get: '/late/${n}'
    retry: {within: 5s, every: 1ms}
  - name: cart
    for_each: {file: rows.csv, key: n}
    steps:
      - post: /carts
        capture: {cart: $.cart, key: {header: X-Key, secret: true}}
      - get: '/carts/${cart}'
        headers: {X-Key: '${key}'}
    finally: [{delete: '/carts/${cart}'}]
)";

struct Shop {
  Shop() {
    server.on("GET /healthz", "{}");
    server.on("POST /login", R"({"session": "session-of-this-run"})");
    server.on("POST /logout", "{}");
    server.on("POST /carts", [this](const ScriptedRequest&) {
      const std::string id = std::to_string(++carts);
      open(id);
      return ScriptedReply{"{\"cart\": \"" + id + "\"}", 201, {{"X-Key", "key-of-cart-" + id}}};
    });
    for (int i = 0; i < kRows; ++i) {
      const std::string n = std::to_string(i);
      server.on("GET /rows/" + n, "{\"n\": " + n + ", \"who\": \"ann\"}");
      server.on("GET /late/" + n, [](const ScriptedRequest& request) {
        return ScriptedReply{"{}", request.number < 2 ? 503 : 200};
      });
    }
  }
  void open(const std::string& id) {
    server.on("GET /carts/" + id, [id](const ScriptedRequest& request) {
      return ScriptedReply{"{}", request.headers.at("x-key") == "key-of-cart-" + id ? 200 : 403};
    });
    server.on("DELETE /carts/" + id, "{}");
  }

  std::atomic<int> carts{0};
  ScriptedServer server;
};

TEST(ThirtyTwoWorkers, JudgeEveryRowOnceWithWhatIsSharedAndWhatIsTheirOwn) {
  GateRun gate(kSuite);
  std::string rows = "n\n";
  for (int i = 0; i < kRows; ++i) {
    rows += std::to_string(i) + '\n';
  }
  gate.write("rows.csv", rows);
  Shop candidate;
  Shop live;
  const GateRan ran =
      gate.run(candidate.server.url(), live.server.url(), {"--jobs", "32", "--seed", "7"});
  EXPECT_EQ(ran.rules(), Lines(kRows, "note [retry/flaky]")) << ran.out;
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(candidate.server.count("POST /login"), 1U);
  EXPECT_EQ(candidate.server.count("POST /logout"), 1U);
  EXPECT_EQ(candidate.carts.load(), kRows);
  for (int i = 1; i <= kRows; ++i) {
    EXPECT_EQ(candidate.server.count("DELETE /carts/" + std::to_string(i)), 1U) << i;
  }
  std::set<std::string> runs;
  for (const ScriptedRequest& request : candidate.server.requests()) {
    if (request.path.starts_with("/rows/")) {
      runs.insert(request.headers.at("x-run"));
      EXPECT_EQ(request.headers.at("x-session"), "session-of-this-run");
    }
  }
  EXPECT_EQ(runs.size(), 1U) << "one value of the suite's ${uuid}";
}

TEST(ThirtyTwoWorkers, AllStopAtADeadTarget) {
  GateRun gate(
      "checks:\n  - {name: a, for_each: {file: rows.csv, key: n}, get: '/${n}', timeout: 5s}\n");
  std::string rows = "n\n";
  for (int i = 0; i < kRows; ++i) {
    rows += std::to_string(i) + '\n';
  }
  gate.write("rows.csv", rows);
  const RefusingPort port;
  const GateRan ran = gate.run(port.url(), "", {"--jobs", "32"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(join(ran.rules(), " ").find("target/"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace switchgate::testing
