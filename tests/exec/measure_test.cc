// The measured lane with a probe that answers at once and says how long it took.

#include "runner/exec/measure.h"

#include <functional>
#include <random>
#include <string>

#include "gtest/gtest.h"

namespace switchgate::exec {
namespace {

class ScriptedProbe : public probe::Probe {
 public:
  using Script = std::function<Exchange(const HttpRequest&, std::size_t call)>;
  explicit ScriptedProbe(Script script) : script_(std::move(script)) {}

  Exchange perform(const HttpRequest& request, std::stop_token) override {
    order += request.target == "live" ? 'L' : 'C';
    return script_(request, order.size() - 1);
  }

  std::string order;  // who was asked, in order

 private:
  Script script_;
};

Exchange answer_in(Micros served, int status = 200, bool reused = true) {
  HttpResponse response;
  response.status = status;
  response.phases.served = served;
  response.reused_connection = reused;
  return response;
}

class MeasuredLane : public testing::Test {
 protected:
  MeasuredLane() {
    endpoint.settings.warmup = 4;
    endpoint.candidate.target = "candidate";
    endpoint.candidate_side = &candidate;
    endpoint.candidate_status = 200;
    endpoint.live = HttpRequest{};
    endpoint.live->target = "live";
    endpoint.live_side = &live;
    endpoint.live_status = 200;
  }

  // Latency around `ms`, a little noise.
  Micros around(double ms) {
    return Micros(
        static_cast<std::int64_t>(1000 * ms * std::lognormal_distribution<>(0, .08)(random)));
  }

  // Who was asked, in order.
  std::string measured(ScriptedProbe::Script script) {
    ScriptedProbe probe(std::move(script));
    measure({&endpoint}, probe, {});
    return probe.order;
  }

