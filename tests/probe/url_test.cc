// URLs: parsing, resolving references, building a request's URL.

#include "runner/probe/url.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace switchgate::probe {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(const Result<Url>& url) {
  return url ? to_string(*url) : "error: " + url.error().message;
}
std::string text_of(const Result<std::string>& url) {
  return url ? *url : "error: " + url.error().message;
}

struct Case {
  std::string_view base;
  std::string_view given;
  std::string_view expected;
};

TEST(Url, IsTakenApart) {
  const Result<Url> url = parse_url("https://Shop.Example.com:8443/a/../b?x=1&y=%20#part");
  ASSERT_TRUE(url);
  EXPECT_EQ(*url, (Url{"https", "shop.example.com", 8443, "/a/../b", "x=1&y=%20", true}));
  EXPECT_EQ(origin(*url), "https://shop.example.com:8443");
  EXPECT_EQ(authority(*url), "shop.example.com:8443");
}

TEST(Url, HasTheDefaultPortAndShowsItNever) {
  for (const std::string_view text : {"http://h", "http://h/", "HTTP://H:80", "http://h:80/"}) {
    const Result<Url> url = parse_url(text);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->port, 80);
    EXPECT_EQ(to_string(*url), "http://h/");
  }
  EXPECT_EQ(origin(*parse_url("https://[::1]:443/")), "https://[::1]");
  EXPECT_EQ(origin(*parse_url("https://h:80/")), "https://h:80");
}

TEST(Url, TextIsTheSameAfterParsing) {
  for (const std::string_view text :
       {"http://h/", "http://h/?", "http://h/?a", "https://h:1/a//b/./..?x=?&y=/",
        "http://[2001:db8::1]:8080/%2f%2F"}) {
    EXPECT_EQ(text_of(parse_url(text)), text);
  }
}

TEST(Url, TakesInternationalHostsInTheFormThatNameServersKnow) {
  const std::string host =
      "B\xC3\xBC"
      "cher.example";
  EXPECT_EQ(text_of(parse_url("http://" + host + ":81/")), "http://xn--bcher-kva.example:81/");
  EXPECT_EQ(text_of(join_target_url("http://" + host, "/\xc3\xa9?x")),
            "http://xn--bcher-kva.example/%C3%A9?x");
  EXPECT_EQ(text_of(join_target_url("http://h", "http://" + host + "/\xc3\xa9")),
            "http://xn--bcher-kva.example/%C3%A9");
  EXPECT_EQ(text_of(resolve(*parse_url("https://h/"), "//" + host + "/a")),
            "https://xn--bcher-kva.example/a");
  EXPECT_EQ(text_of(resolve(*parse_url("https://h/"), "/a//" + host)),
            "https://h/a//B%C3%BC"
            "cher.example");
}

TEST(Url, IsRefusedWithTheReason) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"", "does not begin with http:// or https://"},
      {"shop.example.com", "does not begin with http:// or https://"},
      {"ftp://h/", "does not begin with http:// or https://"},
      {"file:///etc/passwd", "does not begin with http:// or https://"},
      {"http://", "host is missing"},
      {"http:///path", "host is missing"},
      {"http://h:0/", "the port is not a number"},
      {"http://h:70000/", "the port is not a number"},
      {"http://h:x/", "the port is not a number"},
      {"http://a b/", "not a host name"},
      {"http://h/a b", "malformed"},
      {"http://h%87%9e/", "not a host name"},
      {"http://b\xC3(cher.example/", "not a valid international name"},
      {"http://a\xe2\x80\xae.example/", "not a valid international name"},
      {"http://h/\xc3\xa9", "must be percent-encoded"},
      {"http://h/?q=\xff", "must be percent-encoded"},
      {"http://h/\r\nX: y", "malformed"},
      {std::string("http://h/\0", 10), "NUL"},
      {"http://me:hunter2@h/", "use `auth` instead"},
  };
  for (const auto& [text, reason] : table) {
    const Result<Url> url = parse_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_THAT(url.error().message, HasSubstr(reason)) << text;
    EXPECT_THAT(url.error().message, Not(HasSubstr("hunter2")));
  }
}

