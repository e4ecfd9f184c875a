// Compiles and judges what is expected of facts.

#include "checks/kinds/facts.h"

#include <algorithm>
#include <utility>

#include "checks/base/text.h"
#include "checks/expect/subjects.h"
#include "checks/expect/words.h"
#include "checks/json/reader.h"

namespace switchgate {

const json::Value* find_fact(const Facts& facts, std::string_view name) {
  const auto fact =
      std::find_if(facts.begin(), facts.end(), [&](const Fact& one) { return one.first == name; });
  return fact == facts.end() ? nullptr : &fact->second;
}

namespace kinds {
namespace {

const FactRow* find_row(const KindRow& kind, std::string_view name) {
  const auto row = std::find_if(kind.facts.begin(), kind.facts.end(),
                                [&](const FactRow& one) { return one.name == name; });
  return row == kind.facts.end() ? nullptr : &*row;
}

std::vector<std::string_view> names_of(const KindRow& kind) {
  std::vector<std::string_view> names;
  for (const FactRow& row : kind.facts) {
    names.push_back(row.name);
  }
  return names;
}

std::string list_of(const KindRow& kind) {
  const std::vector<std::string_view> names = names_of(kind);
  return join(std::vector<std::string>(names.begin(), names.end()), ", ");
}

void tell_unknown(const KindRow& kind, const tree::Entry& entry, tree::Problems& problems) {
  const auto near = nearest_name(entry.key, names_of(kind));
  problems.add(entry.key_pos,
               "'" + std::string(kind.name) + "' tells nothing called '" + excerpt(entry.key, 60) +
                   "'; " +
                   (near ? "did you mean '" + *near + "'?" : "its facts are " + list_of(kind)));
}

bool asks(const Expectations& expectations, std::string_view fact) {
  return std::any_of(expectations.list.begin(), expectations.list.end(),
                     [&](const Expectation& one) { return one.fact->name == fact; });
}

expect::Expectation finding_parts(const KindRow& kind, const Expectation& expectation) {
  expect::Expectation parts;
  parts.level = expectation.level;
  parts.pos = expectation.pos;
  parts.path = expectation.fact->name;
  parts.rules = {kind.value_rule, kind.value_rule, kind.value_rule};
  return parts;
}

}  // namespace

void compile(const KindRow& kind, const tree::Node& node, Level level, tree::Problems& problems,
             Expectations& into, expect::Stage stage) {
  if (node.kind != tree::Kind::kMap || node.entries.empty()) {
    problems.add(node.pos, "expectations of '" + std::string(kind.name) +
                               "' are a mapping of facts (" + list_of(kind) + "), got " +
                               expect::found_there(node));
    return;
  }
  expect::Reading reading{problems, stage};
  for (const tree::Entry& entry : node.entries) {
    const FactRow* row = find_row(kind, entry.key);
    if (row == nullptr) {
      tell_unknown(kind, entry, problems);
      continue;
    }
    auto matcher = expect::read_matcher(entry.value, row->kind, '\'' + entry.key + '\'', reading);
    if (matcher != nullptr) {
      into.list.push_back({row, std::move(matcher), level, entry.value.pos, false});
    }
  }
}

void add_defaults(const KindRow& kind, SourcePos pos, Level level, Expectations& into) {
  std::vector<Expectation> defaults;
  for (const DefaultRow& row : kind.defaults) {
    if (asks(into, row.fact) || (!row.or_else.empty() && asks(into, row.or_else))) {
      continue;
    }
    tree::Problems none;  // the rows are sound: a test reads them all
    expect::Reading reading{none, expect::Stage::kFilledIn};
    const FactRow* fact = find_row(kind, row.fact);
    const tree::Node node = tree::from_json(json::read(row.matcher)->root, pos);
    auto matcher =
        expect::read_matcher(node, fact->kind, '\'' + std::string(row.fact) + '\'', reading);
    defaults.push_back({fact, std::move(matcher), level, pos, true});
  }
  // First, because they explain whatever else is missing.
  into.list.insert(into.list.begin(), defaults.begin(), defaults.end());
}

Expectations compile_all(const KindRow& kind, const tree::Node* expect, const tree::Node* warn,
                         SourcePos pos, Level level, expect::Stage stage,
                         tree::Problems& problems) {
  Expectations compiled;
  if (expect != nullptr) {
    compile(kind, *expect, level, problems, compiled, stage);
  }
  add_defaults(kind, pos, level, compiled);
  if (warn != nullptr) {
    compile(kind, *warn, Level::kWarning, problems, compiled, stage);
  }
  return compiled;
}

expect::Judged judge(const KindRow& kind, const Expectations& expectations, const Facts& facts,
                     std::string_view about, Instant now, const Masker& masker) {
  expect::Judged judged;
  const expect::Judging judging{now, masker};
  bool failed = false;
  for (const Expectation& expectation : expectations.list) {
    const json::Value* value = find_fact(facts, expectation.fact->name);
    if (value == nullptr && (failed || expectation.by_default)) {
      continue;
    }
    ++judged.count;
    const std::string label =
        std::string(expectation.fact->name) + (about.empty() ? "" : " of " + std::string(about));
    const expect::Place place(label, expectation.fact->name);
    auto miss = expectation.matcher->judge({value, nullptr, place}, judging);
    if (miss) {
      failed = failed || expectation.level == Level::kError;
      judged.findings.push_back(
          expect::to_finding(finding_parts(kind, expectation), std::move(*miss), judging));
    }
  }
  return judged;
}

std::vector<Evidence> telling(const KindRow& kind, const Facts& facts, const Masker& masker) {
  std::vector<Evidence> evidence;
  const expect::Judging judging{{}, masker};
  for (const FactRow& row : kind.facts) {
    const json::Value* value = row.telling ? find_fact(facts, row.name) : nullptr;
    if (value == nullptr || (value->string() != nullptr && value->string()->empty())) {
      continue;
    }
    const expect::Place place(row.name);
    const std::string* text = value->string();
    evidence.push_back({std::string(row.name),
                        text != nullptr && !place.sensitive()
                            ? expect::shown(*text, judging)
                            : expect::show_found({value, nullptr, place}, row.kind, judging)});
  }
  return evidence;
}

}  // namespace kinds
}  // namespace switchgate
