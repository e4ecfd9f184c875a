// The measured lane with a probe that answers at once and says how long it took.

#include "runner/exec/measure.h"

#include <functional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

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
    endpoint.candidate_side = &candidate;
    endpoint.live_side = &live;
    add_row("/");
  }

  void add_row(const std::string& url) {
    PairedRequest row;
    row.candidate.target = "candidate";
    row.live.target = "live";
    row.candidate.url = row.live.url = url;
    row.candidate_status = row.live_status = 200;
    endpoint.asks.push_back(row);
  }

  // Latency around `ms`, a little noise.
  Micros around(double ms) {
    return Micros(
        static_cast<std::int64_t>(1000 * ms * std::lognormal_distribution<>(0, .08)(random)));
  }

  // Who was asked, in order.
  std::string measured(ScriptedProbe::Script script) {
    ScriptedProbe probe(std::move(script));
    measure({&endpoint}, 0, probe, {});
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

TEST_F(MeasuredLane, RowsTakeTurnsEachWithBothSidesInBothOrders) {
  for (const char* url : {"/b", "/c", "/d"}) {
    add_row(url);
  }
  std::string order;
  measured([&](const HttpRequest& request, std::size_t) {
    order += (request.target == "live" ? 'L' : 'C') + request.url.substr(1) + ' ';
    return answer_in(around(5));
  });
  EXPECT_EQ(order.substr(0, 40), "L C C L Lb Cb Cb Lb Lc Cc Cc Lc Ld Cd Cd");
}

// A pair is of one row, so that rows that differ a hundredfold do not widen it.
TEST_F(MeasuredLane, RowsOfVeryDifferentLatencyHideNoSlowdown) {
  for (const char* url : {"/b", "/c", "/d"}) {
    add_row(url);
  }
  measured([&](const HttpRequest& request, std::size_t) {
    const double row = request.url == "/" ? 2 : request.url == "/b" ? 10 : 200;
    return answer_in(around(request.target == "live" ? row : 1.6 * row));
  });
  ASSERT_TRUE(endpoint.judgement);
  EXPECT_EQ(endpoint.judgement->verdict, latency::Verdict::kFail) << endpoint.judgement->reason;
}

TEST_F(MeasuredLane, A429IsNoSampleAndGoesOnOnlySoLong) {
  const auto throttle = [](const HttpRequest& request, const std::string& after) {
    HttpResponse response;
    response.status = 429;
    response.reused_connection = true;
    response.headers = {{"Retry-After", after}};
    response.phases.served = Micros(request.target == "live" ? 1 : 2);
    return Exchange(response);
  };
  measured([&](const HttpRequest& request, std::size_t call) {
    return call == 20 ? throttle(request, "0") : answer_in(around(5));
  });
  EXPECT_EQ(endpoint.throttled, "");
  live.name = "live";
  EXPECT_FALSE(endpoint.candidate_failure);
  EXPECT_GE(endpoint.dropped, 1U);
  endpoint.ended = false;
  measured([&](const HttpRequest& request, std::size_t) {
    return request.target == "live" ? throttle(request, "31") : answer_in(around(5));
  });
  EXPECT_EQ(endpoint.throttled, "live");
}

TEST_F(MeasuredLane, ALiveSideThatBecomesSlowIsAskedNothingMore) {
  live.health.watch();
  std::size_t asked = 0;
  measured([&](const HttpRequest& request, std::size_t) {
    asked += request.target == "live" ? 1 : 0;
    return answer_in(around(request.target == "live" && asked > 40 ? 200 : 5));
  });
  EXPECT_TRUE(endpoint.live_degraded);
  EXPECT_LT(asked, 60U);
  EXPECT_NE(live.health.why().find("median of the newest 10"), std::string::npos)
      << live.health.why();
}

TEST(RowsInTurn, AreSpreadEvenlyWheneverTheyEnd) {
  for (const std::size_t rows : {1U, 2U, 3U, 4U, 5U, 8U, 10U, 12U, 40U, 97U, 500U}) {
    std::set<std::size_t> seen;
    for (std::size_t turn = 0; turn < rows; ++turn) {
      EXPECT_TRUE(seen.insert(row_of_turn(turn, rows)).second) << turn << " of " << rows;
    }
    EXPECT_EQ(*seen.rbegin(), rows - 1);
  }
  std::vector<int> quarters(4);  // of the first 40 turns over 1000 rows
  for (std::size_t turn = 0; turn < 40; ++turn) {
    ++quarters[row_of_turn(turn, 1000) / 250];
  }
  for (const int turns : quarters) {
    EXPECT_NEAR(turns, 10, 2);
  }
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
  endpoint.live_side = nullptr;
  const std::string order =
      measured([&](const HttpRequest&, std::size_t) { return answer_in(around(5)); });
  EXPECT_EQ(endpoint.samples.size(), 100U);
  EXPECT_EQ(order.find('L'), std::string::npos);
}

TEST_F(MeasuredLane, GoesRoundTheEndpointsSoThatOneMachinesHiccupHitsAll) {
  Endpoint other = endpoint;
  other.asks[0].candidate.target = "other";
  other.asks[0].live.target = "live";
  endpoint.settings.max_samples = other.settings.max_samples = 25;
  ScriptedProbe probe([&](const HttpRequest&, std::size_t) { return answer_in(around(5)); });
  measure({&endpoint, &other}, 0, probe, {});
  EXPECT_EQ(endpoint.pairs.size(), 25U);
  EXPECT_EQ(other.pairs.size(), 25U);
}

TEST_F(MeasuredLane, SharesItsChanceOfAFalseAlarmWithTheEndpointsThatAreNotMeasured) {
  // About a third slower, in 25 pairs: enough alone, and not as one of a million.
  endpoint.settings.max_samples = 25;
  const auto slower = [&](const HttpRequest& request, std::size_t) {
    return answer_in(around(request.target == "live" ? 5 : 7));
  };
  ScriptedProbe alone(slower);
  measure({&endpoint}, 0, alone, {});
  ASSERT_EQ(endpoint.judgement->verdict, latency::Verdict::kFail) << endpoint.judgement->reason;
  endpoint.pairs.clear();
  endpoint.ended = false;
  ScriptedProbe among(slower);
  measure({&endpoint}, 1'000'000, among, {});
  EXPECT_EQ(endpoint.judgement->verdict, latency::Verdict::kUndecided)
      << endpoint.judgement->reason;
}

// 24 endpoints that are 64 % slower, told once: each of them passes beyond what all share.
void expect_one_common_slowdown(const std::vector<Finding>& findings,
                                const std::vector<Endpoint>& endpoints,
                                const std::string& reference) {
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "latency/common-slowdown");
  for (const std::string& words : {std::string("all 24 endpoints together by +6"), reference}) {
    EXPECT_NE(findings[0].message.find(words), std::string::npos) << findings[0].message;
  }
  for (const Endpoint& one : endpoints) {
    EXPECT_EQ(one.judgement->verdict, latency::Verdict::kPass) << one.judgement->reason;
  }
}

