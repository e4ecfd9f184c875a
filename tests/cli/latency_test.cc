// `switchgate latency`: files in, a verdict and an exit status out.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/json/reader.h"
#include "runner/cli/commands.h"
#include "runner/cli/exit_status.h"

namespace switchgate::cli {
namespace {

struct Answer {
  int status = 0;
  std::string out;
  std::string err;
};

class LatencyCommand : public testing::Test {
 protected:
  // A folder of this test alone: tests run side by side.
  LatencyCommand()
      : folder_(std::filesystem::path(testing::TempDir()) /
                (std::string("switchgate_latency_") +
                 testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::create_directories(folder_);
  }
  ~LatencyCommand() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  static Answer run(const std::vector<std::string>& files, bool as_json = false) {
    std::ostringstream out;
    std::ostringstream err;
    Answer answer;
    answer.status = latency({files, as_json}, out, err);
    answer.out = out.str();
    answer.err = err.str();
    return answer;
  }

  // The complaint about one file with this text, without the file's name.
  std::string complaint(const std::string& text) const {
    const std::string path = write("bad.json", text);
    const Answer answer = run({path});
    EXPECT_EQ(answer.status, kUsage) << text;
    EXPECT_EQ(answer.out, "");
    const std::string start = "switchgate latency: " + path + ": ";
    EXPECT_EQ(answer.err.rfind(start, 0), 0u) << answer.err;
    return answer.err.substr(std::min(start.size(), answer.err.size()));
  }

  std::filesystem::path folder_;
};

// "[20, 20], [20, 20], ..": equal pairs.
std::string repeated(const std::string& item, int count) {
  std::string out = item;
  for (int i = 1; i < count; ++i) {
    out += ", " + item;
  }
  return out;
}

std::string pairs(const std::string& unit, const std::string& pair, int count) {
  return R"({"id": "x", "unit": ")" + unit + R"(", "pairs": [)" + repeated(pair, count) + "]}";
}

std::string samples(const std::string& sample) {
  return R"({"unit": "ms", "samples": [)" + repeated(sample, 100) + "]}";
}

TEST_F(LatencyCommand, TheVerdictIsTheExitStatus) {
  EXPECT_EQ(run({write("a.json", pairs("ms", "[20, 20]", 100))}).status, kOpen);
  EXPECT_EQ(run({write("b.json", pairs("ms", "[20, 32]", 100))}).status, kClosed);
  EXPECT_EQ(run({write("c.json", pairs("ms", "[20, 20]", 3))}).status, kUndecided);
}

TEST_F(LatencyCommand, SaysTheReasonAndTheNumbers) {
  const Answer answer = run({write("a.json", pairs("ms", "[20, 32]", 100))});
  EXPECT_EQ(answer.err, "");
  EXPECT_EQ(
      answer.out,
      "fail: candidate is 60 % slower (interval +47 % to +74 %), 32.0 ms "
      "instead of 20.0 ms\n"
      "  candidate  32 ms, live 20 ms\n"
      "  change     +60 %, 95 % interval +46.7 % to +74.5 %\n"
      "  visible    +15 % is the smallest slowdown that is found with 80 "
      "% chance\n"
      "  p-values   2e-12 of the typical answer, 1 of the slowest ones\n"
      "  samples    100 judged of 100\n"
      "  live       █                                         p50 20 ms, p95 20 ms, p99 20 ms\n"
      "  candidate                                         █  p50 32 ms, p95 32 ms, p99 32 ms\n"
      "             20 ms                              32 ms\n");
}

TEST_F(LatencyCommand, AnswersInJson) {
  const Answer answer = run({write("a.json", pairs("ms", "[20, 20]", 100))}, true);
  auto document = json::read(answer.out);
  ASSERT_TRUE(document.ok()) << document.error().message;
  const json::Object* object = document->root.object();
  ASSERT_NE(object, nullptr);
  for (const char* name : {"verdict", "reason", "theta", "interval", "mde80", "p_body", "p_tail",
                           "given", "unusable", "kept", "live_median_ms", "candidate_median_ms"}) {
    EXPECT_NE(object->find(name), nullptr) << name;
  }
  EXPECT_EQ(*object->find("verdict")->string(), "pass");
  EXPECT_EQ(object->find("p_tail")->number()->as_double(), 1);
  ASSERT_NE(object->find("interval")->array(), nullptr);
  EXPECT_EQ(object->find("interval")->array()->size(), 2u);
  EXPECT_NEAR(object->find("mde80")->number()->as_double(), 0.15, 0.005);
}

TEST_F(LatencyCommand, WithoutAnEstimateItsNumbersAreNull) {
  const Answer answer = run({write("a.json", pairs("ms", "[20, 20]", 2))}, true);
  EXPECT_EQ(answer.status, kUndecided);
  auto document = json::read(answer.out);
  ASSERT_TRUE(document.ok()) << document.error().message;
  for (const char* name : {"theta", "interval", "mde80", "p_body", "p_tail", "live_median_ms"}) {
    EXPECT_TRUE(document->root.object()->find(name)->is_null()) << name;
  }
}

TEST_F(LatencyCommand, UnitsAreTheSameLatencies) {
  const std::string in_ms = run({write("ms.json", pairs("ms", "[20, 32]", 100))}).out;
  EXPECT_EQ(run({write("us.json", pairs("us", "[20000, 32000]", 100))}).out, in_ms);
  EXPECT_EQ(run({write("s.json", pairs("s", "[0.02, 0.032]", 100))}).out, in_ms);
}

TEST_F(LatencyCommand, RecordedRunsAndOldAgainstNew) {
  const std::string run_of_20 = "[" + repeated("20", 50) + "]";
  const std::string recorded = R"({"unit": "ms", "runs": [)" + repeated(run_of_20, 5) +
                               R"(], "candidate": [)" + repeated("32", 50) + "]}";
  EXPECT_EQ(run({write("recorded.json", recorded)}).status, kClosed);
  const std::string old_file = write("old.json", samples("20"));
  EXPECT_EQ(run({old_file, write("new.json", samples("21"))}).status, kOpen);
  EXPECT_EQ(run({old_file, write("slow.json", samples("40"))}).status, kClosed);
}

TEST_F(LatencyCommand, TheFloorIsTakenFromTheFile) {
  const std::string text = pairs("ms", "[0.2, 0.32]", 100);
  EXPECT_EQ(run({write("a.json", text)}).status, kOpen);
  EXPECT_EQ(run({write("b.json", R"({"floor_ms": 0, )" + text.substr(1))}).status, kClosed);
}

TEST_F(LatencyCommand, UnusableSamplesAreNoPass) {
  const std::string text = pairs("ms", "[20, 20], [20, 0]", 50);
  const Answer answer = run({write("a.json", text)});
  EXPECT_EQ(answer.status, kUndecided);
  EXPECT_EQ(answer.out.rfind("undecided: cannot pass: 50 were no usable latencies", 0), 0u)
      << answer.out;
}

TEST_F(LatencyCommand, SaysWhatIsWrongWithAFile) {
  struct Case {
    std::string text, message;
  };
  const std::string shapes = R"({"unit": "ms", "pairs": [[live, candidate], ..]} or )"
                             R"({"unit": "ms", "runs": [[..], ..], "candidate": [..]})";
  for (const Case& expected : std::vector<Case>{
           {"[]", "the file: expected " + shapes + ", found array"},
           {"{}", "no samples: expected " + shapes},
           {R"({"runs": []})", "no samples: expected " + shapes},
           {R"({"samples": [1]})", R"("samples" needs a second file to compare with: OLD NEW)"},
           {R"({"unit": "ms", "pairs": [], "candidate": []})",
            R"(expected "pairs", or "runs" and "candidate", found both)"},
           {R"({"pairs": []})", R"("unit" is missing: expected "us", "ms" or "s")"},
           {R"({"unit": 1, "pairs": []})", R"(unit: expected "us", "ms" or "s", found number)"},
           {R"({"unit": "h", "pairs": []})", R"(unit: expected "us", "ms" or "s", found "h")"},
           {R"({"unit": "ms", "pairs": 3})",
            "pairs: expected an array of [live, candidate], found number"},
           {R"({"unit": "ms", "pairs": [[1, 2], [1]]})",
            "pairs[1]: expected two numbers, live and candidate, found 1"},
           {R"({"unit": "ms", "pairs": [[1, null]]})",
            "pairs[0][1]: expected a number, found null"},
           {R"({"unit": "ms", "runs": [[1], 2], "candidate": []})",
            "runs[1]: expected an array of numbers, found number"},
           {R"({"unit": "ms", "runs": {}, "candidate": []})",
            "runs: expected an array of arrays of numbers, found object"},
           {R"({"unit": "ms", "runs": [], "candidate": ["1"]})",
            "candidate[0]: expected a number, found string"},
           {R"({"unit": "ms", "pairs": [], "floor_ms": "1"})",
            "floor_ms: expected a number of milliseconds, found string"},
           {R"({"unit": "ms", "pairs": [], "timer_resolution_ms": -1})",
            "timer_resolution_ms: expected milliseconds from 0 to 1e9, found "
            "-1"},
       }) {
    EXPECT_EQ(complaint(expected.text), expected.message + '\n');
  }
  for (const char* text : {"{", ""}) {
    const std::string bad = write("bad.json", text);
    const Answer answer = run({bad});
    EXPECT_EQ(answer.status, kUsage);
    EXPECT_EQ(answer.err.rfind("switchgate latency: '" + bad + "' is not valid JSON", 0), 0u)
        << answer.err;
  }
}

TEST_F(LatencyCommand, SaysWhichOfTwoFilesIsWrong) {
  const std::string good = write("good.json", samples("20"));
  const std::string bad = write("bad.json", R"({"unit": "ms", "samples": [1, {}]})");
  EXPECT_EQ(run({good, bad}).err,
            "switchgate latency: the new samples: samples[1]: expected a "
            "number, found object\n");
  EXPECT_EQ(run({bad, good}).err,
            "switchgate latency: the old samples: samples[1]: expected a "
            "number, found object\n");
  const std::string paired = write("pairs.json", pairs("ms", "[20, 20]", 5));
  EXPECT_EQ(run({good, paired}).status, kUsage);
}

TEST_F(LatencyCommand, FilesThatCannotBeReadAndWrongNumbersOfThem) {
  const std::string missing = (folder_ / "missing.json").string();
  EXPECT_EQ(run({missing}).err,
            "switchgate latency: cannot read '" + missing + "': No such file or directory\n");
  EXPECT_EQ(run({folder_.string()}).err,
            "switchgate latency: cannot read '" + folder_.string() + "': Is a directory\n");
  for (const std::vector<std::string>& files :
       {std::vector<std::string>{}, std::vector<std::string>(3, missing)}) {
    const Answer answer = run(files);
    EXPECT_EQ(answer.status, kUsage);
    EXPECT_EQ(answer.err.rfind("switchgate latency: expected one file of pairs or runs", 0), 0u);
  }
}

}  // namespace
}  // namespace switchgate::cli
