// baseline.json and baseline.history.json: what is written is read back, byte
// for byte the same, and everything else is refused with its place.

#include "checks/baseline/baseline.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "checks/baseline/canonical.h"
#include "tests/shape/random_json.h"
#include "tests/shape/samples.h"

namespace switchgate::baseline {
namespace {

using shape::RandomJson;
using shape::shape_of;

Instant at(int second) {
  return *parse_date_time("2026-11-22T10:15:30Z") + std::chrono::seconds(second);
}

Baseline small_baseline() {
  Baseline baseline;
  baseline.tool_version = "0.1.0";
  baseline.recorded = at(0);
  baseline.target = "live";
  baseline.label = "staging";
  baseline.history_digest = digest_of("history");
  baseline.checks["shop/login"];
  BaselineEntry entry;
  entry.status = 200;
  entry.content_type = "application/json";
  entry.headers = {"Cache-Control", "ETag"};
  entry.shape =
      shape_of({R"({"type": "page", "items": [{"id": 1, "price": 1.5}, {"id": 2, "price": null}]})",
                R"({"type": "page", "items": []})"});
  baseline.checks["shop/products"][""] = entry;
  return baseline;
}

TEST(Baseline, ReadsWellInAReview) {
  const std::string text = encode(small_baseline());
  EXPECT_EQ(text, R"({
  "checks": {
    "shop/login": {},
    "shop/products": {
      "": {
        "content_type": "application/json",
        "headers": ["Cache-Control", "ETag"],
        "shape": {
          "object": {
            "n": 2,
            "properties": {
              "items": {
                "array": {
                  "empty": 1,
                  "items": {
                    "object": {
                      "n": 2,
                      "properties": {
                        "id": {"number": {"n": 2}},
                        "price": {"null": 1, "number": {"fractions": 1, "n": 1}}
                      }
                    }
                  },
                  "max_items": 2,
                  "n": 2
                }
              },
              "type": {"string": {"plain": 2}}
            },
            "variants_by": {"type": "page"}
          }
        },
        "status": 200
      }
    }
  },
  "format": "switchgate-baseline",
  "history_sha256": ")" +
                      digest_of("history") + R"(",
  "label": "staging",
  "recorded": "2026-11-22T10:15:30Z",
  "target": "live",
  "tool_version": "0.1.0",
  "version": 1
}
)");
}

Baseline random_baseline(unsigned seed) {
  RandomJson random(seed);
  Baseline baseline;
  baseline.tool_version = "0." + std::to_string(seed);
  baseline.recorded = at(static_cast<int>(seed));
  baseline.target = random.below(2) ? "live" : "candidate";
  baseline.label = random.below(2) ? "" : "a \"quoted\"\nlabel";
  if (random.below(2)) baseline.history_digest = digest_of(baseline.tool_version);
  for (int check = random.below(5); check > 0; --check) {
    auto& steps = baseline.checks["suite/check/~" + std::to_string(check)];
    for (int step = random.below(3); step > 0; --step) {
      BaselineEntry& entry = steps["get /${x}/" + std::to_string(step)];
      entry.status = 200 + random.below(300);
      if (random.below(2)) entry.content_type = "text/html; charset=utf-8";
      for (int header = random.below(3); header > 0; --header) {
        entry.headers.push_back("X-" + std::to_string(header));
      }
      if (random.below(2)) entry.absent_headers.push_back("X-Absent");
      if (random.below(4)) entry.shape = random.shape(1 + random.below(4));
    }
  }
  return baseline;
}

TEST(Baseline, DecodesToWhatWasEncoded) {
  int entries = 0;
  for (unsigned seed = 0; seed < 150; ++seed) {
    const Baseline baseline = random_baseline(seed);
    const std::string text = encode(baseline);
    const Result<Baseline> decoded = decode(text);
    ASSERT_TRUE(decoded.ok()) << seed << ": " << decoded.error().message << "\n" << text;
    EXPECT_TRUE(*decoded == baseline) << text;
    EXPECT_EQ(encode(*decoded), text);
    for (const auto& [check, steps] : baseline.checks) entries += static_cast<int>(steps.size());
  }
  EXPECT_GT(entries, 200);
}

TEST(Baseline, KeepsShapesThatOverflowed) {
  Baseline baseline = small_baseline();
  std::vector<json::Object::Member> wide;
  for (int i = 0; i < 2100; ++i) wide.emplace_back("n" + std::to_string(i), json::Value(i));
  BaselineEntry& entry = baseline.checks["shop/products"][""];
  entry.shape = shape::infer(json::Object::of(std::move(wide)));
  const std::string text = encode(baseline);
  EXPECT_EQ(text.find("n17"), std::string::npos);  // no name of a collapsed map
  const Result<Baseline> decoded = decode(text);
  ASSERT_TRUE(decoded.ok()) << decoded.error().message;
  EXPECT_TRUE(*decoded == baseline);
}

TEST(Baseline, KeepsTheDeepestShape) {
  json::Value value = 1;
  for (int i = 0; i < 255; ++i) {
    if (i % 2 == 0) {
      value = json::Array{value};
    } else {
      json::Object object;
      object.set("a", value);
      value = object;
    }
  }
  Baseline baseline = small_baseline();
  baseline.checks["shop/products"][""].shape = shape::infer(value);
  const Result<Baseline> decoded = decode(encode(baseline));
  ASSERT_TRUE(decoded.ok()) << decoded.error().message;
  EXPECT_TRUE(*decoded == baseline);
}

TEST(Baseline, HoldsNoValueButDiscriminators) {
  Baseline baseline = small_baseline();
  baseline.checks["shop/products"][""].shape =
      shape_of({R"({"kind": "card", "secret": "hunter2", "n": 4711, "type": "customer_8837261"})"});
  const std::string text = encode(baseline);
  EXPECT_NE(text.find("\"card\""), std::string::npos);
  for (const char* value : {"hunter2", "4711", "8837261"}) {
    EXPECT_EQ(text.find(value), std::string::npos) << value;
  }
}

TEST(Baseline, SpellsOutVariantsThatDiffer) {
  Baseline baseline = small_baseline();
  baseline.checks["shop/products"][""].shape =
      shape_of({R"([{"type": "a", "x": 1}, {"type": "b", "nested": {"kind": "k"}}])"});
  const std::string text = encode(baseline);
  EXPECT_NE(text.find("\"kind\": \"k\""), std::string::npos) << text;
  EXPECT_NE(
      text.find(R"("properties": {"type": {"string": {"plain": 1}}, "x": {"number": {"n": 1}}})"),
      std::string::npos)
      << text;
  const Result<Baseline> decoded = decode(text);
  ASSERT_TRUE(decoded.ok()) << decoded.error().message;
  EXPECT_TRUE(*decoded == baseline);
}

TEST(Baseline, FindsEntries) {
  const Baseline baseline = small_baseline();
  EXPECT_TRUE(knows_check(baseline, "shop/login"));
  EXPECT_FALSE(knows_check(baseline, "shop/new"));
  ASSERT_NE(find_entry(baseline, "shop/products", ""), nullptr);
  EXPECT_EQ(find_entry(baseline, "shop/products", "")->status, 200);
  EXPECT_EQ(find_entry(baseline, "shop/products", "get /x"), nullptr);
  EXPECT_EQ(find_entry(baseline, "shop/login", ""), nullptr);
}

struct Refused {
  std::string from;  // in the encoded baseline
  std::string to;
  std::string expected;  // in the message
};

TEST(Baseline, RefusesWhatItDoesNotKnow) {
  const Refused cases[] = {
      {R"("version": 1)", R"("version": 2)",
       "format version 2 and this switchgate reads version 1"},
      {R"("version": 1)", R"("version": "1")", R"(format version "1")"},
      {R"("switchgate-baseline")", R"("switchgate-history")",
       "'format' is not 'switchgate-baseline'"},
      {R"("status": 200)", R"("status": "200")",
       R"(/checks/shop~1products//status: expected an integer from 100 to 999, found "200")"},
      {R"("status": 200)", R"("status": 99)", "expected an integer from 100 to 999, found 99"},
      {R"("status": 200)", R"("status": 200.5)", "found 200.5"},
      {R"("status": 200)", R"("status": 200, "extra": 1)",
       "/checks/shop~1products//extra: this member is not known"},
      {R"("label": "staging",)", "", "the document: the member 'label' is missing"},
      {R"("label": "staging")", R"("label": null)", "/label: expected a string, found null"},
      {R"("label": "staging")", R"("label": "a", "label": "b")",
       "/label: this member is there twice"},
      {R"("2026-11-22T10:15:30Z")", R"("yesterday")", "/recorded: expected a time such as"},
      {R"(["Cache-Control", "ETag"])", R"(["Cache-Control", 1])",
       "headers: expected a list of strings"},
      {R"("shop/login": {})", R"("shop/login": [])",
       "/checks/shop~1login: expected an object of steps"},
      {R"("fractions": 1, "n": 1)", R"("fractions": 2, "n": 1)",
       "fractions: expected an integer from 1 to 1, found 2"},
      {R"("fractions": 1, "n": 1)", R"("fractions": 1, "n": 99999999999)",
       "n: expected an integer from 1 to 4294967295"},
      {R"("fractions": 1, "n": 1)", R"("fractions": 1, "n": -1)", "found -1"},
      {R"({"plain": 2})", R"({"fancy": 2})", "fancy: this member is not known"},
      {R"({"plain": 2})", "{}", "expected at least one kind with a count"},
      {R"({"plain": 2})", R"({"plain": 3})", "more values than objects"},
      {R"("empty": 1)", R"("empty": 2)", "exactly when not all"},
      {R"("variants_by": {)", R"("variants_by": {"colour": "x", )",
       "colour: this member is not known"},
      {R"("variants_by": {)", R"("no_variants_by": ["id"], "variants_by": {)", "found 'id'"},
      {R"("history_sha256": ")", R"("history_sha256": "x)",
       "/history_sha256: expected 64 hexadecimal"},
  };
  const std::string text = encode(small_baseline());
  for (const Refused& c : cases) {
    const std::size_t place = text.find(c.from);
    ASSERT_NE(place, std::string::npos) << c.from;
    std::string changed = text;
    changed.replace(place, c.from.size(), c.to);
    const Result<Baseline> decoded = decode(changed);
    ASSERT_FALSE(decoded.ok()) << c.to;
    EXPECT_NE(decoded.error().message.find(c.expected), std::string::npos)
        << decoded.error().message;
    EXPECT_TRUE(decoded.error().message.starts_with("This baseline cannot be used: "));
  }
}

TEST(Baseline, RefusesWhatIsNoDocument) {
  for (const char* text : {"", "{", "[]", "null", "{}", R"({"format": "switchgate-baseline"})",
                           "\xff", "{\"version\": 1}"}) {
    EXPECT_FALSE(decode(text).ok()) << text;
    EXPECT_FALSE(decode_history(text).ok()) << text;
  }
}

// Any one byte of a baseline may be lost or changed on its way: that is refused
// or reads as a baseline again, and never ends the program.
TEST(Baseline, SurvivesEveryChangedByte) {
  const std::string text = encode(small_baseline());
  int refused = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string cut = text;
    cut.erase(i, 1);
    if (!decode(cut).ok()) ++refused;
    std::string changed = text;
    changed[i] = '1';
    const Result<Baseline> decoded = decode(changed);
    if (decoded) {
      EXPECT_TRUE(decode(encode(*decoded)).ok());
    }
  }
  EXPECT_GT(refused, 300);
}

