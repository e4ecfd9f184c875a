// What can be asked that is no HTTP request, as one table: a row says how a kind of
// question is written, which facts answer it, and what is expected when nothing is said.
// How it is asked is a row of runner/probe/kinds/probers.h.

#ifndef SWITCHGATE_CHECKS_KINDS_KINDS_H_
#define SWITCHGATE_CHECKS_KINDS_KINDS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "checks/expect/matcher.h"

namespace switchgate::kinds {

// How a value is written.
enum class Form : std::uint8_t {
  kText,       // a scalar
  kWords,      // a list of texts, not empty
  kHeaders,    // a mapping of header names to texts
  kVariables,  // a mapping of environment variables to texts
};

// Whom a question is for.
enum class Whom : std::uint8_t {
  kTarget,  // a target of the suite: the candidate, or what `target:` names
  kNamed,   // the subject names it: a target of the suite, or an address
  kItself,  // the subject is all there is
};

// What asking may do beside telling.
enum class Effect : std::uint8_t {
  kNone,
  kMessage,  // live, and targets that are read_only, take it with `safe: true` only
  kProgram,  // on this machine: takes --allow-commands
};

struct FieldRow {
  std::string_view name;
  Form form = Form::kText;
  std::string_view summary;
};

struct FactRow {
  std::string_view name;
  expect::Kind kind = expect::Kind::kText;
  std::string_view summary;
  bool telling = false;  // goes with every finding as evidence
};

// What is expected of a fact that is there, unless `expect` has it, or `or_else`.
struct DefaultRow {
  std::string_view fact;
  std::string_view matcher;  // as JSON
  std::string_view or_else;
};

struct KindRow {
  std::string_view name;  // the key in a suite
  Form subject = Form::kText;
  Whom whom = Whom::kItself;
  std::string_view expects;  // the subject, for messages: "HOST:PORT, such as …"
  std::span<const FieldRow> fields;
  std::span<const FactRow> facts;  // in the order in which a reply has them
  std::span<const DefaultRow> defaults;
  std::string_view value_rule;  // a fact is not as expected
  // No answer from what is no target of the suite (targets have target/*). Empty: only
  // targets are asked.
  std::string_view failed_rule;
  Effect effect = Effect::kNone;
  std::string_view summary;
  std::string_view example;
};

std::span<const KindRow> kinds();

// Null when there is none.
const KindRow* find_kind(std::string_view name);

}  // namespace switchgate::kinds

#endif  // SWITCHGATE_CHECKS_KINDS_KINDS_H_