  Side candidate{0};
  Side live{0};
  Endpoint endpoint;
  std::mt19937 random{7};
};

TEST_F(MeasuredLane, AsksBothSidesBackToBackNeitherAlwaysFirst) {
  const std::string order =
      measured([&](const HttpRequest&, std::size_t) { return answer_in(around(5)); });
  EXPECT_EQ(order.substr(0, 16), "LCCLLCCLLCCLLCCL");
}

TEST_F(MeasuredLane, PassesTheSameBuildAtTheLookOf100Pairs) {
  measured([&](const HttpRequest&, std::size_t) { return answer_in(around(5)); });
  ASSERT_TRUE(endpoint.judgement);
  EXPECT_EQ(endpoint.judgement->verdict, latency::Verdict::kPass) << endpoint.judgement->reason;
  EXPECT_GE(endpoint.pairs.size(), 100U);
}

TEST_F(MeasuredLane, FindsASlowdownOfSixtyPercentAtAnEarlyLook) {
  measured([&](const HttpRequest& request, std::size_t) {
    return answer_in(around(request.target == "live" ? 5 : 8));
  });
  EXPECT_EQ(endpoint.judgement->verdict, latency::Verdict::kFail) << endpoint.judgement->reason;
  EXPECT_LE(endpoint.pairs.size(), 50U);
}

TEST_F(MeasuredLane, ASlowdownThatASecondSeriesDoesNotShowIsNotHeldAgainstTheCandidate) {
  bool disturbed = true;
  std::size_t last = 0;
  measured([&](const HttpRequest& request, std::size_t call) {
    // The second series begins with warm-ups of its own, after the first has failed.
    disturbed = disturbed && call < 2 * (4 + 25);
    last = call;
    return answer_in(around(disturbed && request.target == "candidate" ? 12 : 5));
  });
  ASSERT_TRUE(endpoint.judgement);
  EXPECT_EQ(endpoint.judgement->verdict, latency::Verdict::kUndecided)
      << endpoint.judgement->reason;
  EXPECT_EQ(endpoint.judgement->why, latency::Why::kNoisy);
  EXPECT_NE(endpoint.judgement->reason.find("a second one did not show it"), std::string::npos);
  EXPECT_GT(last, 200U);
}

TEST_F(MeasuredLane, CountsNoPairWithANewConnectionOnEitherSide) {
  measured([&](const HttpRequest& request, std::size_t call) {
    return answer_in(around(5), 200, !(request.target == "live" && call % 20 == 8));
  });
  EXPECT_GT(endpoint.dropped, 5U);
  EXPECT_GE(endpoint.pairs.size(), 100U) << "dropped pairs are made up for";
}

TEST_F(MeasuredLane, GivesUpWhenEveryAnswerComesOverANewConnection) {
  measured([&](const HttpRequest&, std::size_t) { return answer_in(around(5), 200, false); });
  EXPECT_TRUE(endpoint.pairs.empty());
  ASSERT_TRUE(endpoint.judgement);
  EXPECT_EQ(endpoint.judgement->verdict, latency::Verdict::kUndecided);
  EXPECT_EQ(endpoint.judgement->why, latency::Why::kTooFew);
}

TEST_F(MeasuredLane, AFailureOfTheCandidateEndsItAndIsKeptAsTheDefectItIs) {
  measured([&](const HttpRequest& request, std::size_t call) {
    return request.target == "candidate" && call > 30 ? answer_in(around(5), 503)
                                                      : answer_in(around(5));
  });
  ASSERT_TRUE(endpoint.candidate_failure);
  EXPECT_EQ(std::get<HttpResponse>(*endpoint.candidate_failure).status, 503);
}

TEST_F(MeasuredLane, ThreeFailuresOfLiveInARowEndItWithoutBlamingTheCandidate) {
  measured([&](const HttpRequest& request, std::size_t call) -> Exchange {
    if (request.target == "live" && call > 30) {
      return ExchangeFailure{FailureKind::kReset, "reset", {}, {}};
    }
    return answer_in(around(5));
  });
  EXPECT_TRUE(endpoint.live_failed);
  EXPECT_FALSE(endpoint.candidate_failure);
}

TEST_F(MeasuredLane, SamplesTheCandidateAloneWhenThereIsNoLive) {
  endpoint.live.reset();
  endpoint.live_side = nullptr;
  const std::string order =
      measured([&](const HttpRequest&, std::size_t) { return answer_in(around(5)); });
  EXPECT_EQ(endpoint.samples.size(), 100U);
  EXPECT_EQ(order.find('L'), std::string::npos);
}

TEST_F(MeasuredLane, GoesRoundTheEndpointsSoThatOneMachinesHiccupHitsAll) {
  Endpoint other = endpoint;
  other.candidate.target = "other";
  other.live->target = "live";
  endpoint.settings.max_samples = other.settings.max_samples = 25;
  ScriptedProbe probe([&](const HttpRequest&, std::size_t) { return answer_in(around(5)); });
  measure({&endpoint, &other}, probe, {});
  EXPECT_EQ(endpoint.pairs.size(), 25U);
  EXPECT_EQ(other.pairs.size(), 25U);
}

TEST_F(MeasuredLane, AnEndedRunLeavesWhatWasMeasured) {
  std::stop_source stop;
  ScriptedProbe probe([&](const HttpRequest&, std::size_t call) {
    if (call == 40) {
      stop.request_stop();
    }
    return answer_in(around(5));
  });
  measure({&endpoint}, probe, stop.get_token());
  EXPECT_GT(endpoint.pairs.size(), 5U);
  EXPECT_LT(endpoint.pairs.size(), 25U);
}

TEST(LatencySettings, WithoutCalibrationASlowdownCountsFrom25PercentOn) {
  LatencySettings settings;
  EXPECT_DOUBLE_EQ(settings_of(settings, false).tolerance, .25);
  EXPECT_DOUBLE_EQ(settings_of(settings, true).tolerance, .05);
  settings.tolerance = .4;
  EXPECT_DOUBLE_EQ(settings_of(settings, false).tolerance, .4);
}

}  // namespace
}  // namespace switchgate::exec
