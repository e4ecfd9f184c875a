// What must never be seen: secrets of every origin, in every form in which a server may
// throw them back, in whatever a run writes.

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "checks/base/sha256.h"
#include "checks/base/text.h"
#include "checks/json/value.h"
#include "gtest/gtest.h"
#include "reporters/formats.h"
#include "reporters/reporter.h"
#include "runner/exec/run.h"
#include "tests/support/gate_run.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

using Lines = std::vector<std::string>;

std::string in_json(const std::string& text) {
  const std::string quoted = json::to_text(json::Value(text));
  return quoted.substr(1, quoted.size() - 2);
}

std::string lower_hex(std::string percent_encoded) {
  for (std::size_t at = percent_encoded.find('%'); at != std::string::npos;
       at = percent_encoded.find('%', at + 1)) {
    percent_encoded.replace(at, 3, to_lower_ascii(percent_encoded.substr(at, 3)));
  }
  return percent_encoded;
}

// Every way in which a server writes `secret` into an answer.
Lines forms_of(const std::string& secret) {
  Lines forms = {secret,
                 base64_encode(secret),
                 percent_encode(base64_encode(secret)),
                 percent_encode(secret),
                 lower_hex(percent_encode(secret)),
                 in_json(secret),
                 sha256_hex(secret)};
  for (const std::string before : {"u:", "gate:", "abc"}) {
    forms.push_back(base64_encode(before + secret + "zz"));
  }
  return forms;
}

// What none of them leaves behind. Of base64 the digits count that nothing else shares.
Lines traces_of(const std::string& secret) {
  Lines traces = {secret,          percent_encode(secret),   lower_hex(percent_encode(secret)),
                  in_json(secret), in_json(in_json(secret)), sha256_hex(secret)};
  for (const std::string before : {"", "u:", "gate:", "abc"}) {
    const std::string encoded = base64_encode(before + secret);
    traces.push_back(encoded.substr(8, 8));
    traces.push_back(encoded.substr(encoded.size() - 12, 8));
  }
  return traces;
}

// What can be read of `secret` in `text`.
Lines leaks(const std::string& text, const std::string& secret) {
  Lines found;
  for (const std::string& form : traces_of(secret)) {
    if (text.find(form) != std::string::npos) {
      found.push_back(form);
    }
  }
  return found;
}

const std::string kToken = "tok/en+\"A\" 1&2-alpha";
const std::string kFileKey = "file-key\\beta:9999";
const std::string kPassword = "pass gamma%41=word";
const std::string kCaptured = "cap\"tured/delta-5555";
const std::string kSession = "session-epsilon-6666";
const std::string kEmail = "zeta.person@example.org";

// All forms of all secrets as one text, as a careless service would echo them.
std::string echo_of(const Lines& secrets) {
  std::string out;
  for (const std::string& secret : secrets) {
    for (const std::string& form : forms_of(secret)) {
      out += form + ' ';
    }
    out += '\n';
  }
  return out;
}

// One value for each form, because findings show only the beginning of each.
std::string echo_as_json(const Lines& secrets) {
  json::Array forms;
  for (const std::string& secret : secrets) {
    for (const std::string& form : forms_of(secret)) {
      forms.emplace_back(form);
    }
  }
  json::Object root;
  root.set("echo", json::Value(std::move(forms)));
  root.set("email", json::Value(kEmail));
  return json::to_text(json::Value(std::move(root)));
}

const Lines kAll = {kToken, kFileKey, kPassword, kCaptured, kSession};

const char* const kSuite = R"(
secrets: [TOKEN, KEY, PASSWORD]
mask: ['$..email']
targets:
  candidate:
    url: http://127.0.0.1:1
    headers: {X-Digest: '${TOKEN|sha256}', X-Key: '${KEY|sha256}', X-Both: 'k ${PASSWORD|sha256}'}
