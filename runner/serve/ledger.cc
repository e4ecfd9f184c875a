#include "runner/serve/ledger.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace switchgate::serve {

Standing Ledger::ask(const Key& key, Micros now) {
  Standing known = look(key, now);
  if (known.state != State::kUnknown) {
    return known;
  }
  if (queue_.size() >= rules_.queue) {
    ++refused_;
    return {State::kRefused};
  }
  entries_[key] = Entry();
  queue_.push_back(key);
  return {State::kWaiting, queue_.size() - 1};
}

Standing Ledger::look(const Key& key, Micros now) const {
  const auto entry = entries_.find(key);
  return entry == entries_.end() ? Standing() : standing(key, entry->second, now);
}

Standing Ledger::standing(const Key& key, const Entry& entry, Micros now) const {
  switch (entry.state) {
    case State::kWaiting: {
      const auto place = std::find(queue_.begin(), queue_.end(), key);
      return {State::kWaiting, static_cast<std::size_t>(place - queue_.begin())};
    }
    case State::kRunning:
      return {State::kRunning};
    default:
      return now < entry.expires ? Standing{State::kKnown, 0, entry.conclusion, entry.expires - now}
                                 : Standing();
  }
}

std::optional<Key> Ledger::start() {
  if (queue_.empty()) {
    return std::nullopt;
  }
  Key key = std::move(queue_.front());
  queue_.pop_front();
  entries_[key].state = State::kRunning;
  ++running_;
  ++counts_[key.gate].started;
  return key;
}

void Ledger::conclude(const Key& key, Conclusion conclusion, Micros now) {
  const auto found = entries_.find(key);
  assert(found != entries_.end() && found->second.state == State::kRunning);
  --running_;
  GateCounts& counts = counts_[key.gate];
  ++(conclusion.gate == Gate::kOpen     ? counts.open
     : conclusion.gate == Gate::kClosed ? counts.closed
                                        : counts.undecided);
  const Micros kept = conclusion.gate == Gate::kUndecided ? rules_.undecided_expiry : rules_.expiry;
  found->second = {State::kKnown, std::move(conclusion), now + kept};
  order_.emplace_back(key, now + kept);
  forget(now);
}

// A key may have concluded again since it came into the order: then its entry expires later,
// or is no verdict now, and the younger place in the order is the one that counts.
void Ledger::forget(Micros now) {
  std::size_t surplus = order_.size() > rules_.kept ? order_.size() - rules_.kept : 0;
  for (auto place = order_.begin(); place != order_.end();) {
    if (surplus == 0 && now < place->second) {
      ++place;
      continue;
    }
    surplus -= surplus > 0 ? 1 : 0;
    const auto entry = entries_.find(place->first);
    if (entry != entries_.end() && entry->second.state == State::kKnown &&
        entry->second.expires == place->second) {
      entries_.erase(entry);
    }
    place = order_.erase(place);
  }
}

std::vector<Row> Ledger::rows(Micros now) const {
  std::vector<Row> out;
  for (const auto& [key, entry] : entries_) {
    Row row{key, standing(key, entry, now)};
    if (row.standing.state != State::kUnknown) {
      out.push_back(std::move(row));
    }
  }
  return out;
}

}  // namespace switchgate::serve
