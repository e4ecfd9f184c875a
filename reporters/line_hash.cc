#include "reporters/line_hash.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <unordered_map>

#include "checks/base/text.h"

namespace switchgate::reporters {
namespace {

constexpr std::size_t kWindow = 100;
constexpr std::uint64_t kBase = 37;
constexpr std::uint16_t kEnd = 65535;

// kBase^kWindow modulo 2^64: the weight of the unit that leaves the window.
constexpr std::uint64_t leaving_weight() {
  std::uint64_t weight = 1;
  for (std::size_t i = 0; i < kWindow; ++i) {
    weight *= kBase;
  }
  return weight;
}

class LineHasher {
 public:
  // One UTF-16 code unit of the file.
  void feed(std::uint16_t unit) {
    const bool after_cr = after_cr_;
    after_cr_ = unit == '\r';
    if (unit == ' ' || unit == '\t' || (after_cr && unit == '\n')) {
      return;
    }
    if (unit == '\r') {
      unit = '\n';
    }
    finish_line_at_slot();
    if (at_line_start_) {
      line_at_slot_[slot_] = ++lines_;
    }
    at_line_start_ = unit == '\n';
    push(unit);
  }

  std::vector<std::string> finish() {
    feed(kEnd);
    for (std::size_t i = 0; i < kWindow; ++i) {
      finish_line_at_slot();
      push(0);
    }
    return std::move(hashes_);
  }

 private:
  void push(std::uint16_t unit) {
    hash_ = kBase * hash_ + unit - kLeaving * window_[slot_];
    window_[slot_] = unit;
    slot_ = (slot_ + 1) % kWindow;
  }

  // The line that began in this slot has its hash now that the slot comes round
  // again.
  void finish_line_at_slot() {
    if (line_at_slot_[slot_] == 0) {
      return;
    }
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash_, 16).ptr;
    hashes_.push_back(std::string(digits.data(), end) + ':' + std::to_string(++seen_[hash_]));
    line_at_slot_[slot_] = 0;
  }

  static constexpr std::uint64_t kLeaving = leaving_weight();

  std::array<std::uint16_t, kWindow> window_{};
  std::array<std::size_t, kWindow> line_at_slot_{};  // the line that began there; 0: none
  std::size_t slot_ = 0;
  std::size_t lines_ = 0;
  std::uint64_t hash_ = 0;
  bool at_line_start_ = true;
  bool after_cr_ = false;
  std::vector<std::string> hashes_;
  std::unordered_map<std::uint64_t, std::size_t> seen_;
};

}  // namespace

std::vector<std::string> line_hashes(std::string_view text) {
  const std::string valid = to_valid_utf8(text);
  LineHasher hasher;
  for (std::size_t at = 0; at < valid.size();) {
    const auto byte = [&](std::size_t i) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(valid[at + i]));
    };
    const std::uint32_t lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
      code = code << 6U | (byte(i) & 0x3FU);
    }
    if (code >= 0x10000) {
      hasher.feed(static_cast<std::uint16_t>(0xD800 + ((code - 0x10000) >> 10U)));
      hasher.feed(static_cast<std::uint16_t>(0xDC00 + ((code - 0x10000) & 0x3FFU)));
    } else {
      hasher.feed(static_cast<std::uint16_t>(code));
    }
    at += length;
  }
  return hasher.finish();
}

}  // namespace switchgate::reporters
