// What people ask of a baseline without recording anew: how old it is and what it covers, which
// check is an old one under a new name, what changed since the last one, what can go.

#include <chrono>
#include <initializer_list>

#include <gtest/gtest.h>

#include "checks/baseline/coverage.h"
#include "checks/baseline/diff.h"
#include "checks/baseline/edit.h"
#include "checks/baseline/renames.h"
#include "tests/shape/samples.h"

namespace switchgate::baseline {
namespace {

using Lines = std::vector<std::string>;
using shape::shape_of;

constexpr auto kProduct = R"({"id": 1, "name": "lamp", "price": 2.5})";
constexpr auto kOrder = R"({"number": "a-1", "lines": [{"sku": "x", "pieces": 2}], "paid": true})";

BaselineEntry entry_of(const std::string& body, int status = 200) {
  BaselineEntry entry;
  entry.status = status;
  entry.content_type = "application/json";
  if (!body.empty()) entry.shape = shape_of({body});
  return entry;
}

Baseline baseline_of(std::initializer_list<std::pair<std::string, StepEntries>> checks) {
  Baseline baseline;
  baseline.tool_version = "0.1.0";
  baseline.recorded = *parse_date_time("2026-11-22T10:15:30Z");
  baseline.target = "live";
  for (const auto& [id, steps] : checks) baseline.checks.emplace(id, steps);
  return baseline;
}

StepEntries one(const std::string& body) { return {{"", entry_of(body)}}; }

History history_of(const std::string& check, const std::vector<double>& samples,
                   const std::string& label = "") {
  History history;
  HistoryRun run;
  run.label = label;
  run.samples_ms[check][""] = samples;
  append_run(history, run);
  return history;
}

TEST(Coverage, SaysWhatIsComparedAndHowMuchOfIt) {
  Baseline baseline = baseline_of({{"product", one(kProduct)}, {"health", {}}});
  EXPECT_EQ(in_words(coverage_of(baseline, {})),
            "2 checks, 1 request (1 with a shape), no latencies");
  baseline.checks["flow"] = {{"get /a", entry_of("")}, {"get /b", entry_of(kOrder)}};
  baseline.checks["flow"]["get /a"].absent_headers = {"ETag"};
  EXPECT_EQ(in_words(coverage_of(baseline, history_of("product", {1, 2}))),
            "3 checks, 3 requests (2 with shapes, 1 with watched headers), 1 run of latencies of "
            "1 request");
}

TEST(Coverage, TellsAgesInTheUnitThatMatters) {
  using std::chrono::hours;
  using std::chrono::minutes;
  using std::chrono::seconds;
  const Instant recorded = *parse_date_time("2026-11-22T10:15:30Z");
  const auto after = [recorded](Micros age) { return age_in_words(recorded, recorded + age); };
  EXPECT_EQ(after(seconds(59)), "just now");
  EXPECT_EQ(after(minutes(1)), "1 minute ago");
  EXPECT_EQ(after(minutes(119)), "119 minutes ago");
  EXPECT_EQ(after(hours(47)), "47 hours ago");
  EXPECT_EQ(after(hours(48)), "2 days ago");
  EXPECT_EQ(after(hours(24 * 400)), "400 days ago");
  // Clocks differ; a day ahead is a wrong one.
  EXPECT_EQ(after(-hours(23)), "just now");
  EXPECT_EQ(after(-hours(25)), "in the future");
}

struct RenameCase {
  const char* what;
  std::vector<std::pair<std::string, StepEntries>> gone, fresh;
  Lines expected;  // "from -> to: why"
};

StepEntries flow(const std::vector<std::string>& steps) {
  StepEntries entries;
  for (const std::string& step : steps) entries[step] = entry_of("");
  return entries;
}

TEST(Renames, AreToldByRequestsShapesAndNames) {
  const std::vector<RenameCase> cases = {
      {"the same telling shape under quite another name",
       {{"product", one(kProduct)}},
       {{"catalog entry", one(kProduct)}},
       {"product -> catalog entry: the same shape"}},
      {"a similar name where the shapes tell nothing",
       {{"shop/product list", one("{\"ok\": true}")}},
       {{"shop/products list", one("{\"ok\": true}")}},
       {"shop/product list -> shop/products list: a similar name"}},
      {"a similar name but another shape is another check",
       {{"product list", one(kProduct)}},
       {{"product lists", one(kOrder)}},
       {}},
      {"everybody has a status page",
       {{"ping", one("{\"status\": \"ok\"}")}},
       {{"ready for work", one("{\"status\": \"ok\"}")}},
       {}},
      {"the requests of a flow",
       {{"order", flow({"post /carts", "get /carts/1"})}},
       {{"buying", flow({"post /carts", "get /carts/1"})}},
       {"order -> buying: the same requests"}},
      {"a flow is no single request",
       {{"order", flow({"post /carts"})}},
       {{"orders", one(kOrder)}},
       {}},
      {"two that are equally near: nobody can say",
       {{"product", one(kProduct)}},
       {{"entry one", one(kProduct)}, {"entry two", one(kProduct)}},
       {}},
      {"the name decides between two of one shape",
       {{"product", one(kProduct)}, {"article", one(kProduct)}},
       {{"article v2", one(kProduct)}, {"product v2", one(kProduct)}},
       {"article -> article v2: the same shape, a similar name",
        "product -> product v2: the same shape, a similar name"}},
  };
  for (const RenameCase& each : cases) {
    std::vector<KnownCheck> gone;
    std::vector<KnownCheck> fresh;
    for (const auto& [id, steps] : each.gone) gone.push_back(known_check(id, steps));
    for (const auto& [id, steps] : each.fresh) fresh.push_back(known_check(id, steps));
    Lines found;
    for (const Rename& rename : probable_renames(gone, fresh)) {
      found.push_back(rename.from + " -> " + rename.to + ": " + rename.why);
    }
    EXPECT_EQ(found, each.expected) << each.what;
  }
}

TEST(Renames, HundredsOfNewIdsAreAnotherSuite) {
  const StepEntries steps = one(kProduct);
  std::vector<KnownCheck> many;
  for (int i = 0; i < 301; ++i) many.push_back(known_check("check " + std::to_string(i), steps));
  EXPECT_TRUE(probable_renames(many, std::vector{known_check("check 7", steps)}).empty());
}

Lines lines_of(const BaselineDiff& diff) {
  Lines lines = diff.head;
  for (const auto& id : diff.gone) lines.push_back("gone " + id);
  for (const auto& id : diff.added) lines.push_back("new " + id);
  for (const auto& rename : diff.renames) lines.push_back(rename.from + " -> " + rename.to);
  for (const auto& id : diff.gone_requests) lines.push_back("gone request " + id);
  for (const auto& id : diff.added_requests) lines.push_back("new request " + id);
  for (const auto& request : diff.requests) {
    for (const auto& change : request.changes) {
      lines.push_back(request_name(request.check, request.step) + ": " +
                      std::string(name_of(change.level)) + ' ' + change.rule + ": " +
                      change.message);
    }
  }
  return lines;
}

TEST(BaselineDiff, OfABaselineWithItselfIsEmptyAlsoWhenItWasRecordedAgain) {
  const Baseline before = baseline_of({{"product", one(kProduct)}});
  Baseline after = before;
  after.recorded += std::chrono::hours(24);
  after.tool_version = "0.2.0";
  const BaselineDiff found = diff(before, {}, after, {});
  EXPECT_TRUE(found.same());
  EXPECT_EQ(lines_of(found), Lines());
}

TEST(BaselineDiff, NamesWhatCameWentAndChanged) {
  Baseline before = baseline_of(
      {{"product", one(kProduct)}, {"order", {{"post /carts", entry_of("")}}}, {"old", {}}});
  before.checks["product"][""].headers = {"ETag", "Vary"};
  Baseline after =
      baseline_of({{"product", {{"", entry_of(R"({"id": "1", "name": "lamp"})", 404)}}},
                   {"order", {{"put /carts", entry_of("")}}},
                   {"search", one(kOrder)}});
  after.label = "eu";
  after.checks["product"][""].content_type = "text/json";
  after.checks["product"][""].absent_headers = {"etag", "X-New"};
  const BaselineDiff found = diff(before, {}, after, {});
  EXPECT_FALSE(found.same());
  EXPECT_EQ(
      lines_of(found),
      (Lines{"the label was '' and is 'eu'", "gone old", "new search",
             "gone request order / post /carts", "new request order / put /carts",
             "product: error compare/status: the status was 200 and is 404",
             "product: error compare/content-type: the content type was application/json and is "
             "text/json",
             "product: error compare/header-removed: the header 'ETag' was sent by every answer "
             "and is missing from some answer",
             "product: error shape/kind-changed: $.id was an integer in the only old sample and is "
             "a string in the only new sample",
             "product: error shape/property-removed: $.price was present in the only old sample "
             "and is missing from the only new sample",
             "product: note : the header 'Vary' was sent by every answer and is not watched",
             "product: note : the header 'X-New' was not watched and is missing from some "
             "answer"}));
}

TEST(BaselineDiff, ComparesARenamedCheckWithWhatItWas) {
  const Baseline before = baseline_of({{"product", one(kProduct)}});
  Baseline after = baseline_of({{"catalog", one(kProduct)}});
  after.checks["catalog"][""].status = 201;
  EXPECT_EQ(lines_of(diff(before, {}, after, {})),
            (Lines{"product -> catalog",
                   "catalog: warning compare/status: the status was 200 and is 201"}));
}

TEST(BaselineDiff, LatenciesDifferBeyondToleranceAndFloor) {
  const Baseline baseline = baseline_of({{"product", one(kProduct)}});
  const auto differs = [&baseline](double before, double after) {
    const BaselineDiff found = diff(baseline, history_of("product", {before, before, before}),
                                    baseline, history_of("product", {after, after, after}));
    EXPECT_EQ(found.requests.size(), 1U);
    EXPECT_DOUBLE_EQ(found.requests.at(0).latency->ratio(), after / before);
    return !found.same();
  };
  EXPECT_TRUE(differs(20, 30));
  EXPECT_TRUE(differs(30, 20));
  EXPECT_FALSE(differs(100, 104));  // 4 %
  EXPECT_FALSE(differs(1.0, 1.9));  // less than a millisecond
}

TEST(BaselineDiff, LatenciesOfAnotherEnvironmentAreNotCompared) {
  Baseline before = baseline_of({{"product", one(kProduct)}});
  Baseline after = before;
  after.label = "eu";
  const BaselineDiff found =
      diff(before, history_of("product", {20}), after, history_of("product", {90}, "eu"));
  EXPECT_EQ(found.latencies_apart,
            "latencies of different environments are not compared ('' and 'eu')");
  EXPECT_TRUE(found.requests.empty());
}

TEST(Pruning, DropsWhatIsNotKeptWithItsLatencies) {
  Baseline baseline = baseline_of({{"product", one(kProduct)},
                                   {"flow", {{"get /a", entry_of("")}, {"get /b", entry_of("")}}},
                                   {"rows", one(kOrder)},
                                   {"old", one(kOrder)}});
  History history = history_of("old", {1, 2, 3});
  append_run(history, history_of("product", {4}).runs.front());
  history.runs[1].samples_ms["flow"]["get /b"] = {5, 6};
  const auto pruned =
      prune(baseline, history,
            {{"product", {{""}}}, {"flow", {{"get /a"}}}, {"rows", std::nullopt}, {"new", {{""}}}});
  ASSERT_TRUE(pruned);
  EXPECT_EQ(pruned->checks, Lines{"old"});
  EXPECT_EQ(pruned->requests, Lines{"flow / get /b"});
  EXPECT_EQ(pruned->samples, 5U);
  EXPECT_EQ(baseline.checks.size(), 3U);
  EXPECT_EQ(baseline.checks["flow"].count("get /b"), 0U);
  ASSERT_EQ(history.runs.size(), 1U);  // the first held nothing else
  EXPECT_EQ(history.runs[0].samples_ms.count("flow"), 0U);
  EXPECT_EQ(history.runs[0].samples_ms["product"][""], std::vector<double>{4});
}

TEST(Pruning, NeverDropsEverything) {
  Baseline baseline = baseline_of({{"product", one(kProduct)}});
  History history;
  const Baseline before = baseline;
  const auto pruned = prune(baseline, history, {{"other", {{""}}}});
  ASSERT_FALSE(pruned);
  EXPECT_EQ(pruned.error().message,
            "the baseline knows none of the 1 checks of these suites, so that all of it would go: "
            "expected the suites that it was recorded from, all of them");
  EXPECT_EQ(baseline, before);
}

TEST(Renaming, KeepsEntriesAndLatencies) {
  Baseline baseline = baseline_of({{"product", one(kProduct)}, {"other", {}}});
  History history = history_of("product", {1, 2});
  ASSERT_TRUE(rename_check(baseline, history, "product", "article"));
  EXPECT_EQ(baseline, baseline_of({{"article", one(kProduct)}, {"other", {}}}));
  EXPECT_EQ(history, history_of("article", {1, 2}));
}

TEST(Renaming, LosesNothing) {
  Baseline baseline = baseline_of({{"product", one(kProduct)}, {"other", {}}});
  History history = history_of("measured", {1});
  const auto message = [&](const char* from, const char* to) {
    const Status status = rename_check(baseline, history, from, to);
    return status ? std::string() : status.error().message;
  };
  EXPECT_EQ(message("prodct", "x"),
            "the baseline knows no check 'prodct'; did you mean 'product'?");
  EXPECT_EQ(message("product", ""), "expected the new id of the check, found nothing");
  for (const char* taken : {"other", "product", "measured"}) {
    EXPECT_NE(message("product", taken).find("already"), std::string::npos) << taken;
  }
  EXPECT_EQ(baseline, baseline_of({{"product", one(kProduct)}, {"other", {}}}));
}

}  // namespace
}  // namespace switchgate::baseline
