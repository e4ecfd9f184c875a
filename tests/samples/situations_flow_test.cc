// Situations with state: logins, orders, jobs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/samples/situation_run.h"

namespace situations_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct Case {
  std::string release;
  int exit_code;
  Lines findings;
};

// Runs the suite on each release and compares all that it finds.
void expect_cases(const Situation& situation, const std::string& service,
                  const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    const Deployed candidate(service, one.release);
    const GateRan ran = situation.run_on(candidate);
    EXPECT_EQ(ran.exit_code, one.exit_code) << one.release << '\n' << ran.out << ran.err;
    EXPECT_EQ(ran.findings(), one.findings) << one.release;
  }
}

GateRan run_oauth_shop(const std::string& release, const std::string& secret) {
  const Deployed candidate("oauth-shop", release);
  Situation situation("oauth-shop");
  situation.set("SHOP_URL", candidate.url());
  situation.set("TOKEN_URL", candidate.url() + "/oauth/token");
  situation.set("OAUTH_CLIENT_SECRET", secret);
  return situation.run({});
}

TEST(OAuthShop, OpensForAShopThatKeepsItsWord) {
  const std::vector<Case> cases = {
      {"good", 0, {}},
      {"scope-lost",
       1,
       {"[http/status] expected status 201, found 403 Forbidden",
        "[json/missing] expected $.items to equal [], found nothing",
        "note [cleanup/skipped] `delete /carts/${cart}` was not needed: the variable 'cart' is not "
        "defined"}},
      {"page-repeats",
       1,
       {"[json/value] expected $.items[*].id to have no element twice, found 10 at $.items[9].id "
        "and at $.items[10].id"}},
      {"cart-stays",
       0,
       {"warning [cleanup/failed] `delete /carts/${cart}` failed, so this check may have left "
        "something behind: expected status 2xx, found 500 Internal Server Error"}}};
  for (const Case& one : cases) {
    const GateRan ran = run_oauth_shop(one.release, "client-secret-of-the-sample");
    EXPECT_EQ(ran.exit_code, one.exit_code) << one.release << '\n' << ran.out << ran.err;
    EXPECT_EQ(ran.findings(), one.findings) << one.release;
  }
}

TEST(OAuthShop, AWrongSecretClosesAndIsNeverShown) {
  const GateRan ran = run_oauth_shop("good", "not-the-secret-of-the-sample");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.rules(), (Lines{"[target/token]", "[target/token]", "note [cleanup/skipped]"}));
  EXPECT_EQ(ran.findings()[0],
            "[target/token] expected a token for candidate: the token endpoint answered 401 "
            "`invalid_client`. Without one nothing can be asked; check `auth.oauth2`.");
  EXPECT_THAT(ran.json + ran.out, Not(HasSubstr("not-the-secret")));
}

TEST(Soap, FindsAFaultBehindAnyStatusAndTakesAnyPrefix) {
  expect_cases(Situation("soap"), "soap",
               {{"good", 0, {}},
                {"other-prefixes", 0, {}},
                {"lines-lost",
                 1,
                 {"[xml/value] expected the count of //o:line/@sku to be at least 1, found 0",
                  "[xml/value] expected sum(//o:line/o:quantity) to be at least 1, found 0"}}});
}

TEST(Soap, TellsTheFaultsOwnWords) {
  const Deployed candidate("soap", "fault-in-200");
  const GateRan ran = Situation("soap").run({"--candidate", candidate.url(), "--only", "order"});
  EXPECT_EQ(ran.exit_code, 1);
  ASSERT_FALSE(ran.findings().empty());
  EXPECT_EQ(ran.findings()[0],
            "[xml/value] expected string(//s:Fault/faultstring) to equal \"\", found \"connection "
            "pool exhausted\"");
}

