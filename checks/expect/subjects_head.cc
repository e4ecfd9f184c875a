// The subjects in the head of an answer: its status and its headers.

#include <algorithm>

#include "checks/base/text.h"
#include "checks/expect/subject_reading.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

using json::Value;

constexpr Rules kStatusRules = {"http/status", "http/status", "http/status"};
constexpr Rules kHeaderRules = {"http/header", "http/header", "http/header"};

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

}  // namespace

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

void compile_headers(const tree::Node& node, const Compiling& compiling) {
  const tree::Node* map =
      names_to_matchers(node, "headers", "{ETag: {exists: true}}", compiling.reading);
  if (map == nullptr) {
    return;
  }
  for (const tree::Entry& entry : map->entries) {
    if (!is_token(entry.key) && !has_unresolved_key(entry, compiling.reading)) {
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

}  // namespace switchgate::expect
