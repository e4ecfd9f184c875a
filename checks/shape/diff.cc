// Walks two shapes together and reports each change once, at the highest place
// that explains it.

#include "checks/shape/diff.h"

#include <algorithm>
#include <set>
#include <utility>

#include "checks/base/text.h"
#include "checks/shape/change_list.h"
#include "checks/shape/confirm.h"
#include "checks/shape/leaf_diff.h"
#include "checks/shape/phrase.h"
#include "checks/shape/place.h"
#include "checks/shape/rules.h"
#include "checks/shape/view.h"

namespace switchgate::shape {
namespace {

class Differ {
 public:
  explicit Differ(const DiffOptions& options) : list_(options) {}

  void compare(const std::string& path, const Shape& before, const Shape& after);
  std::vector<Change> take() { return std::move(list_.changes()); }

 private:
  void compare_arrays(const std::string& path, const ArrayFacts& before, const ArrayFacts& after);
  void compare_objects(const std::string& path, const ObjectFacts& before,
                       const ObjectFacts& after);
  void compare_records(const std::string& path, const Record& before, const Record& after);
  void compare_maps(const std::string& path, const Record& before, const Record& after);
  void compare_map_keys(const std::string& path, const FormatCounts& before,
                        const FormatCounts& after);
  void compare_variants(const std::string& path, const std::string& member,
                        const ObjectFacts& before, const ObjectFacts& after);
  void variant_added(const std::string& path, const Record& record, const Record& before,
                     const Record& after);
  void variant_removed(const std::string& path, const Record& record, const Record& before,
                       const Record& after);
  void became_too_wide(const std::string& path, const Record& before, const Record& after);
  void property_removed(const std::string& path, const Record& before, const Record& after,
                        const Shape& was);
  void property_added(const std::string& path, const Record& before, const Record& after,
                      const Shape& is);
  void presence_changed(const std::string& path, const Record& before, const Record& after,
                        const Shape& was, const Shape& is);

  std::vector<Change> changes_of_records(const std::string& path, const Record& before,
                                         const Record& after) const;