History small_history() {
  History history;
  HistoryRun run;
  run.label = "staging";
  run.recorded = at(1);
  run.samples_ms["shop/products"][""] = {12.25, 13, 0.001, 1e-7, 123456.789};
  append_run(history, run);
  return history;
}

TEST(History, DecodesToWhatWasEncoded) {
  const History history = small_history();
  const std::string text = encode(history);
  const Result<History> decoded = decode_history(text);
  ASSERT_TRUE(decoded.ok()) << decoded.error().message;
  EXPECT_TRUE(*decoded == history);
  EXPECT_EQ(encode(*decoded), text);
}

TEST(History, KeepsTheLastTenRunsOfEachPlaceOldestFirst) {
  History history;
  const auto add = [&history](int i, const std::string& label, bool calibration) {
    HistoryRun run;
    run.label = label;
    run.recorded = at(i);
    run.calibration = calibration;
    run.samples_ms["c"]["s"] = {static_cast<double>(i + 1)};
    append_run(history, std::move(run));
  };
  add(0, "b", false);
  add(1, "a", true);
  for (int i = 2; i < 15; ++i) {
    add(i, "a", false);
  }
  add(15, "a", true);
  ASSERT_EQ(history.runs.size(), 1 + kKeptRuns + 1);
  EXPECT_EQ(history.runs[0].label, "b") << "another place's run is no older run of this one";
  EXPECT_EQ(history.runs[1].recorded, at(5));
  EXPECT_EQ(history.runs.back().recorded, at(15)) << "the newest calibration";
  using Runs = std::vector<std::vector<double>>;
  EXPECT_EQ(runs_of(history, "b", "c", "s"), Runs{{1}});
  EXPECT_EQ(runs_of(history, "b", "c", "other"), Runs(1));
  EXPECT_EQ(runs_of(history, "production", "c", "s"), Runs{});
  EXPECT_TRUE(decode_history(encode(history)).ok());
  history.runs.push_back(history.runs.back());
  EXPECT_FALSE(decode_history(encode(history)).ok()) << "two calibrations of one place";
}

