#include "checks/values/evidence.h"

#include <algorithm>
#include <utility>

#include "checks/shape/confirm.h"
#include "checks/values/noise.h"

namespace switchgate::values {

std::size_t answers_needed(std::size_t nodes) {
  const auto places = static_cast<double>(std::max<std::size_t>(nodes, 1));
  std::size_t pairs = 1;
  while (2 * pairs < kMostAnswers &&
         shape::chance_of(pairs, pairs, pairs) * places > kSignificance) {
    ++pairs;
  }
  return 2 * pairs;
}

// Each row its second answer; then those that differ in all of theirs, one after another.
std::size_t most_confirmations(std::size_t rows) {
  return rows <= 1 ? kMostAnswers : rows + 2 * kMostAnswers;
}

void Evidence::take(std::size_t row, Document live, Document candidate) {
  while (rows_.size() <= row) {
    rows_.emplace_back(one_of_many_);
  }
  needs_.resize(rows_.size());
  const std::size_t before = rows_[row].nodes();
  rows_[row].take(std::move(live), std::move(candidate));
  if (rows_[row].nodes() != before) {
    nodes_ += rows_[row].nodes() - before;
    answers_needed_ = answers_needed(nodes_);
  }
  needs_[row].reset();
}

void Evidence::close() {
  for (Row& row : rows_) {
    row.close();
  }
}

bool Evidence::is_beyond_chance(std::size_t shown, std::size_t answers) const {
  return shape::chance_of(answers, shown, answers) * static_cast<double>(nodes_) <=
         kSignificanceOfWarnings;
}

// What a program makes for each answer is no difference unless both sides repeat theirs, and two
// times of the day are none at all.
bool Evidence::is_noise(const Row& row, const json::Value& live, const Differing& differing) const {
  if (differing.how != How::kValue) {
    return false;
  }
  const bool repeated = differing.steady && differing.answers == row.answers();
  return (!repeated && is_made_for_an_answer(live)) ||
         (is_about_now(live, now_) && is_about_now(differing.found, now_));
}

Belief Evidence::belief_in(const Row& row, const json::Value& live,
                           const Differing& differing) const {
  const std::size_t shown = differing.answers;
  if (shown == row.answers()) {
    return is_noise(row, live, differing) ? Belief::kNone
           : shown >= answers_needed_     ? Belief::kConfirmed
                                          : Belief::kUnasked;
  }
  return is_beyond_chance(shown, row.answers()) && !is_noise(row, live, differing)
             ? Belief::kWeighed
             : Belief::kNone;
}

Evidence::Need Evidence::need_of(const Row& row) const {
  if (row.waits()) {
    return Need::kSecond;
  }
  std::size_t most = 0;  // of the answers that show something that comes and goes
  for (const auto& [live, differing] : row.differing()) {
    if (differing.answers < row.answers()) {
      most = is_noise(row, *live, differing) ? most : std::max(most, differing.answers);
    } else if (belief_in(row, *live, differing) == Belief::kUnasked) {
      return Need::kEvery;
    }
  }
  const bool may_grow = most > 0 && row.answers() < kMostAnswers;
  return may_grow && is_beyond_chance(most + kMostAnswers - row.answers(), kMostAnswers)
             ? Need::kComing
             : Need::kNone;
}

std::optional<std::size_t> Evidence::next_to_confirm(
    const std::function<bool(std::size_t)>& may_be_asked) {
  if (confirmations_ >= most_confirmations(rows_.size())) {
    return std::nullopt;
  }
  std::optional<std::size_t> next;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (!needs_[row]) {
      needs_[row] = need_of(rows_[row]);
    }
    const Need need = *needs_[row];
    if (need > (next ? *needs_[*next] : Need::kNone) && may_be_asked(row)) {
      next = row;
    }
  }
  confirmations_ += next ? 1 : 0;
  return next;
}

}  // namespace switchgate::values
