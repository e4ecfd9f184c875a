// The core schema's patterns, read by hand: no regular expression for ten
// rules.

#include "checks/yaml/scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "checks/base/text.h"

namespace switchgate::yaml {
namespace {

using tree::Kind;

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kStandard = "tag:yaml.org,2002:";

template <std::size_t N>
bool one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool only(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

std::string_view without_sign(std::string_view text) {
  return text.substr(text.starts_with('+') || text.starts_with('-') ? 1 : 0);
}

bool is_null(std::string_view text) {
  constexpr std::array<std::string_view, 5> kWords = {"", "~", "null", "Null", "NULL"};
  return one_of(text, kWords);
}

bool is_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 6> kWords = {"true",  "True",  "TRUE",
                                                      "false", "False", "FALSE"};
  return one_of(text, kWords);
}

bool is_integer(std::string_view text) {
  if (text.starts_with("0o")) {
    return only(text.substr(2), "01234567");
  }
  if (text.starts_with("0x")) {
    return only(text.substr(2), "0123456789abcdefABCDEF");
  }
  return only(without_sign(text), kDigits);
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_decimal(std::string_view text) {
  text = without_sign(text);
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos &&
      !only(without_sign(text.substr(exponent + 1)), kDigits)) {
    return false;
  }
  const std::string_view mantissa = text.substr(0, exponent);
  const std::size_t point = mantissa.find('.');
  if (point == std::string_view::npos) {
    return only(mantissa, kDigits);
  }
  const std::string_view whole = mantissa.substr(0, point);
  const std::string_view fraction = mantissa.substr(point + 1);
  return (whole.empty() || only(whole, kDigits)) && (fraction.empty() || only(fraction, kDigits)) &&
         !(whole.empty() && fraction.empty());
}

bool is_not_finite(std::string_view text) {
  constexpr std::array<std::string_view, 6> kWords = {".inf", ".Inf", ".INF",
                                                      ".nan", ".NaN", ".NAN"};
  return one_of(without_sign(text), kWords);
}

std::optional<std::string> number_mistake(Kind kind, std::string_view text) {
  if (is_not_finite(text)) {
    return '\'' + std::string(text) +
           "' is no number that JSON knows; put it into quotes if it is a text";
  }
  const bool prefixed = text.starts_with("0x") || text.starts_with("0o");
  const std::string_view digits = text.substr(text.starts_with('+') ? 1 : 0);
  if (kind == Kind::kInteger && prefixed) {
    std::uint64_t value = 0;
    const auto parsed =
        std::from_chars(text.data() + 2, text.data() + text.size(), value, text[1] == 'x' ? 16 : 8);
    if (parsed.ec != std::errc{}) {
      return "the integer '" + excerpt(text, 60) + "' does not fit into 64 bits";
    }
    return std::nullopt;
  }
  double value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool tiny =
      digits.find("e-") != std::string_view::npos || digits.find("E-") != std::string_view::npos;
  if (parsed.ec == std::errc::result_out_of_range && !tiny) {
    return "the number '" + excerpt(text, 60) +
           "' is too large; put it into quotes if it is a text";
  }
  return std::nullopt;
}

std::optional<std::string> mistake_in(Kind kind, std::string_view text) {
  return kind == Kind::kInteger || kind == Kind::kNumber ? number_mistake(kind, text)
                                                         : std::nullopt;
}

std::string short_tag(std::string_view tag) {
  return tag.starts_with(kStandard) ? "!!" + std::string(tag.substr(kStandard.size()))
                                    : std::string(tag);
}

}  // namespace

Kind kind_of_plain(std::string_view text) {
  if (is_null(text)) {
    return Kind::kNull;
  }
  if (is_boolean(text)) {
    return Kind::kBoolean;
  }
  if (is_integer(text)) {
    return Kind::kInteger;
  }
  return is_decimal(text) || is_not_finite(text) ? Kind::kNumber : Kind::kString;
}

Typed type_scalar(std::string_view tag, std::string_view text) {
  if (tag == "!") {
    return {};
  }
  const Kind plain = kind_of_plain(text);
  if (tag == "?") {
    return {plain, mistake_in(plain, text)};
  }
  struct Row {
    std::string_view tag;
    Kind kind;
  };
  constexpr std::array<Row, 5> kRows = {{{"!!str", Kind::kString},
                                         {"!!int", Kind::kInteger},
                                         {"!!float", Kind::kNumber},
                                         {"!!bool", Kind::kBoolean},
                                         {"!!null", Kind::kNull}}};
  const std::string name = short_tag(tag);
  const auto row =
      std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return r.tag == name; });
  if (row == kRows.end()) {
    return {Kind::kString, "unknown tag '" + excerpt(name, 60) +
                               "'; switchgate knows !!str !!int !!float !!bool "
                               "!!null !!seq !!map"};
  }
  if (row->kind == Kind::kString) {
    return {};
  }
  const bool fits = plain == row->kind || (row->kind == Kind::kNumber && plain == Kind::kInteger);
  if (!fits) {
    return {row->kind,
            '\'' + excerpt(text, 60) + "' is not of the type that its tag " + name + " names"};
  }
  return {row->kind, mistake_in(plain, text)};
}

std::optional<std::string> check_collection_tag(std::string_view tag, Kind kind) {
  const std::string name = short_tag(tag);
  if (name.empty() || name == "?" || name == "!" ||
      name == (kind == Kind::kMap ? "!!map" : "!!seq")) {
    return std::nullopt;
  }
  return "the tag '" + excerpt(name, 60) + "' does not fit " + std::string(tree::describe(kind));
}

}  // namespace switchgate::yaml
