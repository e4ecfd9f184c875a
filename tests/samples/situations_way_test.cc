// Situations about the way to a deployment: addresses, names, certificates, proxies, several
// services.

#include <algorithm>
#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/samples/situation_run.h"
#include "tests/support/certificates.h"
#include "tests/support/proxy_server.h"
#include "tests/support/scratch_dir.h"

namespace situations_test {
namespace {

using switchgate::testing::Identity;
using switchgate::testing::ProxyServer;
using switchgate::testing::ProxyServerOptions;
using switchgate::testing::ScratchDir;
using switchgate::testing::TestAuthority;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr auto kMonth = std::chrono::hours(24 * 30);

Identity issue(const TestAuthority& authority, const std::string& name) {
  return authority.issue({name, {"DNS:" + name}, -std::chrono::hours(1), kMonth});
}

// A listener with TLS; with `clients`, only for those with a certificate of that authority.
std::unique_ptr<httplib::Server> tls_server(const ScratchDir& files, const Identity& identity,
                                            const TestAuthority* clients = nullptr) {
  const std::string authority =
      clients == nullptr ? "" : files.write("clients.pem", clients->certificate());
  return std::make_unique<httplib::SSLServer>(
      files.write("listener.pem", identity.certificate).c_str(),
      files.write("listener.key", identity.key).c_str(),
      clients == nullptr ? nullptr : authority.c_str());
}

class IdleSide : public ::testing::Test {
 protected:
  IdleSide() : situation("idle-side-mtls-proxy") {
    const Identity gate = issue(authority, "gate");
    files.write("ca.pem", authority.certificate());
    files.write("gate.pem", gate.certificate);
    files.write("gate.key", gate.key);
    situation.set("GATE_CERTS", files.path());
    situation.set("SHOP_VERSION", "2.0.0");
  }

  GateRan run(const Deployed& listener, const ProxyServer& proxy) {
    situation.set("IDLE_LISTENER", listener.address());
    situation.set("TEST_PROXY", "http://" + proxy.address());
    return situation.run({});
  }
  // Both checks meet the same closed door.
  void expect_closed(const Deployed& listener, const ProxyServer& proxy,
                     const std::string& finding) {
    const GateRan ran = run(listener, proxy);
    EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
    EXPECT_THAT(ran.findings(), ElementsAre(StartsWith(finding), StartsWith(finding)));
  }
  std::unique_ptr<httplib::Server> listener(const std::string& name = "idle.example.com") const {
    return tls_server(files, issue(authority, name), &authority);
  }

  TestAuthority authority;
  ScratchDir files;
  Situation situation;
};

TEST_F(IdleSide, OpensThroughTheProxyWithAClientCertificate) {
  const Deployed idle("idle-side-mtls-proxy", "good", listener());
  const ProxyServer proxy;
  const GateRan ran = run(idle, proxy);
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.findings(), Lines{});
  ASSERT_FALSE(proxy.heads().empty());
  EXPECT_THAT(proxy.heads()[0], StartsWith("CONNECT " + idle.address() + " "));
}

TEST_F(IdleSide, ClosesForAListenerOfAnotherName) {
  const Deployed idle("idle-side-mtls-proxy", "good", listener("other.example.com"));
  expect_closed(idle, ProxyServer(),
                "[target/tls-name] the certificate that " + idle.address() +
                    " shows is for other.example.com, not for idle.example.com");
}

TEST_F(IdleSide, ClosesWhereOurCertificateIsNotTaken) {
  const TestAuthority others("another authority");
  auto server = tls_server(files, issue(authority, "idle.example.com"), &others);
  // TLS 1.3 refuses behind the handshake, where the refusal may be lost in a closed connection.
  auto* context = static_cast<httplib::SSLServer&>(*server).ssl_context();
  SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
  const Deployed idle("idle-side-mtls-proxy", "good", std::move(server));
  expect_closed(
      idle, ProxyServer(),
      "[target/tls] " + idle.address() + " does not accept the client certificate of `tls.cert`");
}

TEST_F(IdleSide, ClosesForAnUnknownAuthority) {
  const TestAuthority others("another authority");
  const Deployed idle("idle-side-mtls-proxy", "good",
                      tls_server(files, issue(others, "idle.example.com"), &authority));
  expect_closed(idle, ProxyServer(),
                "[target/tls-chain] the certificate of idle.example.com is signed by an authority "
                "that is not known here");
}

TEST_F(IdleSide, ClosesWhenTheProxyRefuses) {
  const Deployed idle("idle-side-mtls-proxy", "good", listener());
  ProxyServerOptions refuses;
  refuses.refuse_with = 403;
  const ProxyServer proxy(refuses);
  expect_closed(idle, proxy,
                "[target/proxy] the proxy " + proxy.address() + " refused the way to " +
                    idle.address() + " (403)");
}

TEST_F(IdleSide, ClosesForTheOldBuildAndForALostRoute) {
  const Deployed old("idle-side-mtls-proxy", "old-build", listener());
  expect_closed(old, ProxyServer(),
                "[target/wrong-build] expected candidate to answer with X-Version: 2.0.0, found "
                "\"1.9.4\".");
  const Deployed lost("idle-side-mtls-proxy", "route-missing", listener());
  const GateRan ran = run(lost, ProxyServer());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[target/wrong-build]", "[http/status]", "[json/missing]",
                                "[target/wrong-build]", "[http/status]", "[json/missing]"}));
  EXPECT_EQ(
      ran.findings()[0],
      "[target/wrong-build] expected candidate to answer with X-Version: 2.0.0, found no such "
      "header. What answered does not say which build it is: a router's own page, or a build "
      "that sends no such header.");
  EXPECT_EQ(ran.findings()[1], "[http/status] expected status 2xx, found 404 Not Found");
}

