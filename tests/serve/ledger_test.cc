// The rules of waiting, running, knowing and forgetting; the clock is a number here.

#include "runner/serve/ledger.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace switchgate::serve {
namespace {

using std::chrono::minutes;

constexpr Micros kNow{0};

Key key(const std::string& revision, const std::string& gate = "shop") {
  return {gate, "podinfo", "test", revision};
}

Conclusion came_to(Gate gate) { return {gate, 0, "as told"}; }

// Asks and concludes at once.
void conclude(Ledger& ledger, const Key& what, Gate gate, Micros now) {
  ASSERT_EQ(ledger.ask(what, now).state, State::kWaiting);
  ASSERT_EQ(ledger.start(), what);
  ledger.conclude(what, came_to(gate), now);
}

TEST(Ledger, AKeyWaitsRunsAndIsKnown) {
  Ledger ledger{LedgerRules()};
  EXPECT_EQ(ledger.look(key("1"), kNow).state, State::kUnknown);
  EXPECT_EQ(ledger.ask(key("1"), kNow).state, State::kWaiting);
  EXPECT_EQ(ledger.start(), key("1"));
  EXPECT_EQ(ledger.ask(key("1"), kNow).state, State::kRunning);
  ledger.conclude(key("1"), came_to(Gate::kOpen), kNow);
  const Standing known = ledger.ask(key("1"), kNow);
  EXPECT_EQ(known.state, State::kKnown);
  EXPECT_EQ(known.conclusion.gate, Gate::kOpen);
  EXPECT_EQ(known.expires_in, LedgerRules().expiry);
}

TEST(Ledger, LookingStartsNothing) {
  Ledger ledger{LedgerRules()};
  ledger.look(key("1"), kNow);
  EXPECT_EQ(ledger.start(), std::nullopt);
}

TEST(Ledger, AKeyRunsOnceHoweverOftenItIsAsked) {
  Ledger ledger{LedgerRules()};
  for (int i = 0; i < 3; ++i) {
    ledger.ask(key("1"), kNow);
  }
  EXPECT_EQ(ledger.start(), key("1"));
  ledger.ask(key("1"), kNow);
  EXPECT_EQ(ledger.start(), std::nullopt);
}

TEST(Ledger, AVerdictIsOfItsKeyAlone) {
  const std::vector<Key> others = {{"other", "podinfo", "test", "1"},
                                   {"shop", "other", "test", "1"},
                                   {"shop", "podinfo", "other", "1"},
                                   {"shop", "podinfo", "test", "2"}};
  Ledger ledger{LedgerRules()};
  conclude(ledger, key("1"), Gate::kOpen, kNow);
  for (const Key& other : others) {
    EXPECT_EQ(ledger.look(other, kNow).state, State::kUnknown) << other.gate << other.revision;
  }
}

TEST(Ledger, AVerdictExpiresAndTheKeyRunsAnew) {
  for (const Gate gate : {Gate::kOpen, Gate::kClosed}) {
    Ledger ledger{LedgerRules()};
    conclude(ledger, key("1"), gate, kNow);
    EXPECT_EQ(ledger.look(key("1"), minutes(60) - Micros(1)).state, State::kKnown);
    EXPECT_EQ(ledger.look(key("1"), minutes(60)).state, State::kUnknown);
    EXPECT_EQ(ledger.ask(key("1"), minutes(60)).state, State::kWaiting);
    EXPECT_EQ(ledger.start(), key("1"));
  }
}

TEST(Ledger, UndecidedExpiresSooner) {
  Ledger ledger{LedgerRules()};
  conclude(ledger, key("1"), Gate::kUndecided, kNow);
  EXPECT_EQ(ledger.ask(key("1"), minutes(5) - Micros(1)).state, State::kKnown);
  EXPECT_EQ(ledger.ask(key("1"), minutes(5)).state, State::kWaiting);
}

TEST(Ledger, WhatRunsDoesNotExpire) {
  Ledger ledger{LedgerRules()};
  ledger.ask(key("1"), kNow);
  ledger.start();
  EXPECT_EQ(ledger.ask(key("1"), std::chrono::hours(9)).state, State::kRunning);
}

TEST(Ledger, TheQueueIsServedInOrderAndRefusesBeyondItsLimit) {
  LedgerRules rules;
  rules.queue = 2;
  Ledger ledger{rules};
  EXPECT_EQ(ledger.ask(key("1"), kNow).before, 0U);
  EXPECT_EQ(ledger.ask(key("2"), kNow).before, 1U);
  EXPECT_EQ(ledger.ask(key("3"), kNow).state, State::kRefused);
  EXPECT_EQ(ledger.look(key("3"), kNow).state, State::kUnknown);
  EXPECT_EQ(ledger.ask(key("2"), kNow).state, State::kWaiting) << "one that waits is no new one";
  EXPECT_EQ(ledger.refused(), 1U);
  EXPECT_EQ(ledger.start(), key("1"));
  EXPECT_EQ(ledger.ask(key("2"), kNow).before, 0U);
  EXPECT_EQ(ledger.ask(key("3"), kNow).state, State::kWaiting);
  EXPECT_EQ(ledger.start(), key("2"));
  EXPECT_EQ(ledger.start(), key("3"));
  EXPECT_EQ(ledger.running(), 3U);
}

TEST(Ledger, TheOldestVerdictsAreForgottenFirst) {
  LedgerRules rules;
  rules.kept = 2;
  Ledger ledger{rules};
  for (const char* revision : {"1", "2", "3"}) {
    conclude(ledger, key(revision), Gate::kOpen, kNow);
  }
  EXPECT_EQ(ledger.look(key("1"), kNow).state, State::kUnknown);
  EXPECT_EQ(ledger.look(key("2"), kNow).state, State::kKnown);
  EXPECT_EQ(ledger.rows(kNow).size(), 2U);
}

TEST(Ledger, ForgettingAnOldVerdictLeavesTheNewOneOfTheSameKey) {
  Ledger ledger{LedgerRules()};
  conclude(ledger, key("1"), Gate::kOpen, kNow);
  conclude(ledger, key("1"), Gate::kClosed, minutes(61));
  conclude(ledger, key("2"), Gate::kOpen, minutes(62));
  EXPECT_EQ(ledger.look(key("1"), minutes(62)).conclusion.gate, Gate::kClosed);
}

TEST(Ledger, ForgettingAnOldVerdictLeavesTheRunOfTheSameKey) {
  Ledger ledger{LedgerRules()};
  conclude(ledger, key("1"), Gate::kOpen, kNow);
  ledger.ask(key("1"), minutes(61));
  ledger.start();
  conclude(ledger, key("2"), Gate::kOpen, minutes(61));
  EXPECT_EQ(ledger.look(key("1"), minutes(61)).state, State::kRunning);
}

TEST(Ledger, CountsByGate) {
  Ledger ledger{LedgerRules()};
  conclude(ledger, key("1"), Gate::kOpen, kNow);
  conclude(ledger, key("2"), Gate::kClosed, kNow);
  conclude(ledger, key("3", "other"), Gate::kUndecided, kNow);
  const auto& counts = ledger.counts();
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts.at("shop").started, 2U);
  EXPECT_EQ(counts.at("shop").open, 1U);
  EXPECT_EQ(counts.at("shop").closed, 1U);
  EXPECT_EQ(counts.at("other").undecided, 1U);
}

}  // namespace
}  // namespace switchgate::serve
