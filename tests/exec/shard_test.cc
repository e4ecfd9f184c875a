// `--shard I/N`: several runs share the checks of one suite between them.

#include <algorithm>
#include <string>

#include "gtest/gtest.h"
#include "runner/exec/run.h"
#include "runner/exec/select.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

// Two checks, a table that compares, one that does not, and what measures latency.
constexpr auto kSuite =
    "targets: {live: {url: http://live.invalid, max_rps: 10000}}\n"
    "checks:\n"
    "  - {name: a, get: /a}\n"
    "  - {name: rows, for_each: {rows: [1, 2, 3], as: id}, get: /rows, compare: {shape: true}}\n"
    "  - {name: b, get: /b}\n"
    "  - {name: each, for_each: {rows: [1, 2], as: id}, get: /each}\n"
    "  - {name: slow, get: /slow, compare: {latency: {samples: 20, max_samples: 25}}}\n";

class Sharded : public ::testing::Test {
 protected:
  Sharded() {
    for (ScriptedServer* server : {&candidate, &live}) {
      for (const std::string path : {"/a", "/rows", "/b", "/each", "/slow"}) {
        server->on("GET " + path, R"({"id": 1})");
      }
    }
  }

  // "a: passed" of one shard.
  Lines outcomes(const GateRun& gate, const std::string& shard, Lines more = {}) const {
    more.insert(more.end(), {"--shard", shard, "--compare", "shape,headers"});
    return gate.run(candidate.url(), live.url(), more).outcomes();
  }

  // The digest of a run with these words.
  std::string digest(const GateRun& gate, Lines more) const {
    LoadOptions load_options;
    load_options.paths = {gate.suite()};
    load_options.candidate = {candidate.url()};
    load_options.live = {live.url()};
    exec::RunOptions options;
    options.shard = exec::ShardOption{1, 2};
    for (std::size_t i = 0; i + 1 < more.size(); i += 2) {
      (more[i] == "--var" ? load_options.vars : options.selection.only).push_back(more[i + 1]);
    }
    SourceFiles files;
    tree::Problems problems;
    const auto loaded = load(load_options, files, problems);
    EXPECT_TRUE(loaded) << problems.to_text(files);
    const auto prepared = exec::prepare(*loaded, options);
    EXPECT_TRUE(prepared);
    return prepared->shard->digest;
  }

  ScriptedServer candidate;
  ScriptedServer live;
};

TEST_F(Sharded, EachCheckFallsToOneShardAndRowsThatCompareStayTogether) {
  const GateRun gate(kSuite);
  EXPECT_EQ(outcomes(gate, "1/2"), (Lines{"a: passed", "b: passed", "each[id=2]: passed"}));
  EXPECT_EQ(outcomes(gate, "2/2"),
            (Lines{"rows[id=1]: passed", "rows[id=2]: passed", "rows[id=3]: passed", "rows: passed",
                   "each[id=1]: passed", "slow: passed"}));
}

TEST_F(Sharded, LatencyIsComparedInTheFirstOnly) {
  const GateRun gate(kSuite);
  const auto list = [&](const std::string& shard) {
    return gate.run(candidate.url(), live.url(), {"--list", "--shard", shard}).out;
  };
  for (const std::string shard : {"1/2", "1/3", "1/5"}) {
    EXPECT_NE(list(shard).find("slow  ("), std::string::npos) << list(shard);
  }
  for (const std::string shard : {"2/2", "2/3", "3/3", "5/5"}) {
    EXPECT_EQ(list(shard).find("slow  ("), std::string::npos) << list(shard);
  }
}

TEST_F(Sharded, AnEmptyShardIsOpenSaysSoAndAsksNothing) {
  const GateRun gate("ready: {get: /a}\nchecks: [{name: a, get: /a}]\n");
  const GateRan ran = gate.run(candidate.url(), {}, {"--shard", "2/2"});
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(candidate.total(), 0U);
  EXPECT_NE(ran.json.find("no check fell to shard 2 of 2: the others have all 1"),
            std::string::npos)
      << ran.json;
}

