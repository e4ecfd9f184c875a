// Differences at one place of a list ($.items[*].price) are told together when they are many or
// all; a place that the shape's findings tell is not told again.

#include "checks/values/changes.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "checks/base/text.h"
#include "checks/expect/words.h"
#include "checks/shape/rules.h"

namespace switchgate::values {
namespace {

// Elements of a list that are told one by one, at most, where others do not differ.
constexpr std::size_t kMostApart = 3;

struct Item {
  std::size_t row = 0;
  const Spot* spot = nullptr;
  Belief belief = Belief::kNone;
  bool ordered = false;  // of an array: its order counts

  bool is_order() const { return spot->differing->how == How::kOrder; }
};

using Items = std::vector<Item>;

std::string words(const json::Value& value, bool hidden, bool typed, const Masker& masker) {
  if (hidden) {
    return "***";
  }
  const expect::Place root("$");
  const expect::Seen seen{&value, nullptr, root};
  const expect::Judging judging{{}, masker};
  const bool whole = value.array() != nullptr || value.object() != nullptr;
  return typed || whole ? expect::show_typed(seen, judging)
                        : expect::show_found(seen, expect::Kind::kJson, judging);
}

std::string elements(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " element" : " elements");
}

std::size_t length_of(const json::Value& found) {
  return static_cast<std::size_t>(found.number()->as_double());
}

// Both sides of one difference, in words.
std::pair<std::string, std::string> both(const Item& item, const Telling& telling) {
  const Spot& spot = *item.spot;
  const Differing& differing = *spot.differing;
  const auto live = [&] {
    return words(*spot.live, spot.hidden, false, telling.live_masker(item.row));
  };
  const std::string others = differing.steady ? "" : " and other values";
  switch (differing.how) {
    case How::kValue:
    case How::kKind:
      return {live(), words(differing.found, spot.hidden, differing.how == How::kKind,
                            telling.candidate_masker(item.row)) +
                          others};
    case How::kMissing:
      return {live(), "nothing"};
    case How::kLength:
      return {elements(spot.live->array()->size()),
              std::to_string(length_of(differing.found)) +
                  (differing.steady ? "" : " and other lengths")};
    case How::kOrder:
      return {elements(spot.live->array()->size()), "the same in another order"};
    case How::kElements:
      return {elements(spot.live->array()->size()), "others"};
  }
  return {};
}

std::string samples(std::size_t count) {
  return std::to_string(count) + " of " + std::to_string(count) + " samples";
}

// "expected 12.5 as live answers at $.price, found 13; live gave the same in 10 of 10 samples"
std::string sentence(const Item& item, std::size_t answers, const Telling& telling) {
  const auto [live, candidate] = both(item, telling);
  const std::string path = excerpt(item.spot->path, 300);
  const std::string steady = "; live gave the same in " + samples(answers);
  switch (item.spot->differing->how) {
    case How::kMissing:
      return path + " is missing: live answers " + live + " there in " + samples(answers);
    case How::kOrder:
      return path + " holds the same " + live +
             " on both sides, in another order on the candidate; live kept its order in " +
             samples(answers) + (item.ordered ? "; the suite lists it as ordered" : "");
    case How::kElements:
      return "expected the " + live + " that live answers at " + path +
             ", in whatever order, found others; live gave the same in " + samples(answers);
    case How::kLength:
    case How::kValue:
    case How::kKind:
      return "expected " + live + " as live answers at " + path + ", found " + candidate + steady;
  }
  return {};
}

bool is_below(std::string_view place, std::string_view above) {
  return place.starts_with(above) &&
         (place.size() == above.size() || place[above.size()] == '.' || place[above.size()] == '[');
}

bool told_by_shape(const Item& item, const Telling& telling) {
  const How how = item.spot->differing->how;
  return (how == How::kMissing || how == How::kKind) &&
         std::any_of(telling.told.begin(), telling.told.end(),
                     [&](const std::string& place) { return is_below(item.spot->place, place); });
}

std::set<std::string_view> paths_of(const Items& items) {
  std::set<std::string_view> paths;
  for (const Item& item : items) {
    paths.insert(item.spot->path);
  }
  return paths;
}

std::size_t rows_of(const Items& items) {
  std::set<std::size_t> rows;
  for (const Item& item : items) {
    rows.insert(item.row);
  }
  return rows.size();
}

// The differences of all rows, and the sentences that they make.
class Teller {
 public:
  Teller(const Evidence& evidence, const Telling& telling)
      : evidence_(evidence), telling_(telling) {
    for (const Row& row : evidence.rows()) {
      spots_.push_back(row.differing().empty() ? std::vector<Spot>() : row.spots());
    }
    for (std::size_t row = 0; row < spots_.size(); ++row) {
      collect(row);
    }
  }

  std::vector<Change> take() {
    count_places();
    tell_groups(Belief::kConfirmed);
    tell_unasked();
    tell_groups(Belief::kWeighed);
    return std::move(changes_);
  }

