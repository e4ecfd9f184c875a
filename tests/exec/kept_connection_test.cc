// Servers that close a connection which they said they would keep: no finding, because that
// says nothing about the release.

#include <atomic>
#include <string>

#include "gtest/gtest.h"
#include "tests/support/gate_run.h"
#include "tests/support/raw_server.h"

namespace switchgate::testing {
namespace {

// Answers one request of each connection and closes it without a word.
class ClosingServer {
 public:
  std::string url() const { return server_.url(); }
  int posts() const { return posts_; }

 private:
  void answer(RawConnection& connection) {
    const std::string head = connection.take_until("\r\n\r\n");
    const std::size_t length = head.find("Content-Length: ");
    if (length != std::string::npos) {
      connection.take(std::stoul(head.substr(length + 16)));
    }
    posts_ += head.starts_with("POST") ? 1 : 0;
    if (!head.empty()) {
      connection.send(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    }
  }

  std::atomic<int> posts_ = 0;
  RawServer server_{[this](RawConnection& connection) { answer(connection); }};
};

TEST(KeptConnection, ClosedUnderAPostClosesNoGate) {
  std::string suite = "checks:\n";
  for (int i = 0; i < 20; ++i) {
    suite += "  - {name: get " + std::to_string(i) + ", get: /}\n";
    if (i % 7 == 0) {
      suite += "  - {name: order " + std::to_string(i) + ", steps: [{post: /, json: {n: 1}}, " +
               "{post: /}, {get: /}, {post: /, json: [2]}]}\n";
    }
  }
  const GateRun gate(suite);
  const ClosingServer server;
  const GateRan ran = gate.run(server.url(), "", {"-j", "1"});
  EXPECT_EQ(ran.findings(), std::vector<std::string>());
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(server.posts(), 9);
}

}  // namespace
}  // namespace switchgate::testing
