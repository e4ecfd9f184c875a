// Questions that are asked until they are answered as expected.

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/gate_run.h"

namespace switchgate::testing {
namespace {

using ::testing::HasSubstr;
using Lines = std::vector<std::string>;

// A command that says one line more each time, and `retry`.
GateRan run(const std::string& retry) {
  const GateRun gate(
      "checks:\n  - name: c\n"
      "    command: [sh, -c, 'echo x >> log; wc -l < log']\n"
      "    expect: {stdout: {matches: '^ *3$'}}\n"
      "    retry: " +
      retry + "\n");
  return gate.run_beside_candidate({"--allow-commands"});
}

TEST(QuestionRetry, GoesOnUntilItIsAsExpectedAndTellsSo) {
  const GateRan ran = run("{within: 20s, every: 1ms, backoff: 2}");
  EXPECT_EQ(ran.exit_code, 0) << ran.out;
  EXPECT_EQ(ran.rules(), Lines{"note [retry/flaky]"});
  EXPECT_THAT(ran.findings().at(0), HasSubstr("only after 3 attempts"));
}

TEST(QuestionRetry, TellsTheLastAttemptWhenTimeIsUp) {
  const GateRan ran = run("{within: 2ms, every: 1.5ms}");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), Lines{"[command/value]"});
  EXPECT_THAT(ran.json, HasSubstr("\"retried\""));
}

TEST(QuestionRetry, EndsAtOnceInAStateFromWhichNothingRecovers) {
  const GateRan ran = run("{within: 20s, every: 1ms, fail_if: {exit: 0, stdout: {matches: 2}}}");
  EXPECT_EQ(ran.rules(), (Lines{"[command/value]", "[retry/known-bad]"}));
  EXPECT_THAT(ran.findings().at(1), HasSubstr("after 2 attempts"));
}

TEST(QuestionRetry, MistakesAreToldBeforeTheRun) {
  const GateRun gate(
      "checks: [{name: c, dns: a.example, retry: {every: 1s, fail_if: {adresses: 1}, times: "
      "3}}]\n");
  const GateRan ran = gate.run_beside_candidate();
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("'retry' needs 'within'"));
  EXPECT_THAT(ran.err,
              HasSubstr("'dns' tells nothing called 'adresses'; did you mean 'addresses'?"));
  EXPECT_THAT(ran.err, HasSubstr("unknown key 'times' in retry"));
}

}  // namespace
}  // namespace switchgate::testing