class Ingress : public ::testing::Test {
 protected:
  Ingress() : situation("cluster-dns-vs-ingress") {
    situation.set("CLUSTER_CA", files.write("ca.pem", authority.certificate()));
    situation.set("SHOP_VERSION", "2.0.0");
    situation.set("SERVICE_NAME", "localhost");
    situation.set("SERVICE_IP", "127.0.0.1");
    situation.change("within: 60s", "within: 1s");
  }
  GateRan run(const std::string& release, const std::string& name = "shop.example.com") {
    const Deployed ingress("cluster-dns-vs-ingress", release,
                           tls_server(files, issue(authority, name)));
    situation.set("INGRESS_ADDRESS", ingress.address());
    return situation.run({});
  }

  static void expect_not_ready(const GateRan& ran, const std::string& why) {
    EXPECT_EQ(ran.exit_code, 1) << ran.out << ran.err;
    EXPECT_THAT(ran.findings(),
                ElementsAre(StartsWith(
                    "[target/not-ready] candidate did not become ready within 1s: " + why)));
  }

  TestAuthority authority;
  ScratchDir files;
  Situation situation;
};

TEST_F(Ingress, OpensAtTheClustersAddressUnderTheUsersName) {
  const GateRan ran = run("good");
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.findings(), Lines{});
  EXPECT_EQ(ran.outcomes(),
            (Lines{"cluster name: passed", "certificate: passed", "products: passed"}));
}

TEST_F(Ingress, ClosesWhenTheNameLeadsElsewhere) {
  situation.set("SERVICE_IP", "127.9.9.9");
  const GateRan ran = run("good");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.findings(), ElementsAre(StartsWith(
                                  "[dns/value] expected some element of addresses of localhost to "
                                  "equal \"127.9.9.9\", found none in ")));
  EXPECT_THAT(ran.out, HasSubstr("\"127.0.0.1\""));  // what there is instead
}

TEST_F(Ingress, ClosesForAnIngressThatDoesNotKnowTheName) {
  expect_not_ready(run("route-missing"),
                   "expected candidate to answer with X-Version: 2.0.0, found no such header");
}

TEST_F(Ingress, ClosesForTheOldBuild) {
  expect_not_ready(run("old-build"),
                   "expected candidate to answer with X-Version: 2.0.0, found \"1.9.4\"");
}

TEST_F(Ingress, ClosesForACertificateOfAnotherName) {
  const GateRan ran = run("good", "default.ingress.local");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.findings(), ElementsAre(HasSubstr("shows is for default.ingress.local, not for "
                                                    "shop.example.com")));
}

class Canary : public ::testing::TestWithParam<Lines> {
 protected:
  GateRan run(const std::string& release) {
    const Deployed shop("canary-header-cookie", release);
    Situation situation("canary-header-cookie");
    situation.set("SHOP_URL", shop.url());
    situation.set("CANARY_VERSION", "2.0.0");
    situation.set("LIVE_VERSION", "1.9.4");
    return situation.run(GetParam());
  }
};

TEST_P(Canary, OpensAlthoughLiveHasTheSameAddress) {
  const GateRan ran = run("good");
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.findings(), Lines{});
}

