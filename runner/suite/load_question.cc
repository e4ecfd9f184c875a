// A check that is no HTTP request: `certificate:`, `tcp:` … read by the table of kinds.

#include <algorithm>
#include <array>
#include <utility>

#include "checks/base/text.h"
#include "checks/kinds/facts.h"
#include "checks/kinds/kinds.h"
#include "runner/probe/kinds/prober.h"
#include "runner/suite/parts.h"

namespace switchgate {
namespace {

using kinds::FieldRow;
using kinds::Form;
using kinds::KindRow;
using kinds::Whom;
using tree::Entry;
using tree::Fields;
using tree::Node;

constexpr std::array<std::string_view, 28> kOfRequests = {
    "get",     "head",      "post",      "put",     "patch",   "delete",     "options",
    "request", "query",     "headers",   "cookies", "json",    "xml",        "text",
    "form",    "multipart", "body_file", "graphql", "auth",    "follow",     "paginate",
    "safe",    "capture",   "compare",   "steps",   "finally", "idempotent", "uses",
};

bool is_text(const Node& node) { return node.is_scalar() && node.kind != tree::Kind::kNull; }

// The kinds that the check asks for, in the order of the table; all are known keys then.
std::vector<const KindRow*> asked_kinds(Fields& fields) {
  std::vector<const KindRow*> asked;
  for (const KindRow& kind : kinds::kinds()) {
    const bool here = fields.has(kind.name);
    fields.take(kind.name);
    if (here) {
      asked.push_back(&kind);
    }
  }
  return asked;
}

// Keys that make sense beside a request only.
void tell_misplaced(Fields& fields, const Node& node, const KindRow& kind, Context& context) {
  for (const Entry& entry : node.entries) {
    const bool own = std::any_of(kind.fields.begin(), kind.fields.end(),
                                 [&](const FieldRow& row) { return row.name == entry.key; });
    const bool safe = kind.effect == kinds::Effect::kMessage && entry.key == "safe";
    if (!own && !safe &&
        std::find(kOfRequests.begin(), kOfRequests.end(), entry.key) != kOfRequests.end()) {
      fields.take(entry.key);
      context.problems.add(entry.key_pos, '\'' + entry.key + "' belongs to a check of requests, " +
                                              "and this one asks '" + std::string(kind.name) +
                                              '\'');
    }
  }
}

bool is_sound_subject(const Node& node, const KindRow& kind, Context& context) {
  const bool words = kind.subject == Form::kWords;
  const bool sound = words ? node.kind == tree::Kind::kList && !node.items.empty() &&
                                 std::all_of(node.items.begin(), node.items.end(), is_text)
                           : is_text(node);
  if (!sound && node.written) {  // take() has told an empty one
    tell_expected(node, kind.name, kind.expects, context);
  }
  return sound;
}

bool is_environment_name(std::string_view name) {
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                  (c >= 'A' && c <= 'Z');
         });
}

void check_field(Fields& fields, const FieldRow& row, const Surroundings& around,
                 Context& context) {
  switch (row.form) {
    case Form::kText:
      take_text(fields, row.name, around.names, context);
      break;
    case Form::kHeaders:
      take_headers(fields, row.name, around.names, context);
      break;
    case Form::kVariables:
      for (const NamedText& variable :
           take_named_texts(fields, row.name, false, around.names, context)) {
        if (!is_environment_name(variable.name)) {
          context.problems.add(variable.value.pos,
                               '\'' + excerpt(variable.name, 60) +
                                   "' cannot be an environment variable: letters, digits and "
                                   "'_', no digit first");
        }
      }
      break;
    case Form::kWords:
      fields.strings(row.name);
      break;
  }
}

// Will the run have this target? A flag can give both sides their URLs.
bool is_target(std::string_view name, Context& context) {
  context.asked_targets.emplace(name);
  return name == "candidate" || context.suite.find_target(name) != nullptr ||
         (name == "live" && !context.options.need_secrets && !context.options.no_live);
}

void tell_unknown_target(const std::string& name, SourcePos pos, Context& context) {
  std::vector<std::string_view> known = {"candidate"};
  for (const Target& target : context.suite.targets) {
    known.push_back(target.name);
  }
  const auto near = nearest_name(name, known);
  const bool left_out = name == "live" && context.options.no_live;
  context.problems.add(pos, "unknown target '" + excerpt(name, 60) + '\'' +
                                (left_out ? ": --no-live leaves it out"
                                 : near   ? "; did you mean '" + *near + "'?"
                                          : "; give it under 'targets'"));
}

// Only what changes nothing goes to live, and to targets that say so.
void tell_unsafe(const Question& question, Context& context) {
  const Target* target = context.suite.find_target(question.target);
  const bool read_only = target != nullptr && target->read_only;
  if (question.target == "live" || read_only) {
    context.problems.add(
        question.pos,
        (read_only ? "the target '" + question.target + "' is read_only, which refuses '"
                   : "only what is safe goes to live, which refuses '") +
            std::string(question.kind->name) +
            "'; say `safe: true` if the message that is sent changes nothing");
  }
}

