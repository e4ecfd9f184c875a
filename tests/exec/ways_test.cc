// The ways to a target as a suite states them, through whole runs.

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "tests/support/certificates.h"
#include "tests/support/fault_server.h"
#include "tests/support/gate_run.h"
#include "tests/support/proxy_server.h"
#include "tests/support/scratch_dir.h"

namespace switchgate::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Ways, ATargetIsAskedThroughItsSocket) {
  const ScratchDir files;
  FaultServerOptions options;
  options.unix_socket = files.path() + "/app.sock";
  const FaultServer server(options);
  const GateRun gate("targets: {candidate: {url: http://shop.example.com, unix: '" +
                     options.unix_socket + "'}}\nchecks: [{get: /ok}]\n");
  const GateRan ran = gate.run("");
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.json, HasSubstr(options.unix_socket));
  ASSERT_EQ(server.requests().size(), 1U);
  EXPECT_THAT(server.requests()[0], HasSubstr("Host: shop.example.com\r\n"));
  // A candidate given by flag is dialled where it says.
  const FaultServer other;
  EXPECT_EQ(gate.run("http://" + other.address()).exit_code, 0);
  EXPECT_EQ(other.requests().size(), 1U);
}

TEST(Ways, ASocketThatIsNotThereIsToldWithACommandToTry) {
  const GateRun gate(
      "targets: {candidate: {url: http://shop, unix: /nowhere/app.sock}}\nchecks: [{get: /ok}]\n");
  const GateRan ran = gate.run("");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.findings(),
              ElementsAre(StartsWith("[target/refused] there is no socket /nowhere/app.sock")));
  EXPECT_THAT(ran.json, HasSubstr("--unix-socket '/nowhere/app.sock'"));
}

TEST(Ways, AProxysPasswordReachesTheProxyWholeAndNobodyElse) {
  const FaultServer server;
  ProxyServerOptions asks;
  asks.credentials = "gate:p@ss:w/rd%&";
  const ProxyServer proxy(asks);
  GateRun gate("secrets: [PROXY_PASSWORD]\ntargets: {candidate: {url: http://" + server.address() +
               ", proxy: 'http://gate:${PROXY_PASSWORD}@" + proxy.address() +
               "'}}\nchecks: [{get: /ok}, {get: /nowhere}]\n");
  gate.environment["PROXY_PASSWORD"] = "p@ss:w/rd%&";
  const GateRan ran = gate.run("");
  EXPECT_THAT(ran.findings(), ElementsAre(StartsWith("[http/status]"))) << ran.out << ran.err;
  EXPECT_THAT(ran.json + ran.out, Not(HasSubstr("p@ss")));
  EXPECT_THAT(ran.json + ran.out, Not(HasSubstr("p%40ss")));
  EXPECT_THAT(ran.json, HasSubstr("by proxy " + proxy.address()));
  EXPECT_THAT(ran.json, HasSubstr("--proxy"));
}

TEST(Ways, AProxyThatRefusesClosesTheGate) {
  ProxyServerOptions refuses;
  refuses.refuse_with = 403;
  const ProxyServer proxy(refuses);
  const GateRun gate("targets: {candidate: {url: https://shop.example.com, proxy: 'http://" +
                     proxy.address() + "'}}\nchecks: [{get: /ok}]\n");
  const GateRan ran = gate.run("");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.findings(),
              ElementsAre(StartsWith("[target/proxy] the proxy " + proxy.address() +
                                     " refused the way to shop.example.com:443 (403)")));
}

TEST(Ways, TheVersionOfHttpIsTheSuitesToState) {
  const TestAuthority authority;
  const ScratchDir files;
  FaultServerOptions options;
  options.identity =
      authority.issue({"x", {"IP:127.0.0.1"}, -std::chrono::hours(1), std::chrono::hours(1)});
  options.alpn = {"http/1.1"};
  const FaultServer server(options);
  const auto run = [&](const std::string& http) {
    return GateRun("targets: {candidate: {url: '" + server.url("") + "', tls: {ca: '" +
                   files.write("ca.pem", authority.certificate()) + "'}" + http +
                   "}}\nchecks: [{get: /ok}]\n")
        .run("");
  };
  EXPECT_THAT(run("").findings(), IsEmpty());
  EXPECT_THAT(run(", http: '1.1'").findings(), IsEmpty());
  const GateRan two = run(", http: 2");
  EXPECT_EQ(two.exit_code, 1);
  EXPECT_THAT(two.findings(), ElementsAre(StartsWith("[target/http-version] ")));
  EXPECT_THAT(two.json, HasSubstr("--http2 "));
}

TEST(Ways, LatenciesOfDifferentVersionsAreNotCompared) {
  const TestAuthority authority;
  const ScratchDir files;
  FaultServerOptions one;
  one.identity =
      authority.issue({"x", {"IP:127.0.0.1"}, -std::chrono::hours(1), std::chrono::hours(1)});
  FaultServerOptions two = one;
  two.alpn = {"h2"};
  two.http2 = "ok";
  const FaultServer candidate(one);
  const FaultServer live(two);
  const std::string tls = ", tls: {ca: '" + files.write("ca.pem", authority.certificate()) + "'}}";
  const GateRun gate("targets:\n  candidate: {url: '" + candidate.url("") + '\'' + tls +
                     "\n  live: {url: '" + live.url("") + "', max_rps: 1000" + tls +
                     "\nchecks: [{get: /ok, compare: {latency: {samples: 20, warmup: 2}}}]\n");
  const GateRan ran = gate.run("");
  EXPECT_EQ(ran.exit_code, 3) << ran.out << ran.err;
  EXPECT_THAT(ran.findings(),
              ::testing::Contains(StartsWith(
                  "undecided [latency/other-http] live answers in HTTP/2 and the candidate in "
                  "HTTP/1.1")));
}

}  // namespace
}  // namespace switchgate::testing
