// Walks two shapes together and reports each change once, at the highest place
// that explains it.

#include "checks/shape/diff.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "checks/base/text.h"
#include "checks/shape/phrase.h"
#include "checks/shape/place.h"
#include "checks/shape/rules.h"
#include "checks/shape/view.h"

namespace switchgate::shape {
namespace {

// The chance that something seen in k of n is absent from m more samples, at
// equal rates, above which its absence says nothing.
constexpr double kLikelyAbsence = 0.05;

bool absence_is_likely(Count k, Count n, Count m) {
  const double rate = static_cast<double>(k) / static_cast<double>(n);
  return std::pow(1 - rate, static_cast<double>(m)) > kLikelyAbsence;
}

// How often the old behaviour was seen on each side.
struct Hits {
  Count old_hits = 0, old_n = 0, new_hits = 0, new_n = 0;
};

class Differ {
 public:
  explicit Differ(const DiffOptions& options) : options_(options) {}

  void compare(const std::string& path, const Shape& before,
               const Shape& after);
  std::vector<Change> take() { return std::move(changes_); }

 private:
  using Changes = std::vector<Change>;

  void compare_nulls(const std::string& path, const Shape& before,
                     const Shape& after);
  void compare_kinds(const std::string& path, const Shape& before,
                     const Shape& after);
  void compare_numbers(const std::string& path, const NumberFacts& before,
                       const NumberFacts& after);
  void compare_ranges(const std::string& path, const NumberFacts& before,
                      const NumberFacts& after);
  void compare_strings(const std::string& path, const FormatCounts& before,
                       const FormatCounts& after);
  void compare_arrays(const std::string& path, const ArrayFacts& before,
                      const ArrayFacts& after);
  void compare_objects(const std::string& path, const ObjectFacts& before,
                       const ObjectFacts& after);
  void compare_records(const std::string& path, const Record& before,
                       const Record& after);
  void compare_maps(const std::string& path, const Record& before,
                    const Record& after);
  void compare_variants(const std::string& path, const std::string& member,
                        const ObjectFacts& before, const ObjectFacts& after);
  void property_removed(const std::string& path, const Record& before,
                        const Record& after, const Shape& was);
  void presence_changed(const std::string& path, const Record& before,
                        const Record& after, const Shape& was, const Shape& is);

  Changes changes_of_records(const std::string& path, const Record& before,
                             const Record& after) const;

  // Adds a change: "<path> <text>".
  Change& report(const ChangeRule& rule, const std::string& path,
                 const std::string& text, const Hits& hits, bool everywhere);

  std::string old_side(Count hits, Count of, std::string_view unit) const {
    return counted(hits, of, options_.before, unit);
  }
  std::string new_side(Count hits, Count of, std::string_view unit) const {
    return counted(hits, of, options_.after, unit);
  }

