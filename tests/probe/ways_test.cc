// The ways to a target that are no plain connection: sockets of the file system and
// proxies, and what is said when they lead nowhere.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "runner/probe/curl_command.h"
#include "runner/probe/dial.h"
#include "runner/probe/probe.h"
#include "runner/probe/proxy.h"
#include "tests/support/certificates.h"
#include "tests/support/fault_server.h"
#include "tests/support/proxy_server.h"
#include "tests/support/scratch_dir.h"

namespace switchgate::probe {
namespace {

using std::chrono::hours;
using testing::FaultServer;
using testing::FaultServerOptions;
using ::testing::HasSubstr;
using testing::ProxyServer;
using testing::ProxyServerOptions;
using testing::ScratchDir;
using ::testing::StartsWith;

std::string told(const Exchange& exchange) {
  if (const auto* failure = std::get_if<ExchangeFailure>(&exchange)) {
    return std::string(name_of(failure->kind)) + ": " + failure->message;
  }
  const auto& response = std::get<HttpResponse>(exchange);
  return std::to_string(response.status) + " from " + response.address;
}

class Ways : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { init_network(); }

  static HttpRequest get(std::string url) {
    HttpRequest request;
    request.target = "candidate";
    request.url = std::move(url);
    request.timeout = std::chrono::milliseconds(3000);
    return request;
  }
  std::string ask(const HttpRequest& request) { return told(probe_->perform(request, {})); }

