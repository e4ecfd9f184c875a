// The curl line of a report, pasted: bash sends the bytes that the probe sent, and `init
// --from-curl` reads them back.

#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "runner/init/draft.h"
#include "tests/support/fault_server.h"
#include "tests/support/gate_run.h"
#include "tests/support/tools.h"

namespace switchgate {
namespace {

// The first command that the console shows.
std::string shown_command(const std::string& console) {
  const std::size_t at = console.find("$ curl");
  return at == std::string::npos ? "" : console.substr(at + 2, console.find('\n', at) - at - 2);
}

std::string body_of(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

TEST(PastedCommand, SendsABodyOfSeveralLinesByteByByte) {
  const testing::FaultServer server;
  const std::string body =
      "one\ntwo\\n\t'it''s'\r\n\x1b[31m##[error]$HOME `id`\xe2\x80\xae\x01"
      "7\xc3\xbc!";
  const testing::GateRun gate(R"(checks:
  - name: notes
    post: /ok
    headers: {Content-Type: text/plain}
    text: "one\ntwo\\n\t'it''s'\r\n\e[31m##[error]$HOME `id`\u202e\u00017ü!"
    expect: {status: 418}
)");
  const testing::GateRan ran = gate.run("http://" + server.address());
  ASSERT_EQ(server.requests().size(), 1U) << ran.err;
  ASSERT_EQ(body_of(server.requests()[0]), body);
  const std::string command = shown_command(ran.out);
  EXPECT_EQ(command.find('\x1b'), std::string::npos) << command;

  const support::ToolResult pasted = support::run_tool({"bash", "-c", command});
  if (pasted.exit_code == 127) {
    GTEST_SKIP() << "bash or curl is not installed: the command was not pasted";
  }
  ASSERT_EQ(server.requests().size(), 2U) << command << pasted.output;
  EXPECT_EQ(body_of(server.requests()[1]), body) << command;

  const auto draft = init::from_curl(command);
  ASSERT_TRUE(draft) << draft.error().message;
  const auto* text = std::get_if<init::TextBody>(&draft->checks.at(0).body);
  ASSERT_NE(text, nullptr);
  EXPECT_EQ(text->text, body);
}

TEST(PastedCommand, SendsTheFileThatTheSuiteNames) {
  const testing::FaultServer server;
  const testing::GateRun gate(
      "checks: [{name: upload, put: /ok, body_file: the bin.dat, expect: {status: 418}}]\n");
  const std::string bytes("a\0b\xff", 4);
  const std::string path = gate.write("the bin.dat", bytes);
  const testing::GateRan ran = gate.run("http://" + server.address());
  const std::string command = shown_command(ran.out);
  EXPECT_NE(command.find("--data-binary '@" + path + "'"), std::string::npos) << ran.out << ran.err;
  const support::ToolResult pasted = support::run_tool({"bash", "-c", command});
  if (pasted.exit_code == 127) {
    GTEST_SKIP() << "bash or curl is not installed: the command was not pasted";
  }
  ASSERT_EQ(server.requests().size(), 2U) << command << pasted.output;
  EXPECT_EQ(body_of(server.requests()[1]), bytes) << command;
}

}  // namespace
}  // namespace switchgate
