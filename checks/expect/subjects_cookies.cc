// The cookies that an answer sets: their values and attributes. What a cookie
// holds is never shown.

#include <algorithm>
#include <array>

#include "checks/base/calendar.h"
#include "checks/base/set_cookie.h"
#include "checks/base/text.h"
#include "checks/expect/subject_reading.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

using json::Value;

constexpr Rules kCookieRules = {"cookie/value", "cookie/value", "cookie/missing"};
// The name by which Masker knows that what stands there is to be hidden.
constexpr std::string_view kHidden = "Set-Cookie";

std::optional<Value> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<Value>(text);
}

// Lax however it is written, since browsers read it so.
std::optional<Value> same_site(const SetCookie& cookie) {
  for (const char* known : {"Strict", "Lax", "None"}) {
    if (equals_ignore_case(cookie.same_site, known)) {
      return Value(known);
    }
  }
  return unless_empty(cookie.same_site);
}

struct Attribute {
  std::string_view name;
  Kind kind;
  std::optional<Value> (*look)(const SetCookie&);  // nothing: the cookie lacks it
};

constexpr std::array<Attribute, 8> kAttributes = {{
    {"value", Kind::kOptionalText,
     [](const SetCookie& cookie) -> std::optional<Value> { return Value(cookie.value); }},
    {"path", Kind::kOptionalText,
     [](const SetCookie& cookie) { return unless_empty(cookie.path); }},
    {"domain", Kind::kOptionalText,
     [](const SetCookie& cookie) { return unless_empty(cookie.domain); }},
    {"secure", Kind::kBoolean,
     [](const SetCookie& cookie) -> std::optional<Value> { return Value(cookie.secure); }},
    {"http_only", Kind::kBoolean,
     [](const SetCookie& cookie) -> std::optional<Value> { return Value(cookie.http_only); }},
    {"same_site", Kind::kOptionalText, same_site},
    {"max_age", Kind::kOptionalNumber,
     [](const SetCookie& cookie) -> std::optional<Value> {
       return cookie.max_age ? std::optional<Value>(std::int64_t{cookie.max_age->count()})
                             : std::nullopt;
     }},
    {"expires", Kind::kOptionalText,
     [](const SetCookie& cookie) -> std::optional<Value> {
       return cookie.expires ? std::optional<Value>(format_date_time(*cookie.expires))
                             : std::nullopt;
     }},
}};

const Attribute* find_attribute(std::string_view name) {
  const auto* found = std::find_if(kAttributes.begin(), kAttributes.end(),
                                   [&](const Attribute& row) { return row.name == name; });
  return found == kAttributes.end() ? nullptr : found;
}

// What is asked of one attribute.
struct Question {
  const Attribute* attribute;
  MatcherPtr matcher;
};

// The last line that sets the cookie, as it is in a browser.
std::optional<SetCookie> find_cookie(const HttpResponse& answer, const std::string& name) {
  std::optional<SetCookie> found;
  for (const Header& header : answer.headers) {
    if (!equals_ignore_case(header.name, "Set-Cookie")) {
      continue;
    }
    auto cookie = parse_set_cookie(header.value);
    if (cookie && cookie->name == name) {
      found = *std::move(cookie);
    }
  }
  return found;
}

std::optional<Miss> judge_value(const std::string& name, const Matcher& matcher,
                                const Answer& answer, const Judging& judging) {
  const auto cookie = find_cookie(answer.response(), name);
  const Value value = cookie ? Value(cookie->value) : Value();
  const std::string label = "cookie " + name;
  return matcher.judge({cookie ? &value : nullptr, nullptr, Place(label, kHidden)}, judging);
}

