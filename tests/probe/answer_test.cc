// An answer read line by line: what is kept, what is refused, and that where
// the bytes are cut into pieces makes no difference.

#include "runner/probe/http/answer.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/fault_behaviours.h"

namespace switchgate::probe {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

bool take_all(Answer& answer, const std::vector<std::string_view>& lines) {
  for (const std::string_view line : lines) {
    if (!answer.take_line(line)) {
      return false;
    }
  }
  return true;
}

TEST(Answer, KeepsStatusReasonVersionAndHeaders) {
  Answer answer({}, false);
  EXPECT_FALSE(answer.began());
  ASSERT_TRUE(
      take_all(answer, {"HTTP/1.0 418 I'm  a teapot\r\n", "A:  b \t\r\n", "a:\r\n", "\r\n"}));
  EXPECT_TRUE(answer.head_complete());
  const std::optional<HttpResponse> response = answer.finish();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 418);
  EXPECT_EQ(response->reason, "I'm  a teapot");
  EXPECT_EQ(response->http_version, "1.0");
  EXPECT_THAT(response->headers, ElementsAre(Header{"A", "b"}, Header{"a", ""}));
}

TEST(Answer, TakesAStatusLineWithoutAReason) {
  for (const std::string_view line : {"HTTP/1.1 204\r\n", "HTTP/1.1 204 \r\n", "HTTP/2 204 \n"}) {
    Answer answer({}, false);
    ASSERT_TRUE(take_all(answer, {line, "\r\n"})) << line;
    EXPECT_EQ(answer.finish()->reason, "");
  }
}

TEST(Answer, RefusesAStatusLineThatIsNone) {
  for (const std::string_view line :
       {"HTTP/1.1\r\n", "HTTP/1.1 \r\n", "HTTP/1.1 99 x\r\n", "HTTP/1.1 2xx\r\n",
        "HTTP/1.1 -12\r\n", "HTTP/1.1 200abc\r\n", "HTTP/1.1 2000\r\n", "HTTP/1.1 200\tOK\r\n"}) {
    Answer answer({}, false);
    EXPECT_FALSE(answer.take_line(line)) << line;
    EXPECT_EQ(answer.problem()->kind, FailureKind::kMalformed);
  }
}

TEST(Answer, RefusesHeadersThatOthersWouldReadDifferently) {
  for (const std::string_view line :
       {"A: b\rC: d\r\n", "A: 4\r 4\r\n", ": b\r\n", " : b\r\n", "Content-Length : 5\r\n",
        "A B: c\r\n", "A\x01: b\r\n", "\xc3\xa9: b\r\n"}) {
    Answer answer({}, false);
    ASSERT_TRUE(answer.take_line("HTTP/1.1 200 OK\r\n"));
    EXPECT_FALSE(answer.take_line(line)) << line;
    EXPECT_EQ(answer.problem()->kind, FailureKind::kMalformed);
  }
}

TEST(Answer, RefusesTransferCodingsThatNobodyAskedFor) {
  for (const std::string_view coding : {"rot13", "chunked, chunked", "gzip, chunked", ""}) {
    Answer answer({}, false);
    const std::string line = "Transfer-Encoding: " + std::string(coding) + "\r\n";
    EXPECT_FALSE(take_all(answer, {"HTTP/1.1 200 OK\r\n", line, "\r\n"})) << coding;
  }
  Answer answer({}, false);
  EXPECT_TRUE(take_all(answer, {"HTTP/1.1 200 OK\r\n", "transfer-encoding: Chunked\r\n", "\r\n"}));
}

TEST(Answer, RefusesANulInAHeader) {
  for (const std::string& line : {std::string("A: b\0c\r\n", 8), std::string("A\0: b\r\n", 7)}) {
    Answer answer({}, false);
    ASSERT_TRUE(answer.take_line("HTTP/1.1 200 OK\r\n"));
    EXPECT_FALSE(answer.take_line(line));
    EXPECT_EQ(answer.problem()->kind, FailureKind::kMalformed);
  }
}

