// certificate, tcp and dns against real listeners, as whole runs.

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "checks/base/text.h"
#include "tests/support/certificates.h"
#include "tests/support/fault_server.h"
#include "tests/support/gate_run.h"
#include "tests/support/raw_server.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using std::chrono::hours;
using ::testing::HasSubstr;
using Lines = std::vector<std::string>;

std::string without_scheme(const std::string& url) { return url.substr(url.find("//") + 2); }

// A TLS server whose certificate is signed by an authority that the suite may trust.
class Certificates : public ::testing::Test {
 protected:
  Identity issue(hours valid_to = hours(24 * 30) + hours(1),
                 const std::vector<std::string>& names = {"IP:127.0.0.1", "DNS:localhost"}) {
    return authority_.issue({"shop", names, -hours(24 * 60), valid_to});
  }
  // Runs the suite `checks` against a server with this identity.
  GateRan run(Identity identity, const std::string& checks, const std::string& tls = "{ca: ca.pem}",
              const std::vector<std::string>& more = {}) {
    FaultServerOptions options;
    options.identity = std::move(identity);
    const FaultServer server(std::move(options));
    const GateRun gate("targets: {candidate: {url: 'https://" + server.address() + "', tls: " +
                       tls + "}}\nchecks:\n" + replace_all(checks, "ADDRESS", server.address()));
    gate.write("ca.pem", authority_.certificate());
    return gate.run({}, {}, more);
  }

  TestAuthority authority_{"test authority"};
};

TEST_F(Certificates, ThatAreTrustedAnswerWithTheirFacts) {
  const GateRan ran = run(issue(),
                          "  - certificate: candidate\n"
                          "    expect:\n"
                          "      days_left: 30\n"
                          "      protocol: {one_of: [TLSv1.2, TLSv1.3]}\n"
                          "      cipher: {matches: '^TLS_'}\n"
                          "      subject: CN=shop\n"
                          "      issuer: CN=test authority\n"
                          "      names: {equals: [127.0.0.1, localhost]}\n"
                          "      not_before: {before: now-59d}\n"
                          "      not_after: {after: now+29d}\n"
                          "      chain: [CN=shop]\n"
                          "      address: ADDRESS\n"
                          "      time: {at_most: 5s}\n");
  EXPECT_EQ(ran.findings(), Lines()) << ran.out;
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
}

TEST_F(Certificates, ThatExpireTooSoonAreToldWithWhoTheyAre) {
  const GateRan ran =
      run(issue(hours(24 * 3)),
          "  - {name: c, certificate: candidate, expect: {days_left: {at_least: 14}}}\n");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(
      ran.findings(),
      Lines{"[certificate/value] expected days_left of candidate to be at least 14, found 2"});
  EXPECT_THAT(ran.json, HasSubstr("CN=test authority"));
  EXPECT_THAT(ran.json, HasSubstr("-CAfile "));
}

TEST_F(Certificates, ThatNobodyTrustsAreAFailureOfTheTargetWithTheirFacts) {
  const GateRan ran = run(make_self_signed({"shop", {"IP:127.0.0.1"}}),
                          "  - {name: c, certificate: candidate, level: warning}\n");
  EXPECT_EQ(ran.exit_code, 1) << "a target that cannot be trusted is never a mere warning";
  EXPECT_EQ(ran.rules(), Lines{"[target/tls-chain]"});
  EXPECT_THAT(ran.json, HasSubstr("\"CN=shop\"")) << "subject and issuer go along";
}

TEST_F(Certificates, ThatHaveExpiredOrAreForAnotherNameAreSo) {
  EXPECT_EQ(run(issue(-hours(1)), "  - {certificate: candidate}\n").rules(),
            Lines{"[target/tls-expired]"});
  EXPECT_EQ(run(issue(hours(24), {"DNS:other.example"}), "  - {certificate: candidate}\n").rules(),
            Lines{"[target/tls-name]"});
}

TEST_F(Certificates, AreAskedForByTheServerNameOfTheTarget) {
  const GateRan ran = run(issue(hours(24), {"DNS:shop.example"}), "  - {certificate: candidate}\n",
                          "{ca: ca.pem, server_name: shop.example}");
  EXPECT_EQ(ran.findings(), Lines()) << ran.out;
}

TEST_F(Certificates, AreLookedAtWithoutTrustWhereTheTargetSaysSo) {
  const GateRan ran =
      run(make_self_signed({"shop", {"DNS:other"}}),
          "  - {certificate: candidate, expect: {subject: CN=shop}}\n", "{verify: false}");
  EXPECT_EQ(ran.rules(), Lines{"warning [target/unverified-tls]"}) << ran.out;
  EXPECT_EQ(ran.exit_code, 0);
}

TEST_F(Certificates, ElsewhereHaveARuleOfTheirOwn) {
  const std::string candidate = "  - {tcp: candidate}\n";
  EXPECT_EQ(run(issue(), candidate + "  - {certificate: ADDRESS}\n").rules(),
            Lines{"[certificate/failed]"});
  EXPECT_EQ(run(issue(), candidate + "  - {certificate: 'https://ADDRESS'}\n").rules(),
            Lines{"[certificate/failed]"});
}

TEST_F(Certificates, AreNotThereOnAPlainPort) {
  ScriptedServer plain;
  const GateRun gate("checks: [{certificate: candidate}]\n");
  EXPECT_EQ(gate.run(plain.url()).rules(), Lines{"[target/request]"});
  const RawServer talker(
      [](RawConnection& connection) { connection.send("HTTP/1.1 400 No\r\n\r\n"); });
  const GateRun tls("targets: {candidate: {url: 'https://" + talker.address() +
                    "'}}\nchecks: [{certificate: candidate}]\n");
  EXPECT_EQ(tls.run({}).rules(), Lines{"[target/tls]"});
}

