// The subjects of an HTTP answer.

#include "checks/expect/subjects.h"

#include <algorithm>
#include <array>

#include "checks/base/text.h"
#include "checks/expect/words.h"
#include "checks/json/path.h"

namespace switchgate::expect {
namespace {

using json::Value;

// What a header's name may hold beside letters and digits (RFC 9110
// section 5.6.2).
constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

constexpr Rules kStatusRules = {"http/status", "http/status", "http/status"};
constexpr Rules kHeaderRules = {"http/header", "http/header", "http/header"};
constexpr Rules kJsonRules = {"json/value", "json/type", "json/missing"};
constexpr Rules kTextRules = {"text/value", "text/value", "text/value"};
constexpr Rules kSizeRules = {"http/size", "http/size", "http/size"};

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

// The subject's value as a mapping of names to matchers; null when it is none.
const tree::Node* names_to_matchers(const tree::Node& node, std::string_view subject,
                                    std::string_view example, Reading& reading) {
  if (is_unresolved(node, reading) && node.is_scalar()) {
    return nullptr;
  }
  if (node.kind == tree::Kind::kMap && !node.entries.empty()) {
    return &node;
  }
  reading.problems.add(node.pos, '\'' + std::string(subject) + "' expects a mapping such as " +
                                     std::string(example) + ", got " + found_there(node));
  return nullptr;
}

bool is_token(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kTokenMarks.find(c) != std::string_view::npos;
  });
}

tree::Node text_node(const tree::Entry& entry) {
  tree::Node node;
  node.kind = tree::Kind::kString;
  node.pos = entry.key_pos;
  node.text = entry.key;
  return node;
}

// Judges the lines of a header: together as one text, and each for list
// operators.
std::optional<Miss> judge_header(const std::string& name, const std::string& label,
                                 const Matcher& matcher, const Answer& answer,
                                 const Judging& judging) {
  std::vector<Value> lines;
  std::string joined;
  for (const Header& header : answer.response().headers) {
    if (equals_ignore_case(header.name, name)) {
      joined += (lines.empty() ? "" : ", ") + header.value;
      lines.emplace_back(header.value);
    }
  }
  std::vector<json::Node> nodes;
  nodes.reserve(lines.size());
  for (const Value& line : lines) {
    nodes.push_back({&line, {}});
  }
  const Value value(std::move(joined));
  const Place place(label, name);
  return matcher.judge({lines.empty() ? nullptr : &value, &nodes, place}, judging);
}

void compile_headers(const tree::Node& node, const Compiling& compiling) {
  const tree::Node* map =
      names_to_matchers(node, "headers", "{ETag: {exists: true}}", compiling.reading);
  if (map == nullptr) {
    return;
  }
  for (const tree::Entry& entry : map->entries) {
    if (!is_token(entry.key) && !is_unresolved(text_node(entry), compiling.reading)) {
      compiling.reading.problems.add(
          entry.key_pos, '\'' + excerpt(entry.key, 60) + "' is not the name of a header");
      continue;
    }
    const MatcherPtr matcher =
        read_matcher(entry.value, Kind::kHeader, '\'' + entry.key + '\'', compiling.reading);
    if (matcher == nullptr) {
      continue;
    }
    auto judge = [name = entry.key, label = "header " + entry.key, matcher](
                     const Answer& answer, const Judging& judging) {
      return judge_header(name, label, *matcher, answer, judging);
    };
    compiling.add({compiling.level, entry.value.pos, entry.key, kHeaderRules, false, judge});
  }
}

std::optional<Miss> judge_json(const json::Path& path, const Matcher& matcher, const Answer& answer,
                               const Judging& judging) {
  const Place place(path.text());
  const auto nodes = path.select(answer.json()->root);
  if (!nodes) {
    Miss out = miss(Miss::Why::kUndecided, place, matcher.expected(),
                    shown(nodes.error().message, judging), judging);
    return out;
  }
  if (!path.singular()) {
    return matcher.judge({nullptr, &*nodes, place}, judging);
  }
  return matcher.judge({nodes->empty() ? nullptr : nodes->front().value, nullptr, place}, judging);
}

