#include "checks/baseline/renames.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <utility>

#include "checks/base/text.h"

namespace switchgate::baseline {
namespace {

// More are no renames but another suite, and each is held against each.
constexpr std::size_t kMostCompared = 300;

using Words = std::set<std::string>;

// What both have of what either has: 1 for equal sets, 0 for nothing in common.
double overlap(const Words& a, const Words& b) {
  if (a.empty() && b.empty()) return 0;
  std::size_t both = 0;
  for (const std::string& each : a) both += b.count(each);
  return static_cast<double>(both) / static_cast<double>(a.size() + b.size() - both);
}

// "shop/product-list" and "Shop / product list" are the same words; so are "item" and "items".
Words words_of(std::string_view id) {
  Words words;
  std::string word;
  const auto finish = [&] {
    if (word.size() > 3 && word.back() == 's') word.pop_back();
    if (!word.empty()) words.insert(std::exchange(word, {}));
  };
  for (const char c : to_lower_ascii(id)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0) {
      word += c;
    } else {
      finish();
    }
  }
  finish();
  return words;
}

// The places of a shape and what was seen there, presence and counts aside.
void add_places(const shape::Shape& shape, const std::string& place, Words& places) {
  if (shape.booleans > 0) places.insert(place + " boolean");
  if (shape.number) places.insert(place + " number");
  if (shape.string) places.insert(place + " string");
  if (shape.array) add_places(shape.array->item, place + "[]", places);
  if (!shape.object) return;
  if (shape.object->all.collapsed) add_places(shape.object->all.any_value, place + ".*", places);
  for (const auto& [name, member] : shape.object->all.properties) {
    std::string below = place;
    below += '.';
    below += name;
    add_places(member, below, places);
  }
}

// What two checks are held against each other by.
struct Features {
  const KnownCheck* check = nullptr;
  Words name;
  Words steps;   // empty for a check of one request
  Words places;  // of all its answers
};

Features features_of(const KnownCheck& check) {
  Features features{&check, words_of(check.id), {}, {}};
  for (const auto& [step, entry] : check.requests) {
    if (!step.empty()) features.steps.insert(step);
    if (entry != nullptr && entry->shape) add_places(*entry->shape, "$", features.places);
  }
  return features;
}

std::vector<Features> features_of(std::span<const KnownCheck> checks) {
  std::vector<Features> all;
  all.reserve(checks.size());
  for (const KnownCheck& check : checks) all.push_back(features_of(check));
  return all;
}

double name_likeness(const Features& a, const Features& b) {
  const std::string_view near[] = {b.check->id};
  // A typo in one word makes two words of it.
  return std::max(overlap(a.name, b.name), nearest_name(a.check->id, near) ? 0.7 : 0.0);
}

// Nothing where the shapes say too little: everybody has a {"status": "ok"}.
std::optional<double> shape_likeness(const Features& a, const Features& b) {
  constexpr std::size_t kTelling = 3;
  if (a.places.size() < kTelling || b.places.size() < kTelling) return std::nullopt;
  return overlap(a.places, b.places);
}

// A sum of three kinds of evidence; one of them suffices when it is strong and none speaks
// against it.
struct Likeness {
  double score = 0;
  std::string why;  // empty: probably another check
};

Likeness likeness(const Features& gone, const Features& fresh) {
  constexpr double kSame = 0.75;
  constexpr double kOther = 0.3;
  constexpr double kSimilarName = 0.5;
  const double name = name_likeness(gone, fresh);
  const double steps = overlap(gone.steps, fresh.steps);
  const std::optional<double> shape = shape_likeness(gone, fresh);
  if (shape && *shape < kOther) return {};
  if (steps == 0 && !(gone.steps.empty() && fresh.steps.empty())) return {};
  std::vector<std::string> why;
  if (steps >= kSame) why.emplace_back("the same requests");
  if (shape && *shape >= kSame) why.emplace_back("the same shape");
  if (name >= kSimilarName) why.emplace_back("a similar name");
  if (why.empty()) return {};
  return {name + steps + shape.value_or(0), join(why, ", ")};
}

struct Pair {
  const KnownCheck* from = nullptr;
  const KnownCheck* to = nullptr;
  Likeness likeness;
};

// Is another pair with one of its checks as good? Then which is right nobody can say.
bool is_ambiguous(const Pair& pair, const std::vector<Pair>& pairs) {
  constexpr double kClear = 0.1;
  return std::any_of(pairs.begin(), pairs.end(), [&](const Pair& other) {
    const bool rival = (other.from == pair.from) != (other.to == pair.to);
    return rival && other.likeness.score > pair.likeness.score - kClear;
  });
}

}  // namespace

KnownCheck known_check(std::string_view id, const StepEntries& steps) {
  KnownCheck check;
  check.id = id;
  for (const auto& [step, entry] : steps) check.requests.emplace(step, &entry);
  return check;
}

std::vector<Rename> probable_renames(std::span<const KnownCheck> gone,
                                     std::span<const KnownCheck> fresh) {
  if (gone.size() > kMostCompared || fresh.size() > kMostCompared) return {};
  const std::vector<Features> from = features_of(gone);
  const std::vector<Features> to = features_of(fresh);
  std::vector<Pair> pairs;
  for (const Features& old : from) {
    for (const Features& now : to) {
      Likeness found = likeness(old, now);
      if (!found.why.empty()) pairs.push_back({old.check, now.check, std::move(found)});
    }
  }
  std::vector<Rename> renames;
  for (const Pair& pair : pairs) {
    if (!is_ambiguous(pair, pairs)) {
      renames.push_back({pair.from->id, pair.to->id, pair.likeness.why});
    }
  }
  std::sort(renames.begin(), renames.end(),
            [](const Rename& a, const Rename& b) { return a.from < b.from; });
  return renames;
}

}  // namespace switchgate::baseline
