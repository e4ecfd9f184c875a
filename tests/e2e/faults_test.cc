// The whole program against every fault: its verdict, its words, its time and
// its memory. The cases are tests/cases/faults/faults.yaml; runner/probe/FAULTS.md
// is that table for people.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checks/base/calendar.h"
#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/json/path.h"
#include "checks/json/reader.h"
#include "tests/support/expect_testing.h"
#include "tests/support/fault_behaviours.h"
#include "tests/support/fault_http2.h"
#include "tests/support/fault_server.h"
#include "tests/support/golden.h"
#include "tests/support/program.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/stalled_resolver.h"

namespace switchgate::testing {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

constexpr int kNotPermitted = 77;
constexpr std::string_view kHttp2 = "http2-";  // and a name of fault_http2.h
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr long kMostKilobytes = 2'000'000;  // mostly the sanitizer's own
#else
constexpr long kMostKilobytes = 200'000;
#endif
// Connections are tried thrice, with pauses that sum up to less than this.
constexpr milliseconds kPauses(1'500);

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct Fault {
  std::string path;
  std::string from = "plain";
  std::string is;
  json::Object check;
  std::string rule;
  std::string says;
  int tries = 1;
  bool again = false;
  milliseconds timeout{5'000};

  bool waits() const { return check.find("timeout") != nullptr; }
};

std::ostream& operator<<(std::ostream& out, const Fault& fault) {
  return out << fault.path << " from " << fault.from;
}

void set(Fault& fault, const tree::Entry& entry) {
  const std::string& text = entry.value.text;
  if (entry.key == "fault") {
    fault.path = text;
  } else if (entry.key == "from") {
    fault.from = text;
  } else if (entry.key == "is") {
    fault.is = text;
  } else if (entry.key == "rule") {
    fault.rule = text;
  } else if (entry.key == "says") {
    fault.says = text;
  } else if (entry.key == "tries") {
    fault.tries = std::stoi(text);
  } else if (entry.key == "again") {
    fault.again = text == "true";
  } else if (entry.key == "check") {
    fault.check = *tree::to_json(entry.value).object();
    if (const tree::Node* timeout = entry.value.find("timeout")) {
      fault.timeout = std::chrono::duration_cast<milliseconds>(*parse_duration(timeout->text));
    }
  } else {
    ADD_FAILURE() << "unknown key in a fault: " << entry.key;
  }
}

std::vector<Fault> faults() {
  std::vector<Fault> faults;
  const tree::Node table = expect_testing::parse_yaml(
      read_file(std::string(SWITCHGATE_SOURCE_DIR) + "/tests/cases/faults/faults.yaml"));
  for (const tree::Node& row : table.items) {
    Fault fault;
    for (const tree::Entry& entry : row.entries) {
      set(fault, entry);
    }
    faults.push_back(std::move(fault));
  }
  return faults;
}

// What a fault comes from: a server, and where the suite finds it.
struct Scene {
  std::unique_ptr<FaultServer> server;
  std::string address;
  std::string url;
};

// What the report tells of the one check.
struct Told {
  std::string outcome;
  std::string requests;
  std::vector<std::string> findings;  // "rule: message"
};

std::string text_at(const json::Value& root, std::string_view path) {
  const auto parsed = json::Path::parse(path);
  const auto nodes = parsed->select(root);
  if (!nodes || nodes->size() != 1) {
    return "?";
  }
  const std::string* text = nodes->front().value->string();
  return text == nullptr ? json::to_text(*nodes->front().value) : *text;
}

class Gate : public ::testing::Test {
 protected:
  Identity identity_of(const std::string& from) {
    const CertificateSpec good{"127.0.0.1", {"IP:127.0.0.1"}, -hours(24), hours(24)};
    if (from == "expired") {
      return authority_.issue({"old", {"IP:127.0.0.1"}, -hours(72), -hours(48)});
    }
    if (from == "not-yet-valid") {
      return authority_.issue({"new", {"IP:127.0.0.1"}, hours(48), hours(72)});
    }
    if (from == "foreign") {
      return authority_.issue({"x", {"DNS:other.example.com"}, -hours(1), hours(1)});
    }
    if (from == "self-signed") {
      return make_self_signed(good);
    }
    return from == "unknown-authority" ? TestAuthority("another").issue(good)
                                       : authority_.issue(good);
  }

  Scene scene(const std::string& from) {
    if (from == "stalled-resolver") {
      return {nullptr, "shop.example.com:80", "http://shop.example.com"};
    }
    if (from == "unknown-name") {
      return {nullptr, "shop.invalid:80", "http://shop.invalid"};
    }
    FaultServerOptions options;
    options.redirect_elsewhere = elsewhere_.url("/echo");
    if (from.starts_with(kHttp2)) {
      options.http2 = from.substr(kHttp2.size());
      auto server = std::make_unique<FaultServer>(options);
      const std::string address = server->address();
      return {std::move(server), address, "http://" + address};
    }
    if (from == "plain" || from == "nobody") {
      auto server = std::make_unique<FaultServer>(options);
      const std::string address = server->address();
      if (from == "nobody") {
        server.reset();
      }
      return {std::move(server), address, "http://" + address};
    }
    options.identity = identity_of(from);
    options.stall_handshake = from == "stalled-handshake";
    options.handshake = from.starts_with("handshake-") ? from.substr(10) : "";
    options.highest_tls = from == "tls-1.1" ? TLS1_1_VERSION : 0;
    auto server = std::make_unique<FaultServer>(options);
    const std::string address = server->address();
    return {std::move(server), address, "https://" + address};
  }

  // A suite of one check; JSON is YAML too.
  std::vector<std::string> arguments_for(const Fault& fault, const std::string& url) {
    json::Object check;
    check.set("get", fault.path);
    for (const auto& [key, value] : fault.check) {
      check.set(key, value);
    }
    json::Object auth;
    auth.set("bearer", "correct-horse-battery");
    json::Object tls;
    tls.set("ca", files_.write("ca.pem", authority_.certificate()));
    json::Object target;
    target.set("url", url);
    target.set("auth", auth);
    if (url.starts_with("https:")) {
      target.set("tls", tls);
    }
    if (fault.from.starts_with(kHttp2)) {
      target.set("http", 2);
    }
    json::Object targets;
    targets.set("candidate", target);
    json::Object suite;
    suite.set("switchgate", 1);
    suite.set("targets", targets);
    suite.set("checks", json::Array{check});
    return {"run", files_.write("suite.yaml", json::to_text(suite, 2)), "--report",
            "json=" + report_path()};
  }

  std::string report_path() const { return files_.path() + "/report.json"; }

  // With what differs from run to run made the same.
  Told told(const Scene& scene) const {
    const std::string text = read_file(report_path());
    const auto report = json::read(text);
    EXPECT_TRUE(report.ok()) << text;
    Told told;
    if (!report) {
      return told;
    }
    told.outcome = text_at(report->root, "$.checks[0].outcome");
    told.requests = text_at(report->root, "$.checks[0].requests");
    // The day before yesterday, when a certificate expired, and the day after tomorrow, when
    // one begins; and OpenSSL's version.
    const auto now = std::chrono::floor<Micros>(std::chrono::system_clock::now());
    const std::string expired = format_date(now - hours(48));
    const std::string not_yet = format_date(now + hours(48));
    static const std::regex version("OpenSSL/[0-9.a-z]+");
    const auto path = json::Path::parse("$..findings[*]");
    const auto findings = path->select(report->root);
    for (const json::Node& node : *findings) {
      std::string line = text_at(*node.value, "$.rule") + ": " + text_at(*node.value, "$.message");
      line = replace_all(line, scene.address, "ADDRESS");
      line = replace_all(line, elsewhere_.address(), "ELSEWHERE");
      line = replace_all(replace_all(line, expired, "DATE"), not_yet, "DATE");
      told.findings.push_back(std::regex_replace(line, version, "OpenSSL"));
    }
    return told;
  }

  const ScratchDir files_;
  const TestAuthority authority_;
  const FaultServer elsewhere_;
};

// How long a whole run may take: what waits does so to its timeout, all else is told
// at once. Connections are tried thrice, with pauses.
milliseconds most(const Fault& fault) {
  constexpr milliseconds kAtOnce(2'000);
  return (fault.waits() ? fault.timeout * (fault.again ? 3 : 1) : milliseconds(0)) + kAtOnce +
         (fault.again ? kPauses : milliseconds(0));
}

class Faults : public Gate, public ::testing::WithParamInterface<Fault> {};

// In a process of its own, whose resolver stalls for the program too.
ProgramRun run_without_a_resolver(const std::vector<std::string>& arguments,
                                  const ScratchDir& files) {
  const auto before = std::chrono::steady_clock::now();
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    _exit(stall_the_resolver(files) ? run_switchgate(arguments).exit_code : kNotPermitted);
  }
  ProgramRun run;
  int status = 0;
  if (waitpid(child, &status, 0) == child && WIFEXITED(status)) {
    run.exit_code = WEXITSTATUS(status);
  }
  run.took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - before);
  return run;
}

TEST_P(Faults, AreToldInTimeInLittleMemoryAndInWordsThatHelp) {
  const Fault& fault = GetParam();
  const Scene at = scene(fault.from);
  const std::vector<std::string> arguments = arguments_for(fault, at.url);
  const ProgramRun run = fault.from == "stalled-resolver"
                             ? run_without_a_resolver(arguments, files_)
                             : run_switchgate(arguments);
  if (run.exit_code == kNotPermitted) {
    GTEST_SKIP() << "needs the right to make namespaces (root)";
  }
  SCOPED_TRACE(run.output);
  EXPECT_EQ(run.exit_code, fault.rule.empty() ? 0 : 1);
  EXPECT_LT(run.took, most(fault));
  EXPECT_LT(run.peak_kilobytes, kMostKilobytes);
  EXPECT_EQ(run.output.find("correct-horse"), std::string::npos);

  const Told found = told(at);
  EXPECT_EQ(found.outcome, fault.rule.empty() ? "passed" : "failed");
  if (fault.again) {  // a second and, when there is time, a third time
    EXPECT_TRUE(found.requests == "2" || found.requests == "3") << found.requests;
  } else {
    EXPECT_EQ(found.requests, std::to_string(fault.tries));
  }
  const std::vector<std::string> expected =
      fault.rule.empty() ? std::vector<std::string>() : std::vector{fault.rule + ": " + fault.says};
  EXPECT_EQ(found.findings, expected);
  EXPECT_TRUE(elsewhere_.requests().empty());
}

std::string test_name(const ::testing::TestParamInfo<Fault>& info) {
  std::string name = info.param.from == "plain" ? info.param.path.substr(1) : info.param.from;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Every, Faults, ::testing::ValuesIn(faults()), test_name);

TEST_F(Gate, TakesNoCredentialsToAnotherOrigin) {
  const Scene at = scene("plain");
  Fault fault;
  fault.path = "/redirect-elsewhere";
  json::Object follow;
  follow.set("max", 5);
  follow.set("origins", json::Array{"http://" + elsewhere_.address()});
  fault.check.set("follow", follow);
  const ProgramRun run = run_switchgate(arguments_for(fault, at.url));
  EXPECT_EQ(run.exit_code, 0) << run.output;
  ASSERT_EQ(at.server->requests().size(), 1U);
  EXPECT_NE(at.server->requests()[0].find("correct-horse"), std::string::npos);
  ASSERT_EQ(elsewhere_.requests().size(), 1U);
  EXPECT_EQ(elsewhere_.requests()[0].find("correct-horse"), std::string::npos);
  EXPECT_EQ(elsewhere_.requests()[0].find("Authorization"), std::string::npos);
}

TEST(TableOfFaults, HoldsEveryBehaviourOfTheServer) {
  const std::vector<Fault> table = faults();
  for (const std::string_view name : http2_faults()) {
    EXPECT_TRUE(std::any_of(table.begin(), table.end(), [&](const Fault& fault) {
      return fault.from == std::string(kHttp2) + std::string(name);
    })) << name;
  }
  for (const std::string_view path : fault_paths()) {
    EXPECT_TRUE(std::any_of(table.begin(), table.end(), [&](const Fault& fault) {
      return fault.path == path;
    })) << path;
  }
}

// The page is this table, so that it never says what the program does not.
TEST(TableOfFaults, IsThePageForPeople) {
  std::string page =
      "# What the gate says to broken answers\n\n"
      "Each row is tried by `tests/e2e/faults_test.cc` against a server that misbehaves so.\n"
      "ADDRESS is where the candidate was dialled; the whole run, start of the program and\n"
      "reports included, ends within the time given and within 200 MB. Written by that test:\n"
      "change `tests/cases/faults/faults.yaml`, then run it with `SWITCHGATE_UPDATE_GOLDEN=1`.\n\n"
      "| the candidate | the gate | within | rule | message |\n|---|---|---|---|---|\n";
  for (const Fault& fault : faults()) {
    const std::string within = format_duration(most(fault));
    page += "| " + fault.is + " | " +
            (fault.rule.empty() ? "opens | " + within + " | | |\n"
                                : "closes | " + within + " | `" + fault.rule + "` | " +
                                      replace_all(fault.says, "|", "\\|") + " |\n");
  }
  EXPECT_TRUE(support::matches_golden("../../runner/probe/FAULTS.md", page));
}

}  // namespace
}  // namespace switchgate::testing
