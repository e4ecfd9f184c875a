// 429 and Retry-After, and a live side that begins to suffer.

#include <chrono>

#include "gtest/gtest.h"
#include "runner/exec/clock.h"
#include "runner/exec/health.h"
#include "runner/exec/throttle.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::exec {
namespace {

HttpResponse throttled(const std::string& after) {
  HttpResponse response;
  response.status = 429;
  if (!after.empty()) {
    response.headers = {{"retry-after", after}};
  }
  return response;
}

TEST(RetryAfter, ReadsSecondsAndDates) {
  const Instant now = *parse_date_time("2026-11-22T12:00:00Z");
  const auto asked = [&](const std::string& text) { return retry_after(throttled(text), now); };
  EXPECT_EQ(asked("7"), Micros{7'000'000});
  EXPECT_EQ(asked(" 0 "), Micros{0});
  EXPECT_EQ(asked("Sun, 22 Nov 2026 12:00:05 GMT"), Micros{5'000'000});
  EXPECT_EQ(asked("Sun, 22 Nov 2026 11:00:00 GMT"), Micros{0});
  EXPECT_EQ(asked("soon"), std::nullopt);
  EXPECT_EQ(asked("-1"), std::nullopt);
  EXPECT_EQ(asked(""), std::nullopt);
  EXPECT_TRUE(asked("99999999999999999999999"));
}

TEST(Patience, WaitsAsAskedAndNeverLongerThanItsLimit) {
  const Instant now{};
  Patience backoff;
  EXPECT_EQ(backoff.next(throttled(""), now), Micros{1'000'000});
  EXPECT_EQ(backoff.next(throttled(""), now), Micros{2'000'000});
  EXPECT_EQ(backoff.next(throttled("20"), now), Micros{20'000'000});
  EXPECT_EQ(backoff.next(throttled("8"), now), std::nullopt);
  EXPECT_EQ(backoff.waited(), Micros{23'000'000});
  EXPECT_EQ(Patience().next(throttled("31"), now), std::nullopt);
  Patience many;
  for (int i = 0; i < Patience::kMostPauses; ++i) {
    EXPECT_EQ(many.next(throttled("0"), now), Micros{100'000});
  }
  EXPECT_EQ(many.next(throttled("0"), now), std::nullopt);
}

TEST(Pacer, IsSlowedOnceASecondHoweverManyAreTold) {
  Pacer pacer(0);
  for (int i = 0; i < 50; ++i) {
    pacer.slow_down();
  }
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(pacer.wait({}));
  }
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_GE(took, std::chrono::milliseconds(190));
}

Exchange answered(int status) {
  HttpResponse response;
  response.status = status;
  return response;
}

TEST(Health, IsLostToFailuresThatTheWarmUpDidNotShow) {
  Health health;
  health.watch();
  for (int i = 0; i < 100; ++i) {
    health.answered(answered(i % 7 == 0 ? 404 : 200));
  }
  for (std::size_t i = 1; i < Health::kFailures; ++i) {
    health.answered(ExchangeFailure{FailureKind::kDeadline, "", {}, {}});
    EXPECT_FALSE(health.degraded());
  }
  health.answered(answered(503));
  EXPECT_TRUE(health.degraded());
  EXPECT_EQ(health.why(),
            "live failed to answer 5 of its last 20 requests, and 0 of its first 20: it is asked "
            "nothing more.");
}

TEST(Health, IsJudgedByWhatItWasInTheBeginning) {
  Health health;
  health.watch();
  for (int i = 0; i < 1000; ++i) {
    health.answered(answered(i % 4 == 0 ? 500 : 200));  // one in four, from the first on
  }
  EXPECT_FALSE(health.degraded());
  Health unwatched;
  for (int i = 0; i < 100; ++i) {
    unwatched.answered(answered(i < 50 ? 200 : 500));
  }
  EXPECT_FALSE(unwatched.degraded());
}

TEST(LatencyBand, IsLeftByTheMedianNotByASpike) {
  LatencyBand band;
  for (int i = 0; i < 200; ++i) {
    band.add(i % 5 == 0 ? 500 : 10);
    EXPECT_FALSE(band.left()) << i;
  }
  for (int i = 0; i < 4; ++i) {
    band.add(55);
  }
  EXPECT_FALSE(band.left());
  for (int i = 0; i < 10; ++i) {
    band.add(100);
  }
  EXPECT_TRUE(band.left());
  LatencyBand fast;  // ten times as slow, and still fast
  for (int i = 0; i < 100; ++i) {
    fast.add(i < 20 ? 1 : 10);
    EXPECT_FALSE(fast.left());
  }
}

}  // namespace
}  // namespace switchgate::exec

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

