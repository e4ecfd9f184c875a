// Decompression: whole, half, damaged, too large.

#include "runner/probe/http/inflate.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/fault_behaviours.h"

namespace switchgate::probe {
namespace {

using testing::brotli;
using testing::gzip;

std::string numbers() {
  std::string out;
  for (int i = 0; i < 50'000; ++i) {
    out += std::to_string(i * 7919 % 100'003);
  }
  return out;
}

TEST(Inflate, GivesBackWhatWasCompressed) {
  for (const std::string& text :
       {std::string(), std::string("a"), std::string(65'536, 'x'), numbers()}) {
    const Inflated out = inflate(Coding::kGzip, gzip(text), text.size());
    EXPECT_EQ(out.end, InflateEnd::kWhole);
    EXPECT_EQ(out.bytes, text);
  }
}

// Law: no proper prefix of a stream is whole.
TEST(Inflate, NoticesWhereverTheStreamIsCut) {
  const std::string whole = gzip("a short text, a short text");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Inflated out = inflate(Coding::kGzip, whole.substr(0, size), 1000);
    EXPECT_EQ(out.end, InflateEnd::kTruncated) << size;
    EXPECT_EQ(out.bytes, "");
  }
}

// Law: a single flipped bit behind the frame is noticed, or changes nothing (a
// few bits pad the last byte of the data).
TEST(Inflate, IsNeverFooledByAFlippedBit) {
  constexpr std::size_t kFrameBits = 80;
  const std::string text = "a short text, a short text";
  const std::string whole = gzip(text);
  int harmless = 0;
  for (std::size_t bit = kFrameBits; bit < whole.size() * 8; ++bit) {
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    const Inflated out = inflate(Coding::kGzip, damaged, 1000);
    EXPECT_TRUE(out.end != InflateEnd::kWhole || out.bytes == text) << bit;
    harmless += out.end == InflateEnd::kWhole ? 1 : 0;
  }
  EXPECT_LT(harmless, 8);
}

TEST(Inflate, TakesSeveralMembersButNoRubbishBehindThem) {
  EXPECT_EQ(inflate(Coding::kGzip, gzip("a") + gzip("b") + gzip(""), 10).bytes, "ab");
  EXPECT_EQ(inflate(Coding::kGzip, gzip("a") + "rubbish behind it", 10).end,
            InflateEnd::kMalformed);
}

TEST(Inflate, StopsAtTheLimitAndNotBefore) {
  const std::string packed = gzip(std::string(100'000, 'x'));
  EXPECT_EQ(inflate(Coding::kGzip, packed, 100'000).end, InflateEnd::kWhole);
  EXPECT_EQ(inflate(Coding::kGzip, packed, 99'999).end, InflateEnd::kTooLarge);
  EXPECT_EQ(inflate(Coding::kGzip, packed + packed, 199'999).end, InflateEnd::kTooLarge);
}

TEST(Inflate, TakesDeflateWithAndWithoutItsFrame) {
  // "hello" in a stored block: RFC 1951, 3.2.4; RFC 1950, 2.2.
  const std::string bare("\x01\x05\x00\xfa\xffhello", 10);
  const std::string framed = "\x78\x01" + bare + "\x06\x2c\x02\x15";
  EXPECT_EQ(inflate(Coding::kDeflate, bare, 10).bytes, "hello");
  EXPECT_EQ(inflate(Coding::kDeflate, framed, 10).bytes, "hello");
  EXPECT_EQ(inflate(Coding::kDeflate, framed.substr(0, 9), 10).end, InflateEnd::kTruncated);
  EXPECT_EQ(inflate(Coding::kDeflate, "", 10).end, InflateEnd::kTruncated);
  EXPECT_EQ(inflate(Coding::kDeflate, "hello", 10).end, InflateEnd::kMalformed);
}

TEST(Inflate, GivesBackWhatBrotliCompressed) {
  for (const std::string& text :
       {std::string(), std::string("a"), std::string(3'000'000, 'x'), numbers()}) {
    const Inflated out = inflate(Coding::kBrotli, brotli(text), text.size());
    EXPECT_EQ(out.end, InflateEnd::kWhole);
    EXPECT_EQ(out.bytes, text);
  }
}

TEST(Inflate, NoticesWhereverBrotliIsCutAndWhatStandsBehindIt) {
  const std::string whole = brotli("a short text, a short text");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(inflate(Coding::kBrotli, whole.substr(0, size), 1000).end, InflateEnd::kTruncated)
        << size;
  }
  EXPECT_EQ(inflate(Coding::kBrotli, whole + "x", 1000).end, InflateEnd::kMalformed);
  EXPECT_EQ(inflate(Coding::kBrotli, whole + whole, 1000).end, InflateEnd::kMalformed);
  EXPECT_EQ(inflate(Coding::kBrotli, std::string(100, '\xff'), 1000).end, InflateEnd::kMalformed);
}

TEST(Inflate, StopsBrotliAtTheLimitAndNotBefore) {
  const std::string packed = brotli(std::string(100'000, 'x'));
  EXPECT_EQ(inflate(Coding::kBrotli, packed, 100'000).end, InflateEnd::kWhole);
  EXPECT_EQ(inflate(Coding::kBrotli, packed, 99'999).end, InflateEnd::kTooLarge);
}

TEST(Inflate, KnowsTheNamesOfCodings) {
  EXPECT_EQ(coding_of("GZip"), Coding::kGzip);
  EXPECT_EQ(coding_of("x-gzip"), Coding::kGzip);
  EXPECT_EQ(coding_of("deflate"), Coding::kDeflate);
  EXPECT_EQ(coding_of("BR"), Coding::kBrotli);
  EXPECT_EQ(coding_of("zstd"), std::nullopt);
  EXPECT_EQ(coding_of(""), std::nullopt);
}

}  // namespace
}  // namespace switchgate::probe