defaults: {headers: {X-Env: '${env.TOKEN}'}}
checks:
  - name: learns
    vars: {pair: 'gate:${KEY}'}
    steps:
      - get: /login
        auth: {basic: {user: gate, password: '${PASSWORD}'}}
        query: {key: '${KEY}', id: '${pair|base64}'}
        capture: {delta: {json: $.delta, secret: true}, session_token: {header: X-Session}}
      - get: /plain
        headers: {X-Delta: '${delta|sha256}', X-Token: '${session_token|sha256}', X-D: '${delta}'}
        json: {a: '${delta}', b: '${session_token}'}
        expect: {text: {equals: nothing}}
  - name: every form
    get: /forms
    auth: {bearer: '${TOKEN}'}
    expect: {json: {'$.echo[*]': {each: {equals: nothing}}, $.echo: {empty: true}}}
  - {name: header, get: /header, expect: {headers: {X-Echo: nothing, X-Mail: none}}}
  - {name: not json, get: /text, expect: {json: {$.a: 1}}}
  - {name: status, get: /gone}
  - {name: no capture, get: /forms, capture: {missing: $.nothing}}
  - {name: mail, get: /mail, expect: {json: {$.user: {like: {email: x}}, $.user.email: x, $.n: {length: 1}}}}
  - {name: mail in text, get: /mail, expect: {text: {contains: nowhere}}}
)";

class Masking : public ::testing::Test {
 protected:
  Masking() : gate(kSuite) {
    gate.inside = true;
    gate.environment = {{"TOKEN", kToken},
                        {"KEY_FILE", gate.write("key", kFileKey + "\n")},
                        {"PASSWORD", kPassword}};
    const std::string plain = echo_of(kAll);
    candidate.on("GET /login", ScriptedReply{R"({"delta": ")" + in_json(kCaptured) + "\"}",
                                             200,
                                             {{"X-Session", kSession}}});
    candidate.on("GET /plain", ScriptedReply{plain, 200, {}, "text/plain"});
    candidate.on("GET /text", ScriptedReply{plain, 200, {}, "text/plain"});
    candidate.on("GET /forms", echo_as_json(kAll));
    candidate.on("GET /gone", ScriptedReply{plain, 410});
    candidate.on(
        "GET /header",
        ScriptedReply{"{}", 200, {{"X-Echo", kSession + ' ' + kFileKey}, {"X-Mail", "x"}}});
    candidate.on("GET /mail", R"({"user": {"email": ")" + kEmail + R"("}, "n": [{"email": ")" +
                                  kEmail + R"("}, 2]})");
  }

  GateRun gate;
  ScriptedServer candidate;
};

TEST_F(Masking, NoReportShowsAnyFormOfAnySecret) {
  std::vector<std::string> more = {"-v", "-j", "3"};
  for (const reporters::Format& format : reporters::formats()) {
    const std::string name(format.name);
    more.insert(more.end(), {"--report", name + "=" + gate.path(name)});
  }
  const GateRan ran = gate.run(candidate.url(), "", more);
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  EXPECT_EQ(ran.outcomes().size(), 8U);
  EXPECT_NE(ran.json.find("***"), std::string::npos);
  std::vector<std::pair<std::string, std::string>> outputs = {
      {"terminal", ran.out}, {"stderr", ran.err}, {"json", ran.json}};
  for (const reporters::Format& format : reporters::formats()) {
    const std::string name(format.name);
    outputs.emplace_back(name, GateRun::read(gate.path(name)));
  }
  for (const auto& [name, text] : outputs) {
    EXPECT_TRUE(name == "stderr" || text.size() > 500) << name;
    for (const std::string& secret : kAll) {
      EXPECT_EQ(leaks(text, secret), Lines()) << name << " of " << secret;
      // Nor its beginning, where something was cut.
      EXPECT_EQ(text.find(secret.substr(0, 8)), std::string::npos) << name << " of " << secret;
    }
    EXPECT_EQ(leaks(text, kEmail), Lines()) << name;
    EXPECT_EQ(text.find(kEmail.substr(0, 8)), std::string::npos) << name;
  }
}