struct Lengths {
  std::vector<std::string_view> lines;
  bool fine;
};

TEST(Answer, RefusesLengthsThatContradictEachOtherOrAreNone) {
  const Lengths table[] = {
      {{"Content-Length: 5\r\n"}, true},
      {{"Content-Length: 5\r\n", "content-length: 5\r\n"}, true},
      {{"Content-Length: 5, 5\r\n"}, true},
      {{"Content-Length: 5, 6\r\n"}, false},
      {{"Content-Length: 5\r\n", "Content-Length: 6\r\n"}, false},
      {{"Content-Length: \r\n"}, false},
      {{"Content-Length: 5,\r\n"}, false},
      {{"Content-Length: +5\r\n"}, false},
      {{"Content-Length: -5\r\n"}, false},
      {{"Content-Length: 0x5\r\n"}, false},
      {{"Content-Length: 5 5\r\n"}, false},
      {{"Content-Length: 18446744073709551616\r\n"}, false},
  };
  for (const Lengths& lengths : table) {
    Answer answer({}, false);
    ASSERT_TRUE(answer.take_line("HTTP/1.1 200 OK\r\n"));
    ASSERT_TRUE(take_all(answer, lengths.lines));
    EXPECT_EQ(answer.take_line("\r\n"), lengths.fine) << lengths.lines.front();
  }
}

TEST(Answer, TakesAnyLengthWhereNoBodyFollows) {
  for (const std::string_view status : {"HTTP/1.1 304 x\r\n", "HTTP/1.1 204 x\r\n"}) {
    Answer answer({}, false);
    EXPECT_TRUE(take_all(answer, {status, "Content-Length: 64000000000\r\n", "\r\n"}));
  }
  Answer head({}, true);
  EXPECT_TRUE(take_all(head, {"HTTP/1.1 200 OK\r\n", "Content-Length: 64000000000\r\n", "\r\n"}));
  Answer get({}, false);
  EXPECT_FALSE(take_all(get, {"HTTP/1.1 200 OK\r\n", "Content-Length: 64000000000\r\n", "\r\n"}));
  EXPECT_THAT(get.problem()->what, HasSubstr("announced a body of 64 GB"));
}

TEST(Answer, CountsEveryLineAgainstTheLimit) {
  ExchangeLimits limits;
  limits.header_bytes = 60;
  Answer answer(limits, false);
  ASSERT_TRUE(take_all(
      answer, {"HTTP/1.1 103 Early\r\n", "A: 1\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "\r\n"}));
  EXPECT_FALSE(answer.take_line("Trailer: 1234567\r\n"));
  EXPECT_EQ(answer.problem()->kind, FailureKind::kTooLarge);
}

// Law: the pieces in which a body arrives do not matter.
TEST(Answer, IsTheSameHoweverItsBodyIsCut) {
  const std::string packed = testing::gzip("the same, the same, the same");
  for (std::size_t size = 1; size <= packed.size(); ++size) {
    Answer answer({}, false);
    ASSERT_TRUE(take_all(answer, {"HTTP/1.1 200 OK\r\n", "Content-Encoding: gzip\r\n", "\r\n"}));
    for (std::size_t at = 0; at < packed.size(); at += size) {
      ASSERT_TRUE(answer.take_body(std::string_view(packed).substr(at, size)));
    }
    const std::optional<HttpResponse> response = answer.finish();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "the same, the same, the same");
    EXPECT_EQ(response->wire_bytes, packed.size());
  }
}

TEST(Answer, TakesABodyOfExactlyTheLimit) {
  ExchangeLimits limits;
  limits.body_bytes = 4;
  Answer answer(limits, false);
  ASSERT_TRUE(take_all(answer, {"HTTP/1.1 200 OK\r\n", "\r\n"}));
  EXPECT_TRUE(answer.take_body("four"));
  EXPECT_TRUE(answer.take_body(""));
  EXPECT_FALSE(answer.take_body("5"));
  EXPECT_EQ(answer.problem()->kind, FailureKind::kTooLarge);
}

}  // namespace
}  // namespace switchgate::probe
