// `run --limits` and the options that change what it shows.

#include "runner/cli/limits.h"

#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runner/cli/app.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::cli {
namespace {

using testing::GateRun;
using testing::ScriptedReply;
using testing::ScriptedServer;

std::string shown(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), {"switchgate", "run", "--limits"});
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(app(static_cast<int>(arguments.size()), arguments.data(), {}, out, err), 0)
      << err.str();
  return out.str();
}

TEST(Limits, ShowsEachWithTheValueInForceAndSendsNothing) {
  const std::string text = shown({});
  for (const ShownLimit& row : shown_limits({})) {
    EXPECT_NE(('\n' + text).find('\n' + row.name + "  "), std::string::npos) << row.name;
  }
  EXPECT_NE(text.find("  32 MB  "), std::string::npos) << text;
  EXPECT_NE(shown({"--max-body", "5MB"}).find("  5 MB  "), std::string::npos);
  EXPECT_NE(shown({"--max-headers=2KB"}).find("  2 KB  "), std::string::npos);
  EXPECT_NE(shown({"--max-json-depth=31"}).find("  31  "), std::string::npos);
  EXPECT_NE(shown({"--budget", "17"}).find("  17  "), std::string::npos);
}

// Each option that bounds answers, an answer just within, and one beyond.
TEST(Limits, BiteWhereTheirOptionsSay) {
  struct Case {
    const char* option;
    const char* within;
    const char* beyond;
  };
  ScriptedServer server;
  ScriptedReply reply{std::string(3'000, 'x')};
  reply.headers = {{"X-Long", std::string(3'000, 'y')}};
  server.on("GET /a", reply);
  const GateRun gate("checks:\n  - {name: a, get: /a, expect: {size: 3000}}\n");
  for (const Case& row : {Case{"--max-body", "3KB", "2999"}, Case{"--max-headers", "4KB", "3KB"}}) {
    EXPECT_EQ(gate.run(server.url(), {}, {row.option, row.within}).gate(), "open") << row.option;
    const auto closed = gate.run(server.url(), {}, {row.option, row.beyond});
    EXPECT_EQ(closed.gate(), "closed") << row.option;
    EXPECT_EQ(closed.rules(), std::vector<std::string>{"[target/too-large]"}) << row.option;
  }
}

TEST(Limits, SizesAreBytesInPowersOfTen) {
  EXPECT_EQ(parse_bytes("1"), 1U);
  EXPECT_EQ(parse_bytes("300KB"), 300'000U);
  EXPECT_EQ(parse_bytes("64mb"), 64'000'000U);
  EXPECT_EQ(parse_bytes("2GB"), 2'000'000'000U);
  for (const char* text :
       {"", "0", "MB", "-1", "1.5MB", "5 MB", "5MiB", "3GB", "99999999999999999999"}) {
    EXPECT_EQ(parse_bytes(text), std::nullopt) << text;
  }
}

TEST(Limits, ASizeThatIsNoneIsAMistake) {
  struct Case {
    const char* option;
    const char* value;
    const char* told;
  };
  for (const Case& row :
       {Case{"--max-body", "much", "--max-body takes a size such as 64KB, up to 2 GB, not 'much'"},
        Case{"--max-headers", "1MB",
             "--max-headers takes a size such as 64KB, up to 300 KB, not '1MB'"}}) {
    std::ostringstream out;
    std::ostringstream err;
    const char* const argv[] = {"switchgate", "run", row.option, row.value};
    EXPECT_EQ(app(4, argv, {}, out, err), 2);
    EXPECT_NE(err.str().find(row.told), std::string::npos) << err.str();
  }
}

}  // namespace
}  // namespace switchgate::cli
