// Two sides that a test makes up, compared as a run does it: samples, confirmations, sentences.

#ifndef SWITCHGATE_TESTS_VALUES_ASKED_H_
#define SWITCHGATE_TESTS_VALUES_ASKED_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/json/reader.h"
#include "checks/values/changes.h"
#include "checks/values/evidence.h"

namespace switchgate::values::testing {

// The answer to the request of `row` when it is asked for the `number`th time, from 0.
using Side = std::function<json::Value(std::size_t row, std::size_t number)>;

inline json::Value json_of(const std::string& text) { return json::read(text)->root; }

inline Side always(const std::string& text) {
  return [value = json_of(text)](std::size_t, std::size_t) { return value; };
}

// These, in turn.
inline Side turns(const std::vector<std::string>& texts) {
  return [texts](std::size_t, std::size_t number) { return json_of(texts[number % texts.size()]); };
}

struct Question {
  std::size_t rows = 1;
  std::size_t samples = kSamples;
  std::vector<json::Path> ordered;
  std::vector<json::Path> mask;
  std::vector<std::string> told;
  Masker masker;
  Instant now = *parse_date_time("2026-11-22T10:15:30Z");
  std::function<bool(std::size_t)> may_be_asked = [](std::size_t) { return true; };
};

struct Answered {
  std::vector<Change> changes;
  std::size_t quiet = 0;
  std::size_t noisy = 0;
  std::size_t asked = 0;  // of each side

  // "error compare/value $.a: expected …"
  std::vector<std::string> lines() const {
    std::vector<std::string> out;
    for (const Change& change : changes) {
      out.push_back((change.undecided ? "undecided" : std::string(name_of(change.level))) + ' ' +
                    change.rule + ' ' + change.path + ": " + change.message);
    }
    return out;
  }
  bool closes() const {
    for (const Change& change : changes) {
      if (change.level == Level::kError) {
        return true;
      }
    }
    return false;
  }
};

inline Answered compare(const Side& live, const Side& candidate, const Question& question = {}) {
  Evidence evidence(question.rows > 1, question.now);
  std::vector<std::size_t> numbers(question.rows);
  Answered answered;
  const auto ask = [&](std::size_t row) {
    const Reading reading{{}, question.mask, {}};
    const std::size_t number = numbers[row]++;
    evidence.take(row, *document_of(live(row, number), reading),
                  *document_of(candidate(row, number), reading));
    ++answered.asked;
  };
  while (answered.asked < question.rows || answered.asked < question.samples) {
    ask(answered.asked % question.rows);
  }
  while (const auto row = evidence.next_to_confirm(question.may_be_asked)) {
    ask(*row);
  }
  evidence.close();
  Telling telling;
  telling.ordered = {&question.ordered};
  telling.told = question.told;
  telling.rows = question.rows;
  telling.live_masker = [&](std::size_t) -> const Masker& { return question.masker; };
  telling.candidate_masker = telling.live_masker;
  answered.changes = changes(evidence, telling);
  for (const Row& row : evidence.rows()) {
    answered.quiet += row.quiet();
    answered.noisy += row.noisy();
  }
  return answered;
}

}  // namespace switchgate::values::testing

#endif  // SWITCHGATE_TESTS_VALUES_ASKED_H_
