// Decompresses with zlib and brotli in small steps, counting.

#include "runner/probe/http/inflate.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include <brotli/decode.h>
#include <zlib.h>

#include "checks/base/text.h"

namespace switchgate::probe {
namespace {

constexpr int kGzipFrame = 15 + 16;
constexpr int kZlibFrame = 15;
constexpr int kNoFrame = -15;
constexpr std::size_t kStep = 65'536;

// `deflate` names the zlib frame, but servers that send the bare stream are
// common: the frame's first two bytes have a checksum that tells.
int frame_of(Coding coding, std::string_view bytes) {
  if (coding == Coding::kGzip) {
    return kGzipFrame;
  }
  if (bytes.size() < 2) {
    return kZlibFrame;
  }
  const auto first = static_cast<unsigned char>(bytes[0]);
  const auto second = static_cast<unsigned char>(bytes[1]);
  return (first & 15U) == 8 && (first * 256U + second) % 31 == 0 ? kZlibFrame : kNoFrame;
}

// Owns the z_stream, which points into itself and must not move.
class Stream {
 public:
  explicit Stream(int frame) : usable_(inflateInit2(&stream_, frame) == Z_OK) {}
  ~Stream() { inflateEnd(&stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  Inflated run(std::string_view bytes, std::size_t limit, bool members) {
    Inflated out;
    out.end = usable_ ? run_into(out.bytes, bytes, limit, members) : InflateEnd::kMalformed;
    if (out.end != InflateEnd::kWhole) {
      out.bytes = {};
    }
    return out;
  }

 private:
  InflateEnd run_into(std::string& out, std::string_view rest, std::size_t limit, bool members) {
    std::vector<unsigned char> step(kStep);
    while (true) {
      const std::size_t slice =
          std::min<std::size_t>(rest.size(), std::numeric_limits<uInt>::max());
      // zlib reads only; its interface predates const.
      stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(rest.data()));
      stream_.avail_in = static_cast<uInt>(slice);
      stream_.next_out = step.data();
      stream_.avail_out = static_cast<uInt>(step.size());
      const int code = ::inflate(&stream_, Z_NO_FLUSH);
      rest.remove_prefix(slice - stream_.avail_in);
      const std::size_t produced = step.size() - stream_.avail_out;
      if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
        return InflateEnd::kMalformed;
      }
      if (produced > limit - out.size()) {
        return InflateEnd::kTooLarge;
      }
      out.append(reinterpret_cast<const char*>(step.data()), produced);
      if (code == Z_STREAM_END) {
        if (rest.empty()) {
          return InflateEnd::kWhole;
        }
        if (!members || inflateReset(&stream_) != Z_OK) {
          return InflateEnd::kMalformed;
        }
      } else if (rest.empty() && produced < step.size()) {
        return InflateEnd::kTruncated;
      }
    }
  }

  z_stream stream_{};
  bool usable_;
};

using Brotli = std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)>;

Inflated unbrotli(std::string_view bytes, std::size_t limit) {
  const Brotli state(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr),
                     &BrotliDecoderDestroyInstance);
  if (!state) {
    return {InflateEnd::kMalformed, {}};
  }
  const auto* next = reinterpret_cast<const std::uint8_t*>(bytes.data());
  std::size_t left = bytes.size();
  std::string out;
  while (true) {
    std::size_t no_room = 0;  // the decoder's own buffer is taken below
    const BrotliDecoderResult result =
        BrotliDecoderDecompressStream(state.get(), &left, &next, &no_room, nullptr, nullptr);
    std::size_t size = 0;  // 0: all there is
    const std::uint8_t* piece = BrotliDecoderTakeOutput(state.get(), &size);
    if (size > limit - out.size()) {
      return {InflateEnd::kTooLarge, {}};
    }
    out.append(reinterpret_cast<const char*>(piece), size);
    switch (result) {
      case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
        continue;
      case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
        return {InflateEnd::kTruncated, {}};
      case BROTLI_DECODER_RESULT_ERROR:
        return {InflateEnd::kMalformed, {}};
      case BROTLI_DECODER_RESULT_SUCCESS:
        // Whatever stands behind the end is no brotli.
        return left == 0 ? Inflated{InflateEnd::kWhole, std::move(out)}
                         : Inflated{InflateEnd::kMalformed, {}};
    }
  }
}

}  // namespace

std::optional<Coding> coding_of(std::string_view name) {
  if (equals_ignore_case(name, "gzip") || equals_ignore_case(name, "x-gzip")) {
    return Coding::kGzip;
  }
  if (equals_ignore_case(name, "deflate")) {
    return Coding::kDeflate;
  }
  if (equals_ignore_case(name, "br")) {
    return Coding::kBrotli;
  }
  return std::nullopt;
}

Inflated inflate(Coding coding, std::string_view bytes, std::size_t limit) {
  if (coding == Coding::kBrotli) {
    return unbrotli(bytes, limit);
  }
  return Stream(frame_of(coding, bytes)).run(bytes, limit, coding == Coding::kGzip);
}

}  // namespace switchgate::probe