  ChangeList list_;
};

void Differ::compare(const std::string& path, const Shape& before, const Shape& after) {
  if (after.n() == 0) return;  // told where it vanished
  compare_leaf(path, before, after, list_);
  if (before.array && after.array) compare_arrays(path, *before.array, *after.array);
  if (before.object && after.object) compare_objects(path, *before.object, *after.object);
}

void Differ::compare_arrays(const std::string& path, const ArrayFacts& before,
                            const ArrayFacts& after) {
  const std::string_view unit = unit_at(path, "array");
  const bool had = before.item.n() > 0;
  if (had && after.item.n() == 0) {
    const Count filled = before.n - before.empty;
    Change& change = list_.report(rule::kArrayEmptied, path,
                                  "had elements in " + list_.old_side(filled, before.n, unit) +
                                      " and is empty in " + list_.new_side(after.n, after.n, unit) +
                                      ": nothing is known about its elements now",
                                  {filled, before.n, 0, after.n}, true);
    if (before.empty > 0) change.level = Level::kNote;
    change.before = "elements in " + ratio(filled, before.n, unit);
    change.after = "elements in " + ratio(0, after.n, unit);
    return;
  }
  compare(elements_of(path), before.item, after.item);
}

void Differ::compare_objects(const std::string& path, const ObjectFacts& before,
                             const ObjectFacts& after) {
  const auto& maps = list_.options().maps;
  if (std::find(maps.begin(), maps.end(), path) != maps.end()) {
    return compare_maps(path, collapse(before.all), collapse(after.all));
  }
  std::visit(
      Overloaded{
          [&](RecordView) { compare_records(path, before.all, after.all); },
          [&](MapView) { compare_maps(path, collapse(before.all), collapse(after.all)); },
          [&](const VariantView& view) { compare_variants(path, view.member, before, after); },
          [&](TooWideView) { became_too_wide(path, before.all, after.all); }},
      choose_view(before, after));
}

void Differ::became_too_wide(const std::string& path, const Record& before, const Record& after) {
  const std::string members = std::to_string(before.properties.size()) + " named members";
  const std::string limit = "more than " + std::to_string(kMaxProperties);
  Change& change = list_.report(rule::kKindChanged, path,
                                "was an object of " + members + " and has " + limit +
                                    " now: they can no longer be compared one by one",
                                {before.n, before.n, 0, after.n}, true);
  change.before = members;
  change.after = limit;
}

void Differ::property_removed(const std::string& path, const Record& before, const Record& after,
                              const Shape& was) {
  const std::string_view unit = unit_at(path, "object");
  const Count present = was.n();
  Change& change =
      list_.report(rule::kPropertyRemoved, path,
                   "was present in " + list_.old_side(present, before.n, unit) +
                       " and is missing from " + list_.new_side(after.n, after.n, unit),
                   {present, before.n, 0, after.n}, true);
  if (present < before.n) {
    change.level = absence_is_likely(present, before.n, after.n) ? Level::kNote : Level::kWarning;
  }
  change.before = describe(was, 1) + ", present in " + ratio(present, before.n, unit);
  change.after = "present in " + ratio(0, after.n, unit);
}

void Differ::presence_changed(const std::string& path, const Record& before, const Record& after,
                              const Shape& was, const Shape& is) {
  const std::string_view unit = unit_at(path, "object");
  const bool always_before = was.n() == before.n;
  const bool always_after = is.n() == after.n;
  if (always_before == always_after) return;
  const Hits hits{was.n(), before.n, is.n(), after.n};
  if (always_before) {
    Change& change =
        list_.report(rule::kPropertyBecameOptional, path,
                     "was present in " + list_.old_side(before.n, before.n, unit) +
                         " and is missing from " + list_.new_side(after.n - is.n(), after.n, unit),
                     hits, false);
    if (before.n < 2) change.level = Level::kWarning;
  } else {
    list_.report(rule::kBecameRequired, path,
                 "was present in " + list_.old_side(was.n(), before.n, unit) +
                     " and is present in " + list_.new_side(after.n, after.n, unit),
                 hits, false);
  }
  list_.changes().back().before = "present in " + ratio(was.n(), before.n, unit);
  list_.changes().back().after = "present in " + ratio(is.n(), after.n, unit);
}

void Differ::property_added(const std::string& path, const Record& before, const Record& after,
                            const Shape& is) {
  const std::string_view unit = unit_at(path, "object");
  Change& change = list_.report(rule::kPropertyAdded, path,
                                "is new: present in " + list_.new_side(is.n(), after.n, unit) +
                                    " and missing from " + list_.old_side(before.n, before.n, unit),
                                {0, before.n, is.n(), after.n}, is.n() == after.n);
  change.before = "present in " + ratio(0, before.n, unit);
  change.after = describe(is, 1) + ", present in " + ratio(is.n(), after.n, unit);
}

void Differ::compare_records(const std::string& path, const Record& before, const Record& after) {
  for_each_member(before, after, [&](const std::string& name, const Shape* was, const Shape* is) {
    const std::string place = member_of(path, name);
    if (is == nullptr) return property_removed(place, before, after, *was);
    if (was != nullptr) {
      presence_changed(place, before, after, *was, *is);
      return compare(place, *was, *is);
    }
    property_added(place, before, after, *is);
  });
}

void Differ::compare_maps(const std::string& path, const Record& before, const Record& after) {
  const Count old_keys = before.key_formats.total();
  if (old_keys > 0 && after.key_formats.total() == 0) {
    const std::string_view unit = unit_at(path, "object");
    Change& change = list_.report(
        rule::kArrayEmptied, path,
        "is a map that had members in " + list_.options().before + " samples and is empty in " +
            list_.new_side(after.n, after.n, unit) + ": nothing is known about its members now",
        {before.n, before.n, 0, after.n}, true);
    change.before = ratio(old_keys, old_keys, "member");
    change.after = "no members";
    return;
  }
  compare_map_keys(path, before.key_formats, after.key_formats);
  compare(members_of(path), before.any_value, after.any_value);
}

void Differ::compare_map_keys(const std::string& path, const FormatCounts& before,
                              const FormatCounts& after) {
  const Count old_keys = before.total();
  if (old_keys == 0 || before[Format::kPlain] > 0) return;
  FormatCounts unknown = after;
  for (std::size_t i = 0; i < kFormatCount; ++i) {
    if (before.by_format[i] > 0) unknown.by_format[i] = 0;
  }
  const Count hits = unknown.total();
  if (hits == 0) return;
  const Count new_keys = after.total();
  Change& change =
      list_.report(rule::kMapKeyFormatChanged, path,
                   "is a map whose keys had the format " + formats_in_words(before) + " in " +
                       list_.options().before + " samples and are " + formats_in_words(unknown) +
                       " in " + list_.new_side(hits, new_keys, "key"),
                   {old_keys, old_keys, new_keys - hits, new_keys}, hits == new_keys);
  change.before = formats_in_words(before);
  change.after = formats_in_words(after);
}

std::vector<Change> Differ::changes_of_records(const std::string& path, const Record& before,
                                               const Record& after) const {
  Differ part(list_.options());
  part.compare_records(path, before, after);
  return part.take();
}

// Each known variant is compared with itself; a new one is held to what all
// objects had in common before. What happened to every variant alike is told
// once.
void Differ::compare_variants(const std::string& path, const std::string& member,
                              const ObjectFacts& before, const ObjectFacts& after) {
  const auto old_variants = variants_of(before.partitions.find(member)->second, before.all);
  const auto new_variants = variants_of(after.partitions.find(member)->second, after.all);
  using Cause = std::pair<std::string, std::string>;  // rule, place below the variant
  std::vector<std::pair<Cause, Change>> found;
  std::map<Cause, std::size_t> times;
  std::size_t shared = 0;
  for (const auto& [value, record] : new_variants) {
    const std::string place = variant_of(path, member, value);
    const auto known = old_variants.find(value);
    const bool is_new = known == old_variants.end();
    if (is_new) {
      variant_added(place, *record, before.all, after.all);
    } else {
      ++shared;
    }
    for (Change& change :
         changes_of_records(place, is_new ? before.all : *known->second, *record)) {
      if (is_new && change.level != Level::kError) continue;
      Cause cause{change.rule, change.path.substr(place.size())};
      if (!is_new) ++times[cause];
      found.emplace_back(std::move(cause), std::move(change));
    }
  }
  std::set<Cause> told;
  for (Change& change : changes_of_records(path, before.all, after.all)) {
    Cause cause{change.rule, change.path.substr(path.size())};
    const auto seen = times.find(cause);
    if (shared < 2 || seen == times.end() || seen->second != shared) continue;
    told.insert(std::move(cause));
    list_.add(std::move(change));
  }
  for (auto& [cause, change] : found) {
    if (told.count(cause) == 0) list_.add(std::move(change));
  }
  for (const auto& [value, record] : old_variants) {
    if (new_variants.count(value) == 0) {
      variant_removed(variant_of(path, member, value), *record, before.all, after.all);
    }
  }
}

void Differ::variant_added(const std::string& path, const Record& record, const Record& before,
                           const Record& after) {
  Change& change =
      list_.report(rule::kVariantAdded, path,
                   "is a new variant: in " + list_.new_side(record.n, after.n, "object") +
                       " and in no " + list_.options().before + " one",
                   {}, false);
  change.before = ratio(0, before.n, "object");
  change.after = ratio(record.n, after.n, "object");
}

void Differ::variant_removed(const std::string& path, const Record& record, const Record& before,
                             const Record& after) {
  Change& change = list_.report(rule::kVariantRemoved, path,
                                "is a variant in " + list_.old_side(record.n, before.n, "object") +
                                    " and in no " + list_.options().after + " one",
                                {}, true);
  change.before = ratio(record.n, before.n, "object");
  change.after = ratio(0, after.n, "object");
}

void sort_by_place(std::vector<Change>& changes) {
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    if (a.path != b.path) return a.path < b.path;
    if (a.level != b.level) return a.level > b.level;
    return a.rule < b.rule;
  });
}

}  // namespace

