// `switchgate init`: suites drafted from what a team has already.

#include "runner/cli/init.h"

#include <fstream>
#include <sstream>

#include "checks/base/text.h"
#include "gtest/gtest.h"
#include "runner/cli/lint.h"
#include "runner/init/draft.h"
#include "runner/init/shell_words.h"
#include "tests/support/golden.h"
#include "tests/support/scratch_dir.h"

namespace switchgate {
namespace {

std::string corpus(const std::string& name) {
  std::ifstream in(std::string(SWITCHGATE_SOURCE_DIR) + "/tests/corpus/init/" + name,
                   std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  return text.empty() ? text : text.substr(1);  // the first byte names the kind
}

class Init : public ::testing::Test {
 protected:
  int init(cli::InitOptions options) {
    out.str("");
    err.str("");
    return cli::init(options, out, err);
  }
  // The draft of `text`, after a lint has found no mistake in it.
  std::string drafted(std::string cli::InitOptions::*from, const std::string& text) {
    cli::InitOptions options;
    options.*from = directory.write("source", text);
    options.output = directory.path() + "/suite.yaml";
    options.force = true;
    EXPECT_EQ(init(options), 0) << err.str();
    LoadOptions load;
    load.paths = {options.output};
    std::ostringstream told;
    EXPECT_EQ(cli::lint(load, told, told), 0) << told.str();
    std::ifstream in(options.output);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  testing::ScratchDir directory;
  std::ostringstream out;
  std::ostringstream err;
};

TEST_F(Init, DraftsFromCurlCommands) {
  directory.write("body.bin", "x");
  EXPECT_TRUE(support::matches_golden("init/curl.yaml",
                                      drafted(&cli::InitOptions::curl, corpus("commands"))));
}

TEST_F(Init, DraftsFromARecording) {
  EXPECT_TRUE(support::matches_golden("init/har.yaml",
                                      drafted(&cli::InitOptions::har, corpus("recording"))));
}

TEST_F(Init, DraftsFromAnOpenApiDocument) {
  EXPECT_TRUE(support::matches_golden("init/openapi.yaml",
                                      drafted(&cli::InitOptions::openapi, corpus("api"))));
}

TEST_F(Init, StartsWithASuiteWithoutMistakes) {
  cli::InitOptions options;
  options.output = directory.path() + "/first.yaml";
  EXPECT_EQ(init(options), 0);
  LoadOptions load;
  load.paths = {options.output};
  EXPECT_EQ(cli::lint(load, out, err), 0) << err.str();
}

TEST_F(Init, ReplacesNothingUnlessItIsTold) {
  cli::InitOptions options;
  options.output = directory.write("suite.yaml", "mine");
  EXPECT_EQ(init(options), 2);
  EXPECT_NE(err.str().find("is there already: --force replaces it"), std::string::npos);
  options.force = true;
  EXPECT_EQ(init(options), 0);
}

TEST_F(Init, NeverKeepsACredential) {
  const std::string all = drafted(&cli::InitOptions::curl, R"(
curl https://a.example/x -H 'Authorization: Bearer hunter22' -H 'X-Api-Key-Token: hunter22' -b 'sid=hunter22' -d 'password=hunter22&u=1'
curl https://a.example/y?access_token=hunter22 -u me:hunter22 --json '{"deep": [{"client_secret": "hunter22"}]}')");
  EXPECT_EQ(all.find("hunter22"), std::string::npos) << all;
}

const char* const kJwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyMiJ9.hunter22hunter22";

// Each with "hunter22" (or a token that holds it) where a secret stands.
TEST_F(Init, NeverKeepsASecretWhereverItStandsInACommand) {
  const std::string jwt = kJwt;
  const std::vector<std::string> arguments = {
      "-H 'X-Api-Key: hunter22'",
      "-H 'apikey: hunter22'",
      "-H 'X-Auth-Token: hunter22'",
      "-H 'authorization: hunter22'",
      "-H 'X-Authorization: Bearer hunter22'",
      "-H 'X-Forwarded-User: Bearer hunter22'",
      "-H 'Authorization: Basic aHVudGVyMjI6'",  // a key as the user, without a password
      "-u hunter22:",
      "-u hunter22",
      "-b 'JSESSIONID=hunter22; theme=dark'",
      "-H 'X-Trace: " + jwt + "'",
      "-d 'passwd=hunter22&pwd=hunter22&secret=hunter22&session=hunter22&pass=hunter22'",
      "-d 'user%5Bpassword%5D=hunter22&flag'",
      "-d 'callback=https://me:hunter22@b.example/x'",
      R"(--json '{"db": {"url": "postgres://me:hunter22@db/x"}, "list": [{"apiKey": "hunter22"}]}')",
      R"(--json '{"secret": {"value": "hunter22", "more": ["hunter22"]}, "memo": ")" + jwt + "\"}'",
      R"(-H 'Content-Type: text/plain' -d '{"password": "hunter22", broken')",
      R"(-H 'Content-Type: text/plain' -d 'Authorization: Bearer hunter22')",
      R"(-H 'Content-Type: text/plain' -d '{\"client_secret\": \"hunter22\"}')",
      "-H 'Content-Type: application/xml' -d '<a><wsse:Password "
      "Type=\"t\">hunter22</wsse:Password></a>'",
      "-H 'Content-Type: text/plain' -d 'see " + jwt + ".'",
      "-H 'Content-Type: multipart/form-data; boundary=b' --data-binary $'--b\\r\\nContent-"
      "Disposition: form-data; name=\"pwd\"\\r\\n\\r\\nhunter22\\r\\n--b--'",
      "-G -d 'access_token=hunter22&flag'",
  };
  for (const std::string& argument : arguments) {
    const std::string all =
        drafted(&cli::InitOptions::curl, "curl https://a.example/x " + argument);
    EXPECT_EQ(all.find("hunter22"), std::string::npos) << argument << '\n' << all;
    EXPECT_EQ(all.find("aHVudGVy"), std::string::npos) << argument << '\n' << all;
    EXPECT_EQ(all.find("eyJ"), std::string::npos) << argument << '\n' << all;
    EXPECT_NE(all.find("\nsecrets: ["), std::string::npos) << argument << '\n' << all;
  }
  const std::vector<std::string> urls = {
      "https://me:hunter22@a.example/x",     "https://hunter22@a.example/x",
      "https://a.example/x?apikey=hunter22", "https://a.example/x?api_key=hunter22&flag",
      "https://a.example/reset/" + jwt,      "https://a.example/x;jsessionid=hunter22?a=1",
      "https://a.example/x?memo=" + jwt};
  for (const std::string& url : urls) {
    const std::string all = drafted(&cli::InitOptions::curl, "curl '" + url + "'");
    EXPECT_EQ(all.find("hunter22"), std::string::npos) << url << '\n' << all;
    EXPECT_EQ(all.find("eyJ"), std::string::npos) << url << '\n' << all;
    EXPECT_NE(all.find("\nsecrets: ["), std::string::npos) << url << '\n' << all;
  }
}

TEST_F(Init, NeverKeepsASecretOfARecordingOrADocument) {
  const std::string har = R"({"log":{"entries":[{"request":{"method":"POST",
    "url":"https://me:hunter22@a.example/x?token=hunter22","headers":[
    {"name":"X-API-KEY","value":"hunter22"},{"name":"cookie","value":"connect.sid=hunter22"}],
    "postData":{"mimeType":"text/plain","text":"api_key: hunter22"}},"response":{"status":200}}]}})";
  const std::string api = R"(openapi: 3.0.0