TEST_F(Sharded, NothingSelectedIsAMistakeInEveryShard) {
  const GateRun gate(kSuite);
  for (const std::string shard : {"1/2", "2/2"}) {
    const GateRan ran = gate.run(candidate.url(), {}, {"--shard", shard, "--only", "nothing"});
    EXPECT_EQ(ran.exit_code, 2) << ran.out;
  }
}

TEST_F(Sharded, KeepTheirPlaceInTheWholeRun) {
  LoadOptions load_options;
  const GateRun gate(kSuite);
  load_options.paths = {gate.suite()};
  SourceFiles files;
  tree::Problems problems;
  const auto loaded = load(load_options, files, problems);
  ASSERT_TRUE(loaded);
  exec::Selection everything;
  const auto selected = exec::select(loaded->plan, everything);
  std::vector<std::size_t> all;
  for (int index = 1; index <= 3; ++index) {
    for (const std::size_t at : exec::shard_of(loaded->plan, *selected, {}, {index, 3})) {
      all.push_back(at);
    }
  }
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, *selected);
}

TEST_F(Sharded, HaveOneDigestAsLongAsTheyBelongToOneRun) {
  const std::string suite = std::string("vars: {product: 42}\n") + kSuite;
  const GateRun gate(suite);
  const std::string digest_of_all = digest(gate, {});
  EXPECT_EQ(digest_of_all.size(), 64U);
  EXPECT_EQ(digest(gate, {}), digest_of_all);
  EXPECT_EQ(digest(GateRun(suite), {}), digest_of_all) << "the same suite elsewhere";
  EXPECT_NE(digest(gate, {"--var", "product=43"}), digest_of_all);
  EXPECT_NE(digest(gate, {"--only", "a"}), digest_of_all);
  EXPECT_NE(digest(GateRun(suite + "# one more\n"), {}), digest_of_all);
}

TEST_F(Sharded, OfOtherFilesOfBodiesBelongToOtherRuns) {
  const GateRun gate("checks: [{post: /a, body_file: order.json}, {get: /b}]\n");
  gate.write("order.json", "1");
  const std::string before = digest(gate, {});
  gate.write("order.json", "2");
  EXPECT_NE(digest(gate, {}), before);
}

TEST_F(Sharded, AddUpToTheWholeRunInItsOrder) {
  const GateRun gate(kSuite);
  Lines merge = {"merge"};
  for (const std::string index : {"1", "2", "3"}) {
    const GateRan ran = gate.run(candidate.url(), live.url(),
                                 {"--shard", index + "/3", "--compare", "shape,headers"});
    EXPECT_EQ(ran.exit_code, 0) << ran.out;
    merge.push_back(gate.write(index + ".json", ran.json));
  }
  merge.insert(merge.end(), {"--report", "json=" + gate.path("whole.json")});
  GateRan whole = gate.command(merge);
  EXPECT_EQ(whole.exit_code, 0) << whole.out << whole.err;
  whole.json = GateRun::read(gate.path("whole.json"));
  EXPECT_EQ(whole.outcomes(), (Lines{"a: passed", "rows[id=1]: passed", "rows[id=2]: passed",
                                     "rows[id=3]: passed", "rows: passed", "b: passed",
                                     "each[id=1]: passed", "each[id=2]: passed", "slow: passed"}));
  // One of them lost.
  merge.erase(merge.begin() + 2);
  EXPECT_EQ(gate.command(merge).exit_code, 3);
}

TEST_F(Sharded, OfNoSenseAreRefused) {
  const GateRun gate(kSuite);
  for (const std::string shard : {"0/2", "3/2", "2", "a/b", "1/2/3", "1/", "-1/2", "1/99999"}) {
    const GateRan ran = gate.run(candidate.url(), {}, {"--shard=" + shard});
    EXPECT_EQ(ran.exit_code, 2) << shard;
    EXPECT_NE(ran.err.find("--shard takes I/N"), std::string::npos) << ran.err;
  }
}

}  // namespace
}  // namespace switchgate::testing
