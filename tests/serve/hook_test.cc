// Bodies and queries, and what they ask about.

#include "runner/serve/hook.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace switchgate::serve {
namespace {

std::string told(const Result<Key>& key) {
  return key ? key->name + '|' + key->space + '|' + key->revision
             : "refused: " + key.error().message;
}

struct Case {
  std::string body;
  std::string expected;  // the key, or the beginning of the refusal
};

std::string whole(const std::string& members) {
  return R"({"name":"podinfo","namespace":"test","phase":"Progressing")" + members + '}';
}

TEST(FlaggerHook, SaysWhichRevisionItIsAbout) {
  const std::string no_revision = "refused: expected a revision, found none";
  const std::vector<Case> cases = {
      {whole(R"(,"checksum":"85d557f47b")"), "podinfo|test|85d557f47b"},
      {whole(R"(,"metadata":{"revision":"1.4.2"})"), "podinfo|test|1.4.2"},
      {whole(R"(,"metadata":{"revision":"sha256:0a+b_c-d@e"})"), "podinfo|test|sha256:0a+b_c-d@e"},
      // What Flagger computes changes with every release; what a person wrote may be old.
      {whole(R"(,"checksum":"85d5","metadata":{"revision":"1.4.2"})"), "podinfo|test|85d5"},
      {whole(R"(,"checksum":"","metadata":{"revision":"1.4.2"})"), "podinfo|test|1.4.2"},
      {whole(R"(,"checksum":null,"metadata":{"revision":"1"},"more":[1])"), "podinfo|test|1"},
      {whole(""), no_revision},
      {whole(R"(,"metadata":null)"), no_revision},
      {whole(R"(,"metadata":{})"), no_revision},
      {whole(R"(,"metadata":{"revision":""})"), no_revision},
  };
  for (const Case& row : cases) {
    EXPECT_TRUE(told(read_flagger_hook(row.body)).starts_with(row.expected))
        << row.body << "\n"
        << told(read_flagger_hook(row.body));
  }
}

TEST(FlaggerHook, RefusesWhatItCannotReadInOneWay) {
  const std::string deep = std::string(9, '[') + std::string(9, ']');
  const std::vector<Case> cases = {
      {"", "refused: expected a JSON object, at most 8 levels"},
      {"{", "refused: expected a JSON object, at most 8 levels"},
      {whole(",\"metadata\":" + deep), "refused: expected a JSON object, at most 8 levels"},
      {std::string(60'000, '['), "refused: expected a JSON object, at most 8 levels"},
      {"[]", "refused: expected a JSON object, found array"},
      {R"("podinfo")", "refused: expected a JSON object, found string"},
      {whole(R"(,"checksum":"1","checksum":"2")"), "refused: expected every member once"},
      {whole(R"(,"metadata":{"revision":"1","revision":"2"})"),
       "refused: expected every member once"},
      {whole(R"(,"checksum":7)"), "refused: expected 'checksum' to be a string, found number"},
      {whole(R"(,"metadata":[])"), "refused: expected 'metadata' to be an object, found array"},
      {whole(R"(,"metadata":{"revision":{}})"),
       "refused: expected 'revision' to be a string, found object"},
      {R"({"namespace":"test","checksum":"1"})", "refused: expected 'name' and 'namespace'"},
      {R"({"name":"podinfo","checksum":"1"})", "refused: expected 'name' and 'namespace'"},
  };
  for (const Case& row : cases) {
    EXPECT_TRUE(told(read_flagger_hook(row.body)).starts_with(row.expected))
        << row.body.substr(0, 80) << "\n"
        << told(read_flagger_hook(row.body));
  }
}

TEST(FlaggerHook, TakesNoNameThatCouldBeAPathAnOptionOrALogLine) {
  for (const std::string bad : {"../etc", "a/b", "-rf", "--live", ".", "a b", "a\\nb", "a\\u0000b",
                                "\\u202e", "a\\\"b", "<b>", "${env.X}", "a=b", "a,b", "a%2fb"}) {
    EXPECT_TRUE(told(read_flagger_hook(whole(",\"checksum\":\"" + bad + '"')))
                    .starts_with("refused: expected a revision of letters, digits and"))
        << bad;
    EXPECT_TRUE(
        told(read_flagger_hook("{\"name\":\"" + bad + R"(","namespace":"test","checksum":"1"})"))
            .starts_with("refused: expected a 'name' of"))
        << bad;
    EXPECT_TRUE(
        told(read_flagger_hook(R"({"name":"podinfo","namespace":")" + bad + R"(","checksum":"1"})"))
            .starts_with("refused: expected a 'namespace' of"))
        << bad;
  }
  EXPECT_EQ(told(read_flagger_hook(whole(",\"checksum\":\"" + std::string(128, 'a') + '"'))),
            "podinfo|test|" + std::string(128, 'a'));
  EXPECT_TRUE(told(read_flagger_hook(whole(",\"checksum\":\"" + std::string(129, 'a') + '"')))
                  .starts_with("refused: expected a revision of"));
}

TEST(ArgoQuestion, TakesTheQueryOrTheBody) {
  struct ArgoCase {
    Query query;
    std::string body;
    std::string expected;
  };
  const std::vector<ArgoCase> cases = {
      {{{"revision", "6f4b"}}, "", "||6f4b"},
      {{{"revision", "6f4b"}, {"name", "shop"}, {"namespace", "test"}}, "", "shop|test|6f4b"},
      {{}, R"({"revision":"6f4b","name":"shop"})", "shop||6f4b"},
      {{{"name", "shop"}}, R"({"revision":"6f4b"})", "shop||6f4b"},
      {{}, "", "refused: expected a revision, found none"},
      {{{"revision", ""}}, "", "refused: expected a revision, found none"},
      {{}, "{}", "refused: expected a revision, found none"},
      {{{"revision", "1"}, {"revision", "2"}}, "", "refused: expected 'revision' once"},
      {{{"revision", "1"}}, R"({"revision":"2"})", "refused: expected 'revision' once"},
      {{{"revision", "1"}, {"candidate", "http://evil"}},
       "",
       "refused: expected no parameters but"},
      {{{"revision", "../1"}}, "", "refused: expected a revision of"},
      {{{"revision", "1"}}, "[]", "refused: expected a JSON object, found array"},
  };
  for (const ArgoCase& row : cases) {
    EXPECT_TRUE(told(read_argo_question(row.query, row.body)).starts_with(row.expected))
        << row.body << ' ' << told(read_argo_question(row.query, row.body));
  }
}

}  // namespace
}  // namespace switchgate::serve