TEST(History, RefusesWhatIsNoLatency) {
  const std::string text = encode(small_history());
  for (const char* bad : {"0", "-1", "\"12\"", "null", "[]"}) {
    std::string changed = text;
    changed.replace(changed.find("12.25"), 5, bad);
    const Result<History> decoded = decode_history(changed);
    ASSERT_FALSE(decoded.ok()) << bad;
    EXPECT_NE(decoded.error().message.find("/runs/0/samples_ms/shop~1products//0: "
                                           "expected milliseconds above zero"),
              std::string::npos)
        << decoded.error().message;
  }
}

// Two accepted runs against live, a calibration, a run of another place, and one that only
// recorded.
History compared_history() {
  History history;
  const auto add = [&](int second, const std::string& label, bool calibration, double theta) {
    HistoryRun run;
    run.label = label;
    run.recorded = at(second);
    run.calibration = calibration;
    run.shifts["shop/cart"]["add"] = {theta, 0.01};
    if (!calibration) {
      run.samples_ms["shop/cart"]["add"] = {theta + 10};
    }
    append_run(history, std::move(run));
  };
  add(1, "ci", true, 0.4);
  add(2, "ci", false, -0.03);
  add(3, "staging", false, 0.2);
  add(4, "ci", false, 1e-7);
  HistoryRun recorded;
  recorded.label = "ci";
  recorded.recorded = at(5);
  recorded.samples_ms["shop/cart"]["add"] = {12};
  append_run(history, std::move(recorded));
  return history;
}