 private:
  // Order apart from other differences of the same place, which may be worse.
  using Key = std::tuple<Belief, bool, std::string_view>;

  void collect(std::size_t row) {
    std::unordered_set<const json::Value*> ordered;
    for (const auto* paths : telling_.ordered) {
      ordered.merge(evidence_.rows()[row].selected(*paths));
    }
    for (const Spot& spot : spots_[row]) {
      if (spot.differing == nullptr) {
        continue;
      }
      const Belief belief = evidence_.belief_in(evidence_.rows()[row], *spot.live, *spot.differing);
      const Item item{row, &spot, belief, ordered.contains(spot.live)};
      if (belief == Belief::kNone || told_by_shape(item, telling_)) {
        continue;
      }
      const Key key{belief, item.is_order(), spot.place};
      const auto [at, is_new] = groups_.try_emplace(key);
      if (is_new) {
        keys_.push_back(key);
      }
      at->second.push_back(item);
    }
  }

  // How many paths each place that differs somewhere has.
  void count_places() {
    std::map<std::string_view, std::set<std::string_view>> paths;
    for (const Key& key : keys_) {
      paths[std::get<2>(key)];
    }
    for (const std::vector<Spot>& spots : spots_) {
      for (const Spot& spot : spots) {
        if (const auto at = paths.find(spot.place); at != paths.end()) {
          at->second.insert(spot.path);
        }
      }
    }
    for (const auto& [place, all] : paths) {
      places_[place] = all.size();
    }
  }

  void tell_groups(Belief belief) {
    for (const Key& key : keys_) {
      if (std::get<0>(key) != belief) {
        continue;
      }
      const Items& items = groups_[key];
      const std::size_t differing = paths_of(items).size();
      if (differing > 1 && differing < places_[std::get<2>(key)] && differing <= kMostApart) {
        for (const std::string_view path : paths_of(items)) {
          Items some;
          std::copy_if(items.begin(), items.end(), std::back_inserter(some),
                       [&](const Item& item) { return item.spot->path == path; });
          tell(some);
        }
      } else {
        tell(items);
      }
    }
  }

  void tell(const Items& items) {
    const Item& first = items.front();
    const std::size_t paths = paths_of(items).size();
    Change change = change_of(first);
    if (paths > 1) {
      change.path = first.spot->place;
      change.message += "; " + excerpt(first.spot->place, 300) + " differs in " +
                        std::to_string(paths) + " of " +
                        std::to_string(places_[first.spot->place]) + " places";
    }
    if (telling_.rows > 1) {
      change.message += "; so it is for " + std::to_string(rows_of(items)) + " of " +
                        std::to_string(telling_.rows) + " rows";
    }
    changes_.push_back(std::move(change));
  }

  Change change_of(const Item& item) const {
    const Differing& differing = *item.spot->differing;
    const std::size_t answers = evidence_.rows()[item.row].answers();
    Change change;
    change.row = item.row;
    change.path = item.spot->path;
    std::tie(change.live, change.candidate) = both(item, telling_);
    change.message = sentence(item, answers, telling_);
    change.rule = item.is_order() ? shape::rule::kArrayReordered.id : "compare/value";
    change.level = item.is_order() && !item.ordered ? Level::kWarning : Level::kError;
    if (item.belief == Belief::kWeighed) {
      change.level = Level::kWarning;
      change.message += "; it comes and goes: " + std::to_string(differing.answers) + " of " +
                        std::to_string(answers) + " answers of the candidate show it";
    }
    return change;
  }

  // One sentence for all that is not confirmed elsewhere; a mere warning is none.
  void tell_unasked() {
    Items open;
    for (const Key& key : keys_) {
      const auto& [belief, order, place] = key;
      if (belief != Belief::kUnasked || groups_.contains({Belief::kConfirmed, order, place})) {
        continue;
      }
      for (const Item& item : groups_[key]) {
        if (!item.is_order() || item.ordered) {
          open.push_back(item);
        }
      }
    }
    if (open.empty()) {
      return;
    }
    Change change = change_of(open.front());
    change.undecided = true;
    change.level = Level::kError;
    change.message +=
        "; that may be chance, and both sides could not be asked more often: run again" +
        std::string(telling_.rows > 1 ? ", or compare fewer rows at once" : "");
    if (open.size() > 1) {
      change.message += "; so it is for " + std::to_string(open.size() - 1) +
                        (open.size() == 2 ? " more difference" : " more differences");
    }
    changes_.push_back(std::move(change));
  }

  const Evidence& evidence_;
  const Telling& telling_;
  std::vector<std::vector<Spot>> spots_;  // of each row
  std::map<Key, Items> groups_;
  std::vector<Key> keys_;                           // in the order of their first differences
  std::map<std::string_view, std::size_t> places_;  // paths of each
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> changes(const Evidence& evidence, const Telling& telling) {
  return Teller(evidence, telling).take();
}

}  // namespace switchgate::values
