// How often noise is called a difference, and how often a difference is found: simulated sides,
// the same ones in every run. The tables of checks/values/README.md are what they give.

#include <cstdint>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/values/asked.h"

namespace switchgate::values {
namespace {

using namespace testing;  // NOLINT: the tests' own words

// A side whose members take one of several values, each by itself, and hold it for some answers.
struct Noise {
  std::size_t members = 1;
  double flips = 0.5;        // the chance of the second value (of any other one)
  std::size_t values = 2;    // how many there are
  std::size_t held = 1;      // answers in a row
  bool together = false;     // all members at once: two snapshots of the data
  bool first_quiet = false;  // the first member is always the same
};

double share_of(std::mt19937_64& engine) { return static_cast<double>(engine() >> 11) * 0x1p-53; }

class Noisy {
 public:
  Noisy(const Noise& noise, std::uint64_t seed) : noise_(noise), engine_(seed) {}

  json::Value answer() {
    if (asked_++ % noise_.held == 0) {
      draw();
    }
    std::vector<json::Object::Member> members;
    for (std::size_t i = 0; i < noise_.members; ++i) {
      members.emplace_back("m" + std::to_string(i), drawn_[i]);
    }
    return json::Object::of(std::move(members));
  }

 private:
  int value() {
    return share_of(engine_) >= noise_.flips
               ? 0
               : 1 + static_cast<int>(engine_() % (noise_.values - 1));
  }
  void draw() {
    drawn_.assign(noise_.members, value());
    for (int& one : drawn_) {
      one = noise_.together ? one : value();
    }
    drawn_[0] = noise_.first_quiet ? 0 : drawn_[0];
  }

  Noise noise_;
  std::mt19937_64 engine_;
  std::vector<int> drawn_;
  std::size_t asked_ = 0;
};

struct Rates {
  double closed = 0;
  double warned = 0;
  double asked = 0;  // answers of each side, on average
};

// Both sides are `noise`; the candidate's first member is another one in `changed` of its answers.
Rates rates_of(const Noise& noise, double changed, std::size_t runs) {
  Rates rates;
  for (std::size_t run = 0; run < runs; ++run) {
    Noisy live(noise, run * 2);
    Noisy candidate(noise, run * 2 + 1);
    std::mt19937_64 engine(run);
    const Answered answered = compare([&](std::size_t, std::size_t) { return live.answer(); },
                                      [&](std::size_t, std::size_t) {
                                        json::Value value = candidate.answer();
                                        if (share_of(engine) < changed) {
                                          value.object()->set("m0", "changed");
                                        }
                                        return value;
                                      });
    rates.closed += answered.closes() ? 1 : 0;
    rates.warned += !answered.closes() && !answered.changes.empty() ? 1 : 0;
    rates.asked += static_cast<double>(answered.asked);
  }
  const auto all = static_cast<double>(runs);
  return {rates.closed / all, rates.warned / all, rates.asked / all};
}

std::string percent(double share) {
  const auto tenths = static_cast<int>(share * 1000 + 0.5);
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " %";
}

struct Case {
  std::string name;
  Noise noise;
  double changed = 0;
  std::size_t runs = 1000;
};

std::string line_of(const Case& one, const Rates& rates) {
  const auto tenths = static_cast<int>(rates.asked * 10 + 0.5);
  return "| " + one.name + " | " + percent(rates.closed) + " | " + percent(rates.warned) + " | " +
         std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " |\n";
}

const std::vector<Case> kEqualSides = {
    {"1 place, two values at even odds", {1, 0.5}},
    {"100 places, each at even odds", {100, 0.5}, 0, 100},
    {"1,000 places, each at even odds", {1000, 0.5}, 0, 10},
    {"100 places, another value in 1 of 10 answers", {100, 0.1}, 0, 100},
    {"100 places, another value in 1 of 100 answers", {100, 0.01}, 0, 100},
    {"100 places, one of 50 values (a banner)", {100, 0.98, 50}, 0, 100},
    {"50 places, two snapshots behind a balancer", {50, 0.5, 2, 1, true}, 0, 200},
    {"1 place, a cache that is new in every 2nd answer", {1, 0.5, 2, 2}},
    {"20 places, each in such a cache", {20, 0.5, 2, 2}, 0, 300},
};

const std::vector<Case> kChanged = {
    {"1 of 100 quiet places, in every answer", {100, 0}, 1, 30},
    {"1 of 1,000 quiet places, in every answer", {1000, 0}, 1, 5},
    {"1 place beside 49 noisy ones, in every answer", {50, 0.5, 2, 1, false, true}, 1, 30},
    {"in 9 of 10 answers, of 10 places", {10, 0}, 0.9, 300},
    {"in 3 of 4 answers, of 10 places", {10, 0}, 0.75, 300},
    {"in half of the answers, of 10 places", {10, 0}, 0.5, 300},
    {"in 1 of 10 answers, of 10 places", {10, 0}, 0.1, 300},
};

// Without confirmations the same noise would close it nearly always: the simulation is able to
// show it.
TEST(Simulation, OfTheFirstAnswersAloneWouldCryWolf) {
  std::size_t separated = 0;
  for (std::size_t run = 0; run < 100; ++run) {
    Noisy live({100, 0.5}, run * 2);
    Noisy candidate({100, 0.5}, run * 2 + 1);
    Question question;
    question.may_be_asked = [](std::size_t) { return false; };
    const Answered answered =
        compare([&](std::size_t, std::size_t) { return live.answer(); },
                [&](std::size_t, std::size_t) { return candidate.answer(); }, question);
    separated += answered.closes() ? 1 : 0;
  }
  EXPECT_GT(separated, 90U);
}

TEST(Simulation, ARealChangeIsFound) {
  EXPECT_EQ(rates_of({100, 0}, 1, 50).closed, 1);
  EXPECT_EQ(rates_of({1, 0}, 1, 50).closed, 1);
}

TEST(Simulation, OfEqualSidesClosesInLessThanOnePercentAndGivesTheFiguresOfThePage) {
  std::string text = "| both sides equal | closes | warns | answers a side |\n|---|---|---|---|\n";
  for (const Case& one : kEqualSides) {
    const Rates rates = rates_of(one.noise, one.changed, one.runs);
    EXPECT_LT(rates.closed, 0.01) << one.name;
    text += line_of(one, rates);
  }
  text += "\n| the candidate differs | closes | warns | answers a side |\n|---|---|---|---|\n";
  for (const Case& one : kChanged) {
    text += line_of(one, rates_of(one.noise, one.changed, one.runs));
  }
  std::ifstream page(SWITCHGATE_SOURCE_DIR "/checks/values/README.md");
  const std::string told{std::istreambuf_iterator<char>(page), {}};
  EXPECT_NE(told.find(text), std::string::npos) << "the page should say:\n" << text;
}

TEST(Simulation, MorePlacesNeedMoreAnswers) {
  EXPECT_EQ(answers_needed(1), 10U);
  EXPECT_EQ(answers_needed(10), 14U);
  EXPECT_EQ(answers_needed(100), 16U);
  EXPECT_EQ(answers_needed(1000), 20U);
  EXPECT_EQ(answers_needed(1'000'000'000'000), kMostAnswers);
}

}  // namespace
}  // namespace switchgate::values
