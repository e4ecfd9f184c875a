// `expected:` and the waivers' file: entries of the same keys, each accepting findings of one
// rule beforehand.

#include <utility>

#include "checks/base/text.h"
#include "checks/rules/rules.h"
#include "checks/waivers.h"
#include "checks/yaml/parser.h"
#include "runner/suite/find_files.h"
#include "runner/suite/parts.h"

namespace switchgate {
namespace {

using tree::Fields;
using tree::Node;

constexpr const char* kUsualWaivers = ".switchgate/waivers.yaml";

// Where an entry stands decides what it must say.
struct Kind {
  std::string what;       // "an entry of 'expected'", for messages
  bool planned = false;   // else a waiver, which must expire
  bool on_check = false;  // it is about that check already
};

void tell(const Node& node, std::string_view key, std::string_view expected,
          tree::Problems& problems) {
  const std::string found = node.is_scalar() ? '\'' + excerpt(node.text, 60) + '\''
                                             : std::string(tree::describe(node.kind));
  problems.add(node.pos,
               '\'' + std::string(key) + "' expects " + std::string(expected) + ", got " + found);
}

std::string unknown_rule(const std::string& rule) {
  if (rule.find_first_of("*?") != std::string::npos) {
    return "'rule' names one rule, without * and ?: whoever accepts a finding says which";
  }
  std::vector<std::string_view> ids;
  for (const Rule& known : rules()) {
    ids.push_back(known.id);
  }
  const auto near = nearest_name(rule, ids);
  return "there is no rule '" + excerpt(rule, 60) + '\'' +
         (near ? "; did you mean '" + *near + "'?" : "; `switchgate explain` lists them all");
}

std::string read_rule(Fields& fields, const Kind& kind, tree::Problems& problems) {
  const auto rule = fields.string("rule");
  if (!rule) {
    if (!fields.has("rule")) {
      problems.add(fields.pos("rule"),
                   kind.what + " needs a `rule`, such as shape/property-removed");
    }
    return {};
  }
  const SourcePos pos = fields.take("rule")->pos;
  if (find_rule(*rule) == nullptr) {
    problems.add(pos, unknown_rule(*rule));
  } else if (const std::string_view why = why_not_acceptable(*rule); !why.empty()) {
    problems.add(pos, '\'' + *rule + "' cannot be " + (kind.planned ? "expected" : "waived") +
                          ": " + std::string(why));
  }
  return *rule;
}

// A text that is not empty; empty when it was told or is not there.
std::string read_text(Fields& fields, std::string_view key, std::string_view expected,
                      tree::Problems& problems) {
  const auto text = fields.string(key);
  if (text && trim(*text).empty()) {
    tell(*fields.take(key), key, expected, problems);
  }
  return text.value_or("");
}

std::string read_check(Fields& fields, const Kind& kind, tree::Problems& problems) {
  if (!kind.on_check) {
    return read_text(fields, "check", "a check's name or id, * and ? allowed", problems);
  }
  if (fields.has("check")) {
    fields.take("check");
    problems.add(fields.pos("check"),
                 "'check' stands on a check, which it is about already: remove it, or move the "
                 "entry to the suite's own 'expected'");
  }
  return {};
}

std::string read_reason(Fields& fields, const Kind& kind, tree::Problems& problems) {
  if (!fields.has("reason")) {
    problems.add(fields.pos("reason"),
                 kind.what + " needs a `reason`: what is accepted, and who will end it how");
  }
  return read_text(fields, "reason", "a text that says why", problems);
}

std::optional<Instant> read_expires(Fields& fields, const Kind& kind, tree::Problems& problems) {
  if (!fields.has("expires") && !kind.planned) {
    problems.add(fields.pos("expires"),
                 kind.what +
                     " needs `expires`, the last day on which it counts, such as "
                     "2026-12-31");
  }
  const auto text = fields.string("expires");
  const auto day = text ? parse_date(*text) : std::nullopt;
  if (text && !day) {
    tell(*fields.take("expires"), "expires", "a day such as 2026-12-31", problems);
  }
  return day;
}

std::vector<Waiver> read_entries(const Node& list, const Kind& kind, tree::Problems& problems) {
  std::vector<Waiver> out;
  for (const Node& item : list.items) {
    Fields fields(item, kind.what, problems);
    if (item.kind != tree::Kind::kMap) {
      continue;
    }
    Waiver waiver;
    waiver.planned = kind.planned;
    waiver.pos = item.pos;
    waiver.rule = read_rule(fields, kind, problems);
    waiver.check = read_check(fields, kind, problems);
    waiver.path = read_text(fields, "path", "a place in the answer, * and ? allowed", problems);
    waiver.reason = read_reason(fields, kind, problems);
    waiver.owner = read_text(fields, "owner", "a name", problems);
    waiver.expires = read_expires(fields, kind, problems);
    fields.finish();
    out.push_back(std::move(waiver));
  }
  return out;
}

}  // namespace

std::vector<Waiver> read_expected(Fields& fields, bool on_check, Context& context) {
  const Node* list = fields.list("expected");
  if (list == nullptr) {
    return {};
  }
  if (list->items.empty()) {
    context.problems.add(list->pos, "'expected' is empty: name a planned change, or remove it");
  }
  return read_entries(*list, {"an entry of 'expected'", true, on_check}, context.problems);
}

std::vector<Waiver> load_waivers(const LoadOptions& options, SourceFiles& files,
                                 tree::Problems& problems) {
  if (!options.waivers && !is_file(kUsualWaivers)) {
    return {};
  }
  Result<SourceFile> file = read_suite_file(options.waivers.value_or(kUsualWaivers));
  if (!file) {
    problems.add({}, "--waivers: " + file.error().message);
    return {};
  }
  files.push_back(*std::move(file));
  const auto root = yaml::parse(files, static_cast<int>(files.size()) - 1, problems);
  if (!root) {
    return {};
  }
  Fields fields(*root, "a file of waivers", problems);
  const Node* list = fields.list("waivers");
  if (root->kind == tree::Kind::kMap && !fields.has("waivers")) {
    problems.add(fields.pos("waivers"), "a file of waivers begins with `waivers:` and a list");
  }
  fields.finish();
  return list == nullptr ? std::vector<Waiver>{}
                         : read_entries(*list, {"a waiver", false, false}, problems);
}

void mask_waivers(Plan& plan, const Masker& masker) {
  const auto mask = [&](std::vector<Waiver>& waivers) {
    for (Waiver& waiver : waivers) {
      for (std::string* text : {&waiver.check, &waiver.path, &waiver.reason, &waiver.owner}) {
        *text = masker.mask(*text);
      }
    }
  };
  mask(plan.waivers);
  for (Suite& suite : plan.suites) {
    mask(suite.expected);
  }
  for (Check& check : plan.checks) {
    mask(check.expected);
  }
}

}  // namespace switchgate
