// The command that repeats a request: its text, and what curl really sends when
// a shell runs it, compared with what the probe sends.

#include "runner/probe/curl_command.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "runner/probe/probe.h"
#include "tests/support/certificates.h"
#include "tests/support/fault_server.h"
#include "tests/support/scratch_dir.h"

namespace switchgate::probe {
namespace {

using testing::FaultServer;
using testing::FaultServerOptions;
using ::testing::HasSubstr;
using testing::Identity;
using ::testing::Not;
using testing::ScratchDir;
using testing::TestAuthority;

HttpRequest get(std::string_view url) {
  HttpRequest request;
  request.url = url;
  return request;
}

TEST(CurlCommand, IsOneLineToPaste) {
  HttpRequest request = get("https://shop.example.com/a/../b?x=[1]&y='");
  request.method = "POST";
  request.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
  request.body = R"({"it's": "$HOME"})";
  request.connect_to = "10.0.3.7:8443";
  request.tls = {"ca.pem", "a:b.pem", "me.key", "", false};
  request.timeout = std::chrono::milliseconds(2500);
  EXPECT_EQ(curl_command(request, Masker()),
            "curl --include --globoff --path-as-is --max-time '2.5' "
            "--connect-to '::10.0.3.7:8443' --noproxy '*' "
            "--cacert 'ca.pem' --cert 'a\\:b.pem' --key 'me.key' "
            "--insecure --compressed --request 'POST' "
            "--header 'Content-Type: application/json' --header 'X-Empty;' "
            "--data-raw '{\"it'\\''s\": \"$HOME\"}' "
            "'https://shop.example.com/a/../b?x=[1]&y='\\'''");
}

TEST(CurlCommand, IsShortForASimpleRequest) {
  EXPECT_EQ(curl_command(get("http://127.0.0.1:8080/healthz"), Masker()),
            "curl --include --globoff --path-as-is --max-time '5' --compressed "
            "'http://127.0.0.1:8080/healthz'");
}

TEST(CurlCommand, SaysTheWayAndTheVersion) {
  Masker masker;
  masker.add("PASSWORD", "hunter2&hunter2");
  struct Case {
    std::string url;
    std::string unix_socket;
    std::optional<std::string> proxy;
    HttpVersion http;
    std::string says;
  };
  const std::vector<Case> table = {
      {"http://h/", "/run/a b.sock", std::nullopt, HttpVersion::kNegotiated,
       "--unix-socket '/run/a b.sock' --noproxy '*' --compressed"},
      {"http://h/", "", "", HttpVersion::kNegotiated, "--noproxy '*' --compressed"},
      {"http://h/", "", "http://p:3128", HttpVersion::kNegotiated,
       "--proxy 'http://p:3128' --noproxy '' --compressed"},
      {"http://h/", "", "http://gate:hunter2%26hunter2@p:3128", HttpVersion::kNegotiated,
       R"sh(--proxy 'http://gate:'"$(printf %s "$PASSWORD" | od -An)sh"},
      {"http://h/", "", std::nullopt, HttpVersion::kTwo, "--http2-prior-knowledge --compressed"},
      {"http://h/", "", std::nullopt, HttpVersion::kOne, "--max-time '5' --compressed"},
      {"https://h/", "", std::nullopt, HttpVersion::kTwo, "--http2 --compressed"},
      {"https://h/", "", std::nullopt, HttpVersion::kOne, "--http1.1 --compressed"},
      {"https://h/", "", std::nullopt, HttpVersion::kNegotiated, "--max-time '5' --compressed"},
  };
  for (const Case& row : table) {
    HttpRequest request = get(row.url);
    request.unix_socket = row.unix_socket;
    request.proxy = row.proxy;
    request.http = row.http;
    const std::string command = curl_command(request, masker);
    EXPECT_THAT(command, HasSubstr(row.says));
    EXPECT_THAT(command, Not(HasSubstr("hunter2")));
  }
}

TEST(CurlCommand, ShowsNoSecret) {
  Masker masker;
  masker.add("SHOP_TOKEN", "hunter2hunter2");
  HttpRequest request = get("http://h/?key=hunter2hunter2");
  request.method = "POST";
  request.headers = {{"Authorization", "Bearer hunter2hunter2"},
                     {"X-Api-Token", "captured"},
                     {"Cookie", "sid=abc"}};
  request.body = "p=hunter2hunter2&q=1";
  const std::string command = curl_command(request, masker);
  EXPECT_THAT(command, HasSubstr("--header 'Authorization: Bearer '\"$SHOP_TOKEN\""));
  EXPECT_THAT(command, HasSubstr("--header 'X-Api-Token: '\"$X_API_TOKEN\""));
  EXPECT_THAT(command, HasSubstr("--header 'Cookie: '\"$COOKIE\""));
  EXPECT_THAT(command, HasSubstr("--data-raw 'p='\"$SHOP_TOKEN\"'&q=1'"));
  EXPECT_THAT(command, HasSubstr("'http://h/?key='\"$SHOP_TOKEN\""));
  for (const std::string_view secret : {"hunter2", "captured", "abc"}) {
    EXPECT_THAT(command, Not(HasSubstr(std::string(secret))));
  }
}

TEST(CurlCommand, GivesBasicCredentialsAsUser) {
  Masker masker;
  masker.add("PASSWORD", "hunter2hunter2");
  HttpRequest request = get("http://h/");
  request.headers = {{"Authorization", "Basic " + base64_encode("gate:hunter2hunter2")}};
  EXPECT_THAT(curl_command(request, masker), HasSubstr("--user 'gate:'\"$PASSWORD\""));
  EXPECT_THAT(curl_command(request, Masker()),
              HasSubstr("--header 'Authorization: '\"$AUTHORIZATION\""));
}

TEST(CurlCommand, HidesWhatItsNameMakesASecret) {
  Masker masker;
  masker.add("MYSEC", "gate-4711");
  HttpRequest request = get("http://h/?q=1&access_token=to%2Fken9&n=2");
  request.method = "POST";
  request.headers = {{"Cookie", "gate=gate-4711; sid=cookieval-9"},
                     {"X-Token", "literal gate-4711"},
                     {"Content-Type", "application/json"}};
  request.body = R"({"user":"bob","password":"hunter2hunter","pin":{"secret":[1234,true]},"n":5})";
  const std::string command = curl_command(request, masker);
  EXPECT_THAT(command, HasSubstr(R"('Cookie: gate='"$MYSEC"'; sid='"$SID")"));
  EXPECT_THAT(command, HasSubstr(R"('X-Token: '"$X_TOKEN")"));
  EXPECT_THAT(
      command,
      HasSubstr(
          R"('{"user":"bob","password":"'"$PASSWORD"'","pin":{"secret":['"$SECRET"',true]},"n":5}')"));
  EXPECT_THAT(command, HasSubstr(R"sh(&access_token='"$(printf %s "$ACCESS_TOKEN" | od)sh"));
  for (const std::string_view secret : {"hunter2", "cookieval", "literal", "1234", "ken9"}) {
    EXPECT_THAT(command, Not(HasSubstr(std::string(secret))));
  }
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = "user=bob&password=hunter2&client_secret=";
  EXPECT_THAT(curl_command(request, masker),
              HasSubstr(R"(--data-raw 'user=bob&password='"$PASSWORD"'&client_secret=')"));
  request.headers = {{"Content-Type", "text/xml"}};
  request.body = "<s:E><wsse:Password Type=\"t\">hunter2</wsse:Password><a>b</a></s:E>";
  EXPECT_THAT(curl_command(request, masker),
              HasSubstr(R"(Type="t">'"$PASSWORD"'</wsse:Password><a>b</a></s:E>')"));
}

TEST(CurlCommand, ReadsTheBodyOfAFileFromThere) {
  HttpRequest request = get("http://h/");
  request.method = "POST";
  request.body = std::string("a\0b", 3);
  request.body_file = "suites/a b.dat";
  EXPECT_THAT(curl_command(request, Masker()),
              ::testing::EndsWith("--data-binary '@suites/a b.dat' 'http://h/'"));
}

TEST(CurlCommand, LeavesLargeAndBinaryBodiesToAFile) {
  HttpRequest request = get("http://h/");
  request.method = "PUT";
  for (const std::string& body :
       {std::string(9000, 'x'), std::string("a\0b", 3), std::string("\xff")}) {
    request.body = body;
    EXPECT_THAT(curl_command(request, Masker()),
                HasSubstr("--data-binary '@request-body' 'http://h/'  # put the body ("));
  }
}

// In the environment of every shell, as the pipeline's would be.
constexpr std::string_view kSecret = "it's $ecret";

// What is sent, without the name of the client and the codings it offers.
std::multiset<std::string> essence(const std::string& request) {
  const std::size_t end = request.find("\r\n\r\n");
  std::multiset<std::string> out = {"body: " + request.substr(end + 4)};
  const std::string head = request.substr(0, end);
  for (const std::string_view line : split(head, '\n')) {
    const std::string text(trim(line));
    if (!text.starts_with("User-Agent:") && !text.starts_with("Accept-Encoding:")) {
      out.insert(text);
    }
  }
  return out;
}

// Runs `command` as bash would when pasted; gives its output. Debian's sh knows no $'…'.
std::string run_in_shell(const std::string& command) {
  const std::string line =
      "unset http_proxy https_proxy all_proxy; export "
      "SWITCHGATE_TEST_SECRET=" +
      shell_quote(kSecret) + "; " + command + " 2>&1";
  const std::string bash = "exec bash -c " + shell_quote(line);
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(bash.c_str(), "r"), &pclose);
  std::string out;
  std::array<char, 4096> buffer{};
  while (pipe) {
    const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe.get());
    if (got == 0) {
      break;
    }
    out.append(buffer.data(), got);
  }
  return out;
}

class CurlCommandInAShell : public ::testing::Test {
 protected:
  void SetUp() override {
    init_network();
    if (!run_in_shell("curl --version").starts_with("curl 7") &&
        !run_in_shell("curl --version").starts_with("curl 8")) {
      GTEST_SKIP() << "the program curl is not installed";
    }
  }

  // The probe and the pasted command ask `server`, which must see the same.
  static void expect_same(const FaultServer& server, const HttpRequest& request,
                          const Masker& masker = {}) {
    const std::string command = curl_command(request, masker);
    SCOPED_TRACE(command);
    const Exchange exchange = make_http_probe()->perform(request, {});
    ASSERT_TRUE(std::holds_alternative<HttpResponse>(exchange))
        << std::get<ExchangeFailure>(exchange).message;
    const std::string output = run_in_shell(command);
    const std::vector<std::string> seen = server.requests();
    ASSERT_GE(seen.size(), 2U) << output;
    EXPECT_EQ(essence(seen[seen.size() - 1]), essence(seen[seen.size() - 2]));
    EXPECT_THAT(output, HasSubstr("HTTP/1.1 "));
  }
};

TEST_F(CurlCommandInAShell, SendsWhatTheProbeSends) {
  const FaultServer server;
  for (const std::string_view method :
       {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"}) {
    for (const std::string_view body : {"", "plain", "@file",
                                        "##[error]x\\\x1b[2J'\x01\x7f"
                                        "7\xe2\x80\xae\xc2\x9b",
                                        "it's $HOME `id` \"x\" \\ !\n& \t\r\n", "\xc3\xbc"}) {
      if (method == "HEAD" && !body.empty()) {
        continue;
      }
      HttpRequest request = get(server.url("/a/../ok?q[]={1,2}&x='%20'"));
      request.method = method;
      request.body = body;
      request.headers = {{"X-Quote", "it's \"$HOME\" `id`"},
                         {"X-Empty", ""},
                         {"X-Blank", "  "},
                         {"Accept", "a/b"}};
      expect_same(server, request);
    }
  }
}

TEST_F(CurlCommandInAShell, DialsAndNamesWhatTheProbeDoes) {
  const FaultServer server;
  HttpRequest request = get("http://shop.example.com/ok");
  request.connect_to = server.address();
  expect_same(server, request);
  request.headers = {{"Host", "another.example.com"}};
  expect_same(server, request);
}

TEST_F(CurlCommandInAShell, SpeaksTlsAsTheProbeDoes) {
  const TestAuthority authority;
  const ScratchDir files;
  FaultServerOptions options;
  options.identity = authority.issue(
      {"shop", {"DNS:shop.example.com"}, -std::chrono::hours(1), std::chrono::hours(1)});
  options.client_authority = authority.certificate();
  const FaultServer server(options);
  const Identity me = authority.issue({"me", {}, -std::chrono::hours(1), std::chrono::hours(1)});
  HttpRequest request = get(server.url("/ok"));
  request.tls.ca = files.write("the ca.pem", authority.certificate());
  request.tls.cert = files.write("me:too.pem", me.certificate);
  request.tls.key = files.write("me.key", me.key);
  request.tls.server_name = "shop.example.com";
  expect_same(server, request);
  request.tls.server_name.clear();
  request.tls.verify = false;
  expect_same(server, request);
}

TEST_F(CurlCommandInAShell, DialsTheSocketThatTheProbeDials) {
  const ScratchDir files;
  FaultServerOptions options;
  options.unix_socket = files.path() + "/the app.sock";
  const FaultServer server(options);
  HttpRequest request = get("http://shop.example.com/ok");
  request.unix_socket = options.unix_socket;
  expect_same(server, request);
}

TEST_F(CurlCommandInAShell, EncodesASecretOfTheQueryThereToo) {
  const FaultServer server;
  Masker masker;
  masker.add("SWITCHGATE_TEST_SECRET", std::string(kSecret));
  const HttpRequest request = get(server.url("/ok?a=1&key=" + percent_encode(kSecret) + "&b=2"));
  const std::string command = curl_command(request, masker);
  EXPECT_THAT(command, Not(HasSubstr("ecret&")));
  std::string every_byte;
  for (const char byte : kSecret) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(byte);
    ((every_byte += '%') += kHex[code >> 4U]) += kHex[code & 15U];
  }
  const std::string output = run_in_shell(command);
  ASSERT_EQ(server.requests().size(), 1U) << command << output;
  EXPECT_THAT(server.requests()[0],
              ::testing::StartsWith("GET /ok?a=1&key=" + every_byte + "&b=2 HTTP/1.1\r\n"));
}

TEST_F(CurlCommandInAShell, FindsSecretsInTheEnvironment) {
  const FaultServer server;
  Masker masker;
  masker.add("SWITCHGATE_TEST_SECRET", std::string(kSecret));
  HttpRequest request = get(server.url("/ok"));
  request.method = "POST";
  request.headers = {{"X-Key", "a it's $ecret b"},
                     {"Authorization", "Basic " + base64_encode("gate:it's $ecret")}};
  request.body = "key=it's $ecret";
  expect_same(server, request, masker);
}

}  // namespace
}  // namespace switchgate::probe