  ScratchDir files_;
  std::unique_ptr<Probe> probe_ = make_http_probe();
};

TEST_F(Ways, LeadThroughASocketOfTheFileSystem) {
  FaultServerOptions options;
  options.unix_socket = files_.path() + "/app:1.sock";
  const FaultServer server(options);
  HttpRequest request = get("http://shop.example.com/ok");
  request.unix_socket = options.unix_socket;
  EXPECT_EQ(ask(request), "200 from " + options.unix_socket);
  EXPECT_EQ(ask(request), "200 from " + options.unix_socket);
  EXPECT_EQ(server.connections(), 1U);
  EXPECT_THAT(server.requests().at(0), HasSubstr("\r\nHost: shop.example.com\r\n"));
}

TEST_F(Ways, SayWhySocketsLeadNowhere) {
  HttpRequest request = get("http://shop.example.com/ok");
  request.unix_socket = files_.path() + "/none.sock";
  EXPECT_THAT(ask(request), StartsWith("refused: there is no socket " + request.unix_socket));
  {
    FaultServerOptions options;
    options.unix_socket = files_.path() + "/dead.sock";
    FaultServer server(options);
    request.unix_socket = files_.path() + "/dead-link.sock";
    ASSERT_EQ(link(options.unix_socket.c_str(), request.unix_socket.c_str()), 0);
  }
  EXPECT_THAT(ask(request),
              StartsWith("refused: nobody listens on the socket " + request.unix_socket));
  request.unix_socket = "/" + std::string(120, 'x');
  EXPECT_THAT(ask(request), StartsWith("request: this request was not sent: expected `unix` as"));
  request.unix_socket = "/run/app.sock";
  request.connect_to = "127.0.0.1:1";
  EXPECT_THAT(ask(request), HasSubstr("leave `connect_to` and `proxy` out"));
}

TEST_F(Ways, LeadThroughAProxy) {
  const FaultServer server;
  const ProxyServer proxy;
  HttpRequest request = get(server.url("/ok"));
  request.proxy = "http://" + proxy.address();
  EXPECT_EQ(ask(request), "200 from " + server.address() + " by proxy " + proxy.address());
  ASSERT_EQ(proxy.heads().size(), 1U);
  EXPECT_THAT(proxy.heads()[0], StartsWith("GET http://" + server.address() + "/ok HTTP/1.1"));
}

TEST_F(Ways, LeadThroughATunnelOfAProxyThatSeesNoHeaders) {
  const testing::TestAuthority authority;
  FaultServerOptions options;
  options.identity = authority.issue({"x", {"IP:127.0.0.1"}, -hours(1), hours(1)});
  const FaultServer server(options);
  ProxyServerOptions secret;
  secret.credentials = "gate:p@ss:w%";
  const ProxyServer proxy(secret);
  HttpRequest request = get(server.url("/ok"));
  request.tls.ca = files_.write("ca.pem", authority.certificate());
  request.headers = {{"Authorization", "Bearer s"}};
  request.proxy = "http://gate:p%40ss%3Aw%25@" + proxy.address();
  EXPECT_EQ(ask(request), "200 from " + server.address() + " by proxy " + proxy.address());
  ASSERT_EQ(proxy.heads().size(), 1U);
  EXPECT_THAT(proxy.heads()[0], StartsWith("CONNECT " + server.address() + " HTTP/1.1"));
  EXPECT_THAT(proxy.heads()[0], ::testing::Not(HasSubstr("Bearer")));
  EXPECT_THAT(server.requests().at(0), ::testing::Not(HasSubstr("Proxy-")));
}

struct BadProxy {
  ProxyServerOptions options;
  std::string says;
};

TEST_F(Ways, BlameTheProxyForWhatItDoes) {
  const testing::TestAuthority authority;
  FaultServerOptions tls;
  tls.identity = authority.issue({"x", {"IP:127.0.0.1"}, -hours(1), hours(1)});
  const FaultServer server(tls);
  ProxyServerOptions asks;
  asks.credentials = "a:b";
  ProxyServerOptions refuses;
  refuses.refuse_with = 403;
  ProxyServerOptions unreachable;
  unreachable.refuse_with = 504;
  ProxyServerOptions closes;
  closes.close = true;
  ProxyServerOptions hangs;
  hangs.hang = true;
  const std::vector<BadProxy> table = {
      {asks, "asks for credentials (407)"},
      {refuses, "refused the way to " + server.address() + " (403)"},
      {unreachable, "could not reach " + server.address() + " (504)"},
      {closes, "answered with no way to " + server.address()},
      {hangs, "opened no way to " + server.address() + " within 200ms"},
  };
  for (const BadProxy& bad : table) {
    const ProxyServer proxy(bad.options);
    HttpRequest request = get(server.url("/ok"));
    request.tls.verify = false;
    request.proxy = "http://me:hunter2@" + proxy.address();
    request.timeout = std::chrono::milliseconds(bad.options.hang ? 200 : 3000);
    const std::string told = ask(request);
    EXPECT_THAT(told, StartsWith("proxy: the proxy " + proxy.address() + " " + bad.says));
    EXPECT_THAT(told, ::testing::Not(HasSubstr("hunter2")));
  }
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(Ways, BlameTheProxyThatIsNotThere) {
  const std::string nobody = FaultServer().address();  // gone by now
  for (const std::string scheme : {"http", "socks5"}) {
    HttpRequest request = get("http://127.0.0.1:9/ok");
    request.proxy = scheme + "://" + nobody;
    EXPECT_THAT(ask(request), StartsWith("proxy: no connection to the proxy " + nobody +
                                         " (connection refused)"));
  }
  HttpRequest request = get("http://127.0.0.1:9/ok");
  request.proxy = "http://proxy.invalid:3128";
  EXPECT_THAT(ask(request),
              StartsWith("proxy: the name of the proxy proxy.invalid:3128 has no address"));
}

TEST_F(Ways, TakeA407OfAPlainProxyForTheProxysOwn) {
  const FaultServer server;
  ProxyServerOptions asks;
  asks.credentials = "a:b";
  const ProxyServer proxy(asks);
  HttpRequest request = get(server.url("/ok"));
  request.proxy = "http://" + proxy.address();
  EXPECT_THAT(ask(request), StartsWith("proxy: the proxy " + proxy.address() + " asks for cred"));
}

std::string proxy_for(const std::string& url, const std::map<std::string, std::string>& values) {
  return environment_proxy(*parse_url(url), [&](const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  });
}

TEST(ProxyOfTheEnvironment, IsChosenByScheme) {
  const std::map<std::string, std::string> all = {
      {"http_proxy", "h"}, {"HTTPS_PROXY", "s"}, {"all_proxy", "a"}, {"HTTP_PROXY", "evil"}};
  EXPECT_EQ(proxy_for("http://x/", all), "h");
  EXPECT_EQ(proxy_for("https://x/", all), "s");
  EXPECT_EQ(proxy_for("https://x/", {{"ALL_PROXY", "a"}}), "a");
  EXPECT_EQ(proxy_for("http://x/", {{"HTTP_PROXY", "evil"}}), "");
  EXPECT_EQ(proxy_for("https://x/", {{"https_proxy", "l"}, {"HTTPS_PROXY", "u"}}), "l");
}

TEST(ProxyOfTheEnvironment, HasExceptions) {
  struct Case {
    std::string url;
    std::string list;
    bool direct;
  };
  const std::vector<Case> table = {
      {"http://a.example.com/", "example.com", true},
      {"http://a.example.com/", ".example.com", true},
      {"http://example.com/", ".example.com", true},
      {"http://badexample.com/", "example.com", false},
      {"http://example.com./", "example.com", true},
      {"http://EXAMPLE.com/", "x, Example.COM", true},
      {"http://a/", "*", true},
      {"http://a/", "b c,d", false},
      {"http://a/", "", false},
      {"http://a/", ",,", false},
      {"http://10.1.2.3/", "10.0.0.0/8", true},
      {"http://11.1.2.3/", "10.0.0.0/8", false},
      {"http://10.1.2.3/", "10.1.2.3", true},
      {"http://10.1.2.3/", "2.3", false},
      {"http://10.1.2.3/", "10.1.2.3/33", false},
      {"http://[2001:db8::1]/", "2001:db8::/32", true},
      {"http://[2001:db9::1]/", "[2001:db8::]/32", false},
      {"http://[::1]:80/", "[::1]", true},
  };
  for (const Case& row : table) {
    EXPECT_EQ(proxy_for(row.url, {{"http_proxy", "p"}, {"NO_PROXY", row.list}}).empty(), row.direct)
        << row.url << " with " << row.list;
  }
}

TEST(ProxyUrl, IsRefusedWithItsReasonAndWithoutItsPassword) {
  for (const std::string good :
       {"http://p:3128", "https://u:s@p.example.com:443/", "socks5h://[::1]:1080"}) {
    EXPECT_TRUE(check_proxy(good)) << good;
  }
  for (const std::string bad : {"p:3128", "http://p", "ftp://p:21", "http://u:hunter2@p",
                                "http://p:3128/path", "http://p:x", "", "http://"}) {
    const Status status = check_proxy(bad);
    ASSERT_FALSE(status) << bad;
    EXPECT_THAT(status.error().message, HasSubstr("such as http://proxy.example.com:3128"));
    EXPECT_THAT(status.error().message, ::testing::Not(HasSubstr("hunter2")));
  }
}

}  // namespace
}  // namespace switchgate::probe