std::vector<Change> diff(const Shape& before, const Shape& after) {
  return diff(before, after, DiffOptions{});
}

std::vector<Change> diff(const Shape& before, const Shape& after, const DiffOptions& options) {
  Differ differ(options);
  differ.compare("$", before, after);
  std::vector<Change> changes = differ.take();
  sort_by_place(changes);
  return changes;
}

std::vector<Change> diff_pooled(std::span<const Sides> requests, const DiffOptions& options) {
  Sides pooled;
  for (const Sides& sides : requests) {
    absorb(pooled.before, sides.before);
    absorb(pooled.after, sides.after);
  }
  std::vector<Change> changes = diff(pooled.before, pooled.after, options);
  const auto weak_removal = [](const Change& change) {
    return change.rule == rule::kPropertyRemoved.id && change.level != Level::kError;
  };
  if (requests.size() < 2 || std::none_of(changes.begin(), changes.end(), weak_removal)) {
    return changes;
  }
  std::map<std::string, Change> certain;
  for (const Sides& sides : requests) {
    for (Change& change : diff(sides.before, sides.after, options)) {
      if (change.rule != rule::kPropertyRemoved.id || change.level != Level::kError) continue;
      change.message += " of the same request";
      certain.try_emplace(change.path, change);
    }
  }
  for (Change& change : changes) {
    const auto found = certain.find(change.path);
    if (weak_removal(change) && found != certain.end()) change = found->second;
  }
  sort_by_place(changes);
  return changes;
}

}  // namespace switchgate::shape
