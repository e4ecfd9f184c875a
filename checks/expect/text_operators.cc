// Operators on texts: parts, patterns, formats, dates.

#include <algorithm>

#include "checks/base/formats.h"
#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/expect/operators.h"
#include "checks/expect/words.h"
#include "checks/regex/regex.h"

namespace switchgate::expect {
namespace {

using json::Value;

// A text as the operand. Numbers are taken as written where a text is looked
// at; in JSON a number is most likely a mistake.
std::optional<std::string> read_text(const Operand& operand, std::string_view expected) {
  const bool text = operand.node.kind == tree::Kind::kString ||
                    (operand.kind != Kind::kJson && operand.node.is_scalar() &&
                     operand.node.kind != tree::Kind::kNull);
  if (!text) {
    operand.tell(expected);
    return std::nullopt;
  }
  return operand.node.text;
}

template <typename Holds>
Test text_test(std::string expected, Kind kind, Holds holds) {
  return value_test(std::move(expected), kind, [holds](const Value& value, const Judging&) {
    const std::string* text = value.string();
    return text == nullptr ? Fit::kWrongType : holds(*text) ? Fit::kYes : Fit::kNo;
  });
}

template <typename Holds>
std::optional<Test> read_part(const Operand& operand, const std::string& words, Holds holds) {
  auto part = operand.kind == Kind::kRawBytes ? read_raw_bytes(operand, operand.node)
                                              : read_text(operand, "a text");
  if (!part) {
    return std::nullopt;
  }
  if (part->empty()) {
    operand.tell("a text that is not empty (every text has the empty one in it)");
    return std::nullopt;
  }
  const std::string expected = words + ' ' + show_operand(*part, operand.kind);
  return text_test(expected, operand.kind,
                   [part = *part, holds](const std::string& text) { return holds(text, part); });
}

// What was filled into the pattern stands for itself.
std::string pattern_of(const tree::Node& node) {
  if (node.is_data) {
    return Regex::quote(node.text);
  }
  std::string out;
  std::size_t done = 0;
  for (const tree::Stretch& stretch : node.inserted) {
    out += node.text.substr(done, stretch.begin - done);
    out += Regex::quote(std::string_view(node.text).substr(stretch.begin, stretch.size));
    done = stretch.begin + stretch.size;
  }
  return out + node.text.substr(done);
}

// A point in time: fixed, or counted from the moment of judging.
struct Moment {
  std::optional<Instant> fixed;
  Micros from_now{0};

  Instant at(Instant now) const { return fixed.value_or(now + from_now); }
};

std::optional<Moment> parse_moment(const tree::Node& node) {
  if (const auto instant = parse_instant(node.text)) {
    return Moment{*instant, {}};
  }
  const auto from_now = node.is_data ? std::nullopt : parse_from_now(node.text);
  return from_now ? std::optional(Moment{std::nullopt, *from_now}) : std::nullopt;
}

std::optional<Test> read_date_order(const Operand& operand, const std::string& words, bool before) {
  const auto moment = operand.node.is_scalar() ? parse_moment(operand.node) : std::nullopt;
  if (!moment) {
    operand.tell(
        "a date (2026-11-22, 2026-11-22T10:15:30Z), 'now', 'now-5m' or "
        "'now+2d'");
    return std::nullopt;
  }
  auto fits = [moment = *moment, before](const Value& value, const Judging& judging) {
    const auto found = value.string() != nullptr ? parse_instant(*value.string()) : std::nullopt;
    if (!found) {
      return Fit::kWrongType;
    }
    const Instant limit = moment.at(judging.now);
    return (before ? *found < limit : *found > limit) ? Fit::kYes : Fit::kNo;
  };
  return value_test("to be a date " + words + ' ' + operand.node.text, operand.kind, fits);
}

}  // namespace

std::optional<std::string> read_raw_bytes(const Operand& operand, const tree::Node& node) {
  std::string bytes;
  std::optional<int> high;
  bool sound = node.is_scalar() && !node.text.empty();
  for (const char c : node.text) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) {
      sound = sound && c == ' ' && !high;  // between two bytes
    } else if (high) {
      bytes += static_cast<char>(*high << 4 | digit);
      high.reset();
    } else {
      high = digit;
    }
  }
  if (!sound || high) {
    operand.tell(node, "bytes in hexadecimal such as '89 50 4e 47'");
    return std::nullopt;
  }
  return bytes;
}

std::optional<Test> read_contains(const Operand& operand) {
  return read_part(operand, "to contain", [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  });
}

std::optional<Test> read_starts_with(const Operand& operand) {
  return read_part(operand, "to start with", [](const std::string& text, const std::string& part) {
    return text.starts_with(part);
  });
}

std::optional<Test> read_ends_with(const Operand& operand) {
  return read_part(operand, "to end with", [](const std::string& text, const std::string& part) {
    return text.ends_with(part);
  });
}

std::optional<Test> read_matches(const Operand& operand) {
  const auto pattern = read_text(operand, "a pattern (RE2 syntax, in single quotes)");
  if (!pattern) {
    return std::nullopt;
  }
  if (pattern->empty()) {
    operand.tell("a pattern that is not empty (every text has the empty one in it)");
    return std::nullopt;
  }
  const auto regex = Regex::compile(pattern_of(operand.node));
  if (!regex) {
    operand.reading.problems.add(
        operand.node.pos,
        "'matches' expects a pattern in RE2 syntax, got one that is " + regex.error().message);
    return std::nullopt;
  }
  return text_test(
      "to match " + show_operand(*pattern, Kind::kText), operand.kind,
      [regex = *regex](const std::string& text) { return regex.matches_somewhere(text); });
}

std::optional<Test> read_format(const Operand& operand) {
  const TextFormat* format =
      operand.node.kind == tree::Kind::kString ? find_text_format(operand.node.text) : nullptr;
  if (format == nullptr) {
    std::vector<std::string_view> names;
    for (const TextFormat& row : text_formats()) {
      names.push_back(row.name);
    }
    const auto near = nearest_name(operand.node.text, names);
    const std::vector<std::string> texts(names.begin(), names.end());
    operand.tell(near ? "a known format (did you mean '" + *near + "'?)"
                      : "one of " + join(texts, ", "));
    return std::nullopt;
  }
  return text_test("to have the format " + std::string(format->name), operand.kind,
                   [format](const std::string& text) { return format->holds(text); });
}

std::optional<Test> read_before(const Operand& operand) {
  return read_date_order(operand, "before", true);
}

std::optional<Test> read_after(const Operand& operand) {
  return read_date_order(operand, "after", false);
}

}  // namespace switchgate::expect
