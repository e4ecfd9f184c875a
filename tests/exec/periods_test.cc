// When each check was worked on, as the stored run tells.

#include <chrono>
#include <thread>

#include "gtest/gtest.h"
#include "reporters/json_reader.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

const char* const kSuite = R"(
checks:
  - name: slow
    get: /slow
    compare: {latency: {samples: 20, max_samples: 20}}
  - name: after it
    get: /next
  - name: left out
    get: /next
)";

TEST(Periods, FollowEachOtherWithOneWorkerAndLieWithinTheRun) {
  ScriptedServer server;
  server.on("GET /slow", [](const ScriptedRequest&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return ScriptedReply{"{}", 200};
  });
  server.on("GET /next", [](const ScriptedRequest&) { return ScriptedReply{"{}", 500}; });
  const GateRan ran = GateRun(kSuite).run(server.url(), server.url(),
                                          {"--jobs", "1", "--allow-same", "--fail-fast"});
  const Result<RunReport> report = reporters::read_report(ran.json);
  ASSERT_TRUE(report) << report.error().message << ran.err;
  ASSERT_EQ(report->checks.size(), 3U);
  const std::vector<Period>& slow = report->checks[0].worked;
  const std::vector<Period>& next = report->checks[1].worked;
  ASSERT_EQ(slow.size(), 2U);  // asked, then measured
  ASSERT_EQ(next.size(), 1U);
  EXPECT_TRUE(report->checks[2].worked.empty());  // it did not run
  EXPECT_GE(slow[0].to - slow[0].from, Micros(5'000));
  EXPECT_GE(next[0].from, slow[0].to);
  EXPECT_GE(slow[1].from, next[0].to);
  EXPECT_GE(slow[1].to - slow[1].from, Micros(20 * 5'000));
  EXPECT_LE(slow[1].to, report->duration);
}

}  // namespace
}  // namespace switchgate::testing
