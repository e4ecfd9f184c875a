// What `lint` advises: each piece of advice, where it is not given, and how it is silenced.

#include "runner/suite/advice.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runner/cli/exit_status.h"
#include "runner/cli/lint.h"
#include "runner/suite/load.h"
#include "tests/support/scratch_dir.h"

namespace switchgate {
namespace {

// "3:8 unused-variable" for each warning about the suite.
std::vector<std::string> advised(const std::string& text) {
  const testing::ScratchDir directory;
  LoadOptions options;
  options.paths = {directory.write("suite.yaml", text)};
  options.need_secrets = false;
  SourceFiles files;
  tree::Problems problems;
  const auto loaded = load(options, files, problems);
  EXPECT_TRUE(loaded) << problems.to_text(files);
  if (!loaded) {
    return {};
  }
  advise(loaded->plan, problems);
  std::vector<std::string> out;
  for (const Error& warning : problems.warnings()) {
    const std::size_t open = warning.message.rfind('[');
    out.push_back(std::to_string(warning.pos.line) + ':' + std::to_string(warning.pos.column) +
                  ' ' + warning.message.substr(open + 1, warning.message.size() - open - 2));
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct Case {
  const char* what;
  const char* suite;  // behind "switchgate: 1\n"
  std::vector<std::string> expected;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> rows = {
      {"a variable that nothing uses",
       "vars: {a: 1, b: 2}\nchecks: [{get: '/${b}', expect: {status: 404}}]\n",
       {"2:8 unused-variable"}},
      {"a variable that another uses",
       "vars: {a: 1, b: '${a}'}\nchecks: [{delete: '/${b}'}]\n",
       {}},
      {"a variable in a key, a filter, a capture's expectation",
       "vars: {a: x, b: y}\nchecks: [{get: '/${a|base64}', expect: {json: {'$[\"${b}\"]': 1}}}]\n",
       {}},
      {"a check's own variable",
       "checks: [{name: n, vars: {a: 1}, get: /x, expect: {status: 404}}]\n",
       {"2:27 unused-variable"}},
      {"a secret that nothing uses",
       "secrets: [ONE, TWO]\nchecks: [{post: '/${ONE}'}]\n",
       {"2:16 unused-secret"}},
      {"a secret by its environment", "secrets: [ONE]\nchecks: [{post: '/${env.ONE}'}]\n", {}},
      {"a flow that nothing uses",
       "flows: {a: {steps: [{post: /a}]}, b: {steps: [{post: /b}]}}\n"
       "checks: [{post: /x, uses: b}]\n",
       {"2:9 unused-flow"}},
      {"a flow of the defaults",
       "flows: {a: {steps: [{post: /a}]}}\ndefaults: {uses: [a]}\nchecks: [{post: /x}]\n",
       {}},
      {"a capture that nothing uses",
       "checks: [{name: n, steps: [{post: /a, capture: {a: $.a, b: $.b}}, {put: '/${a}'}]}]\n",
       {"2:57 unused-capture"}},
      {"live that nothing is compared with",
       "targets: {live: {url: 'https://a.example.com'}}\nchecks: [{post: /x}]\n",
       {"2:11 unused-live"}},
      {"live that is compared with",
       "targets: {live: {url: 'https://a.example.com'}}\n"
       "checks: [{get: /x, compare: {shape: true}}]\n",
       {}},
      {"live whose certificate is looked at",
       "targets: {live: {url: 'https://a.example.com'}}\nchecks: [{certificate: live}]\n",
       {}},
      {"a token in a header, a password in a form",
       "targets: {candidate: {auth: {bearer: abc}, headers: {Authorization: 'Basic x', X-A: b}}}\n"
       "checks: [{post: /x, form: {password: hunter2, user: u}}]\n",
       {"2:38 plain-secret", "2:69 plain-secret", "3:38 plain-secret"}},
      {"a token deep in JSON, a password in a proxy's URL",
       "targets: {candidate: {proxy: 'http://me:pw@p.example.com:3128'}}\n"
       "checks: [{post: /x, json: {a: [{api_token: t, n: 1}]}}]\n",
       {"2:30 plain-secret", "3:44 plain-secret"}},
      {"an API key in a header, a session in a cookie, a token under an innocent name",
       "checks: [{post: /x, headers: {X-Api-Key: abc}, cookies: {JSESSIONID: abc},\n"
       "  json: {memo: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl}}]\n",
       {"2:42 plain-secret", "2:70 plain-secret", "3:16 plain-secret"}},
      {"names about secrets, and places in a list",
       "checks: [{post: /x, query: {page_token: abc, max_tokens: 5},\n"
       "  json: {token_type: bearer, nextPageToken: abc, password_policy: strict}}]\n",
       {}},
      {"secrets by name, and what is expected of an answer",
       "secrets: [TOKEN]\ntargets: {candidate: {auth: {bearer: '${TOKEN}'}}}\n"
       "checks: [{get: /x, expect: {json: {$.token: {exists: true}}, headers: {X-Token: abc}}}]\n",
       {}},
      {"checks that any 2xx passes",
       "checks:\n- {name: a, get: /a}\n- {name: b, get: /b, expect: {status: 200}}\n"
       "- {name: c, get: /c, expect: {status: [200, 404]}}\n- {name: d, head: /d}\n"
       "- {name: e, get: /e, warn: {size: {at_most: 5}}}\n",
       {"3:3 only-success", "4:3 only-success"}},
      {"nobody verified",
       "targets: {candidate: {tls: {verify: false}}}\nchecks: [{post: /x}]\n",
       {"2:29 unverified-tls"}},
      {"nothing compared",
       "checks: [{get: /x, compare: {shape: false, latency: false}}]\n",
       {"2:20 compares-nothing"}},
      {"silenced on the line, and above it",
       "vars:\n  a: 1  # lint: allow unused-variable\n  # lint: allow unused-variable, x\n  b: 2\n"
       "  c: 3  # lint: allow unused-flow\nchecks: [{post: /x}]\n",
       {"6:3 unused-variable"}},
  };
  return rows;
}

TEST(Advice, IsGivenWhereItHelpsAndNowhereElse) {
  for (const Case& row : cases()) {
    EXPECT_EQ(advised(std::string("switchgate: 1\n") + row.suite), row.expected) << row.what;
  }
}

TEST(Advice, EachRowOfTheTableIsGivenByACase) {
  std::set<std::string> given;
  for (const Case& row : cases()) {
    for (const std::string& one : row.expected) {
      given.insert(one.substr(one.find(' ') + 1));
    }
  }
  for (const AdviceRow& row : advice()) {
    EXPECT_TRUE(given.contains(std::string(row.name))) << row.name;
  }
}

TEST(Advice, IsShownWithItsPlaceAndFailsALintOnlyWhenAsked) {
  const testing::ScratchDir directory;
  LoadOptions options;
  options.paths = {
      directory.write("s.yaml", "switchgate: 1\nvars: {a: 1}\nchecks: [{post: /x}]\n")};
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(cli::lint(options, out, err), cli::kOpen);
  EXPECT_EQ(out.str(), "1 file, 1 check: no mistakes, 1 warning\n");
  EXPECT_EQ(err.str(), options.paths[0] +
                           ":2:8: warning: nothing uses the variable 'a': remove it, or write "
                           "${a} where it is meant [unused-variable]\n"
                           "  2 | vars: {a: 1}\n"
                           "    |        ^\n");
  EXPECT_EQ(cli::lint(options, out, err, "warning"), cli::kClosed);
}

}  // namespace
}  // namespace switchgate
