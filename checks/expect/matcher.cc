// Reads a matcher: equality for plain values and lists, operators for mappings.

#include "checks/expect/matcher.h"

#include <algorithm>

#include "checks/base/text.h"
#include "checks/expect/operators.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

// Keys that stand beside an operator and change what it means.
struct Modifier {
  std::string_view name;
  std::vector<std::string_view> beside;
};

const std::vector<Modifier>& modifiers() {
  static const std::vector<Modifier> rows = {
      {"allow_empty", {"each", "any", "none", "unique", "sorted"}},
      {"unordered", {"like"}},
  };
  return rows;
}

bool holds_reference(std::string_view text) {
  for (std::size_t at = text.find("${"); at != std::string_view::npos;
       at = text.find("${", at + 2)) {
    if (at == 0 || text[at - 1] != '$') {
      return true;
    }
  }
  return false;
}

std::vector<std::string_view> names_for(Kind kind) {
  std::vector<std::string_view> names;
  for (const OperatorRow& row : operators()) {
    if (row.applies_to(kind)) {
      names.push_back(row.name);
    }
  }
  return names;
}

std::string list_of(const std::vector<std::string_view>& names) {
  const std::vector<std::string> texts(names.begin(), names.end());
  return join(texts, ", ");
}

std::string_view noun(Kind kind) {
  switch (kind) {
    case Kind::kJson:
      return "a JSON value";
    case Kind::kNodes:
      return "a JSONPath that may select several nodes";
    case Kind::kText:
      return "a text";
    case Kind::kHeader:
      return "a header";
    case Kind::kNumber:
      return "a number";
    case Kind::kStatus:
      return "a status";
    case Kind::kBytes:
      return "a size";
    case Kind::kDuration:
      return "a duration";
    case Kind::kOptionalText:
      return "a text";
    case Kind::kTexts:
      return "a list of texts";
    case Kind::kOptionalNumber:
      return "a number";
    case Kind::kBoolean:
      return "true or false";
    case Kind::kRawBytes:
      return "bytes";
    case Kind::kDigest:
      return "a SHA-256";
  }
  return {};
}