TEST_F(MeasuredLane, AMachineThatIsSlowerEverywhereIsOneFindingOfTheRun) {
  const auto run = [&](double ms) {
    std::vector<double> samples;
    for (int i = 0; i < 100; ++i) {
      samples.push_back(static_cast<double>(around(ms).count()) / 1000);
    }
    return samples;
  };
  std::vector<Endpoint> endpoints(24, endpoint);
  std::vector<Endpoint*> all;
  for (Endpoint& one : endpoints) {
    one.live_side = nullptr;
    one.settings.floor = Micros(0);
    one.runs = {run(5), run(5), run(5), run(5)};
    all.push_back(&one);
  }
  ScriptedProbe probe([&](const HttpRequest&, std::size_t) { return answer_in(around(8.2)); });
  expect_one_common_slowdown(findings_of(measure(all, 0, probe, {})), endpoints,
                             "than in the recorded runs");
}

TEST_F(MeasuredLane, WithAHistoryTheSameHoldsBesideLive) {
  std::vector<Endpoint> endpoints(24, endpoint);
  std::vector<Endpoint*> all;
  for (Endpoint& one : endpoints) {
    one.settings.floor = Micros(0);
    one.settings.max_samples = 100;
    one.calibrated = true;
    one.accepted.assign(8, latency::Shift{0.01, 0.02});
    all.push_back(&one);
  }
  ScriptedProbe probe([&](const HttpRequest& request, std::size_t) {
    return answer_in(around(request.target == "live" ? 5 : 8.2));
  });
  expect_one_common_slowdown(findings_of(measure(all, 0, probe, {})), endpoints, "than live");
}

TEST_F(MeasuredLane, WhatRestlessMachinesMayHideIsUndecided) {
  std::vector<Endpoint> endpoints(24, endpoint);
  std::vector<Endpoint*> all;
  for (Endpoint& one : endpoints) {
    one.settings.floor = Micros(0);
    one.settings.max_samples = 100;
    one.calibrated = true;
    for (const double theta : {0.4, -0.5, 0.3, 0.5, -0.4, 0.2, -0.3, 0.5}) {
      one.accepted.emplace_back(latency::Shift{theta, 0.02});
    }
    all.push_back(&one);
  }
  ScriptedProbe probe([&](const HttpRequest&, std::size_t) { return answer_in(around(5)); });
  const std::vector<Finding> findings = findings_of(measure(all, 0, probe, {}));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(findings[0].undecided);
  EXPECT_NE(findings[0].message.find("a slowdown of all endpoints together is not excluded"),
            std::string::npos)
      << findings[0].message;
}