// A word that no address looks like.
bool looks_like_a_name(std::string_view text) {
  return text.find_first_of(".:/") == std::string_view::npos && text != "localhost";
}

// What can be said of the subject before the run, when nothing in it waits for that.
void check_subject(const Question& question, const Surroundings& around, Context& context) {
  const KindRow& kind = *question.kind;
  const Node& node =
      kind.subject == Form::kWords ? question.subject.items.front() : question.subject;
  const auto text = expand_now({node.text, node.pos}, around.names, around.scope);
  if (!text) {
    return;
  }
  if (kind.whom == Whom::kNamed) {
    if (is_target(*text, context)) {
      return;
    }
    if (looks_like_a_name(*text)) {
      tell_unknown_target(*text, node.pos, context);
      return;
    }
  }
  if (!probe::find_prober(kind.name)->url({}, *text)) {
    tell_expected(node, kind.name, kind.expects, context);
  }
}

void read_expected_facts(Fields& fields, Level level, const Surroundings& around, Context& context,
                         Question& question) {
  bool sound = true;
  question.expect = take_expectations(fields, "expect", around, context, sound);
  question.warn = take_expectations(fields, "warn", around, context, sound);
  const auto expect = fill_in_expectations(question.expect, around);
  const auto warn = fill_in_expectations(question.warn, around);
  const bool complete = sound && expect && warn;
  auto compiled = kinds::compile_all(
      *question.kind, complete ? expect->get() : question.expect.get(),
      complete ? warn->get() : question.warn.get(), question.pos, level,
      complete ? expect::Stage::kFilledIn : expect::Stage::kWritten, context.problems);
  if (complete) {
    question.compiled = std::make_shared<const kinds::Expectations>(std::move(compiled));
    question.expect.reset();
    question.warn.reset();
  }
}

std::optional<Retry> read_question_retry(Fields& fields, const KindRow& kind,
                                         const Surroundings& around, Context& context) {
  const Node* node = fields.map("retry");
  if (node == nullptr) {
    return std::nullopt;
  }
  Fields inner(*node, "retry", context.problems);
  Retry retry = read_rhythm(inner, fields.pos("retry"), context);
  bool sound = true;
  retry.fail_if = take_expectations(inner, "fail_if", around, context, sound);
  inner.finish();
  if (retry.fail_if != nullptr) {
    const auto filled = sound ? fill_in_expectations(retry.fail_if, around) : std::nullopt;
    kinds::Expectations state;
    kinds::compile(kind, filled ? **filled : *retry.fail_if, Level::kError, context.problems, state,
                   filled ? expect::Stage::kFilledIn : expect::Stage::kWritten);
  }
  return retry;
}

}  // namespace

std::shared_ptr<const Question> read_question(Fields& fields, const Node& node, Level level,
                                              const Surroundings& around, Context& context) {
  const std::vector<const KindRow*> asked = asked_kinds(fields);
  if (asked.empty()) {
    return nullptr;
  }
  const KindRow& kind = *asked.front();
  for (std::size_t i = 1; i < asked.size(); ++i) {
    context.problems.add(fields.pos(asked[i]->name), fields.what() + " asks one thing, found '" +
                                                         std::string(kind.name) + "' and '" +
                                                         std::string(asked[i]->name) + '\'');
  }
  auto question = std::make_shared<Question>();
  question->kind = &kind;
  question->pos = fields.pos(kind.name);
  question->directory = context.directory_of(question->pos);
  tell_misplaced(fields, node, kind, context);
  for (const FieldRow& row : kind.fields) {
    check_field(fields, row, around, context);
    if (const Node* field = node.find(row.name)) {
      question->fields.push_back({std::string(row.name), fields.pos(row.name), *field});
    }
  }
  question->timeout = take_positive_duration(fields, "timeout", context);
  if (kind.whom == Whom::kTarget) {
    question->target = fields.string("target").value_or(question->target);
    if (!is_target(question->target, context)) {
      tell_unknown_target(question->target, fields.take("target")->pos, context);
    } else if (kind.effect == kinds::Effect::kMessage && !fields.boolean("safe").value_or(false)) {
      tell_unsafe(*question, context);
    }
  }
  question->retry = read_question_retry(fields, kind, around, context);
  read_expected_facts(fields, level, around, context, *question);
  if (const Node* subject = node.find(kind.name); is_sound_subject(*subject, kind, context)) {
    question->subject = *subject;
    if (check_references(*subject, around.names, context)) {
      check_subject(*question, around, context);
    }
  }
  return question;
}

std::string title_of(const Question& question) {
  std::string title(question.kind->name);
  if (question.subject.is_scalar()) {
    return question.subject.text.empty() ? title : title + ' ' + question.subject.text;
  }
  for (const Node& word : question.subject.items) {
    title += ' ' + word.text;
  }
  return title;
}

}  // namespace switchgate
