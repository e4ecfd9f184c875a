// The subjects beside the answer itself: how long it took, what secured it, and
// where it came from.

#include <algorithm>
#include <array>

#include "checks/base/text.h"
#include "checks/expect/subject_reading.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

using json::Value;

constexpr Rules kTlsRules = {"tls/value", "tls/value", "tls/missing"};
constexpr Rules kUrlRules = {"http/url", "http/url", "http/url"};
constexpr Rules kVersionRules = {"http/version", "http/version", "http/version"};

struct Phase {
  std::string_view name;
  std::string_view rule;
  Micros Phases::*value;
};

constexpr std::array<Phase, 5> kPhases = {{
    {"total", "time/total", &Phases::total},
    {"first_byte", "time/first-byte", &Phases::first_byte},
    {"connect", "time/connect", &Phases::connect},
    {"tls", "time/tls", &Phases::tls},
    {"dns", "time/dns", &Phases::dns},
}};

const Phase* read_phase(const tree::Entry& entry, Reading& reading) {
  const auto* phase = std::find_if(kPhases.begin(), kPhases.end(),
                                   [&](const Phase& row) { return row.name == entry.key; });
  if (phase != kPhases.end()) {
    return phase;
  }
  std::vector<std::string_view> names;
  names.reserve(kPhases.size());
  for (const Phase& row : kPhases) {
    names.push_back(row.name);
  }
  tell_unknown_name(entry, "phase", "'time'", names, reading);
  return nullptr;
}

// The whole days that are left of a certificate, rounded down: none in its last
// 24 hours, negative once it has expired.
std::int64_t days_left(const TlsFacts& facts, const Judging& judging) {
  return std::chrono::floor<std::chrono::days>(facts.not_after - judging.now).count();
}

struct TlsFact {
  std::string_view name;
  Kind kind;
  Value (*look)(const TlsFacts&, const Judging&);
};

constexpr std::array<TlsFact, 5> kTlsFacts = {{
    {"subject", Kind::kOptionalText,
     [](const TlsFacts& facts, const Judging&) { return Value(facts.subject); }},
    {"issuer", Kind::kOptionalText,
     [](const TlsFacts& facts, const Judging&) { return Value(facts.issuer); }},
    {"days_left", Kind::kOptionalNumber,
     [](const TlsFacts& facts, const Judging& judging) {
       return Value(days_left(facts, judging));
     }},
    {"protocol", Kind::kOptionalText,
     [](const TlsFacts& facts, const Judging&) { return Value(facts.protocol); }},
    {"names", Kind::kTexts,
     [](const TlsFacts& facts, const Judging&) {
       return Value(json::Array(facts.names.begin(), facts.names.end()));
     }},
}};

std::optional<Miss> judge_tls(const TlsFact& fact, const std::string& label, const Matcher& matcher,
                              const Answer& answer, const Judging& judging) {
  const auto& facts = answer.response().tls;
  const Value value = facts ? fact.look(*facts, judging) : Value();
  auto miss = matcher.judge({facts ? &value : nullptr, nullptr, Place(label)}, judging);
  if (miss && !facts && judging.explain) {
    miss->advice = "The answer came over plain HTTP.";
  }
  return miss;
}

}  // namespace

std::vector<NameRow> time_phases() {
  std::vector<NameRow> rows;
  rows.reserve(kPhases.size());
  for (const Phase& row : kPhases) {
    rows.push_back({row.name, Kind::kDuration});
  }
  return rows;
}

std::vector<NameRow> tls_facts() {
  std::vector<NameRow> rows;
  rows.reserve(kTlsFacts.size());
  for (const TlsFact& row : kTlsFacts) {
    rows.push_back({row.name, row.kind});
  }
  return rows;
}

void compile_time(const tree::Node& node, const Compiling& compiling) {
  const tree::Node* map =
      names_to_matchers(node, "time", "{total: {at_most: 300ms}}", compiling.reading);
  if (map == nullptr) {
    return;
  }
  for (const tree::Entry& entry : map->entries) {
    const Phase* phase = read_phase(entry, compiling.reading);
    const MatcherPtr matcher = phase == nullptr
                                   ? nullptr
                                   : read_matcher(entry.value, Kind::kDuration,
                                                  '\'' + entry.key + '\'', compiling.reading);
    if (matcher == nullptr) {
      continue;
    }
    auto judge = [phase, matcher, label = "time " + entry.key](const Answer& answer,
                                                               const Judging& judging) {
      const Value took(std::int64_t{(answer.response().phases.*phase->value).count()});
      return matcher->judge({&took, nullptr, Place(label)}, judging);
    };
    const Rules rules{phase->rule, phase->rule, phase->rule};
    compiling.add({compiling.level, entry.value.pos, entry.key, rules, false, judge});
  }
}

void compile_tls(const tree::Node& node, const Compiling& compiling) {
  const tree::Node* map =
      names_to_matchers(node, "tls", "{days_left: {at_least: 14}}", compiling.reading);
  if (map == nullptr) {
    return;
  }
  for (const tree::Entry& entry : map->entries) {
    const auto* fact = std::find_if(kTlsFacts.begin(), kTlsFacts.end(),
                                    [&](const TlsFact& row) { return row.name == entry.key; });
    if (fact == kTlsFacts.end()) {
      std::vector<std::string_view> names;
      names.reserve(kTlsFacts.size());
      for (const TlsFact& row : kTlsFacts) {
        names.push_back(row.name);
      }
      tell_unknown_name(entry, "fact", "'tls'", names, compiling.reading);
      continue;
    }
    const MatcherPtr matcher =
        read_matcher(entry.value, fact->kind, '\'' + entry.key + '\'', compiling.reading);
    if (matcher == nullptr) {
      continue;
    }
    auto judge = [fact, matcher, label = "tls " + entry.key](const Answer& answer,
                                                             const Judging& judging) {
      return judge_tls(*fact, label, *matcher, answer, judging);
    };
    compiling.add({compiling.level, entry.value.pos, entry.key, kTlsRules, false, judge});
  }
}

void compile_url(const tree::Node& node, const Compiling& compiling) {
  add_one_value(node, "url", Kind::kText, kUrlRules, compiling,
                [](const HttpResponse& answer) { return Value(answer.url); });
}

void compile_http(const tree::Node& node, const Compiling& compiling) {
  add_one_value(node, "http", Kind::kText, kVersionRules, compiling,
                [](const HttpResponse& answer) { return Value(answer.http_version); });
}

}  // namespace switchgate::expect