servers: [{url: 'https://me:hunter22@api.example.com/'}]
paths:
  /a/{api_key}:
    get:
      parameters:
      - {name: api_key, in: path, required: true, example: hunter22}
      - {name: session, in: query, required: true, example: hunter22}
      - {name: X-Trace, in: header, required: true, example: Bearer hunter22}
      - {name: sid, in: cookie, required: true, example: hunter22}
)";
  const std::string recording = drafted(&cli::InitOptions::har, har);
  const std::string document = drafted(&cli::InitOptions::openapi, api);
  EXPECT_EQ(recording.find("hunter22"), std::string::npos) << recording;
  EXPECT_EQ(document.find("hunter22"), std::string::npos) << document;
  EXPECT_NE(document.find("get: '/a/${API_KEY}'"), std::string::npos) << document;
}

TEST_F(Init, TakesTheFirstOfSeveralCredentials) {
  const std::string all =
      drafted(&cli::InitOptions::curl,
              "curl https://me:pw@a.example/ -u key: -u key: -H 'Authorization: x'");
  EXPECT_NE(all.find("headers: {Authorization: '${AUTHORIZATION}'}"), std::string::npos) << all;
  EXPECT_EQ(all.find("basic:"), std::string::npos) << all;
}

TEST_F(Init, TakesTheFirstOfWhatASuiteCanSayOnce) {
  const std::string all = drafted(
      &cli::InitOptions::curl, "curl http://a/ -b 'sid=1; sid=2' --json 1 --json 2 -H 'accept: x'");
  EXPECT_NE(all.find("headers: {Accept: application/json}"), std::string::npos) << all;
  EXPECT_NE(all.find("cookies: {sid: '${SID}'}"), std::string::npos) << all;
}