TEST_F(MeasuredLane, ACommonSlowdownThatASecondSeriesDoesNotShowIsUndecided) {
  std::vector<Endpoint> endpoints(24, endpoint);
  std::vector<Endpoint*> all;
  for (Endpoint& one : endpoints) {
    one.live_side = nullptr;
    one.settings.floor = Micros(0);
    for (int run = 0; run < 4; ++run) {
      std::vector<double>& samples = one.runs.emplace_back();
      for (int i = 0; i < 100; ++i) {
        samples.push_back(static_cast<double>(around(5).count()) / 1000);
      }
    }
    all.push_back(&one);
  }
  const std::size_t first_series = 24 * 104;
  ScriptedProbe probe([&](const HttpRequest&, std::size_t call) {
    return answer_in(around(call < first_series ? 8 : 5));
  });
  const LaneReport report = measure(all, 0, probe, {});
  const std::vector<Finding> findings = findings_of(report);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "latency/noisy");
  EXPECT_TRUE(findings[0].undecided);
}

// 4 warm-ups and 25 pairs cost 58 requests an endpoint: two of three have their first look.
TEST_F(MeasuredLane, ABudgetDecidesSomeRatherThanNone) {
  std::vector<Endpoint> endpoints(3, endpoint);
  std::vector<Endpoint*> all;
  for (Endpoint& one : endpoints) {
    one.settings.max_samples = 25;
    all.push_back(&one);
  }
  ScriptedProbe probe([&](const HttpRequest& request, std::size_t) {
    return answer_in(around(request.target == "live" ? 5 : 15));
  });
  measure(all, 0, probe, {}, {std::nullopt, 3 * 8 + 110});
  EXPECT_EQ(endpoints[0].judgement->verdict, latency::Verdict::kFail);
  EXPECT_EQ(endpoints[1].judgement->verdict, latency::Verdict::kFail);
  EXPECT_EQ(endpoints[2].judgement->verdict, latency::Verdict::kUndecided);
  EXPECT_TRUE(endpoints[2].pairs.empty());
  EXPECT_EQ(endpoints[0].cut_short, "");
  EXPECT_EQ(endpoints[2].cut_short, "the budget of 134 requests (--latency-budget)");
}

TEST_F(MeasuredLane, ABudgetOfTimeEndsTheMeasurement) {
  endpoint.settings.max_samples = 100'000;
  ScriptedProbe probe([&](const HttpRequest&, std::size_t call) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return answer_in(Micros(call % 2 == 0 ? 2'000 : 3'400));  // neither equal nor clearly not
  });
  measure({&endpoint}, 0, probe, {}, {Micros{300'000}, std::nullopt});
  EXPECT_NE(endpoint.cut_short, "");
  EXPECT_LT(endpoint.pairs.size(), 200U);
}

TEST_F(MeasuredLane, WhatDidNotCountSaysWhy) {
  EXPECT_EQ(dropped_note(endpoint), "");
  endpoint.dropped = 43;
  endpoint.late = 40;
  EXPECT_EQ(dropped_note(endpoint),
            " 43 did not count: 40 because this machine was busy and began them more than 5.00ms "
            "late, 3 for a new connection on one side or an unexpected answer of live.");
  endpoint.late = 0;
  EXPECT_EQ(dropped_note(endpoint),
            " 43 did not count: 43 for a new connection on one side or an unexpected answer of "
            "live.");
}

TEST_F(MeasuredLane, ASecondSeriesIsNotGivenUpForWhatTheFirstDropped) {
  endpoint.dropped = 1000;
  measured([&](const HttpRequest&, std::size_t) { return answer_in(around(5)); });
  EXPECT_EQ(endpoint.judgement->verdict, latency::Verdict::kPass) << endpoint.judgement->reason;
}

TEST_F(MeasuredLane, AnEndedRunLeavesWhatWasMeasured) {
  std::stop_source stop;
  ScriptedProbe probe([&](const HttpRequest&, std::size_t call) {
    if (call == 40) {
      stop.request_stop();
    }
    return answer_in(around(5));
  });
  measure({&endpoint}, 0, probe, stop.get_token());
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