const OperatorRow* find_operator(std::string_view name) {
  const auto rows = operators();
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const OperatorRow& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

const Modifier* find_modifier(std::string_view name) {
  const auto& rows = modifiers();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const Modifier& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

void tell_unknown(const tree::Entry& entry, Kind kind, std::string_view what, Reading& reading) {
  std::vector<std::string_view> names = names_for(kind);
  std::string message = "unknown matcher '" + excerpt(entry.key, 60) + "' in " + std::string(what);
  if (const auto near = nearest_name(entry.key, names)) {
    message += "; did you mean '" + *near + "'?";
  } else {
    message += kind == Kind::kJson ? "; a literal object is written {equals: {...}}" : "";
    message += "; " + std::string(noun(kind)) + " takes " + list_of(names);
  }
  reading.problems.add(entry.key_pos, std::move(message));
}

// The value of a modifier, when its mapping has it and it makes sense there.
bool read_modifier(const tree::Node& map, const Modifier& modifier, Reading& reading) {
  const auto entry = std::find_if(map.entries.begin(), map.entries.end(),
                                  [&](const tree::Entry& e) { return e.key == modifier.name; });
  if (entry == map.entries.end()) {
    return false;
  }
  const std::string name = '\'' + std::string(modifier.name) + '\'';
  if (std::none_of(modifier.beside.begin(), modifier.beside.end(),
                   [&](std::string_view other) { return map.find(other) != nullptr; })) {
    reading.problems.add(entry->key_pos, name + " stands beside " + list_of(modifier.beside) +
                                             ", and none of them is here");
  }
  if (entry->value.kind != tree::Kind::kBoolean) {
    if (!is_unresolved(entry->value, reading)) {
      reading.problems.add(entry->value.pos,
                           name + " expects true or false, got " + found_there(entry->value));
    }
    return false;
  }
  return *tree::to_json(entry->value).boolean();
}

std::optional<Test> read_operator(const OperatorRow& row, const Operand& operand) {
  if (!row.takes_matcher && is_unresolved(operand.node, operand.reading)) {
    return undecided_test();
  }
  return row.read(operand);
}

bool check_entry(const tree::Entry& entry, const OperatorRow* row, Kind kind, std::string_view what,
                 Reading& reading) {
  if (row == nullptr) {
    tell_unknown(entry, kind, what, reading);
    return false;
  }
  if (!row->applies_to(kind)) {
    reading.problems.add(entry.key_pos, '\'' + entry.key + "' does not apply to " +
                                            std::string(noun(kind)) + "; it takes " +
                                            list_of(names_for(kind)));
    return false;
  }
  if (!entry.value.written) {
    reading.problems.add(entry.key_pos,
                         '\'' + entry.key + "' is empty: give it a value, or write null");
    return false;
  }
  return true;
}

MatcherPtr read_mapping(const tree::Node& node, Kind kind, std::string_view what,
                        Reading& reading) {
  const std::size_t before = reading.problems.size();
  const bool allow_empty = read_modifier(node, modifiers()[0], reading);
  const bool unordered = read_modifier(node, modifiers()[1], reading);
  std::vector<Matcher::Step> steps;
  for (const tree::Entry& entry : node.entries) {
    if (find_modifier(entry.key) != nullptr) {
      continue;
    }
    const OperatorRow* row = find_operator(entry.key);
    if (!check_entry(entry, row, kind, what, reading)) {
      continue;
    }
    const Operand operand{row->name, entry.value, kind, allow_empty, unordered, reading};
    if (auto test = read_operator(*row, operand)) {
      steps.push_back({std::move(*test), entry.key_pos});
    }
  }
  if (node.entries.empty()) {
    reading.problems.add(node.pos, std::string(what) +
                                       " has an empty mapping: write at least one of " +
                                       list_of(names_for(kind)));
  }
  return reading.problems.size() == before ? std::make_shared<const Matcher>(std::move(steps))
                                           : nullptr;
}

// A plain value or list: equality, where that makes sense.
MatcherPtr read_plain(const tree::Node& node, Kind kind, std::string_view what, Reading& reading) {
  const std::string found = found_there(node);
  if (kind == Kind::kNodes) {
    reading.problems.add(node.pos, std::string(what) + " may select several nodes, so it takes " +
                                       list_of(names_for(kind)) + ", got " + found);
    return nullptr;
  }
  if (kind == Kind::kTexts) {
    reading.problems.add(node.pos, std::string(what) + " is a list of texts, so it takes " +
                                       list_of(names_for(kind)) + ", got " + found);
    return nullptr;
  }
  if (kind == Kind::kDuration) {
    reading.problems.add(
        node.pos, std::string(what) + " expects a mapping such as {at_most: 300ms}, got " + found);
    return nullptr;
  }
  const bool one_of = kind == Kind::kStatus && node.kind == tree::Kind::kList && !node.is_data;
  const OperatorRow* row = find_operator(one_of ? "one_of" : "equals");
  const std::string_view name = what.substr(1, what.size() - 2);
  auto test = read_operator(*row, {name, node, kind, false, false, reading});
  if (!test) {
    return nullptr;
  }
  return std::make_shared<const Matcher>(std::vector<Matcher::Step>{{std::move(*test), node.pos}});
}

}  // namespace

// What stands there, for messages: 'abc', "a list", "nothing".
std::string found_there(const tree::Node& node) {
  if (!node.written) {
    return "nothing";
  }
  if (node.is_scalar()) {
    return node.kind == tree::Kind::kNull ? "null" : '\'' + excerpt(node.text, 60) + '\'';
  }
  if (node.items.empty() && node.entries.empty()) {
    return node.kind == tree::Kind::kList ? "an empty list" : "an empty mapping";
  }
  return std::string(tree::describe(node.kind)) + (node.is_data ? " that was filled in" : "");
}

void Operand::tell(const tree::Node& at, std::string_view expected) const {
  reading.problems.add(at.pos, '\'' + std::string(name) + "' expects " + std::string(expected) +
                                   ", got " + found_there(at));
}

bool is_unresolved(const tree::Node& node, const Reading& reading) {
  if (reading.stage == Stage::kFilledIn) {
    return false;
  }
  return holds_reference(node.text) ||
         std::any_of(node.items.begin(), node.items.end(),
                     [&](const tree::Node& item) { return is_unresolved(item, reading); }) ||
         std::any_of(node.entries.begin(), node.entries.end(), [&](const tree::Entry& entry) {
           return holds_reference(entry.key) || is_unresolved(entry.value, reading);
         });
}

Test undecided_test() {
  const std::string expected = "to meet a value that was not filled in";
  return {expected, [expected](const Seen& seen, const Judging& judging) -> std::optional<Miss> {
            return miss(Miss::Why::kUndecided, seen.place, expected, "${…}", judging);
          }};
}

MatcherPtr read_matcher(const tree::Node& node, Kind kind, std::string_view what,
                        Reading& reading) {
  if (!node.written) {
    reading.problems.add(node.pos, std::string(what) + " is empty: give it a value, or write null");
    return nullptr;
  }
  if (node.is_scalar() && is_unresolved(node, reading)) {
    return std::make_shared<const Matcher>(
        std::vector<Matcher::Step>{{undecided_test(), node.pos}});
  }
  return node.kind == tree::Kind::kMap && !node.is_data ? read_mapping(node, kind, what, reading)
                                                        : read_plain(node, kind, what, reading);
}

std::optional<Miss> Matcher::judge(const Seen& seen, const Judging& judging) const {
  for (const Step& step : steps_) {
    if (auto miss = step.test.judge(seen, judging)) {
      if (!miss->pos.known()) {
        miss->pos = step.pos;
      }
      return miss;
    }
  }
  return std::nullopt;
}

bool Matcher::holds(const Seen& seen, const Judging& judging) const {
  Judging quiet = judging;
  quiet.explain = false;
  return !judge(seen, quiet);
}

std::string Matcher::expected() const {
  std::string out;
  for (const Step& step : steps_) {
    out += (out.empty() ? "" : " and ") + step.test.expected;
  }
  return out;
}

}  // namespace switchgate::expect