TEST_F(Masking, SecretsThatOneCheckCapturesAreHiddenInAllOthers) {
  const GateRan ran = gate.run(candidate.url(), "", {"--only", "learns", "--only", "header"});
  const Lines findings = ran.findings();
  const bool named = std::any_of(findings.begin(), findings.end(), [](const std::string& line) {
    return line.find("X-Echo to equal \"nothing\"") != std::string::npos &&
           line.find("***session_token*** ***KEY***") != std::string::npos;
  });
  EXPECT_TRUE(named) << join(findings, "\n");
}

TEST_F(Masking, TheSecretsAreReallySent) {
  gate.run(candidate.url(), "", {"--only", "learns"});
  const ScriptedRequest login = candidate.requests().at(0);
  EXPECT_EQ(login.headers.at("authorization"), "Basic " + base64_encode("gate:" + kPassword));
  EXPECT_EQ(login.headers.at("x-env"), kToken);
  EXPECT_EQ(login.headers.at("x-digest"), sha256_hex(kToken));
  EXPECT_EQ(login.query, "key=" + percent_encode(kFileKey) +
                             "&id=" + percent_encode(base64_encode("gate:" + kFileKey)));
  const ScriptedRequest plain = candidate.requests().at(1);
  EXPECT_EQ(plain.headers.at("x-delta"), sha256_hex(kCaptured));
}

TEST_F(Masking, NoBaselineHoldsASecret) {
  GateRun recording(R"(
secrets: [TOKEN, KEY, PASSWORD]
checks:
  - name: learns
    get: /login
    capture: {delta: {json: $.delta, secret: true}, session_token: {header: X-Session}}
  - {name: shape, get: /shape, compare: {shape: {samples: 1}}}
)");
  recording.environment = gate.environment;
  json::Object root;
  for (const std::string& secret : kAll) {
    for (const std::string& form : forms_of(secret)) {
      root.set("is " + form, json::Value(1));
    }
  }
  root.set("type", json::Value(kSession));
  candidate.on("GET /shape", json::to_text(json::Value(std::move(root))));
  const GateRan recorded =
      recording.record({"--from", "candidate", "--candidate", candidate.url()});
  EXPECT_EQ(recorded.exit_code, 0) << recorded.out << recorded.err;
  const std::string stored = GateRun::read(recording.baseline());
  EXPECT_GT(stored.size(), 500U);
  for (const std::string& secret : {kToken, kFileKey, kPassword, kCaptured, kSession}) {
    Lines found = leaks(stored + recorded.out + recorded.err, secret);
    std::erase(found, sha256_hex(secret));  // nothing made it there
    EXPECT_EQ(found, Lines()) << secret;
  }
}

TEST_F(Masking, MistakesShowNoSecretThatTheyQuote) {
  GateRun wrong(
      "secrets: [TOKEN]\ntargets: {candidate: {url: 'http://h/${TOKEN}?'}}\n"
      "checks: [{get: /}]");
  wrong.environment = {{"TOKEN", kToken}};
  const GateRan ran = wrong.run("");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(leaks(ran.err, kToken), Lines()) << ran.err;
  GateRun same(
      "secrets: [TOKEN]\ntargets: {candidate: {url: 'http://u:${TOKEN|sha256}@127.0.0.1:9'},"
      " live: {url: 'http://u:${TOKEN|sha256}@127.0.0.1:9'}}\n"
      "checks: [{get: /, compare: {shape: true}}]");
  same.environment = {{"TOKEN", kToken}};
  const GateRan twin = same.run("");
  EXPECT_EQ(twin.exit_code, 2);
  EXPECT_EQ(leaks(twin.err, kToken), Lines()) << twin.err;
}