TEST(Url, ReferencesAreResolvedAsBrowsersDo) {
  constexpr std::string_view kBase = "https://shop.example.com/a/b?x=1";
  const Case table[] = {
      {kBase, "/login", "https://shop.example.com/login"},
      {kBase, "c", "https://shop.example.com/a/c"},
      {kBase, "../c?d", "https://shop.example.com/c?d"},
      {kBase, "?page=2", "https://shop.example.com/a/b?page=2"},
      {kBase, "//cdn.example.com/x", "https://cdn.example.com/x"},
      {kBase, "http://other/", "http://other/"},
      {kBase, "http://u:p@other/a", "http://other/a"},
      {kBase, "/search?q=blue lamp", "https://shop.example.com/search?q=blue%20lamp"},
      {kBase, "/caf\xc3\xa9", "https://shop.example.com/caf%C3%A9"},
      {kBase, "/a#part", "https://shop.example.com/a"},
      {kBase, "  /trimmed ", "https://shop.example.com/trimmed"},
  };
  for (const Case& c : table) {
    EXPECT_EQ(text_of(resolve(*parse_url(c.base), c.given)), c.expected) << c.given;
  }
  for (const std::string_view bad :
       {"javascript:alert(1)", "ftp://h/", "http://", "http://h:99999/"}) {
    EXPECT_FALSE(resolve(*parse_url(kBase), bad)) << bad;
  }
}

TEST(Url, PathsGoBehindTheTargetsBasePath) {
  const Case table[] = {
      {"http://h", "/products", "http://h/products"},
      {"http://h/", "/products", "http://h/products"},
      {"http://h/base", "/products?x=1", "http://h/base/products?x=1"},
      {"http://h/base/", "products", "http://h/base/products"},
      {"http://h/base", "", "http://h/base"},
      {"http://h/base", "?x=1", "http://h/base?x=1"},
      {"http://h/base", "/../up", "http://h/base/../up"},
      {"http://h", "//elsewhere.example.com/x", "http://h//elsewhere.example.com/x"},
      {"http://h", "@elsewhere.example.com", "http://h/@elsewhere.example.com"},
      {"http://h:81", "/a b/\"c\"?q=gr\xc3\xbcn %41+",
       "http://h:81/a%20b/%22c%22?q=gr%C3%BCn%20%41+"},
      {"http://h", "/a#part", "http://h/a"},
      {"http://h", "https://login.example.com/x?y", "https://login.example.com/x?y"},
      {"  http://h\n", "/a", "http://h/a"},
  };
  for (const Case& c : table) {
    EXPECT_EQ(text_of(join_target_url(c.base, c.given)), c.expected) << c.base << " + " << c.given;
  }
  EXPECT_THAT(text_of(join_target_url("http://h/?key=1", "/a")), HasSubstr("has no query"));
  EXPECT_THAT(text_of(join_target_url("http://h/#top", "/a")), HasSubstr("has no fragment"));
  EXPECT_THAT(text_of(join_target_url("h/", "/a")), HasSubstr("http:// or https://"));
}

TEST(Url, ParametersAreEncodedAndAppended) {
  const std::vector<std::pair<std::string, std::string>> parameters = {
      {"q", "a b&c=d"}, {"list[]", ""}, {"q", "\xc3\xbc+"}};
  EXPECT_EQ(append_query("http://h/a", parameters),
            "http://h/a?q=a%20b%26c%3Dd&list%5B%5D=&q=%C3%BC%2B");
  EXPECT_EQ(append_query("http://h/a?x=1", std::vector{parameters[0]}),
            "http://h/a?x=1&q=a%20b%26c%3Dd");
  EXPECT_EQ(append_query("http://h/a?", std::vector{parameters[1]}), "http://h/a?list%5B%5D=");
  EXPECT_EQ(append_query("http://h/a?x", {}), "http://h/a?x");
}

}  // namespace
}  // namespace switchgate::probe
