// checks/kinds/REFERENCE.md is what the table of kinds says, and each of its examples is a
// check that passes against real peers. SWITCHGATE_UPDATE_GOLDEN=1 writes the page anew.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

#include <gtest/gtest.h>

#include "checks/kinds/kinds.h"
#include "tests/support/certificates.h"
#include "tests/support/gate_run.h"
#include "tests/support/golden.h"
#include "tests/support/grpc_peer.h"
#include "tests/support/raw_server.h"
#include "tests/support/scripted_server.h"
#include "tests/support/websocket_peer.h"

namespace switchgate::testing {
namespace {

const std::string kPage = std::string(SWITCHGATE_SOURCE_DIR) + "/checks/kinds/REFERENCE.md";

constexpr std::string_view kOpening =
    "# Checks that are no HTTP requests, one by one\n"
    "\n"
    "Written from the table in `kinds.cc` by `tests/kinds/reference_test.cc`, which also runs "
    "every\n"
    "example. Each stands under `checks:` of a suite; README.md beside this page says how they "
    "work.\n";

std::string written(kinds::Form form) {
  switch (form) {
    case kinds::Form::kText:
      return "text";
    case kinds::Form::kWords:
      return "list of texts";
    case kinds::Form::kHeaders:
      return "mapping of headers";
    case kinds::Form::kVariables:
      return "mapping of variables";
  }
  return {};
}

std::string defaults_of(const kinds::KindRow& kind) {
  std::string out;
  for (const kinds::DefaultRow& row : kind.defaults) {
    out += "- `" + std::string(row.fact) + ": " + std::string(row.matcher) + '`';
    out += row.or_else.empty() ? "" : " (also replaced by `" + std::string(row.or_else) + "`)";
    out += '\n';
  }
  return out.empty() ? "Nothing but an answer.\n" : out;
}

std::string section(const kinds::KindRow& kind) {
  std::string summary(kind.summary);
  summary[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(summary[0])));
  std::string out = "\n## " + std::string(kind.name) + "\n\n" + summary + ".\n\n```yaml\n- " +
                    std::string(kind.example) + "\n```\n\n| key | value | |\n|---|---|---|\n| `" +
                    std::string(kind.name) + "` | " + written(kind.subject) + " | " +
                    std::string(kind.expects) + " |\n";
  for (const kinds::FieldRow& field : kind.fields) {
    out += "| `" + std::string(field.name) + "` | " + written(field.form) + " | " +
           std::string(field.summary) + " |\n";
  }
  out += "\nFacts for `expect` and `warn`:\n\n";
  for (const kinds::FactRow& fact : kind.facts) {
    out += "- `" + std::string(fact.name) + "`: " + std::string(fact.summary) + '\n';
  }
  out += "\nExpected unless stated:\n\n" + defaults_of(kind) + "\nNot as expected: `" +
         std::string(kind.value_rule) + "`. No answer: ";
  const std::string_view to_a_target =
      kind.whom == kinds::Whom::kItself ? "" : "`target/*` when it is a target's";
  const std::string elsewhere =
      kind.failed_rule.empty() ? "" : '`' + std::string(kind.failed_rule) + '`';
  const bool both = !to_a_target.empty() && !elsewhere.empty();
  return out + std::string(to_a_target) + (both ? ", else " : "") + elsewhere + ".\n";
}

std::string page() {
  std::string out(kOpening);
  for (const kinds::KindRow& kind : kinds::kinds()) {
    out += section(kind);
  }
  return out;
}

std::string read_page() {
  std::ifstream in(kPage, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(KindsReference, IsWhatTheTableSays) {
  if (const char* update = std::getenv("SWITCHGATE_UPDATE_GOLDEN"); update != nullptr) {
    std::ofstream(kPage, std::ios::binary) << page();
  }
  EXPECT_EQ(read_page(), page()) << "SWITCHGATE_UPDATE_GOLDEN=1 writes it anew";
}

// Who answers the example of a kind: a candidate with a certificate, a socket that echoes, a
// server that says SERVING; the others need no candidate.
struct Peer {
  explicit Peer(std::string_view kind) {
    RawServerOptions options;
    if (kind == "certificate") {
      options.identity = authority.issue(
          {"shop", {"IP:127.0.0.1"}, -std::chrono::hours(1), std::chrono::hours(24 * 90)});
    }
    server = std::make_unique<RawServer>(
        kind == "grpc_health" ? grpc::always(grpc::serving()) : RawServer::Handler(&chat), options);
  }

  // As the example of `websocket` has it: whatever comes, "pong" goes back.
  static void chat(RawConnection& connection) {
    const std::string head = connection.take_until("\r\n\r\n");
    if (!head.empty()) {
      connection.send(websocket::accepting(head));
      websocket::take_frame(connection);
      connection.send(websocket::frame(0x81, "pong"));
      websocket::take_frame(connection);
    }
  }

  TestAuthority authority;
  std::unique_ptr<RawServer> server;
};

std::string example_on_page(std::string_view kind) {
  const std::string text = read_page();
  const std::size_t at = text.find("\n## " + std::string(kind) + "\n");
  const std::size_t begin = text.find("```yaml\n", at) + 8;
  return at == std::string::npos ? "" : text.substr(begin, text.find("```", begin) - begin);
}

TEST(KindsReference, EveryExamplePasses) {
  for (const kinds::KindRow& kind : kinds::kinds()) {
    const Peer peer(kind.name);
    GateRun gate("targets: {candidate: {url: '" + peer.server->url() +
                 "', tls: {ca: ca.pem}}}\nchecks:\n- {tcp: candidate}\n" +
                 example_on_page(kind.name));
    gate.write("ca.pem", peer.authority.certificate());
    gate.environment = {{"DATABASE", peer.server->address()}, {"PATH", "/usr/bin:/bin"}};
    const GateRan ran = gate.run({}, {}, {"--allow-commands"});
    EXPECT_EQ(ran.findings(), std::vector<std::string>()) << kind.name;
    EXPECT_EQ(ran.exit_code, 0) << kind.name << ": " << ran.err << ran.out;
    EXPECT_EQ(ran.outcomes().size(), 2U) << kind.name;
  }
}

}  // namespace
}  // namespace switchgate::testing
