// Good suites become the plan that they describe; flags and the environment win
// over files in their order.

#include "runner/suite/load.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/expect/expectations.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/lint.h"

namespace switchgate {
namespace {

namespace fs = std::filesystem;

// A folder of its own as the working directory, gone with the test.
class Load : public testing::Test {
 protected:
  void SetUp() override {
    before_ = fs::current_path();
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() / (std::string("switchgate-load-") + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::current_path(folder_);
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  static void write(const fs::path& path, const std::string& text) {
    if (path.has_parent_path()) {
      fs::create_directories(path.parent_path());
    }
    std::ofstream(path, std::ios::binary) << text;
  }

  // The plan, with everything that was told in `told_`.
  std::optional<Loaded> load_it() {
    files_.clear();
    tree::Problems problems;
    auto loaded = load(options_, files_, problems);
    told_ = problems.to_text(files_);
    warned_ = problems.warnings_to_text(files_);
    EXPECT_EQ(loaded.has_value(), told_.empty()) << told_;
    return loaded;
  }
  Loaded load_text(const std::string& text) {
    write("switchgate.yaml", text);
    auto loaded = load_it();
    EXPECT_TRUE(loaded) << told_;
    return loaded ? std::move(*loaded) : Loaded{};
  }

  LoadOptions options_;
  SourceFiles files_;
  std::string told_;
  std::string warned_;

 private:
  fs::path before_;
  fs::path folder_;
};

constexpr const char* kShortest = "switchgate: 1\nchecks:\n  - get: /healthz\n";

TEST_F(Load, TakesTheShortestSuite) {
  const Loaded loaded = load_text(kShortest);
  ASSERT_EQ(loaded.plan.suites.size(), 1U);
  ASSERT_EQ(loaded.plan.checks.size(), 1U);
  ASSERT_EQ(loaded.scopes.size(), 1U);
  const Check& check = loaded.plan.checks[0];
  EXPECT_EQ(check.id, "get /healthz");
  EXPECT_EQ(check.name, "get /healthz");
  EXPECT_FALSE(check.is_flow);
  ASSERT_EQ(check.steps.size(), 1U);
  EXPECT_EQ(check.steps[0].request.method, "GET");
  EXPECT_EQ(check.steps[0].request.url.text, "/healthz");
  EXPECT_EQ(check.steps[0].request.pos, (SourcePos{0, 3, 5}));
  EXPECT_EQ(check.steps[0].expect, nullptr);
  ASSERT_NE(check.steps[0].compiled, nullptr);  // 2xx is expected all the same
  EXPECT_EQ(check.steps[0].compiled->list.size(), 1U);
  EXPECT_EQ(loaded.plan.suites[0].name, "switchgate");
  EXPECT_EQ(loaded.plan.suites[0].timeout, Micros(5'000'000));
  const Status candidate = require_candidate(loaded.plan);
  ASSERT_FALSE(candidate);
  EXPECT_EQ(candidate.error().message,
            "the suite 'switchgate' has no candidate to ask: give --candidate "
            "URL, or the environment "
            "variable SWITCHGATE_CANDIDATE, or `targets: {candidate: {url: "
            "URL}}` in the suite");
}

TEST_F(Load, ReadsTargets) {
  write("ops/certs/ca.pem", "");
  write("ops/certs/me.pem", "");
  write("ops/shop.yaml", R"(switchgate: 1
name: shop
secrets: [SHOP_TOKEN]
targets:
  candidate:
    url: '${env.CANDIDATE_URL}'
    connect_to: 10.0.3.7:8443
    identify: {headers: {X-Version: '${env.GIT_SHA}'}}
    headers: {X-Gate: 1.10}
    cookies: {side: green}
    auth: {bearer: '${SHOP_TOKEN}'}
    tls: {ca: certs/ca.pem, cert: certs/me.pem, server_name: shop.example.com, verify: false}
    read_only: true
  live: {url: https://shop.example.com, auth: {basic: {user: gate, password: '${SHOP_TOKEN}'}}}
checks:
  - get: /healthz
)");
  options_.paths = {"ops/shop.yaml"};
  options_.environment = {{"SHOP_TOKEN", "correct-horse"},
                          {"CANDIDATE_URL", "https://10.0.0.1/base"},
                          {"GIT_SHA", "abc"},
                          {"UNUSED", "x"}};
  const auto loaded = load_it();
  ASSERT_TRUE(loaded) << told_;
  const Suite& suite = loaded->plan.suites[0];
  EXPECT_EQ(suite.name, "shop");
  EXPECT_EQ(suite.secrets, std::vector<std::string>{"SHOP_TOKEN"});
  const Target* candidate = suite.find_target("candidate");
  ASSERT_NE(candidate, nullptr);
  EXPECT_EQ(candidate->url.text, "${env.CANDIDATE_URL}");
  EXPECT_EQ(candidate->url_from, "ops/shop.yaml:6");
  EXPECT_EQ(candidate->connect_to.at(0).text, "10.0.3.7:8443");
  ASSERT_EQ(candidate->identify.size(), 1U);
  EXPECT_EQ(candidate->headers[0].value.text, "1.10");
  EXPECT_EQ(candidate->cookies[0].name, "side");
  EXPECT_EQ(std::get<BearerAuth>(*candidate->auth).token.text, "${SHOP_TOKEN}");
  EXPECT_EQ(candidate->tls.ca, "ops/certs/ca.pem");
  EXPECT_EQ(candidate->tls.cert, "ops/certs/me.pem");
  EXPECT_EQ(candidate->tls.server_name, "shop.example.com");
  EXPECT_FALSE(candidate->tls.verify);
  EXPECT_TRUE(candidate->read_only);
  EXPECT_EQ(candidate->max_rps, std::nullopt);
  const Target* live = suite.find_target("live");
  ASSERT_NE(live, nullptr);
  EXPECT_EQ(std::get<BasicAuth>(*live->auth).user.text, "gate");
  EXPECT_EQ(live->max_rps, 50);
  // The environment holds what the suite refers to, and no more.
  EXPECT_EQ(loaded->scopes[0].environment.size(), 2U);
  EXPECT_EQ(loaded->masker.mask("correct-horse"), "***SHOP_TOKEN***");
  EXPECT_TRUE(require_candidate(loaded->plan));
}

TEST_F(Load, ReadsRequestsInFull) {
  const Loaded loaded = load_text(R"(switchgate: 1
defaults: {timeout: 2s, headers: {Accept: application/json}}
checks:
  - name: search
    id: search-1
    tags: [catalog, critical]
    level: warning
    get: /search
    query: {q: [a, b], limit: 20}
    headers: {X-A: b}
    cookies: {c: d}
    timeout: 250ms
    follow: {max: 3, origins: ['https://CDN.example.com:443/']}
    expect: {status: 200}
    warn: {time: {total: {at_most: 300ms}}}
    compare:
      shape: {samples: 5, ignore: [$.debug], ordered: $.steps, map: "$['items'][*].prices"}
      headers: [Cache-Control, ETag]
      latency: {samples: 200, tolerance: 15%}
  - {name: text, post: /t, text: hello, safe: true, compare: {shape: true, latency: false}}
  - {name: form, put: /f, form: {a: [1, 2], b: 1.10}, follow: 2}
  - {name: json, patch: /j, json: [{n: 1.0}]}
  - {name: spelled out, request: {method: propfind, url: /d}}
)");
  EXPECT_EQ(loaded.plan.suites[0].timeout, Micros(2'000'000));
  EXPECT_EQ(loaded.plan.suites[0].default_headers[0].name, "Accept");
  const Check& search = loaded.plan.checks[0];
  EXPECT_EQ(search.id, "search-1");
  EXPECT_EQ(search.tags, (std::vector<std::string>{"catalog", "critical"}));
  EXPECT_EQ(search.level, Level::kWarning);
  const Step& step = search.steps[0];
  ASSERT_EQ(step.request.query.size(), 3U);
  EXPECT_EQ(step.request.query[1].value.text, "b");
  EXPECT_EQ(step.request.query[2].value.text, "20");
  EXPECT_EQ(step.request.timeout, Micros(250'000));
  EXPECT_EQ(step.request.follow.max, 3);
  EXPECT_EQ(step.request.follow.origins, std::vector<std::string>{"https://cdn.example.com"});
  EXPECT_EQ(step.compiled->list.size(), 2U);
  ASSERT_TRUE(step.compare);
  EXPECT_EQ(step.compare->shape->samples, 5);
  EXPECT_EQ(step.compare->shape->ordered, std::vector<std::string>{"$.steps"});
  EXPECT_EQ(step.compare->shape->maps, std::vector<std::string>{"$.items[*].prices"});
  EXPECT_EQ(step.compare->headers->size(), 2U);
  EXPECT_EQ(step.compare->latency->samples, 200);
  EXPECT_EQ(step.compare->latency->max_samples, 400);
  EXPECT_DOUBLE_EQ(step.compare->latency->tolerance, 0.15);
  EXPECT_DOUBLE_EQ(step.compare->latency->detect,
                   0.30);  // at least twice the tolerance
  const Step& text = loaded.plan.checks[1].steps[0];
  EXPECT_EQ(std::get<TextBody>(text.request.body).text.text, "hello");
  EXPECT_TRUE(text.request.safe());
  EXPECT_TRUE(text.compare->shape);
  EXPECT_FALSE(text.compare->latency);
  const auto& form = std::get<FormBody>(loaded.plan.checks[2].steps[0].request.body);
  ASSERT_EQ(form.fields.size(), 3U);
  EXPECT_EQ(form.fields[2].value.text, "1.10");
  EXPECT_EQ(loaded.plan.checks[2].steps[0].request.follow.max, 2);
  EXPECT_EQ(std::get<JsonBody>(loaded.plan.checks[3].steps[0].request.body).value.items.size(), 1U);
  EXPECT_EQ(loaded.plan.checks[4].steps[0].request.method, "PROPFIND");
}

TEST_F(Load, ReadsStepsCapturesAndCleanup) {
  const Loaded loaded = load_text(R"(switchgate: 1
vars: {product: 42, both: 'p${product}'}
checks:
  - name: order
    vars: {quantity: 1, note: '${both}-${quantity}'}
    steps:
      - name: create
        post: /carts
        expect: {status: 201, json: {$.product: '${product}'}}
        capture:
          cart: $.id
          token: {header: X-Cart-Token, secret: true}
          number: {regex: 'no\d+'}
          part: {regex: 'no(\d+)'}
          sid: {cookie: sid}
      - get: '/carts/${cart}'
        expect: {json: {$.id: '${cart}'}}
        compare: {shape: true}
    finally:
      - delete: '/carts/${cart}'
ready: {get: /healthz, within: 10s, every: 250ms, consecutive: 3, fail_if: {status: 500}}
)");
  const Check& order = loaded.plan.checks[0];
  EXPECT_TRUE(order.is_flow);
  ASSERT_EQ(order.steps.size(), 2U);
  ASSERT_EQ(order.vars.size(), 2U);
  EXPECT_EQ(*order.vars[1].value.string(), "p42-1");
  EXPECT_NE(order.steps[0].compiled,
            nullptr);                           // only variables that are known already
  EXPECT_EQ(order.steps[1].compiled, nullptr);  // waits for the capture
  EXPECT_NE(order.steps[1].expect, nullptr);
  const auto& captures = order.steps[0].captures;
  ASSERT_EQ(captures.size(), 5U);
  EXPECT_EQ(captures[0].expression, "$.id");
  EXPECT_TRUE(captures[1].secret);
  EXPECT_EQ(captures[1].from, CaptureFrom::kHeader);
  EXPECT_EQ(captures[2].group, 0);
  EXPECT_EQ(captures[3].group, 1);
  EXPECT_EQ(captures[4].from, CaptureFrom::kCookie);
  ASSERT_EQ(order.cleanup.size(), 1U);
  EXPECT_EQ(order.cleanup[0].request.title(), "delete /carts/${cart}");
  const auto& ready = loaded.plan.suites[0].ready;
  ASSERT_TRUE(ready);
  EXPECT_EQ(ready->within, Micros(10'000'000));
  EXPECT_EQ(ready->every, Micros(250'000));
  EXPECT_EQ(ready->consecutive, 3);
  EXPECT_NE(ready->fail_if, nullptr);
}

TEST_F(Load, LetsACaptureHideAVariableOfItsName) {
  const Loaded loaded = load_text(R"(switchgate: 1
vars: {id: 1}
checks:
  - name: a
    steps:
      - {get: /a, capture: {id: $.id}}
      - {get: /b, expect: {json: {$.id: '${id}'}}}
)");
  EXPECT_EQ(loaded.plan.checks[0].steps[1].compiled, nullptr);
}

TEST_F(Load, TypesVarsByTheirDeclaration) {
  options_.vars = {"count=7", "share=1", "on=false", "text=1.10", "count=8"};
  options_.environment = {{"HOST", "h"}};
  const Loaded loaded = load_text(
      "switchgate: 1\nvars: {count: 1, share: 0.5, on: true, text: x, host: "
      "'${env.HOST}', twice: "
      "'${count}', list: [1]}\nchecks: [{get: /}]\n");
  const auto value = [&](const char* name) {
    return json::to_text(loaded.scopes[0].values.at(name));
  };
  EXPECT_EQ(value("count"), "8");
  EXPECT_EQ(value("share"), "1");
  EXPECT_EQ(value("on"), "false");
  EXPECT_EQ(value("text"), "\"1.10\"");
  EXPECT_EQ(value("host"), "\"h\"");
  EXPECT_EQ(value("twice"), "8");
  EXPECT_EQ(value("list"), "[1]");
}

TEST_F(Load, TellsVarsOfAnotherTypeAndUndeclaredOnes) {
  write("switchgate.yaml", "switchgate: 1\nvars: {count: 1, list: [1]}\nchecks: [{get: /}]\n");
  options_.vars = {"count=many", "list=2", "cuont=3", "nonsense"};
  EXPECT_FALSE(load_it());
  EXPECT_EQ(told_,
            "--var count=many: 'count' is declared as an integer at "
            "switchgate.yaml:2:15\n"
            "--var list=2: 'list' is declared as a list at switchgate.yaml:2:24, "
            "which no flag can give; --vars-file can\n"
            "--var cuont: no suite declares it under 'vars'; did you mean 'count'?\n"
            "--var expects NAME=VALUE, got 'nonsense'\n");
}

constexpr const char* kTwoTargets =
    "switchgate: 1\ntargets:\n"
    "  candidate: {url: https://file.example.com, connect_to: 1.2.3.4:5, tls: "
    "{server_name: n, verify: "
    "false}}\n"
    "  live: {url: https://live.example.com}\n"
    "checks: [{get: /}]\n";

TEST_F(Load, PrefersFlagsToEnvironmentToFile) {
  Loaded loaded = load_text(kTwoTargets);
  const auto candidate = [&] { return loaded.plan.suites[0].find_target("candidate"); };
  EXPECT_EQ(candidate()->url_from, "switchgate.yaml:3");
  EXPECT_EQ(candidate()->connect_to.size(), 1U);
  options_.environment = {{"SWITCHGATE_CANDIDATE", "http://env.example.com"},
                          {"SWITCHGATE_LIVE", ""}};
  loaded = load_text(kTwoTargets);
  EXPECT_EQ(candidate()->url.text, "http://env.example.com");
  EXPECT_EQ(candidate()->url_from, "SWITCHGATE_CANDIDATE");
  EXPECT_TRUE(candidate()->connect_to.empty());
  EXPECT_EQ(candidate()->tls.server_name, "");
  EXPECT_FALSE(candidate()->tls.verify);
  EXPECT_EQ(loaded.plan.suites[0].find_target("live")->url.text, "https://live.example.com");
  options_.candidate = {"http://flag.example.com/?x=${a}=b", "http://127.0.0.1:8080"};
  options_.connect_to = {"candidate=10.0.0.1:81"};
  loaded = load_text(kTwoTargets);
  EXPECT_EQ(candidate()->url.text, "http://127.0.0.1:8080");
  EXPECT_EQ(candidate()->url_from, "--candidate");
  EXPECT_EQ(candidate()->connect_to.at(0).text, "10.0.0.1:81");
}

TEST_F(Load, GivesTargetsToASuiteThatHasNone) {
  options_.candidate = {"http://a.example.com"};
  options_.live = {"http://b.example.com"};
  const Loaded loaded = load_text(kShortest);
  EXPECT_TRUE(require_candidate(loaded.plan));
  EXPECT_EQ(loaded.plan.suites[0].find_target("live")->url.text, "http://b.example.com");
  EXPECT_EQ(loaded.plan.suites[0].find_target("live")->max_rps, 50);
}

TEST_F(Load, KeepsSettingsForAUrlThatAFlagGives) {
  const std::string text =
      "switchgate: 1\ntargets: {candidate: {headers: {A: b}}, live: {max_rps: "
      "7}}\n"
      "checks: [{get: /}]\n";
  const Loaded without = load_text(text);
  EXPECT_FALSE(require_candidate(without.plan));
  EXPECT_EQ(without.plan.suites[0].find_target("live"), nullptr);
  options_.candidate = {"http://a.example.com"};
  options_.live = {"http://b.example.com"};
  const Loaded with = load_text(text);
  EXPECT_TRUE(require_candidate(with.plan));
  EXPECT_EQ(with.plan.suites[0].find_target("candidate")->headers.size(), 1U);
  EXPECT_EQ(with.plan.suites[0].find_target("live")->max_rps, 7);
}

TEST_F(Load, TakesReferencesAnywhereInAUrl) {
  const Loaded loaded = load_text(
      "switchgate: 1\nvars: {host: a.example.com, port: 80}\nchecks:\n"
      "  - {name: a, get: 'http://${host}:${port}/x'}\n  - {name: b, get: "
      "'${host}/y'}\n"
      "  - {name: c, get: '/${host}?q=${env.NOT_SET:-a b}'}\n");
  EXPECT_EQ(loaded.plan.checks.size(), 3U);
}

TEST_F(Load, LeavesLiveOutWhenAskedTo) {
  options_.no_live = true;
  options_.environment = {{"SWITCHGATE_LIVE", "http://b.example.com"}};
  const Loaded loaded = load_text(
      "switchgate: 1\ntargets: {live: {url: '${env.NEVER_SET}'}}\nchecks: "
      "[{get: /}]\n");
  EXPECT_EQ(loaded.plan.suites[0].find_target("live"), nullptr);
}

TEST_F(Load, TellsMistakesInFlags) {
  write("switchgate.yaml", kTwoTargets);
  options_.candidate = {"nonsense"};
  options_.live = {"shpo=http://x"};
  options_.connect_to = {"candidte=1:2", "1.2.3.4:5"};
  EXPECT_FALSE(load_it());
  EXPECT_EQ(told_,
            "--candidate: expected an absolute http or https URL, got "
            "'nonsense': it does not begin with "
            "http:// or https://\n"
            "--live shpo=http://x: no suite is named 'shpo'\n"
            "--connect-to expects TARGET=HOST:PORT, where TARGET is one that "
            "has a URL (candidate, live), "
            "got 'candidte=1:2'\n"
            "--connect-to expects TARGET=HOST:PORT, where TARGET is one that "
            "has a URL (candidate, live), "
            "got '1.2.3.4:5'\n");
}

TEST_F(Load, FindsSuitesInTheirUsualFolder) {
  write(".switchgate/suites/b.yml", "switchgate: 1\nname: two\nchecks: [{get: /b}]\n");
  write(".switchgate/suites/a.yaml",
        "switchgate: 1\nname: one\nchecks: [{get: /a}, {name: x, get: /}]\n");
  write(".switchgate/suites/notes.txt", "no suite");
  fs::create_directories(".git");
  options_.candidate = {"two=http://b.example.com", "http://a.example.com"};
  const auto loaded = load_it();
  ASSERT_TRUE(loaded) << told_;
  ASSERT_EQ(loaded->plan.suites.size(), 2U);
  EXPECT_EQ(loaded->plan.checks[0].id, "one/get /a");
  EXPECT_EQ(loaded->plan.checks[1].id, "one/x");
  EXPECT_EQ(loaded->plan.checks[2].id, "two/get /b");
  EXPECT_EQ(loaded->plan.checks[2].suite, 1U);
  EXPECT_EQ(loaded->plan.suites[0].find_target("candidate")->url.text, "http://a.example.com");
  EXPECT_EQ(loaded->plan.suites[1].find_target("candidate")->url.text, "http://b.example.com");
  EXPECT_EQ(loaded->plan.files[0].repo_path, ".switchgate/suites/a.yaml");
}

TEST_F(Load, AsksForNamesWhenThereAreSeveralSuites) {
  write("a.yaml", "switchgate: 1\nname: shop\nchecks: [{get: /}]\n");
  write("b.yaml", kShortest);
  write("c.yaml", "switchgate: 1\nname: shop\nchecks: [{get: /}]\n");
  options_.paths = {"a.yaml", "b.yaml", "./a.yaml", "c.yaml"};
  EXPECT_FALSE(load_it());
  EXPECT_EQ(told_,
            "b.yaml: a suite needs a `name` when more than one runs\n"
            "c.yaml: the suite's name 'shop' is taken by a.yaml: give each its "
            "own\n");
}

TEST_F(Load, SaysHowToBeginAndWhichFileIsMissing) {
  EXPECT_FALSE(load_it());
  EXPECT_EQ(told_,
            "no suite: there is neither switchgate.yaml here nor a YAML file "
            "in .switchgate/suites; begin "
            "with a switchgate.yaml that says `{switchgate: 1, checks: [{get: "
            "/healthz}]}`\n");
  options_.paths = {"missing.yaml", "."};
  EXPECT_FALSE(load_it());
  EXPECT_EQ(told_, "there is no file 'missing.yaml'\n'.' is a folder without a YAML file\n");
}

TEST_F(Load, AFolderStandsForTheYamlFilesInIt) {
  write("b.yml", "switchgate: 1\nname: b\nchecks: [{get: /}]\n");
  write("a.yaml", "switchgate: 1\nname: a\nchecks: [{get: /}]\n");
  write("notes.txt", "no suite");
  options_.paths = {"b.yml", "."};
  const auto loaded = load_it();
  ASSERT_TRUE(loaded) << told_;
  ASSERT_EQ(loaded->plan.suites.size(), 2U);
  EXPECT_EQ(loaded->plan.suites[0].name, "b");
  EXPECT_EQ(loaded->plan.suites[1].name, "a");
}

TEST_F(Load, TellsTheMistakesOfAllFilesAtOnce) {
  write("a.yaml", "switchgate: 1\nname: a\nchecks: [{gte: /}]\n");
  write("b.yaml", "a: [\n");
  write("c.yaml", "switchgate: 1\nname: c\nchecks: []\n");
  options_.paths = {"a.yaml", "b.yaml", "c.yaml"};
  EXPECT_FALSE(load_it());
  for (const char* where : {"a.yaml:3:11: ", "b.yaml:1:4: ", "c.yaml:3:1: "}) {
    EXPECT_NE(told_.find(where), std::string::npos) << where << '\n' << told_;
  }
}

TEST_F(Load, WarnsAboutAShortSecret) {
  options_.environment = {{"PIN", "123456"}};
  load_text("switchgate: 1\nsecrets: [PIN]\nchecks: [{get: /}]\n");
  EXPECT_EQ(warned_,
            "switchgate.yaml:2:11: warning: the secret 'PIN' has only 6 "
            "characters: innocent text may be "
            "hidden with it\n"
            "  2 | secrets: [PIN]\n"
            "    |           ^\n");
}

constexpr const char* kNeedsEverything =
    "switchgate: 1\nsecrets: [TOKEN]\nvars: {host: '${env.HOST}', url: "
    "'x${host}'}\n"
    "targets: {candidate: {url: '${env.URL}', auth: {bearer: '${TOKEN}'}, tls: "
    "{ca: no.pem}}}\n"
    "checks: [{get: '/${url}', expect: {text: {contains: '${TOKEN}'}}}]\n";

TEST_F(Load, LintsWithoutSecretsEnvironmentAndFiles) {
  write("switchgate.yaml", kNeedsEverything);
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(cli::lint(options_, out, err), cli::kOpen);
  EXPECT_EQ(out.str(), "1 file, 1 check: no mistakes\n");
  EXPECT_EQ(err.str(), "");
}

TEST_F(Load, LintTellsAndCountsMistakes) {
  write("switchgate.yaml", "switchgate: 1\nchecks: [{get: x}, {gte: y}]\n");
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(cli::lint(options_, out, err), cli::kUsage);
  EXPECT_EQ(out.str(), "");
  EXPECT_EQ(err.str().substr(err.str().rfind("\n", err.str().size() - 2) + 1),
            "1 file: 3 mistakes\n");
}

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST_F(Load, TheExamplesOfThePageHaveNoMistakes) {
  const std::string page = read_file(fs::path(SWITCHGATE_SOURCE_DIR) / "runner/suite/README.md");
  for (const char* named : {"firmware.bin", "lamp.png"}) {
    write(named, "x");
  }
  write("searches.csv", "q,n\nlamp,3\n\"desk, oak\",0\n");
  const std::string open = "```yaml\n";
  int examples = 0;
  for (std::size_t at = page.find(open); at != std::string::npos; at = page.find(open, at)) {
    at += open.size();
    const std::size_t end = page.find("```\n", at);
    ASSERT_NE(end, std::string::npos);
    const std::string example = page.substr(at, end - at);
    at = end;
    if (example.starts_with("# ")) {  // "# common.yaml": a file that the next example includes
      write(example.substr(2, example.find('\n') - 2), example);
      continue;
    }
    write("switchgate.yaml", example);
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(cli::lint(options_, out, err), cli::kOpen) << err.str();
    ++examples;
  }
  EXPECT_GE(examples, 3);
}

// Whatever stands in a file: a plan or words, never a crash, and never silence.
TEST_F(Load, SurvivesMutatedSuites) {
  std::vector<std::string> seeds = {kNeedsEverything, kTwoTargets, kShortest};
  for (const auto& entry :
       fs::directory_iterator(fs::path(SWITCHGATE_SOURCE_DIR) / "tests/cases/suite-mistakes")) {
    if (entry.path().extension() == ".yaml") {
      seeds.push_back(read_file(entry.path()));
    }
  }
  std::sort(seeds.begin(), seeds.end());
  std::mt19937 random(20261122);
  const auto below = [&](std::size_t n) { return random() % n; };
  const std::string alphabet = "{}[]:,-'\"#&*!|>%@` \n\t$.~<?x1\\\xC3\xFF";
  const LoadOptions lint = [] {
    LoadOptions o;
    o.paths = {"m.yaml"};
    o.need_secrets = false;
    return o;
  }();
  for (int round = 0; round < 2000; ++round) {
    std::string text = seeds[below(seeds.size())];
    for (std::size_t edits = 1 + below(6); edits > 0 && !text.empty(); --edits) {
      const std::size_t at = below(text.size());
      switch (below(4)) {
        case 0:
          text[at] = alphabet[below(alphabet.size())];
          break;
        case 1:
          text.insert(at, 1, alphabet[below(alphabet.size())]);
          break;
        case 2:
          text.erase(at, 1 + below(8));
          break;
        default:
          text.insert(at, text.substr(below(text.size()), below(40)));
      }
    }
    write("m.yaml", text);
    SourceFiles files;
    tree::Problems problems;
    const auto loaded = load(lint, files, problems);
    ASSERT_EQ(loaded.has_value(), problems.empty()) << text;
    ASSERT_EQ(problems.to_text(files).empty(), problems.empty()) << text;
  }
}

}  // namespace
}  // namespace switchgate
