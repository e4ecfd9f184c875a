// Operators on lists: the elements of an array, the nodes of a JSONPath, the
// lines of a repeated header. An answer without elements satisfies nobody who
// asked about each of them, unless `allow_empty: true` says so.

#include "checks/expect/lists.h"
#include "checks/expect/operators.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

using json::Value;

MatcherPtr read_element_matcher(const Operand& operand) {
  return read_matcher(operand.node, element_kind(operand.kind),
                      '\'' + std::string(operand.name) + '\'', operand.reading);
}

struct Tally {
  std::size_t held = 0;
  std::optional<std::size_t> first_held;
  std::optional<std::size_t> first_missed;
  bool undecided = false;
};

Tally tally(const Elements& list, const Matcher& matcher, const Judging& judging) {
  Judging quiet = judging;
  quiet.explain = false;
  Tally out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place place = list.place(i);
    const auto miss = matcher.judge({&list.at(i), nullptr, place}, quiet);
    out.undecided = out.undecided || (miss && miss->why == Miss::Why::kUndecided);
    auto& first = miss ? out.first_missed : out.first_held;
    first = first.value_or(i);
    out.held += miss ? 0 : 1;
  }
  return out;
}

// Stops at the first, for when nobody asks how many there are.
std::optional<Miss> first_miss(const Elements& list, const Matcher& matcher,
                               const Judging& judging) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place place = list.place(i);
    if (auto miss = matcher.judge({&list.at(i), nullptr, place}, judging)) {
      return miss;
    }
  }
  return std::nullopt;
}

std::optional<Miss> judge_each(const Elements& list, const Matcher& matcher,
                               const Judging& judging) {
  if (!judging.explain) {
    return first_miss(list, matcher, judging);
  }
  const Tally counts = tally(list, matcher, judging);
  if (!counts.first_missed) {
    return std::nullopt;
  }
  const Place place = list.place(*counts.first_missed);
  auto miss = matcher.judge({&list.at(*counts.first_missed), nullptr, place}, judging);
  miss->evidence.push_back(
      {"failed", std::to_string(list.size() - counts.held) + " of " + elements(list.size())});
  return miss;
}

// The first elements, as they are found: what to look at when none is as asked.
std::string first_of(const Elements& list, Kind kind, const Judging& judging) {
  constexpr std::size_t kMostElements = 5;
  std::string out;
  for (std::size_t i = 0; i < std::min(list.size(), kMostElements); ++i) {
    const Place place = list.place(i);
    out += (i == 0 ? "" : ", ") + show_found({&list.at(i), nullptr, place}, kind, judging);
  }
  return shown(list.size() > kMostElements ? out + " …" : out, judging);
}

std::optional<Miss> judge_any(const Elements& list, const Matcher& matcher, Kind kind,
                              const Words& words, const Judging& judging) {
  const Tally counts = tally(list, matcher, judging);
  if (counts.first_held) {
    return std::nullopt;
  }
  const auto why = counts.undecided ? Miss::Why::kUndecided : Miss::Why::kValue;
  Miss out =
      miss(why, words.place(list.whole()), words.what, "none in " + elements(list.size()), judging);
  if (judging.explain && list.size() > 0) {
    out.evidence.push_back({"elements", first_of(list, kind, judging)});
  }
  return out;
}

std::optional<Miss> judge_none(const Elements& list, const Matcher& matcher, Kind kind,
                               const Words& words, const Judging& judging) {
  const Tally counts = tally(list, matcher, judging);
  if (counts.undecided) {
    return miss(Miss::Why::kUndecided, words.place(list.whole()), words.what, "${…}", judging);
  }
  if (!counts.first_held) {
    return std::nullopt;
  }
  const std::size_t at = *counts.first_held;
  const Place place = list.place(at);
  Miss out = wrong_value({&list.at(at), nullptr, place}, kind, words.what, judging);
  if (judging.explain) {
    out.place = shown(words.place(list.whole()).text(), judging);
    out.found += " at " + shown(place.text(), judging);
    out.evidence.push_back(
        {"failed", std::to_string(counts.held) + " of " + elements(list.size())});
  }
  return out;
}

}  // namespace

std::optional<Test> read_count(const Operand& operand) {
  const MatcherPtr matcher = read_matcher(operand.node, Kind::kNumber, "'count'", operand.reading);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  std::string expected = "to have a count (" + matcher->expected() + ')';
  return Test{expected,
              [matcher, expected](const Seen& seen, const Judging& judging) -> std::optional<Miss> {
                const auto list = Elements::of(seen);
                if (!list && seen.value != nullptr) {
                  return wrong_type(seen, expected, judging);
                }
                const Value count(static_cast<std::int64_t>(list ? list->size() : 0));
                const Place place = seen.place.aspect("the count");
                return matcher->judge({&count, nullptr, place}, judging);
              }};
}

std::optional<Test> read_each(const Operand& operand) {
  const MatcherPtr matcher = read_element_matcher(operand);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  return list_test(operand, {"each element", matcher->expected()},
                   [matcher](const Elements& list, const Judging& judging) {
                     return judge_each(list, *matcher, judging);
                   });
}

std::optional<Test> read_any(const Operand& operand) {
  const MatcherPtr matcher = read_element_matcher(operand);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  const Words words{"some element", matcher->expected()};
  return list_test(
      operand, words,
      [matcher, words, kind = operand.kind](const Elements& list, const Judging& judging) {
        return judge_any(list, *matcher, kind, words, judging);
      });
}

std::optional<Test> read_includes(const Operand& operand) { return read_any(operand); }

std::optional<Test> read_none(const Operand& operand) {
  const MatcherPtr matcher = read_element_matcher(operand);
  if (matcher == nullptr) {
    return std::nullopt;
  }
  const Words words{"no element", matcher->expected()};
  const Kind kind = element_kind(operand.kind);
  return list_test(operand, words,
                   [matcher, kind, words](const Elements& list, const Judging& judging) {
                     return judge_none(list, *matcher, kind, words, judging);
                   });
}

}  // namespace switchgate::expect