TEST_F(Certificates, OfAServerThatNeverShakesHandsHoldNothingUp) {
  FaultServerOptions options;
  options.identity = issue();
  options.stall_handshake = true;
  const FaultServer server(std::move(options));
  const GateRun gate("targets: {candidate: {url: 'https://" + server.address() +
                     "'}}\nchecks: [{certificate: candidate, timeout: 200ms}]\n");
  const GateRan ran = gate.run({});
  EXPECT_EQ(ran.rules(), Lines{"[target/connect-timeout]"});
}

TEST(Tcp, ConnectsToATargetOrAnAddress) {
  ScriptedServer server;
  const std::string address = without_scheme(server.url());
  const GateRun gate("vars: {port: '" + address.substr(address.find(':') + 1) +
                     "'}\nchecks:\n"
                     "  - {tcp: candidate, expect: {address: '" +
                     address +
                     "'}}\n"
                     "  - {tcp: '" +
                     address +
                     "', expect: {time: {at_most: 5s}}}\n"
                     "  - {name: by name, tcp: 'localhost:${port}'}\n");
  const GateRan ran = gate.run(server.url());
  EXPECT_EQ(ran.findings(), Lines()) << ran.out;
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(server.total(), 0U);
}

TEST(Tcp, TellsWhoCannotBeReachedByTheRuleOfWhomItIsFor) {
  const RefusingPort port;
  const std::string address = without_scheme(port.url());
  const GateRun gate("checks:\n  - {name: a, tcp: candidate}\n  - {name: b, tcp: '" + address +
                     "'}\n  - {name: c, level: warning, tcp: '" + address + "'}\n");
  const GateRan ran = gate.run(port.url());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[target/refused]", "[tcp/failed]", "warning [tcp/failed]"}));
  EXPECT_THAT(ran.findings()[1], HasSubstr("nobody listens on " + address));
  EXPECT_THAT(ran.json, HasSubstr("nc -vz -w 5 '127.0.0.1' " + address.substr(10)));
}

TEST(Tcp, FindsTheAddressOfANameThatAnswers) {
  // localhost may be ::1 first, where nobody listens.
  ScriptedServer server;
  const std::string port = server.url().substr(server.url().rfind(':') + 1);
  const GateRun gate("checks: [{tcp: 'localhost:" + port +
                     "', expect: {address: '127.0.0.1:" + port + "'}}]\n");
  EXPECT_EQ(gate.run_beside_candidate().findings(), Lines());
}

// A socket in the file system on which somebody listens and never accepts.
class UnixListener {
 public:
  explicit UnixListener(const std::string& path)
      : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    ok_ = bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
          listen(fd_, 1) == 0;
  }
  ~UnixListener() { close(fd_); }
  UnixListener(const UnixListener&) = delete;
  UnixListener& operator=(const UnixListener&) = delete;
  bool ok() const { return ok_; }

 private:
  int fd_;
  bool ok_ = false;
};

TEST(Tcp, GoesToTheSocketOfATargetAndNotToTheHostOfItsUrl) {
  const ScratchDir files;
  const std::string path = files.path() + "/app.sock";
  const GateRun gate("targets: {candidate: {url: 'http://127.0.0.1:9', unix: '" + path +
                     "'}}\nchecks: [{name: a, tcp: candidate, expect: {address: '" + path +
                     "'}}]\n");
  EXPECT_EQ(gate.run({}).rules(), Lines{"[target/refused]"});
  const UnixListener listener(path);
  ASSERT_TRUE(listener.ok());
  const GateRan ran = gate.run({});
  EXPECT_EQ(ran.findings(), Lines()) << ran.out << ran.err;
}

TEST(Tcp, IsNotAskedPastTheProxyOfATarget) {
  ScriptedServer server;
  const GateRun gate("targets: {candidate: {url: '" + server.url() +
                     "', proxy: 'http://127.0.0.1:9'}}\nchecks: [{name: a, tcp: candidate}]\n");
  const GateRan ran = gate.run({});
  EXPECT_EQ(ran.rules(), Lines{"[target/request]"}) << ran.err;
  EXPECT_THAT(ran.findings().at(0), HasSubstr("has a `proxy`, which only requests go through"));
}

TEST(Dns, KnowsTheNamesThatThisMachineKnows) {
  const GateRun gate(
      "checks:\n"
      "  - {dns: localhost, expect: {addresses: {includes: 127.0.0.1}, time: {at_most: 5s}}}\n"
      "  - {dns: 127.0.0.1, expect: {addresses: [127.0.0.1]}}\n");
  const GateRan ran = gate.run_beside_candidate();
  EXPECT_EQ(ran.findings(), Lines()) << ran.out;
}

TEST(Dns, DoesNotPassForANameThatNobodyHas) {
  const GateRun gate("checks: [{name: a, dns: nobody.invalid}]\n");
  const GateRan ran = gate.run_beside_candidate();
  EXPECT_EQ(ran.exit_code, 1);
  ASSERT_EQ(ran.rules().size(), 1U);
  // Where there is no name server at all, nobody says that the name does not exist.
  EXPECT_THAT(ran.rules()[0], ::testing::AnyOf("[dns/value]", "[dns/failed]"));
}

}  // namespace
}  // namespace switchgate::testing
