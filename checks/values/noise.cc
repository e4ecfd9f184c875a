#include "checks/values/noise.h"

#include <chrono>
#include <cmath>
#include <string_view>

#include "checks/shape/format.h"

namespace switchgate::values {
namespace {

constexpr std::size_t kShortestNonce = 16;
constexpr std::size_t kFewestTurns = 4;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Letters and digits in turns, without a blank: "9f86d081884c7d65", "Zk3vQ9-xT0aB7_pL".
bool is_nonce(std::string_view text) {
  std::size_t turns = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!is_digit(c) && !is_letter(c) &&
        std::string_view("-_+/=").find(c) == std::string_view::npos) {
      return false;
    }
    turns += i > 0 && is_digit(c) != is_digit(text[i - 1]) ? 1 : 0;
  }
  return text.size() >= kShortestNonce && turns >= kFewestTurns;
}

}  // namespace

bool is_made_for_an_answer(const json::Value& value) {
  const std::string* text = value.string();
  if (text == nullptr) {
    return false;
  }
  switch (shape::detect_format(*text)) {
    case shape::Format::kUuid:
    case shape::Format::kUlid:
    case shape::Format::kJwt:
    case shape::Format::kDateTime:
    case shape::Format::kTime:
      return true;
    case shape::Format::kPlain:
      return is_nonce(*text);
    default:
      return false;
  }
}

bool is_about_now(const json::Value& value, Instant now) {
  constexpr double kDay = 86'400;
  const double seconds = std::chrono::duration<double>(now.time_since_epoch()).count();
  if (const json::Number* number = value.number()) {
    const double told = number->as_double();
    return std::abs(told - seconds) < kDay || std::abs(told / 1000 - seconds) < kDay;
  }
  const std::string* text = value.string();
  const auto instant = text == nullptr ? std::nullopt : parse_date_time(*text);
  return instant && std::chrono::abs(*instant - now) < std::chrono::days(1);
}

}  // namespace switchgate::values