TEST(History, KeepsHowRunsComparedWithLive) {
  const History history = compared_history();
  const Result<History> decoded = decode_history(encode(history));
  ASSERT_TRUE(decoded.ok()) << decoded.error().message;
  EXPECT_TRUE(*decoded == history);
  using Shifts = std::vector<std::optional<latency::Shift>>;
  EXPECT_EQ(shifts_of(history, "ci", "shop/cart", "add"),
            (Shifts{latency::Shift{-0.03, 0.01}, latency::Shift{1e-7, 0.01}}));
  EXPECT_EQ(shifts_of(history, "ci", "shop/cart", "pay"), (Shifts{std::nullopt, std::nullopt}));
  EXPECT_EQ(shifts_of(history, "prod", "shop/cart", "add"), Shifts());
}

TEST(History, IsCalibratedByAnyComparisonOfThatPlace) {
  History history = compared_history();
  history.runs.resize(1);  // live with itself
  EXPECT_TRUE(is_calibrated(history, "ci", "shop/cart", "add"));
  EXPECT_FALSE(is_calibrated(history, "ci", "shop/cart", "pay"));
  EXPECT_FALSE(is_calibrated(history, "staging", "shop/cart", "add"));
  EXPECT_TRUE(shifts_of(history, "ci", "shop/cart", "add").empty()) << "one process differs by 0";
}