TEST_P(Canary, ClosesWhenTheRouterSendsUsToLive) {
  const GateRan ran = run("router-ignores");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.findings(),
            Lines{"[target/wrong-build] expected candidate to answer with X-Version: 2.0.0, found "
                  "\"1.9.4\". Another build than the one under test answered."});
  // Told where the suite says which build it should be, whatever the profile adds.
  const std::string suite =
      GateRun::read(Situation("canary-header-cookie").file("switchgate.yaml"));
  const auto line =
      std::count(suite.begin(), suite.begin() + suite.find("${env.CANARY_VERSION}"), '\n') + 1;
  EXPECT_THAT(ran.out, HasSubstr("switchgate.yaml:" + std::to_string(line) + ":"));
}

TEST_P(Canary, ClosesForWhatOnlyTheComparisonTells) {
  const GateRan ran = run("currency-lost");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.findings(),
            Lines{"[shape/property-removed] $.items[*].currency was present in all 25 live objects "
                  "and is missing from all 25 candidate objects"});
}

INSTANTIATE_TEST_SUITE_P(ByHeaderAndByCookie, Canary,
                         ::testing::Values(Lines{}, Lines{"--profile", "cookie"}));

TEST(CanaryWithoutARouter, IsTheSameDeploymentTwiceAndAMistake) {
  const Deployed shop("canary-header-cookie");
  Situation situation("canary-header-cookie");
  situation.set("SHOP_URL", shop.url());
  situation.set("CANARY_VERSION", "2.0.0");
  situation.set("LIVE_VERSION", "2.0.0");
  situation.change("headers: {X-Canary: always}", "headers: {}");
  const GateRan ran = situation.run({});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("candidate and live are the same deployment"));
}

class Monorepo : public ::testing::Test {
 protected:
  Monorepo() : situation("monorepo") { situation.use_suite(""); }
  GateRan run(const std::string& release, Lines words) {
    const Deployed gateway("monorepo", release);
    situation.set("GATEWAY", gateway.url());
    return situation.run(words);
  }
  // Each shard on its own, then the verdict of those that are handed over.
  GateRan merged(const std::string& release, const Lines& handed_over) {
    const Deployed gateway("monorepo", release);
    situation.set("GATEWAY", gateway.url());
    Lines merge = {"merge"};
    for (const std::string shard : {"1", "2"}) {
      const GateRan ran =
          situation.run({"--profile", "staging", "--shard", shard + "/2", "--exit-zero"});
      EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
      const std::string kept = situation.write("shard-" + shard + ".json", ran.json);
      if (std::find(handed_over.begin(), handed_over.end(), shard) != handed_over.end()) {
        merge.push_back(kept);
      }
    }
    const std::string whole = situation.scratch("whole.json");
    merge.insert(merge.end(), {"--report", "json=" + whole});
    GateRan ran = situation.command(merge);
    ran.json = GateRun::read(whole);
    return ran;
  }

  Situation situation;
};

TEST_F(Monorepo, RunsEveryServicesSuiteWithWhatTheyShare) {
  for (const std::string profile : {"staging", "production"}) {
    const GateRan ran = run("good", {"--profile", profile});
    EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
    EXPECT_EQ(ran.outcomes(), (Lines{"health: passed", "customer: passed", "health: passed",
                                     "products: passed", "health: passed", "order: passed"}));
  }
}

TEST_F(Monorepo, TellsWhichServiceIsWrong) {
  const GateRan orders = run("order-stays", {});
  EXPECT_EQ(orders.findings(), Lines{"[http/status] expected status 404, found 200 OK"});
  EXPECT_THAT(orders.out, HasSubstr("FAILED  orders/order"));
  const GateRan accounts = run("email-broken", {});
  EXPECT_EQ(accounts.findings(), Lines{"[json/value] expected $.email to have the format email, "
                                       "found \"ann at example.com\""});
}

TEST_F(Monorepo, TheShardsMakeOneVerdict) {
  const GateRan good = merged("good", {"1", "2"});
  EXPECT_EQ(good.exit_code, 0) << good.out << good.err;
  EXPECT_EQ(good.outcomes().size(), 6U);
  const GateRan broken = merged("order-stays", {"1", "2"});
  EXPECT_EQ(broken.exit_code, 1);
  EXPECT_EQ(broken.findings(), Lines{"[http/status] expected status 404, found 200 OK"});
}

TEST_F(Monorepo, AMissingShardLeavesItUndecided) {
  const GateRan ran = merged("good", {"2"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_EQ(ran.rules(), Lines{"undecided [run/missing-shard]"});
}

}  // namespace
}  // namespace situations_test