  const DiffOptions& options_;
  Changes changes_;
};

Change& Differ::report(const ChangeRule& rule, const std::string& path,
                       const std::string& text, const Hits& hits,
                       bool everywhere) {
  Change change;
  change.rule = rule.id;
  change.level = rule.level;
  change.path = path;
  change.message = excerpt(path, 300) + " " + text;
  change.everywhere = everywhere;
  change.old_hits = hits.old_hits;
  change.old_n = hits.old_n;
  change.new_hits = hits.new_hits;
  change.new_n = hits.new_n;
  changes_.push_back(std::move(change));
  return changes_.back();
}

void describe_sides(Change& change, const Shape& before, const Shape& after) {
  const std::string_view unit = unit_at(change.path, "value");
  const auto side = [unit](const Shape& shape) {
    return describe(shape, 1) + " in " + ratio(shape.n(), shape.n(), unit);
  };
  change.before = side(before);
  change.after = side(after);
}

void Differ::compare(const std::string& path, const Shape& before,
                     const Shape& after) {
  if (after.n() == 0) return;  // told where it vanished
  const std::string_view unit = unit_at(path, "value");
  const bool knew_nothing = before.n() == 0 || only_null(before);
  if (knew_nothing) {
    if (kinds_of(after) == 0) return;
    const std::string past =
        before.n() == 0
            ? "was never seen in " + options_.before + " samples"
            : "was null in " + old_side(before.nulls, before.n(), unit);
    Change& change = report(
        rule::kEvidenceGrew, path,
        past + " and is " + kinds_in_words(after, kinds_of(after)) + " in " +
            new_side(count_of(after, kinds_of(after)), after.n(), unit),
        {}, false);
    describe_sides(change, before, after);
    return;
  }
  const std::size_t first = changes_.size();
  compare_nulls(path, before, after);
  if (!only_null(after)) compare_kinds(path, before, after);
  for (std::size_t i = first; i < changes_.size(); ++i)
    describe_sides(changes_[i], before, after);

  const std::size_t facts = changes_.size();
  if (before.number && after.number)
    compare_numbers(path, *before.number, *after.number);
  if (before.string && after.string)
    compare_strings(path, *before.string, *after.string);
  for (std::size_t i = facts; i < changes_.size(); ++i)
    describe_sides(changes_[i], before, after);

  if (before.array && after.array)
    compare_arrays(path, *before.array, *after.array);
  if (before.object && after.object)
    compare_objects(path, *before.object, *after.object);
}

void Differ::compare_nulls(const std::string& path, const Shape& before,
                           const Shape& after) {
  const std::string_view unit = unit_at(path, "value");
  const Count old_n = before.n();
  const Count new_n = after.n();
  if (before.nulls == 0 && after.nulls > 0) {
    report(rule::kBecameNullable, path,
           "was never null in " + old_side(old_n, old_n, unit) +
               " and is null in " + new_side(after.nulls, new_n, unit),
           {old_n, old_n, new_n - after.nulls, new_n}, after.nulls == new_n);
  } else if (before.nulls > 0 && after.nulls == 0) {
    report(rule::kBecameNotNullable, path,
           "was null in " + old_side(before.nulls, old_n, unit) +
               " and has a value in " + new_side(new_n, new_n, unit),
           {}, true);
  } else if (before.nulls > 0 && only_null(after)) {
    const Count values = old_n - before.nulls;
    Change& change =
        report(rule::kBecameNull, path,
               "had a value in " + old_side(values, old_n, unit) +
                   " and is null in " + new_side(new_n, new_n, unit),
               {values, old_n, 0, new_n}, true);
    if (absence_is_likely(values, old_n, new_n)) change.level = Level::kNote;
  }
}

void Differ::compare_kinds(const std::string& path, const Shape& before,
                           const Shape& after) {
  const std::string_view unit = unit_at(path, "value");
  const unsigned old_kinds = kinds_of(before);
  const unsigned new_kinds = kinds_of(after);
  const unsigned added = new_kinds & ~old_kinds;
  const Count old_n = count_of(before, old_kinds);
  const Count new_n = count_of(after, new_kinds);
  const Count kept = count_of(after, old_kinds);
  const std::string was = "was " + kinds_in_words(before, old_kinds);
  if (added != 0 && kept == 0) {
    report(rule::kKindChanged, path,
           was + " in " + old_side(old_n, before.n(), unit) + " and is " +
               kinds_in_words(after, new_kinds) + " in " +
               new_side(new_n, after.n(), unit),
           {old_n, old_n, 0, new_n}, true);
  } else if (added != 0) {
    report(rule::kKindWidened, path,
           was + " in " + old_side(old_n, before.n(), unit) + " and is " +
               kinds_in_words(after, added) + " in " +
               new_side(count_of(after, added), after.n(), unit),
           {old_n, old_n, kept, new_n}, false);
  } else if (new_kinds != old_kinds) {
    report(rule::kKindNarrowed, path,
           was + " in " + options_.before + " samples and is only " +
               kinds_in_words(after, new_kinds) + " in " +
               new_side(new_n, after.n(), unit),
           {}, true);
  }
}

void Differ::compare_numbers(const std::string& path, const NumberFacts& before,
                             const NumberFacts& after) {
  const std::string_view unit = unit_at(path, "value");
  if (before.fractions == 0 && after.fractions > 0) {
    report(rule::kIntegerBecameNumber, path,
           "was an integer in " + old_side(before.n, before.n, unit) +
               " and has a fraction in " +
               new_side(after.fractions, after.n, unit),
           {before.n, before.n, after.n - after.fractions, after.n},
           after.fractions == after.n);
    return;
  }
  if (before.fractions > 0 && after.fractions == 0) {
    report(rule::kNumberBecameInteger, path,
           "had a fraction in " + old_side(before.fractions, before.n, unit) +
               " and is an integer in " + new_side(after.n, after.n, unit),
           {}, true);
  } else if ((before.written_fractions == 0) !=
                 (after.written_fractions == 0) &&
             before.fractions == 0) {
    report(rule::kNumberSpelling, path,
           after.written_fractions > 0
               ? "is the same integer kind, now written with a fraction or "
                 "exponent (1.0) in " +
                     new_side(after.written_fractions, after.n, unit)
               : "is the same integer kind, no longer written with a fraction "
                 "or exponent (1.0)",
           {}, false);
  }
  compare_ranges(path, before, after);
}

void Differ::compare_ranges(const std::string& path, const NumberFacts& before,
                            const NumberFacts& after) {
  const std::string_view unit = unit_at(path, "value");
  const bool beyond_double = before.beyond_2_53 == 0 && after.beyond_2_53 > 0;
  const bool beyond_int32 = before.beyond_int32 == 0 && after.beyond_int32 > 0;
  if (!beyond_double && !beyond_int32) return;
  const Count hits = beyond_double ? after.beyond_2_53 : after.beyond_int32;
  report(rule::kIntegerRange, path,
         std::string(beyond_double ? "stayed within ±2^53 in "
                                   : "fitted 32 bits in ") +
             old_side(before.n, before.n, unit) + " and does not in " +
             new_side(hits, after.n, unit),
         {before.n, before.n, after.n - hits, after.n}, hits == after.n);
}

void Differ::compare_strings(const std::string& path,
                             const FormatCounts& before,
                             const FormatCounts& after) {
  if (before[Format::kPlain] > 0) return;
  const std::string_view unit = unit_at(path, "value");
  Count kept = 0;
  FormatCounts unknown;
  for (std::size_t i = 0; i < kFormatCount; ++i) {
    (before.by_format[i] > 0 ? kept : unknown.by_format[i]) +=
        after.by_format[i];
  }
  if (unknown.total() == 0) return;
  const Count old_n = before.total();
  const Count new_n = after.total();
  const bool only_empty = before[Format::kEmpty] == old_n;
  Change& change =
      report(only_empty ? rule::kEvidenceGrew : rule::kFormatChanged, path,
             "had the format " + formats_in_words(before) + " in " +
                 old_side(old_n, old_n, unit) + " and is " +
                 formats_in_words(unknown) + " in " +
                 new_side(unknown.total(), new_n, unit),
             {old_n, old_n, kept, new_n}, kept == 0);
  if (only_empty) change.everywhere = false;
}

void Differ::compare_arrays(const std::string& path, const ArrayFacts& before,
                            const ArrayFacts& after) {
  const std::string_view unit = unit_at(path, "array");
  const bool had = before.item.n() > 0;
  if (had && after.item.n() == 0) {
    const Count filled = before.n - before.empty;
    Change& change =
        report(rule::kArrayEmptied, path,
               "had elements in " + old_side(filled, before.n, unit) +
                   " and is empty in " + new_side(after.n, after.n, unit) +
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
  const auto& maps = options_.maps;
  if (std::find(maps.begin(), maps.end(), path) != maps.end()) {
    return compare_maps(path, collapse(before.all), collapse(after.all));
  }
  std::visit(
      Overloaded{
          [&](RecordView) { compare_records(path, before.all, after.all); },
          [&](MapView) {
            compare_maps(path, collapse(before.all), collapse(after.all));
          },
          [&](const VariantView& view) {
            compare_variants(path, view.member, before, after);
          },
          [&](TooWideView) {
            report(rule::kKindChanged, path,
                   "was an object of " +
                       std::to_string(before.all.properties.size()) +
                       " named members and has more than " +
                       std::to_string(kMaxProperties) +
                       " now: they can no longer be compared one by one",
                   {before.all.n, before.all.n, 0, after.all.n}, true);
          }},
      choose_view(before, after));
}

void Differ::property_removed(const std::string& path, const Record& before,
                              const Record& after, const Shape& was) {
  const std::string_view unit = unit_at(path, "object");
  const Count present = was.n();
  Change& change =
      report(rule::kPropertyRemoved, path,
             "was present in " + old_side(present, before.n, unit) +
                 " and is missing from " + new_side(after.n, after.n, unit),
             {present, before.n, 0, after.n}, true);
  if (present < before.n) {
    change.level = absence_is_likely(present, before.n, after.n)
                       ? Level::kNote
                       : Level::kWarning;
  }
  change.before =
      describe(was, 1) + ", present in " + ratio(present, before.n, unit);
  change.after = "present in " + ratio(0, after.n, unit);
}

void Differ::presence_changed(const std::string& path, const Record& before,
                              const Record& after, const Shape& was,
                              const Shape& is) {
  const std::string_view unit = unit_at(path, "object");
  const bool always_before = was.n() == before.n;
  const bool always_after = is.n() == after.n;
  if (always_before == always_after) return;
  const Hits hits{was.n(), before.n, is.n(), after.n};
  if (always_before) {
    Change& change = report(
        rule::kPropertyBecameOptional, path,
        "was present in " + old_side(before.n, before.n, unit) +
            " and is missing from " + new_side(after.n - is.n(), after.n, unit),
        hits, false);
    if (before.n < 2) change.level = Level::kWarning;
  } else {
    report(rule::kBecameRequired, path,
           "was present in " + old_side(was.n(), before.n, unit) +
               " and is present in " + new_side(after.n, after.n, unit),
           hits, false);
  }
  changes_.back().before = "present in " + ratio(was.n(), before.n, unit);
  changes_.back().after = "present in " + ratio(is.n(), after.n, unit);
}

void Differ::compare_records(const std::string& path, const Record& before,
                             const Record& after) {
  for_each_member(
      before, after,
      [&](const std::string& name, const Shape* was, const Shape* is) {
        const std::string place = member_of(path, name);
        if (is == nullptr) return property_removed(place, before, after, *was);
        if (was != nullptr) {
          presence_changed(place, before, after, *was, *is);
          return compare(place, *was, *is);
        }
        const std::string_view unit = unit_at(place, "object");
        Change& change = report(
            rule::kPropertyAdded, place,
            "is new: present in " + new_side(is->n(), after.n, unit) +
                " and missing from " + old_side(before.n, before.n, unit),
            {0, before.n, is->n(), after.n}, is->n() == after.n);
        change.before = "present in " + ratio(0, before.n, unit);
        change.after =
            describe(*is, 1) + ", present in " + ratio(is->n(), after.n, unit);
      });
}

void Differ::compare_maps(const std::string& path, const Record& before,
                          const Record& after) {
  const Count old_keys = before.key_formats.total();
  const Count new_keys = after.key_formats.total();
  if (old_keys > 0 && new_keys == 0) {
    Change& change = report(rule::kArrayEmptied, path,
                            "is a map that had members in " + options_.before +
                                " samples and is empty in " +
                                new_side(after.n, after.n, "sample") +
                                ": nothing is known about its members now",
                            {before.n, before.n, 0, after.n}, true);
    change.before = ratio(old_keys, old_keys, "member");
    change.after = "no members";
    return;
  }
  if (old_keys > 0 && before.key_formats[Format::kPlain] == 0) {
    FormatCounts unknown = after.key_formats;
    for (std::size_t i = 0; i < kFormatCount; ++i) {
      if (before.key_formats.by_format[i] > 0) unknown.by_format[i] = 0;
    }
    if (const Count hits = unknown.total(); hits > 0) {
      Change& change = report(
          rule::kMapKeyFormatChanged, path,
          "is a map whose keys had the format " +
              formats_in_words(before.key_formats) + " in " + options_.before +
              " samples and are " + formats_in_words(unknown) + " in " +
              new_side(hits, new_keys, "key"),
          {old_keys, old_keys, new_keys - hits, new_keys}, hits == new_keys);
      change.before = formats_in_words(before.key_formats);
      change.after = formats_in_words(after.key_formats);
    }
  }
  compare(members_of(path), before.any_value, after.any_value);
}

std::vector<Change> Differ::changes_of_records(const std::string& path,
                                               const Record& before,
                                               const Record& after) const {
  Differ part(options_);
  part.compare_records(path, before, after);
  return part.take();
}

// Each known variant is compared with itself; a new one is held to what all
// objects had in common before. What happened to every variant alike is told
// once.
void Differ::compare_variants(const std::string& path,
                              const std::string& member,
                              const ObjectFacts& before,
                              const ObjectFacts& after) {
  const auto& old_variants = before.partitions.find(member)->second.variants;
  const auto& new_variants = after.partitions.find(member)->second.variants;
  using Key =
      std::pair<std::string, std::string>;  // rule, place below the variant
  std::vector<std::pair<Key, Change>> found;
  std::map<Key, std::size_t> times;
  std::size_t shared = 0;
  for (const auto& [value, record] : new_variants) {
    const std::string place = variant_of(path, member, value);
    const auto known = old_variants.find(value);
    const bool is_new = known == old_variants.end();
    if (is_new) {
      report(rule::kVariantAdded, place,
             "is a new variant: in " +
                 new_side(record.n, after.all.n, "object") + " and in no " +
                 options_.before + " one",
             {}, false);
    } else {
      ++shared;
    }
    for (Change& change : changes_of_records(
             place, is_new ? before.all : known->second, record)) {
      if (is_new && change.level != Level::kError) continue;
      Key key{change.rule, change.path.substr(place.size())};
      if (!is_new) ++times[key];
      found.emplace_back(std::move(key), std::move(change));
    }
  }
  std::set<Key> told;
  for (Change& change : changes_of_records(path, before.all, after.all)) {
    Key key{change.rule, change.path.substr(path.size())};
    const auto seen = times.find(key);
    if (shared < 2 || seen == times.end() || seen->second != shared) continue;
    told.insert(std::move(key));
    changes_.push_back(std::move(change));
  }
  for (auto& [key, change] : found) {
    if (told.count(key) == 0) changes_.push_back(std::move(change));
  }
  for (const auto& [value, record] : old_variants) {
    if (new_variants.count(value) > 0) continue;
    report(rule::kVariantRemoved, variant_of(path, member, value),
           "is a variant in " + old_side(record.n, before.all.n, "object") +
               " and in no " + options_.after + " one",
           {}, true);
  }
}

void sort_by_place(std::vector<Change>& changes) {
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) {
                     if (a.path != b.path) return a.path < b.path;
                     if (a.level != b.level) return a.level > b.level;
                     return a.rule < b.rule;
                   });
}

}  // namespace

std::vector<Change> diff(const Shape& before, const Shape& after) {
  return diff(before, after, DiffOptions{});
}

std::vector<Change> diff(const Shape& before, const Shape& after,
                         const DiffOptions& options) {
  Differ differ(options);
  differ.compare("$", before, after);
  std::vector<Change> changes = differ.take();
  sort_by_place(changes);
  return changes;
}

std::vector<Change> diff_pooled(std::span<const Sides> requests,
                                const DiffOptions& options) {
  Sides pooled;
  for (const Sides& sides : requests) {
    absorb(pooled.before, sides.before);
    absorb(pooled.after, sides.after);
  }
  std::vector<Change> changes = diff(pooled.before, pooled.after, options);
  const auto weak_removal = [](const Change& change) {
    return change.rule == rule::kPropertyRemoved.id &&
           change.level != Level::kError;
  };
  if (requests.size() < 2 ||
      std::none_of(changes.begin(), changes.end(), weak_removal)) {
    return changes;
  }
  std::map<std::string, Change> certain;
  for (const Sides& sides : requests) {
    for (Change& change : diff(sides.before, sides.after, options)) {
      if (change.rule != rule::kPropertyRemoved.id ||
          change.level != Level::kError)
        continue;
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