std::optional<Miss> judge_attributes(const std::string& name,
                                     const std::vector<Question>& questions, const Answer& answer,
                                     const Judging& judging) {
  const auto cookie = find_cookie(answer.response(), name);
  const std::string whole = "cookie " + name;
  if (!cookie) {
    return missing({nullptr, nullptr, Place(whole)}, "to be set", judging);
  }
  for (const Question& question : questions) {
    const Attribute& attribute = *question.attribute;
    const auto value = attribute.look(*cookie);
    const bool is_value = attribute.name == "value";
    const std::string label = is_value ? whole : std::string(attribute.name) + " of " + whole;
    const Place place(label, is_value ? kHidden : attribute.name);
    if (auto miss = question.matcher->judge({value ? &*value : nullptr, nullptr, place}, judging)) {
      return miss;
    }
  }
  return std::nullopt;
}

// Are attributes asked about, and not the value alone?
bool names_attributes(const tree::Node& node) {
  return node.kind == tree::Kind::kMap && !node.is_data &&
         std::any_of(node.entries.begin(), node.entries.end(),
                     [](const tree::Entry& entry) { return find_attribute(entry.key) != nullptr; });
}

std::optional<std::vector<Question>> read_questions(const tree::Entry& cookie, Reading& reading) {
  const std::size_t before = reading.problems.size();
  std::vector<Question> questions;
  for (const tree::Entry& entry : cookie.value.entries) {
    const Attribute* attribute = find_attribute(entry.key);
    if (attribute == nullptr) {
      std::vector<std::string_view> names;
      names.reserve(kAttributes.size());
      for (const Attribute& row : kAttributes) {
        names.push_back(row.name);
      }
      tell_unknown_name(entry, "attribute",
                        "the cookie '" + cookie.key + "' (matchers of its value go under 'value')",
                        names, reading);
      continue;
    }
    const std::string what = '\'' + entry.key + '\'';
    if (MatcherPtr matcher = read_matcher(entry.value, attribute->kind, what, reading)) {
      questions.push_back({attribute, std::move(matcher)});
    }
  }
  return reading.problems.size() == before ? std::optional(std::move(questions)) : std::nullopt;
}

void compile_cookie(const tree::Entry& entry, const Compiling& compiling) {
  Reading& reading = compiling.reading;
  Expectation expectation;
  expectation.level = compiling.level;
  expectation.pos = entry.value.pos;
  expectation.path = entry.key;
  expectation.rules = kCookieRules;
  if (names_attributes(entry.value)) {
    auto questions = read_questions(entry, reading);
    if (!questions) {
      return;
    }
    expectation.judge = [name = entry.key, questions = *std::move(questions)](
                            const Answer& answer, const Judging& judging) {
      return judge_attributes(name, questions, answer, judging);
    };
  } else {
    const MatcherPtr matcher =
        read_matcher(entry.value, Kind::kOptionalText, '\'' + entry.key + '\'', reading);
    if (matcher == nullptr) {
      return;
    }
    expectation.judge = [name = entry.key, matcher](const Answer& answer, const Judging& judging) {
      return judge_value(name, *matcher, answer, judging);
    };
  }
  compiling.add(std::move(expectation));
}

}  // namespace

std::vector<NameRow> cookie_attributes() {
  std::vector<NameRow> rows;
  rows.reserve(kAttributes.size());
  for (const Attribute& row : kAttributes) {
    rows.push_back({row.name, row.kind});
  }
  return rows;
}

void compile_cookies(const tree::Node& node, const Compiling& compiling) {
  const tree::Node* map =
      names_to_matchers(node, "cookies", "{sid: {http_only: true}}", compiling.reading);
  if (map == nullptr) {
    return;
  }
  for (const tree::Entry& entry : map->entries) {
    if (!is_token(entry.key) && !has_unresolved_key(entry, compiling.reading)) {
      compiling.reading.problems.add(
          entry.key_pos, '\'' + excerpt(entry.key, 60) + "' is not the name of a cookie");
    } else {
      compile_cookie(entry, compiling);
    }
  }
}

}  // namespace switchgate::expect
