// Compiles the subjects of `expect:` and `warn:`, and turns what an answer
// misses into findings.

#include "checks/expect/expectations.h"

#include <algorithm>
#include <array>

#include "checks/base/text.h"
#include "checks/expect/invalid_body.h"
#include "checks/expect/subjects.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

constexpr std::string_view kDuplicateKeys = "json/duplicate-keys";

constexpr std::array<std::string_view, 26> kRuleIds = {
    "http/status",     "http/header",  "json/value",   "json/type",   "json/missing",
    "json/invalid",    kDuplicateKeys, "text/value",   "http/size",   "time/total",
    "time/first-byte", "time/connect", "time/tls",     "time/dns",    "cookie/value",
    "cookie/missing",  "xml/value",    "xml/missing",  "xml/invalid", "http/bytes",
    "http/sha256",     "http/url",     "http/version", "tls/value",   "tls/missing",
    "http/redirects",
};

std::vector<std::string_view> subject_names() {
  std::vector<std::string_view> names;
  for (const SubjectRow& row : subjects()) {
    names.push_back(row.name);
  }
  return names;
}

std::string known_subjects() {
  const std::vector<std::string_view> names = subject_names();
  const std::vector<std::string> texts(names.begin(), names.end());
  return join(texts, ", ");
}

void tell_unknown(const tree::Entry& entry, tree::Problems& problems) {
  const auto near = nearest_name(entry.key, subject_names());
  problems.add(entry.key_pos,
               "unknown subject '" + excerpt(entry.key, 60) + "'; " +
                   (near ? "did you mean '" + *near + "'?" : "it is one of " + known_subjects()));
}

std::string_view rule_of(const Miss& miss, const Rules& rules) {
  switch (miss.why) {
    case Miss::Why::kMissing:
      return rules.missing;
    case Miss::Why::kType:
      return rules.type;
    case Miss::Why::kValue:
    case Miss::Why::kUndecided:
      return rules.value;
  }
  return rules.value;
}

Finding duplicate_keys(const Expectation& first, const std::vector<std::string>& pointers,
                       const Judging& judging) {
  Finding finding;
  finding.rule = kDuplicateKeys;
  finding.level = Level::kWarning;
  finding.pos = first.pos;
  const std::string where = shown(pointers.front(), judging);
  finding.message = "expected each member of an object once, found " + where +
                    " more than once. Readers disagree about which one counts; "
                    "the last was judged.";
  finding.evidence = {{"expected", "unique names"}, {"found", where}};
  if (pointers.size() > 1) {
    finding.evidence.push_back({"duplicates", std::to_string(pointers.size())});
  }
  return finding;
}

// The formats that something was told about already, or that had nothing to tell.
using BodiesTold = std::vector<const BodyFormat*>;

// Is the body what the expectation reads? Tells what is wrong with it when it is
// looked at for the first time.
bool is_readable(const Expectations& all, const Expectation& expectation, const Answer& answer,
                 const Judging& judging, BodiesTold& told, std::vector<Finding>& findings) {
  for (const BodyFormat& format : body_formats()) {
    if (!(expectation.*format.reads)) {
      continue;
    }
    const bool readable = format.error(answer) == nullptr;
    if (std::find(told.begin(), told.end(), &format) == told.end()) {
      told.push_back(&format);
      if (!readable) {
        findings.push_back(invalid_body(format, all, expectation, answer, judging));
      } else if (expectation.reads_json && !answer.json()->duplicate_keys.empty()) {
        findings.push_back(duplicate_keys(expectation, answer.json()->duplicate_keys, judging));
      }
    }
    return readable;
  }
  return true;
}

}  // namespace

Finding to_finding(const Expectation& expectation, Miss miss, const Judging& judging) {
  Finding finding;
  finding.rule = rule_of(miss, expectation.rules);
  finding.level = expectation.level;
  finding.undecided = miss.why == Miss::Why::kUndecided;
  finding.message = "expected " + miss.place + ' ' + miss.expected + ", found " + miss.found;
  if (!miss.advice.empty()) {
    finding.message += ". " + miss.advice;
  }
  finding.pos = miss.pos.known() ? miss.pos : expectation.pos;
  finding.path = judging.masker.mask(expectation.path);
  finding.evidence = {{"expected", miss.expected}, {"found", miss.found}};
  if (miss.place.starts_with('$') && miss.place != finding.path) {
    finding.evidence.push_back({"at", miss.place});
  }
  for (Evidence& evidence : miss.evidence) {
    finding.evidence.push_back(std::move(evidence));
  }
  return finding;
}

void compile(const tree::Node& node, Level level, tree::Problems& problems, Expectations& into,
             Stage stage) {
  if (node.kind != tree::Kind::kMap || node.entries.empty()) {
    problems.add(node.pos, "expectations are a mapping of subjects (" + known_subjects() +
                               ") such as {status: 200}, got " + found_there(node));
    return;
  }
  Reading reading{problems, stage};
  const Compiling compiling{reading, level, into};
  for (const tree::Entry& entry : node.entries) {
    const auto rows = subjects();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const SubjectRow& candidate) {
      return candidate.name == entry.key;
    });
    if (row == rows.end()) {
      tell_unknown(entry, problems);
    } else {
      row->compile(entry.value, compiling);
    }
  }
}

void add_default_status(SourcePos pos, Level level, Expectations& into) {
  if (into.asks_status) {
    return;
  }
  tree::Node node;
  node.kind = tree::Kind::kString;
  node.pos = pos;
  node.text = "2xx";
  tree::Problems none;
  Reading reading{none, Stage::kFilledIn};
  compile_status(node, {reading, level, into});
  // First, because a wrong status explains whatever else is missing.
  std::rotate(into.list.begin(), into.list.end() - 1, into.list.end());
}

namespace {

Judged judge_answer(const Expectations& expectations, const Answer& answer,
                    const Judging& judging) {
  Judged judged;
  BodiesTold told;
  for (const auto& expectation : expectations.list) {
    ++judged.count;
    if (!is_readable(expectations, *expectation, answer, judging, told, judged.findings)) {
      continue;
    }
    if (auto miss = expectation->judge(answer, judging)) {
      judged.findings.push_back(to_finding(*expectation, std::move(*miss), judging));
    }
  }
  return judged;
}

}  // namespace

Judged judge(const Expectations& expectations, const HttpResponse& response, Instant now,
             const Masker& masker, std::span<const json::Path> mask) {
  const Answer answer(response);
  if (mask.empty()) {
    return judge_answer(expectations, answer, {now, masker});
  }
  const Masked masked = answer.json() ? Masked(answer.json()->root, mask) : Masked();
  Judged judged = judge_answer(expectations, answer, {now, masker, true, &masked});
  if (judged.findings.empty()) {
    return judged;
  }
  // Once more, because what is shown of headers and texts may hold the masked values too.
  const Masker all = masked.over(masker);
  return judge_answer(expectations, answer, {now, all, true, &masked});
}

std::span<const std::string_view> rule_ids() { return kRuleIds; }

}  // namespace switchgate::expect
