#include "checks/shape/evidence.h"

#include <algorithm>
#include <string>
#include <utility>

#include "checks/shape/confirm.h"

namespace switchgate::shape {
namespace {

bool is_break(const Change& change) { return change.level == Level::kError; }

bool breaks_at(const std::vector<Change>& changes, const std::string& path) {
  return std::any_of(changes.begin(), changes.end(),
                     [&](const Change& change) { return is_break(change) && change.path == path; });
}

}  // namespace

double Evidence::Shown::chance() const { return chance_of(of, answers, of); }

void Evidence::take(std::size_t row, const Shape& live, const Shape& candidate) {
  rows_.resize(std::max(rows_.size(), row + 1));
  Row& to = rows_[row];
  absorb(to.sides.before, live);
  absorb(to.sides.after, candidate);
  to.answers.push_back(candidate);
  const std::vector<Change> changes = diff(to.sides.before, to.sides.after, options_);
  to.breaks = std::any_of(changes.begin(), changes.end(), is_break);
}

std::vector<Change> Evidence::pooled() const {
  std::vector<Sides> sides;
  sides.reserve(rows_.size());
  for (const Row& row : rows_) {
    sides.push_back(row.sides);
  }
  return diff_pooled(sides, options_);
}

Evidence::Shown Evidence::shown_in(const Row& row, const Change& wanted) const {
  if (!row.breaks) {
    return {0, row.answers.size()};
  }
  const auto count =
      std::count_if(row.answers.begin(), row.answers.end(), [&](const Shape& answer) {
        return breaks_at(diff(row.sides.before, answer, options_), wanted.path);
      });
  return {static_cast<std::size_t>(count), row.answers.size()};
}

// By all rows together, or by one of them where it is less likely to be chance.
Evidence::Shown Evidence::shown_in_any(const Change& change) const {
  Shown all;
  Shown best;
  for (const Row& row : rows_) {
    const Shown one = shown_in(row, change);
    all.answers += one.answers;
    all.of += one.of;
    best = best.of == 0 || one.chance() < best.chance() ? one : best;
  }
  return all.chance() <= best.chance() ? all : best;
}

// A break that shows in every answer is settled as soon as it counts; one that comes and goes is
// asked for until asking tells nothing more. A place that no answer has by itself, such as that
// of a map, is settled only where it is everywhere.
bool Evidence::is_doubtful(const Change& change) const {
  if (!is_break(change)) {
    return false;
  }
  // All rows together may be beyond chance while the sentence that tells it rests on one answer.
  if (change.everywhere && change.old_n > 0 &&
      fisher_one_sided(change.old_n, change.old_n, 0, change.new_n) > kSignificance) {
    return true;
  }
  const Shown shown = shown_in_any(change);
  if (shown.answers == 0) {
    return !change.everywhere;
  }
  return shown.chance() > (shown.answers == shown.of ? kSignificance : kBeyondDoubt);
}

std::optional<std::size_t> Evidence::next_to_confirm(
    const std::function<bool(std::size_t)>& may_be_asked) {
  const auto left = [&](std::size_t row) {
    return rows_[row].confirmations < static_cast<std::size_t>(kMaxConfirmations) &&
           may_be_asked(row);
  };
  std::optional<std::size_t> any;  // where no single answer shows it: who was asked least
  for (const Change& change : pooled()) {
    if (!is_doubtful(change)) {
      continue;
    }
    bool shown = false;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const bool here = shown_in(rows_[row], change).answers > 0;
      shown = shown || here;
      if (here && left(row)) {
        ++rows_[row].confirmations;
        return row;
      }
    }
    for (std::size_t row = 0; row < rows_.size() && !shown; ++row) {
      if (left(row) && (!any || rows_[row].confirmations < rows_[*any].confirmations)) {
        any = row;
      }
    }
  }
  if (any) {
    ++rows_[*any].confirmations;
  }
  return any;
}

std::vector<Weighed> Evidence::changes() const {
  std::vector<Weighed> out;
  for (Change& change : pooled()) {
    const Shown shown = is_break(change) ? shown_in_any(change) : Shown{};
    if (shown.answers == 0 || shown.chance() <= kSignificance) {
      out.push_back({std::move(change), false});
      continue;
    }
    const bool more = std::any_of(rows_.begin(), rows_.end(), [&](const Row& row) {
      return row.confirmations < static_cast<std::size_t>(kMaxConfirmations) &&
             shown_in(row, change).answers > 0;
    });
    if (more) {
      change.message += "; " + std::to_string(shown.answers) + " of " + std::to_string(shown.of) +
                        " answers show it, too few to tell it from chance, and both sides could "
                        "not be asked more often: run again, or compare fewer rows at once";
      out.push_back({std::move(change), true});
    } else {
      out.push_back(
          {weigh_against_live(std::move(change), shown.of, shown.answers, shown.of), false});
    }
  }
  return out;
}

}  // namespace switchgate::shape