TEST(MaskingByName, ASecretThatNobodyDeclaredStandsInNoReport) {
  GateRun gate(R"(
secrets: [MYSEC]
checks:
  - name: order
    steps:
      - {post: /login, json: {user: bob, password: hunter2hunter}, capture: {c: {cookie: sid}, t: $.access_token}}
      - {get: /order, query: {token: literal-tok}, cookies: {gate: '${MYSEC}'}, headers: {X-Id: '${t}'}, expect: {status: 418}}
  - {name: refused, post: /login, json: {user: bob, password: hunter2hunter}, expect: {status: 401}}
)");
  gate.environment = {{"MYSEC", "gate-secret-4711"}};
  ScriptedServer server;
  server.on("POST /login",
            ScriptedReply{
                R"({"access_token": "acc-5150-tok"})", 200, {{"Set-Cookie", "sid=cookieval-77"}}});
  server.on("GET /order", R"({"echo": "cookieval-77 acc-5150-tok"})");
  const GateRan ran = gate.run(server.url(), "", {"-v"});
  EXPECT_EQ(ran.exit_code, 1) << ran.err;
  for (const std::string secret :
       {"hunter2", "gate-secret", "cookieval", "acc-5150", "literal-tok"}) {
    EXPECT_EQ(ran.out.find(secret), std::string::npos) << ran.out;
    EXPECT_EQ(ran.json.find(secret), std::string::npos) << secret;
  }
  EXPECT_NE(ran.out.find(R"('{"user":"bob","password":"'"$PASSWORD"'"}')"), std::string::npos);
  EXPECT_NE(ran.out.find(R"(gate='"$MYSEC")"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find(R"(sid='"$c")"), std::string::npos) << ran.out;
  const GateRan planned = gate.run(server.url(), "", {"--dry-run"});
  EXPECT_EQ(planned.out.find("literal-tok"), std::string::npos) << planned.out;
}

TEST(MaskingByName, TheLineOfAMistakeShowsNoValueOfADeclaredSecret) {
  GateRun wrong("secrets: [KEY]\nchecks:\n  - {get: /, headers: {X: hunter2hunter}, expekt: 1}\n");
  wrong.environment = {{"KEY", "hunter2hunter"}};
  const GateRan ran = wrong.run("http://127.0.0.1:9");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(ran.err.find("hunter2"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find(" |   - {get: /, headers: {X: ***KEY***}, expekt: 1}"), std::string::npos)
      << ran.err;
}

// Answers by failing in a way that quotes what it was given.
class BrokenProbe : public probe::Probe {
 public:
  Exchange perform(const HttpRequest& request, std::stop_token) override {
    std::string told = "no room for " + request.url;
    for (const Header& header : request.headers) {
      told += ' ' + header.name + ": " + header.value;
    }
    throw std::runtime_error(told);
  }
};

TEST(MaskingOfCrashes, ADefectOfTheProgramTellsNoSecretEither) {
  const GateRun gate(
      "secrets: [TOKEN]\n"
      "targets: {candidate: {url: 'http://127.0.0.1:9', auth: {basic: {user: gate, password: "
      "'${TOKEN}'}}}}\n"
      "checks: [{name: a, get: '/x', query: {t: '${TOKEN}'}}, {name: b, get: /, headers: {X: "
      "'${TOKEN|sha256}'}}]\n");
  LoadOptions load_options;
  load_options.paths = {gate.suite()};
  load_options.environment = {{"TOKEN", kToken}};
  SourceFiles files;
  tree::Problems problems;
  const auto loaded = load(load_options, files, problems);
  ASSERT_TRUE(loaded) << problems.to_text(files);
  const exec::RunOptions options;
  auto prepared = exec::prepare(*loaded, options);
  ASSERT_TRUE(prepared) << prepared.error().message;
  exec::Control control;
  const exec::Finished finished = exec::execute(
      *loaded, *prepared, options, nullptr, false, [] { return std::make_unique<BrokenProbe>(); },
      Instant(), control);
  EXPECT_EQ(finished.report.verdict.exit_code, 3);
  for (const reporters::Format& format : reporters::formats()) {
    const std::string text = format.render(finished.report, {});
    // The one holds numbers only, the other what lies in a repository.
    if (format.name != "openmetrics" && format.name != "gitlab") {
      EXPECT_NE(text.find("no room for"), std::string::npos) << format.name;
    }
    EXPECT_EQ(leaks(text, kToken), Lines()) << format.name << text;
    EXPECT_EQ(text.find(kToken.substr(0, 8)), std::string::npos) << format.name;
  }
}

}  // namespace
}  // namespace switchgate::testing
