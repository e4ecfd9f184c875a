// The rules for one place of an answer.

#include "checks/shape/leaf_diff.h"

#include "checks/shape/confirm.h"
#include "checks/shape/phrase.h"
#include "checks/shape/rules.h"

namespace switchgate::shape {
namespace {

void describe_sides(Change& change, const Shape& before, const Shape& after) {
  const std::string_view unit = unit_at(change.path, "value");
  const auto side = [unit](const Shape& shape) {
    return describe(shape, 1) + " in " + ratio(shape.n(), shape.n(), unit);
  };
  change.before = side(before);
  change.after = side(after);
}

void compare_nulls(const std::string& path, const Shape& before, const Shape& after,
                   ChangeList& list) {
  const std::string_view unit = unit_at(path, "value");
  const Count old_n = before.n();
  const Count new_n = after.n();
  if (before.nulls == 0 && after.nulls > 0) {
    list.report(rule::kBecameNullable, path,
                "was never null in " + list.old_side(old_n, old_n, unit) + " and is null in " +
                    list.new_side(after.nulls, new_n, unit),
                {old_n, old_n, new_n - after.nulls, new_n}, after.nulls == new_n);
  } else if (before.nulls > 0 && after.nulls == 0) {
    list.report(rule::kBecameNotNullable, path,
                "was null in " + list.old_side(before.nulls, old_n, unit) + " and has a value in " +
                    list.new_side(new_n, new_n, unit),
                {}, true);
  } else if (before.nulls > 0 && only_null(after)) {
    const Count values = old_n - before.nulls;
    Change& change = list.report(rule::kBecameNull, path,
                                 "had a value in " + list.old_side(values, old_n, unit) +
                                     " and is null in " + list.new_side(new_n, new_n, unit),
                                 {values, old_n, 0, new_n}, true);
    if (absence_is_likely(values, old_n, new_n)) change.level = Level::kNote;
  }
}

void compare_kinds(const std::string& path, const Shape& before, const Shape& after,
                   ChangeList& list) {
  const std::string_view unit = unit_at(path, "value");
  const unsigned old_kinds = kinds_of(before);
  const unsigned new_kinds = kinds_of(after);
  const unsigned added = new_kinds & ~old_kinds;
  const Count old_n = count_of(before, old_kinds);
  const Count new_n = count_of(after, new_kinds);
  const Count kept = count_of(after, old_kinds);
  const std::string was = "was " + kinds_in_words(before, old_kinds);
  if (added != 0 && kept == 0) {
    list.report(rule::kKindChanged, path,
                was + " in " + list.old_side(old_n, before.n(), unit) + " and is " +
                    kinds_in_words(after, new_kinds) + " in " +
                    list.new_side(new_n, after.n(), unit),
                {old_n, old_n, 0, new_n}, true);
  } else if (added != 0) {
    list.report(rule::kKindWidened, path,
                was + " in " + list.old_side(old_n, before.n(), unit) + " and is " +
                    kinds_in_words(after, added) + " in " +
                    list.new_side(count_of(after, added), after.n(), unit),
                {old_n, old_n, kept, new_n}, false);
  } else if (new_kinds != old_kinds) {
    list.report(rule::kKindNarrowed, path,
                was + " in " + list.options().before + " samples and is only " +
                    kinds_in_words(after, new_kinds) + " in " +
                    list.new_side(new_n, after.n(), unit),
                {}, true);
  }
}

void compare_ranges(const std::string& path, const NumberFacts& before, const NumberFacts& after,
                    ChangeList& list) {
  const std::string_view unit = unit_at(path, "value");
  const bool beyond_double = before.beyond_2_53 == 0 && after.beyond_2_53 > 0;
  // Who reads fractions reads no 32-bit integers.
  const bool beyond_int32 =
      before.fractions == 0 && before.beyond_int32 == 0 && after.beyond_int32 > 0;
  if (!beyond_double && !beyond_int32) return;
  const Count hits = beyond_double ? after.beyond_2_53 : after.beyond_int32;
  list.report(rule::kIntegerRange, path,
              std::string(beyond_double ? "stayed within ±2^53 in " : "fitted 32 bits in ") +
                  list.old_side(before.n, before.n, unit) + " and does not in " +
                  list.new_side(hits, after.n, unit),
              {before.n, before.n, after.n - hits, after.n}, hits == after.n);
}

void compare_numbers(const std::string& path, const NumberFacts& before, const NumberFacts& after,
                     ChangeList& list) {
  const std::string_view unit = unit_at(path, "value");
  if (before.fractions == 0 && after.fractions > 0) {
    list.report(rule::kIntegerBecameNumber, path,
                "was an integer in " + list.old_side(before.n, before.n, unit) +
                    " and has a fraction in " + list.new_side(after.fractions, after.n, unit),
                {before.n, before.n, after.n - after.fractions, after.n},
                after.fractions == after.n);
    return;
  }
  if (before.fractions > 0 && after.fractions == 0) {
    list.report(rule::kNumberBecameInteger, path,
                "had a fraction in " + list.old_side(before.fractions, before.n, unit) +
                    " and is an integer in " + list.new_side(after.n, after.n, unit),
                {}, true);
  } else if ((before.written_fractions == 0) != (after.written_fractions == 0) &&
             before.fractions == 0) {
    list.report(rule::kNumberSpelling, path,
                after.written_fractions > 0
                    ? "is the same integer kind, now written with a fraction or "
                      "exponent (1.0) in " +
                          list.new_side(after.written_fractions, after.n, unit)
                    : "is the same integer kind, no longer written with a fraction "
                      "or exponent (1.0)",
                {}, false);
  }
  compare_ranges(path, before, after, list);
}

void compare_strings(const std::string& path, const FormatCounts& before, const FormatCounts& after,
                     ChangeList& list) {
  if (before[Format::kPlain] > 0) return;
  const std::string_view unit = unit_at(path, "value");
  Count kept = 0;
  FormatCounts unknown;
  for (std::size_t i = 0; i < kFormatCount; ++i) {
    (before.by_format[i] > 0 ? kept : unknown.by_format[i]) += after.by_format[i];
  }
  if (unknown.total() == 0) return;
  const Count old_n = before.total();
  const Count new_n = after.total();
  const bool only_empty = before[Format::kEmpty] == old_n;
  Change& change =
      list.report(only_empty ? rule::kEvidenceGrew : rule::kFormatChanged, path,
                  "had the format " + formats_in_words(before) + " in " +
                      list.old_side(old_n, old_n, unit) + " and is " + formats_in_words(unknown) +
                      " in " + list.new_side(unknown.total(), new_n, unit),
                  {old_n, old_n, kept, new_n}, kept == 0);
  if (only_empty) change.everywhere = false;
}

void compare_with_nothing(const std::string& path, const Shape& before, const Shape& after,
                          ChangeList& list) {
  if (kinds_of(after) == 0) return;
  const std::string_view unit = unit_at(path, "value");
  const std::string past = before.n() == 0
                               ? "was never seen in " + list.options().before + " samples"
                               : "was null in " + list.old_side(before.nulls, before.n(), unit);
  list.report(rule::kEvidenceGrew, path,
              past + " and is " + kinds_in_words(after, kinds_of(after)) + " in " +
                  list.new_side(count_of(after, kinds_of(after)), after.n(), unit),
              {}, false);
}

}  // namespace

void compare_leaf(const std::string& path, const Shape& before, const Shape& after,
                  ChangeList& changes) {
  const std::size_t first = changes.changes().size();
  if (before.n() == 0 || only_null(before)) {
    compare_with_nothing(path, before, after, changes);
  } else {
    compare_nulls(path, before, after, changes);
    if (!only_null(after)) compare_kinds(path, before, after, changes);
    if (before.number && after.number) {
      compare_numbers(path, *before.number, *after.number, changes);
    }
    if (before.string && after.string) {
      compare_strings(path, *before.string, *after.string, changes);
    }
  }
  for (std::size_t i = first; i < changes.changes().size(); ++i) {
    describe_sides(changes.changes()[i], before, after);
  }
}

}  // namespace switchgate::shape
