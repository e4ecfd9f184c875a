// The webhooks from outside: what Flagger and Argo Rollouts get for each verdict.

#include <csignal>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/serve_program.h"

namespace switchgate::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Play {
  std::string gate;
  std::string verdict;
  std::string why;  // a part of the answer
};

TEST(Webhook, EachEndOfARunHasItsAnswer) {
  const std::vector<Play> plays = {
      {"open", "open", "everything passed"},
      {"closed", "closed", "2 reasons to keep the gate closed"},
      {"undecided", "undecided", "live is unreachable"},
      {"open-without-report", "undecided", "left no report that can be read"},
      {"closed-without-report", "undecided", "left no report that can be read"},
      {"open-with-half-a-report", "undecided", "left no report that can be read"},
      {"open-exit-closed-report", "undecided", "the report says closed, the exit code 0"},
      {"closed-exit-open-report", "undecided", "the report says open, the exit code 1"},
      {"mistake", "undecided", "shop.yaml:3:5: 'p95' expects a duration"},
      {"killed", "undecided", "exit 137, which is no verdict"},
      {"odd", "undecided", "exit 77, which is no verdict"},
      {"chatty", "open", "everything passed"},
  };
  std::vector<std::string> gates;
  for (const Play& play : plays) {
    gates.push_back(play.gate);
  }
  const StandIn stand_in(gates);
  const ServeProgram serve(stand_in, {"--jobs", "2"});
  for (const Play& play : plays) {
    SCOPED_TRACE(play.gate);
    const HttpAnswer first = serve.hook_until_known("pre-rollout", play.gate, "1");
    EXPECT_EQ(first.status, play.verdict == "open" ? 200 : 403);
    EXPECT_THAT(first.body, HasSubstr("{\"verdict\":\"" + play.verdict + '"'));
    EXPECT_THAT(first.body, HasSubstr(play.why));
    EXPECT_EQ(serve.hook("confirm-promotion", play.gate, "1").status, first.status);
    // 2xx means "roll back": only what is surely wrong does.
    EXPECT_EQ(serve.hook("rollback", play.gate, "1").status, play.verdict == "closed" ? 200 : 403);
    const HttpAnswer argo =
        serve.get("/argo/" + play.gate + "?revision=1&name=podinfo&namespace=test");
    EXPECT_EQ(argo.status, 200);
    EXPECT_THAT(argo.body, HasSubstr("{\"verdict\":\"" + play.verdict + '"'));
    EXPECT_EQ(stand_in.runs(play.gate), 1U) << "one run, for all four addresses";
  }
}

TEST(Webhook, NothingOpensAndNothingRollsBackWhileARunGoesOn) {
  const StandIn stand_in({"hold"});
  const ServeProgram serve(stand_in);
  EXPECT_EQ(serve.hook("rollback", "hold", "1").status, 403);
  EXPECT_THAT(serve.hook("rollback", "hold", "1").body, HasSubstr("\"verdict\":\"unknown\""));
  EXPECT_EQ(stand_in.runs("hold"), 0U) << "a rollback hook starts no run";
  for (const std::string type : {"pre-rollout", "confirm-promotion", "rollback"}) {
    const HttpAnswer answer = serve.hook(type, "hold", "1");
    EXPECT_EQ(answer.status, 403) << type;
    EXPECT_THAT(answer.body, HasSubstr("\"verdict\":\"running\"")) << type;
  }
  EXPECT_THAT(serve.get("/argo/hold?revision=1&name=podinfo&namespace=test").body,
              HasSubstr("\"verdict\":\"running\",\"exit\":null"));
  // Argo counts what is inconclusive and succeeds at its count; an error it measures again.
  const std::string waiting = "/argo/hold?revision=1&name=podinfo&namespace=test&running=503";
  EXPECT_EQ(serve.get(waiting).status, 503);
  EXPECT_EQ(serve.get("/argo/hold?revision=1&running=500").status, 400);
  stand_in.release();
  EXPECT_EQ(serve.hook_until_known("confirm-promotion", "hold", "1").status, 200);
  EXPECT_EQ(serve.get(waiting).status, 200);
  EXPECT_EQ(stand_in.runs("hold"), 1U);
}

TEST(Webhook, AnOpenGateIsOpenForItsRevisionAlone) {
  const StandIn stand_in({"open", "hold"});
  const ServeProgram serve(stand_in, {"--jobs", "2"});
  ASSERT_EQ(serve.hook_until_known("pre-rollout", "open", "1").status, 200);
  ASSERT_EQ(serve.hook("pre-rollout", "hold", "1").status, 403);
  const HttpAnswer other = serve.hook("pre-rollout", "open", "2");
  EXPECT_EQ(other.status, 403);
  EXPECT_THAT(other.body, HasSubstr("\"verdict\":\"running\""));
  EXPECT_EQ(serve.hook_until_known("pre-rollout", "open", "2").status, 200);
  EXPECT_THAT(stand_in.read("calls"), HasSubstr("open podinfo test 1\n"));
  EXPECT_THAT(stand_in.read("calls"), HasSubstr("open podinfo test 2\n"));
}

