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
