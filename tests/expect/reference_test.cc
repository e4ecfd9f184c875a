// checks/expect/REFERENCE.md is what the tables of subjects and operators say,
// and each of its examples is a check that passes against a small shop.
// SWITCHGATE_UPDATE_GOLDEN=1 writes the page anew.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "checks/base/text.h"
#include "checks/expect/operators.h"
#include "checks/expect/subjects.h"
#include "tests/support/expect_testing.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate {
namespace {

const std::string kPage = std::string(SWITCHGATE_SOURCE_DIR) + "/checks/expect/REFERENCE.md";

constexpr std::string_view kOpening =
    "# Subjects and matchers, one by one\n"
    "\n"
    "Written from the tables in `subjects.cc` and `operators.cc` by "
    "`tests/expect/reference_test.cc`,\n"
    "which also runs every example. Each stands under `checks:` of a suite; README.md beside this\n"
    "page says how they work together.\n";

struct Word {
  expect::Kind kind;
  std::string_view word;
};
constexpr std::array<Word, 10> kWords = {{
    {expect::Kind::kJson, "JSON values"},
    {expect::Kind::kNodes, "JSONPaths of several nodes"},
    {expect::Kind::kText, "texts"},
    {expect::Kind::kOptionalText, "texts that may be absent"},
    {expect::Kind::kTexts, "lists of texts"},
    {expect::Kind::kNumber, "numbers"},
    {expect::Kind::kDuration, "durations"},
    {expect::Kind::kBoolean, "true and false"},
    {expect::Kind::kRawBytes, "bytes"},
    {expect::Kind::kDigest, "digests"},
}};

std::string applies_to(const expect::OperatorRow& row) {
  std::vector<std::string> words;
  for (const Word& word : kWords) {
    if (row.applies_to(word.kind)) {
      words.emplace_back(word.word);
    }
  }
  return join(words, ", ");
}

// Where the shop has what an example asks for.
std::string request_of(std::string_view example) {
  return example.starts_with("xml:")      ? "get: /feed"
         : example.starts_with("bytes:")  ? "get: /logo"
         : example.starts_with("sha256:") ? "get: /version"
         : example.starts_with("redirects:") || example.starts_with("url:")
             ? "get: /old\n  follow: 1"
             : "get: /order";
}

std::string section(std::string_view name, std::string summary, std::string_view applies,
                    std::string_view example) {
  if (!summary.starts_with("XPath") && !summary.starts_with("JSON")) {
    summary[0] = static_cast<char>(summary[0] - 'a' + 'A');
  }
  std::string out = "\n### " + std::string(name) + "\n\n" + summary + ".\n";
  if (!applies.empty()) {
    out += "Applies to " + std::string(applies) + ".\n";
  }
  return out + "\n```yaml\n- name: " + std::string(name) + "\n  " + request_of(example) +
         "\n  expect:\n    " + std::string(example) + "\n```\n";
}

std::string page() {
  std::string out = std::string(kOpening) + "\n## Subjects\n";
  for (const expect::SubjectRow& row : expect::subjects()) {
    out += section(row.name, std::string(row.summary), {}, row.example);
  }
  out += "\n## Matchers\n";
  for (const expect::OperatorRow& row : expect::operators()) {
    out += section(row.name, std::string(row.summary), applies_to(row), row.example);
  }
  return out;
}

std::string read_page() {
  std::ifstream in(kPage, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The examples of the page, each as it stands there.
std::vector<std::string> examples() {
  constexpr std::string_view kFence = "```yaml\n";
  std::vector<std::string> found;
  const std::string text = read_page();
  for (std::size_t at = text.find(kFence); at != std::string::npos; at = text.find(kFence, at)) {
    at += kFence.size();
    found.push_back(text.substr(at, text.find("```", at) - at));
  }
  return found;
}

constexpr const char* kOrder = R"({
  "id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "state": "paid", "total": 42.5, "gift": null,
  "customer": {"name": "Ann", "email": "ann@example.com"}, "note": "a lamp, in stock",
  "items": [{"name": "desk", "price": 30}, {"name": "lamp", "price": 12.5}],
  "tags": ["urgent", "gift"], "created": "2024-01-02T03:04:05Z"})";
constexpr const char* kFeed =
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Lamp</title></entry></feed>";

void open_shop(testing::ScriptedServer& server) {
  testing::ScriptedReply order{kOrder};
  order.headers = {{"Set-Cookie", "sid=abc; Path=/; HttpOnly; SameSite=Lax"}};
  server.on("GET /order", order);
  server.on("GET /feed", kFeed);
  server.on("GET /logo", "\x89PNG\r\n\x1a\n");
  server.on("GET /version", "foo");
  testing::ScriptedReply old{""};
  old.status = 301;
  old.headers = {{"Location", "/order"}};
  server.on("GET /old", old);
}

TEST(Reference, IsWhatTheTablesSay) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
  if (std::getenv("SWITCHGATE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kPage, std::ios::binary) << page();
  }
  EXPECT_EQ(read_page(), page());
}

// What the shop, by itself and over plain HTTP, cannot show.
constexpr std::array<std::string_view, 2> kJudgedByHand = {"tls", "redirects"};

// All of them in one suite: each is a check that must pass.
TEST(Reference, HasExamplesThatPassAgainstAShop) {
  std::string checks = "checks:\n";
  std::size_t count = 0;
  for (const std::string& example : examples()) {
    const std::string_view name = std::string_view(example).substr(8, example.find('\n') - 8);
    if (std::find(kJudgedByHand.begin(), kJudgedByHand.end(), name) == kJudgedByHand.end()) {
      checks += example;
      ++count;
    }
  }
  EXPECT_EQ(count + kJudgedByHand.size(), expect::subjects().size() + expect::operators().size());
  testing::ScriptedServer server;
  open_shop(server);
  const testing::GateRan ran = testing::GateRun(checks).run(server.url());
  EXPECT_EQ(ran.findings(), std::vector<std::string>{});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.outcomes().size(), count);
}

TEST(Reference, HasExamplesOfTlsAndRedirectsThatHold) {
  HttpResponse answer = expect_testing::answer_with("");
  answer.tls.emplace();
  answer.tls->protocol = "TLSv1.3";
  answer.tls->not_after = *parse_date_time("2027-01-01T00:00:00Z");
  answer.redirects.push_back({301, "https://shop.example.com/old", {{"Location", "/order"}}});
  for (const expect::SubjectRow& row : expect::subjects()) {
    if (std::find(kJudgedByHand.begin(), kJudgedByHand.end(), row.name) != kJudgedByHand.end()) {
      EXPECT_EQ(
          expect_testing::lines_of(expect_testing::findings_of(std::string(row.example), answer)),
          std::vector<std::string>{});
    }
  }
}

}  // namespace
}  // namespace switchgate