ScriptedReply too_many(const std::string& after) {
  return {"slow down", 429, {{"Retry-After", after}}, "text/plain"};
}

TEST(Throttled, ARequestThatMayBeRepeatedIsAskedAgain) {
  ScriptedServer candidate;
  candidate.on("GET /a", [](const ScriptedRequest& request) {
    return request.number < 2 ? too_many("0") : ScriptedReply{"{}"};
  });
  const GateRan ran = GateRun("checks: [{name: a, get: /a}]\n").run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.findings(), Lines());
  EXPECT_EQ(candidate.count("GET /a"), 3U);
}

TEST(Throttled, ToTheEndIsUndecidedAndNeverAPass) {
  ScriptedServer candidate;
  candidate.on("GET /a", too_many("3600"));
  candidate.on("POST /b", too_many("0"));
  const GateRan ran =
      GateRun("checks: [{name: a, get: /a}, {name: b, post: /b, text: x}]\n").run(candidate.url());
  EXPECT_EQ(ran.exit_code, 3) << ran.out;
  EXPECT_EQ(ran.rules(), (Lines{"undecided [target/throttled]", "undecided [target/throttled]"}));
  EXPECT_EQ(ran.findings().front(),
            "undecided [target/throttled] expected an answer, found that candidate takes no more "
            "requests (status 429); it asks to wait: 3600. Nothing is known of what it would have "
            "answered.");
  EXPECT_EQ(candidate.count("GET /a"), 1U);
  EXPECT_EQ(candidate.count("POST /b"), 1U);
}

TEST(Throttled, AnExpected429IsAnAnswerLikeAnyOther) {
  ScriptedServer candidate;
  candidate.on("GET /a", too_many("3600"));
  const GateRan ran =
      GateRun("checks: [{name: a, get: /a, expect: {status: 429}}]\n").run(candidate.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(candidate.count("GET /a"), 1U);
}

TEST(Throttled, A429IsNoSampleOfAShape) {
  ScriptedServer candidate;
  ScriptedServer live;
  const auto now_and_then = [](const ScriptedRequest& request) {
    return request.number % 2 == 1 ? too_many("0") : ScriptedReply{R"({"x": 1})"};
  };
  candidate.on("GET /a", now_and_then);
  live.on("GET /a", now_and_then);
  const GateRan ran = GateRun("checks: [{name: a, get: /a, compare: {shape: true}}]\n")
                          .run(candidate.url(), live.url());
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.findings(), Lines());
}

TEST(Degraded, LiveIsAskedNothingMore) {
  ScriptedServer candidate;
  ScriptedServer live;
  std::string checks = "targets: {live: {max_rps: 1000}}\nchecks:\n";
  for (int i = 0; i < 40; ++i) {
    const std::string path = "/c" + std::to_string(i);
    candidate.on("GET " + path, R"({"x": 1})");
    live.on("GET " + path, ScriptedReply{R"({"x": 1})", i < 10 ? 200 : 503});
    checks += "  - {name: c" + std::to_string(i) + ", get: " + path + ", compare: {shape: true}}\n";
  }
  const GateRan ran = GateRun(checks).run(candidate.url(), live.url(), {"-j", "1"});
  EXPECT_EQ(ran.exit_code, 3) << ran.out;
  Lines expected(5, "undecided [compare/live-failed]");
  expected.resize(30, "undecided [live/degraded]");
  EXPECT_EQ(ran.rules(), expected);
  EXPECT_EQ(live.total(), 35U);  // three of each good one, and five that failed
}

}  // namespace
}  // namespace switchgate::testing