TEST_F(Init, WritesADeleteCharacterAsYamlTakesIt) {
  const std::string all = drafted(&cli::InitOptions::curl,
                                  "curl http://a/ -H 'Content-Type: text/plain' -d $'a\\177b'");
  EXPECT_NE(all.find(R"(text: "a\u007fb")"), std::string::npos) << all;
}

TEST_F(Init, NamesNoSecretAsAVariableThatEveryShellSets) {
  const std::string all =
      drafted(&cli::InitOptions::curl, "curl https://a.example/x -d 'pwd=hunter22' -b 'user=me'");
  EXPECT_NE(all.find("secrets: [SECRET_USER, SECRET_PWD]"), std::string::npos) << all;
}

TEST_F(Init, TakesNoPlaceInAListForASecret) {
  const std::string all = drafted(
      &cli::InitOptions::curl,
      R"(curl https://a.example/x -d )"
      R"('{"token_type": "bearer", "max_tokens": 5, "csrf": "", "remember_token": "false"}' )"
      R"(-H 'Content-Type: application/json' -H 'X-Next-Page-Token: n1')");
  EXPECT_EQ(all.find("secrets:"), std::string::npos) << all;
  EXPECT_NE(all.find("token_type: bearer"), std::string::npos) << all;
}

TEST_F(Init, SaysWhatItCannotRead) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"wget http://x", "expected a curl command, found 'wget'"},
      {"curl http://x | jq .", "line 1: '|' needs a shell"},
      {"curl http://x $(id)", "line 1: '$' needs a shell"},
      {"curl 'http://x", "line 1: a quote ' is not closed"},
      {"curl http://x --heder a",
       "the curl option --heder is not known here; did you mean --header?"},
      {"curl http://x -H", "the curl option -H lacks its value"},
      {"curl http://x http://y", "a curl command needs one URL, found 2"},
      {"curl ftp://x", "ftp"},
      {"curl http://x\ncurl http://y", "the commands ask http://x and http://y"},
      {"# nothing", "there is no curl command"},
  };
  for (const auto& [text, message] : cases) {
    const auto draft = init::from_curl(text);
    ASSERT_FALSE(draft) << text;
    EXPECT_NE(draft.error().message.find(message), std::string::npos) << draft.error().message;
  }
  EXPECT_FALSE(init::from_har("{}"));
  EXPECT_FALSE(init::from_har("{\"log\": {\"entries\": []}}"));
}

TEST(ShellWords, AreTakenApartAsAShellDoes) {
  using Commands = std::vector<std::vector<std::string>>;
  const auto words = init::shell_commands(
      "a 'b c'\\''d' \"e\\\"f $g\" h\\ i \\\n j # k\nl&&m;n $'\\x41\\n\\u00e9'");
  ASSERT_TRUE(words);
  EXPECT_EQ(*words,
            (Commands{{"a", "b c'd", "e\"f $g", "h i", "j"}, {"l"}, {"m"}, {"n", "A\n\xC3\xA9"}}));
}

TEST(ShellWords, TakeEveryEscapeAsBashDoes) {
  const auto words = init::shell_commands(R"(a $'\\ \' \" \? \e\101\0417\x4a\u41\U1F600 \z')");
  ASSERT_TRUE(words);
  EXPECT_EQ(words->front().at(1),
            "\\ ' \" ? \x1b"
            "A!7JA\xF0\x9F\x98\x80 \\z");
}

TEST(ShellWords, TakeBackEveryByteOfAWordThatWasShown) {
  std::string every;
  for (int byte = 1; byte < 256; ++byte) {
    every += static_cast<char>(byte);
  }
  const auto words = init::shell_commands("a " + shell_quote_shown(every + "##[x]" + every));
  ASSERT_TRUE(words);
  EXPECT_EQ(words->front().at(1), every + "##[x]" + every);
}

TEST(InitFromCurl, AHeaderWithoutAValueIsLeftOutAsCurlDoes) {
  const auto draft = init::from_curl("curl http://x -H 'Content-Type:' -H Accept: -d 'a=1'");
  ASSERT_TRUE(draft);
  EXPECT_TRUE(draft->checks.at(0).headers.empty());
  EXPECT_TRUE(std::holds_alternative<init::TextBody>(draft->checks[0].body));
}

}  // namespace
}  // namespace switchgate