TEST(History, OfOneRunThereIsNoOlderOne) {
  const History history = compared_history();
  const auto oldest = oldest_of(history, "ci", "shop/cart", "add");
  ASSERT_TRUE(oldest.has_value());
  EXPECT_EQ(oldest->recorded, at(2));
  EXPECT_EQ(oldest->samples_ms, std::vector<double>{9.97});
  EXPECT_FALSE(oldest_of(history, "staging", "shop/cart", "add").has_value());
  EXPECT_FALSE(oldest_of(history, "ci", "shop/cart", "pay").has_value());
}

TEST(History, RefusesWhatIsNoShift) {
  const std::string text = encode(compared_history());
  const std::vector<std::pair<std::string, std::string>> mistakes = {
      {R"("theta": -0.03)", R"("theta": "-0.03")"},
      {R"("theta": -0.03)", R"("theta": null)"},
      {R"("se": 0.01)", R"("se": -0.01)"},
      {R"("se": 0.01)", R"("SE": 0.01)"},
      {R"("calibration": true)", R"("calibration": 1)"},
  };
  for (const auto& [good, bad] : mistakes) {
    std::string changed = text;
    ASSERT_NE(changed.find(good), std::string::npos) << good;
    changed.replace(changed.find(good), good.size(), bad);
    const Result<History> decoded = decode_history(changed);
    ASSERT_FALSE(decoded.ok()) << bad;
    EXPECT_NE(decoded.error().message.find("/runs/"), std::string::npos) << decoded.error().message;
  }
}

TEST(History, IsTiedToItsBaselineByDigest) {
  const std::string text = encode(small_history());
  Baseline baseline = small_baseline();
  baseline.history_digest = digest_of(text);
  EXPECT_TRUE(check_digest(baseline, text).ok());
  EXPECT_FALSE(check_digest(baseline, text + " ").ok());
  baseline.history_digest.clear();
  EXPECT_FALSE(check_digest(baseline, text).ok());
  EXPECT_EQ(digest_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Canonical, DoesNotDependOnTheOrderOfMembers) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    const json::Value value = RandomJson(seed).value(5);
    json::Value turned = value;
    if (json::Object* object = turned.object()) {
      std::vector<json::Object::Member> members(object->begin(), object->end());
      turned = json::Object::of({members.rbegin(), members.rend()});
    }
    EXPECT_EQ(to_canonical_text(value), to_canonical_text(turned));
    const Result<json::Document> read = json::read(to_canonical_text(value));
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->root, value);
  }
}

TEST(Canonical, FillsLinesWithScalars) {
  json::Array samples;
  for (int i = 0; i < 200; ++i) samples.push_back(i + 0.5);
  json::Object object;
  object.set("samples", samples);
  const std::string text = to_canonical_text(object);
  std::size_t lines = 0;
  for (const std::string_view line : split(text, '\n')) {
    EXPECT_LE(line.size(), 100U);
    ++lines;
  }
  EXPECT_LT(lines, 25U);
}

}  // namespace
}  // namespace switchgate::baseline