TEST(Webhook, AVerdictThatExpiredIsRunAnew) {
  const StandIn stand_in({"open", "closed"});
  const ServeProgram serve(stand_in, {"--verdict-expiry", "300ms"});
  ASSERT_EQ(serve.hook_until_known("pre-rollout", "open", "1").status, 200);
  ASSERT_EQ(serve.hook_until_known("pre-rollout", "closed", "1").status, 403);
  // The expiry is the event that is waited for here.
  while (serve.hook("rollback", "closed", "1").status == 200) {
  }
  EXPECT_THAT(serve.hook("rollback", "closed", "1").body, HasSubstr("\"verdict\":\"unknown\""));
  const HttpAnswer again = serve.hook("pre-rollout", "open", "1");
  EXPECT_EQ(again.status, 403);
  EXPECT_THAT(again.body, HasSubstr("\"verdict\":\"running\""));
  EXPECT_EQ(serve.hook_until_known("pre-rollout", "open", "1").status, 200);
  EXPECT_GE(stand_in.runs("open"), 2U);
}

TEST(Webhook, ARestartKnowsNothing) {
  const StandIn stand_in({"open"});
  {
    ServeProgram serve(stand_in);
    ASSERT_EQ(serve.hook_until_known("pre-rollout", "open", "1").status, 200);
    serve.signal(SIGTERM);
    EXPECT_EQ(serve.wait(), 0);
  }
  const ServeProgram serve(stand_in);
  EXPECT_EQ(serve.hook("pre-rollout", "open", "1").status, 403);
  EXPECT_EQ(serve.hook_until_known("pre-rollout", "open", "1").status, 200);
  EXPECT_EQ(stand_in.runs("open"), 2U);
}

TEST(Webhook, BeyondTheQueueFlaggerIsToldToComeAgainAndArgoThatNothingIsKnown) {
  const StandIn stand_in({"hold"});
  const ServeProgram serve(stand_in, {"--queue", "1"});
  ASSERT_EQ(serve.hook("pre-rollout", "hold", "1").status, 403);
  ASSERT_TRUE(serve.wait_for("run-started gate=hold"));
  ASSERT_EQ(serve.hook("pre-rollout", "hold", "2").status, 403);
  const HttpAnswer refused = serve.hook("pre-rollout", "hold", "3");
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.head, HasSubstr("Retry-After: 10"));
  EXPECT_EQ(serve.hook("pre-rollout", "hold", "1").status, 403) << "it has its place";
  const HttpAnswer argo = serve.get("/argo/hold?revision=3");
  EXPECT_EQ(argo.status, 200);
  EXPECT_THAT(argo.body, HasSubstr("\"verdict\":\"running\""));
  EXPECT_THAT(argo.body, HasSubstr("too many runs wait"));
  stand_in.release();
  EXPECT_EQ(serve.hook_until_known("pre-rollout", "hold", "2").status, 200);
}

TEST(Webhook, ARunThatTakesTooLongIsUndecided) {
  const StandIn stand_in({"hang", "cleans"});
  const ServeProgram serve(stand_in, {"--run-timeout", "300ms", "--jobs", "2"});
  for (const std::string gate : {"hang", "cleans"}) {
    const HttpAnswer answer = serve.hook_until_known("confirm-promotion", gate, "1");
    EXPECT_EQ(answer.status, 403);
    EXPECT_THAT(answer.body, HasSubstr("did not end within --run-timeout"));
    EXPECT_THAT(answer.body, HasSubstr("\"exit\":null"));
  }
  EXPECT_EQ(stand_in.read("cleaned"), "yes\n") << "it is told before it is killed";
}

TEST(Webhook, TheProgramsEnvironmentHoldsTheRevisionAndNotTheToken) {
  const StandIn stand_in({"open"});
  const ServeProgram serve(stand_in, {},
                           {"SWITCHGATE_SERVE_TOKEN=0123456789abcdef", "SHOP_TOKEN=kept"});
  const std::string token = "Authorization: Bearer 0123456789abcdef\r\n";
  ASSERT_EQ(serve.hook("pre-rollout", "open", "1.4.2", token).status, 403);
  ASSERT_TRUE(serve.wait_for("verdict=open"));
  const std::string environment = stand_in.read("environment");
  EXPECT_THAT(environment, HasSubstr("SWITCHGATE_REVISION=1.4.2\n"));
  EXPECT_THAT(environment, HasSubstr("SHOP_TOKEN=kept\n"));
  EXPECT_THAT(environment, Not(HasSubstr("0123456789abcdef")));
  EXPECT_THAT(serve.log(), Not(HasSubstr("0123456789abcdef")));
}

TEST(Webhook, KeepsTheLastReportOfAGateAndLogsOneLineAnEvent) {
  const StandIn stand_in({"closed"});
  const ServeProgram serve(stand_in);
  serve.hook_until_known("pre-rollout", "closed", "1");
  EXPECT_EQ(stand_in.read("reports/closed.json"), stand_in.read("closed.json"));
  EXPECT_THAT(serve.log(), HasSubstr(" run-started gate=closed name=podinfo namespace=test "
                                     "revision=1\n"));
  EXPECT_THAT(serve.log(), HasSubstr(" verdict gate=closed name=podinfo namespace=test revision=1 "
                                     "verdict=closed took="));
}

}  // namespace
}  // namespace switchgate::testing