void compile_json_entry(const tree::Entry& entry, const Compiling& compiling) {
  Reading& reading = compiling.reading;
  const std::string what = '\'' + excerpt(entry.key, 100) + '\'';
  if (is_unresolved(text_node(entry), reading)) {
    const MatcherPtr matcher = read_matcher(entry.value, Kind::kJson, what, reading);
    if (matcher != nullptr) {
      auto judge = [test = undecided_test(), text = entry.key](const Answer&,
                                                               const Judging& judging) {
        return test.judge({nullptr, nullptr, Place(text)}, judging);
      };
      compiling.add({compiling.level, entry.value.pos, entry.key, kJsonRules, true, judge});
    }
    return;
  }
  const auto path = json::Path::parse(entry.key);
  if (!path) {
    reading.problems.add(entry.key_pos, what + " is " + path.error().message);
    return;
  }
  const Kind kind = path->singular() ? Kind::kJson : Kind::kNodes;
  const MatcherPtr matcher = read_matcher(entry.value, kind, what, reading);
  if (matcher == nullptr) {
    return;
  }
  auto judge = [path = *path, matcher](const Answer& answer, const Judging& judging) {
    return judge_json(path, *matcher, answer, judging);
  };
  compiling.add({compiling.level, entry.value.pos, entry.key, kJsonRules, true, judge});
}

void compile_json(const tree::Node& node, const Compiling& compiling) {
  if (const tree::Node* map = names_to_matchers(node, "json", "{$.total: 42}", compiling.reading)) {
    for (const tree::Entry& entry : map->entries) {
      compile_json_entry(entry, compiling);
    }
  }
}

void compile_text(const tree::Node& node, const Compiling& compiling) {
  const MatcherPtr matcher = read_matcher(node, Kind::kText, "'text'", compiling.reading);
  if (matcher != nullptr) {
    auto judge = [matcher](const Answer& answer, const Judging& judging) {
      return matcher->judge({&answer.text(), nullptr, Place("text")}, judging);
    };
    compiling.add({compiling.level, node.pos, {}, kTextRules, false, judge});
  }
}

void compile_size(const tree::Node& node, const Compiling& compiling) {
  const MatcherPtr matcher = read_matcher(node, Kind::kBytes, "'size'", compiling.reading);
  if (matcher != nullptr) {
    auto judge = [matcher](const Answer& answer, const Judging& judging) {
      const Value size(static_cast<std::int64_t>(answer.response().body.size()));
      return matcher->judge({&size, nullptr, Place("size")}, judging);
    };
    compiling.add({compiling.level, node.pos, {}, kSizeRules, false, judge});
  }
}

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
  const auto near = nearest_name(entry.key, names);
  const std::vector<std::string> texts(names.begin(), names.end());
  reading.problems.add(entry.key_pos, "unknown phase '" + excerpt(entry.key, 60) + "' in 'time'; " +
                                          (near ? "did you mean '" + *near + "'?"
                                                : "it takes " + join(texts, ", ")));
  return nullptr;
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

// Rows to come: cookies, xml, bytes, sha256, schema, tls, redirects, url, http.
constexpr std::array<SubjectRow, 6> kSubjects = {{
    {"status", compile_status, "the status code: 200, 2xx, a list of those, or a matcher"},
    {"headers", compile_headers, "header names, in any case, to matchers"},
    {"json", compile_json, "JSONPaths into the body to matchers"},
    {"text", compile_text, "the body as a text"},
    {"size", compile_size, "the bytes of the body, decompressed"},
    {"time", compile_time, "how long total, first_byte, connect, tls, dns took"},
}};

}  // namespace

const Result<json::Document>& Answer::json() const {
  if (!json_) {
    json_ = json::read(response_.body);
  }
  return *json_;
}

const Value& Answer::text() const {
  if (!text_) {
    text_ = Value(response_.body);
  }
  return *text_;
}

void Compiling::add(Expectation expectation) const {
  into.asks_json = into.asks_json || expectation.reads_json;
  into.list.push_back(std::make_shared<const Expectation>(std::move(expectation)));
}

void compile_status(const tree::Node& node, const Compiling& compiling) {
  compiling.into.asks_status = true;
  const MatcherPtr matcher = read_matcher(node, Kind::kStatus, "'status'", compiling.reading);
  if (matcher == nullptr) {
    return;
  }
  auto judge = [matcher](const Answer& answer, const Judging& judging) {
    const HttpResponse& response = answer.response();
    const Value status(response.status);
    auto miss = matcher->judge({&status, nullptr, Place("status")}, judging);
    if (miss && !response.reason.empty() && miss->found == std::to_string(response.status)) {
      miss->found += ' ' + shown(response.reason, judging);
    }
    return miss;
  };
  compiling.add({compiling.level, node.pos, {}, kStatusRules, false, judge});
}

std::span<const SubjectRow> subjects() { return kSubjects; }

}  // namespace switchgate::expect