TEST(GraphQl, FindsErrorsBehindStatus200) {
  const Situation situation("graphql");
  const Deployed live("graphql");
  const std::vector<Case> cases = {
      {"good", 0, {}},
      {"price-removed",
       1,
       {"[json/missing] expected each element of $.data.products[*].price to be a number and to be "
        "greater than 0, found 0 elements checked. Write 'allow_empty: true' beside it if there "
        "may "
        "be none.",
        "[graphql/errors] expected $.errors to be absent, found 3 errors, the first \"Cannot query "
        "field \\\"price\\\" of \\\"products\\\"\". A GraphQL answer is a failure when it holds "
        "errors, whatever its status."}},
      {"stock-fails",
       1,
       {"[graphql/errors] expected $.errors to be absent, found 3 errors, the first \"The stock "
        "cannot be told\". A GraphQL answer is a failure when it holds errors, whatever its "
        "status."}},
      {"basket-forgets",
       1,
       {"[json/value] expected $.data.basket.items to equal [{\"product\":2}], found []"}}};
  for (const Case& one : cases) {
    const Deployed candidate("graphql", one.release);
    const GateRan ran = situation.compare(candidate, live);
    EXPECT_EQ(ran.exit_code, one.exit_code) << one.release << '\n' << ran.out << ran.err;
    EXPECT_EQ(ran.findings(), one.findings) << one.release;
  }
}

TEST(HtmlLogin, ActsAsABrowserWould) {
  Situation situation("html-login-csrf");
  situation.set("SHOP_PASSWORD", "correct horse");
  expect_cases(
      situation, "html-login-csrf",
      {{"good", 0, {}},
       {"csrf-unchecked", 1, {"[http/status] expected status 403, found 303 See Other"}},
       {"session-kept", 1, {"[cookie/missing] expected cookie sid to be set, found nothing"}},
       {"logout-forgets",
        1,
        {"[http/status] expected status 303, found 200 OK",
         "[http/header] expected header Location to end with \"/login\", found nothing"}},
       {"script-readable",
        1,
        {"[cookie/value] expected http_only of cookie sid to equal true, found false"}}});
}

TEST(HtmlLogin, ShowsNoPasswordTokenOrSession) {
  Situation situation("html-login-csrf");
  situation.set("SHOP_PASSWORD", "wrong horse");
  const Deployed candidate("html-login-csrf");
  const GateRan ran = situation.run_on(candidate);
  EXPECT_EQ(ran.exit_code, 1);
  ASSERT_FALSE(ran.findings().empty());
  EXPECT_EQ(ran.findings()[0], "[http/status] expected status 303, found 401 Unauthorized");
  EXPECT_THAT(ran.json + ran.out, Not(HasSubstr("wrong horse")));
  EXPECT_THAT(ran.json, Not(testing::ContainsRegex("sid=[0-9a-f]{32}")));
}

class PollUntilDone : public ::testing::Test {
 protected:
  PollUntilDone() { situation.change("within: 5s", "within: 1s"); }
  GateRan run(const std::string& release) const {
    const Deployed candidate("poll-until-done", release);
    return situation.run_on(candidate);
  }

  Situation situation{"poll-until-done"};
};

TEST_F(PollUntilDone, OpensOnceTheJobIsDone) {
  const GateRan ran = run("good");
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.findings(), ElementsAre(StartsWith("note [retry/flaky] ")));
}

TEST_F(PollUntilDone, EndsAtOnceWhenTheJobHasFailed) {
  const GateRan ran = run("fails");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(
      ran.findings(),
      ElementsAre("[json/value] expected $.state to equal \"done\", found \"failed\"",
                  StartsWith("[retry/known-bad] expected to become as asked, found the state that "
                             "`fail_if` names after 4 attempts")));
}

TEST_F(PollUntilDone, GivesUpOnAJobThatNeverEnds) {
  const GateRan ran = run("stuck");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.findings(),
            Lines{"[json/value] expected $.state to equal \"done\", found \"running\""});
}

TEST_F(PollUntilDone, LooksAtTheResult) {
  const GateRan ran = run("empty");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.findings(), ElementsAre(StartsWith("note [retry/flaky] "),
                                          StartsWith("[text/value] expected text to match ")));
}

}  // namespace
}  // namespace situations_test
