// Infers, joins and orders shapes. Inferring adds one value to a shape in
// place, so that a list of a million elements costs no intermediate shapes.

#include "checks/shape/shape.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace switchgate::shape {
namespace {

Count add(Count a, Count b) {
  const Count sum = a + b;
  return sum < a ? std::numeric_limits<Count>::max() : sum;
}

Count to_count(std::size_t value) {
  constexpr std::size_t kMost = std::numeric_limits<Count>::max();
  return static_cast<Count>(std::min(value, kMost));
}

void absorb_formats(FormatCounts& into, const FormatCounts& from) {
  for (std::size_t i = 0; i < kFormatCount; ++i) {
    into.by_format[i] = add(into.by_format[i], from.by_format[i]);
  }
}

void absorb_record(Record& into, const Record& from);

// ---- Joining ----------------------------------------------------------------

void absorb_numbers(NumberFacts& into, const NumberFacts& from) {
  into.n = add(into.n, from.n);
  into.fractions = add(into.fractions, from.fractions);
  into.written_fractions = add(into.written_fractions, from.written_fractions);
  into.beyond_int32 = add(into.beyond_int32, from.beyond_int32);
  into.beyond_2_53 = add(into.beyond_2_53, from.beyond_2_53);
}

void absorb_arrays(ArrayFacts& into, const ArrayFacts& from) {
  into.min_items = into.n == 0 ? from.min_items : std::min(into.min_items, from.min_items);
  into.max_items = std::max(into.max_items, from.max_items);
  into.n = add(into.n, from.n);
  into.empty = add(into.empty, from.empty);
  absorb(into.item, from.item);
}

void collapse_in_place(Record& record) {
  if (record.collapsed) return;
  record.collapsed = true;
  for (const auto& [name, shape] : record.properties) {
    Count& keys = record.key_formats[detect_format(name)];
    keys = add(keys, shape.n());
    absorb(record.any_value, shape);
  }
  record.properties.clear();
}

void collapse_when_too_wide(Record& record) {
  if (record.properties.size() > kMaxProperties) collapse_in_place(record);
}

void absorb_record(Record& into, const Record& from) {
  into.n = add(into.n, from.n);
  if (into.collapsed || from.collapsed) {
    collapse_in_place(into);
    const Record other = collapse(from);
    absorb_formats(into.key_formats, other.key_formats);
    absorb(into.any_value, other.any_value);
    return;
  }
  for (const auto& [name, shape] : from.properties) absorb(into.properties[name], shape);
  collapse_when_too_wide(into);
}

void drop(Partition& partition) {
  partition.dropped = true;
  partition.only.reset();
  partition.variants.clear();
}

// Variants hold no partitions of their own, so that their size stays linear.
void drop_partitions(Record& record);

void drop_partitions(Shape& shape) {
  if (shape.array) drop_partitions(shape.array->item);
  if (shape.object) {
    shape.object->partitions.clear();
    drop_partitions(shape.object->all);
  }
}

void drop_partitions(Record& record) {
  for (auto& [name, member] : record.properties) drop_partitions(member);
  drop_partitions(record.any_value);
}

// Writes the only variant out, before objects join that are not of it.
void spell_out(Partition& partition, const Record& all) {
  if (!partition.only) return;
  Record& record = partition.variants[*partition.only];
  record = all;
  drop_partitions(record);
  partition.only.reset();
}

void absorb_partition(Partition& into, const Partition& from) {
  if (into.dropped || from.dropped) return drop(into);
  for (const auto& [value, record] : from.variants) absorb_record(into.variants[value], record);
  if (into.variants.size() > kMaxVariants) drop(into);
}

// Requires that into.all and from.all are not joined yet.
void absorb_partitions(ObjectFacts& into, const ObjectFacts& from) {
  for (const std::string_view member : kDiscriminators) {
    const auto other = from.partitions.find(member);
    auto own = into.partitions.find(member);
    const bool theirs = other != from.partitions.end();
    if (own == into.partitions.end()) {
      if (!theirs) continue;
      own = into.partitions.try_emplace(std::string(member)).first;
    }
    if (theirs && other->second.only && other->second.only == own->second.only) continue;
    spell_out(own->second, into.all);
    if (!theirs) continue;
    Partition partition = other->second;
    spell_out(partition, from.all);
    absorb_partition(own->second, partition);
  }
}

void absorb_objects(ObjectFacts& into, const ObjectFacts& from) {
  if (into.all.n == 0) {
    into = from;
  } else if (from.all.n > 0) {
    absorb_partitions(into, from);
    absorb_record(into.all, from.all);
  }
}

// ---- Inferring --------------------------------------------------------------

void observe(Shape& shape, const json::Value& value, int levels);

void observe_number(NumberFacts& facts, const json::Number& number) {
  constexpr std::int64_t kInt32Min = std::numeric_limits<std::int32_t>::min();
  constexpr std::int64_t kInt32Max = std::numeric_limits<std::int32_t>::max();
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  const auto outside = [&number](std::int64_t low, std::int64_t high) {
    return json::Number::compare(number, json::Number::of(low)) < 0 ||
           json::Number::compare(number, json::Number::of(high)) > 0;
  };
  facts.n = add(facts.n, 1);
  if (!number.is_integer()) {
    facts.fractions = add(facts.fractions, 1);
    return;
  }
  if (number.written_as_fraction()) facts.written_fractions = add(facts.written_fractions, 1);
  if (outside(kInt32Min, kInt32Max)) facts.beyond_int32 = add(facts.beyond_int32, 1);
  if (outside(-kExact, kExact)) facts.beyond_2_53 = add(facts.beyond_2_53, 1);
}

void observe_array(ArrayFacts& facts, const json::Array& array, int levels) {
  const Count size = to_count(array.size());
  facts.min_items = facts.n == 0 ? size : std::min(facts.min_items, size);
  facts.max_items = std::max(facts.max_items, size);
  facts.n = add(facts.n, 1);
  if (array.empty()) facts.empty = add(facts.empty, 1);
  for (const json::Value& item : array) observe(facts.item, item, levels - 1);
}

void observe_record(Record& record, const json::Object& object, int levels) {
  record.n = add(record.n, 1);
  for (const auto& [name, value] : object) {
    if (record.collapsed) {
      Count& keys = record.key_formats[detect_format(name)];
      keys = add(keys, 1);
      observe(record.any_value, value, levels - 1);
    } else {
      observe(record.properties[name], value, levels - 1);
      collapse_when_too_wide(record);
    }
  }
}

// Words that programs give to variants: "card", "order.created",
// "http://schema.org/Book".
bool identifier_like(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  constexpr int kMostDigits = 4;
  if (text.empty() || text.size() > kLongest) return false;
  const Format format = detect_format(text);
  if (format != Format::kPlain && format != Format::kUri) return false;
  int digits = 0;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (digit) ++digits;
    if (!letter && !digit && std::string_view("_-.:/#").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return digits <= kMostDigits;
}

enum class Discriminator : std::uint8_t { kAbsent, kUnusable, kUsable };

Discriminator judge(const json::Value* value) {
  if (value == nullptr || value->is_null()) return Discriminator::kAbsent;
  const std::string* text = value->string();
  const bool usable = text != nullptr && identifier_like(*text);
  return usable ? Discriminator::kUsable : Discriminator::kUnusable;
}

// Requires that `object` is not in facts.all yet.
void observe_partitions(ObjectFacts& facts, const json::Object& object) {
  for (const std::string_view member : kDiscriminators) {
    const json::Value* value = object.find(member);
    const Discriminator discriminator = judge(value);
    auto found = facts.partitions.find(member);
    if (found == facts.partitions.end()) {
      if (discriminator == Discriminator::kAbsent) continue;
      found = facts.partitions.try_emplace(std::string(member)).first;
    }
    Partition& partition = found->second;
    if (discriminator == Discriminator::kUnusable) drop(partition);
    if (partition.dropped) continue;
    if (discriminator == Discriminator::kAbsent) {
      spell_out(partition, facts.all);
    } else if (facts.all.n == 0) {
      partition.only = *value->string();
    } else if (partition.only != *value->string()) {
      spell_out(partition, facts.all);
      observe_record(partition.variants[*value->string()], object, 0);
      if (partition.variants.size() > kMaxVariants) drop(partition);
    }
  }
}

// Partitions are kept while `levels` is positive.
void observe(Shape& shape, const json::Value& value, int levels) {
  if (const json::Number* number = value.number()) {
    observe_number(shape.number.ensure(), *number);
  } else if (const std::string* text = value.string()) {
    Count& count = shape.string.ensure()[detect_format(*text)];
    count = add(count, 1);
  } else if (const json::Array* array = value.array()) {
    observe_array(shape.array.ensure(), *array, levels);
  } else if (const json::Object* object = value.object()) {
    ObjectFacts& facts = shape.object.ensure();
    if (levels > 0) observe_partitions(facts, *object);
    observe_record(facts.all, *object, levels);
  } else if (value.boolean() != nullptr) {
    shape.booleans = add(shape.booleans, 1);
  } else {
    shape.nulls = add(shape.nulls, 1);
  }
}

// ---- The order --------------------------------------------------------------

bool formats_within(const FormatCounts& a, const FormatCounts& b) {
  if (b[Format::kPlain] > 0) return true;
  for (std::size_t i = 0; i < kFormatCount; ++i) {
    if (a.by_format[i] > 0 && b.by_format[i] == 0) return false;
  }
  return true;
}

bool record_within(const Record& a, const Record& b) {
  if (b.collapsed) {
    const Record map = collapse(a);
    return formats_within(map.key_formats, b.key_formats) && within(map.any_value, b.any_value);
  }
  for (const auto& [name, shape] : b.properties) {
    const bool required = shape.n() == b.n;
    const auto found = a.properties.find(name);
    const bool here = found != a.properties.end();
    if (required && (!here || found->second.n() < a.n)) return false;
    if (here && !within(found->second, shape)) return false;
    if (a.collapsed && !within(a.any_value, shape)) return false;
  }
  return true;
}

}  // namespace

Count FormatCounts::total() const {
  Count sum = 0;
  for (const Count count : by_format) sum = add(sum, count);
  return sum;
}

Count Shape::n() const {
  Count sum = add(nulls, booleans);
  if (number) sum = add(sum, number->n);
  if (string) sum = add(sum, string->total());
  if (array) sum = add(sum, array->n);
  if (object) sum = add(sum, object->all.n);
  return sum;
}

bool operator==(const Shape& a, const Shape& b) {
  return a.nulls == b.nulls && a.booleans == b.booleans && a.number == b.number &&
         a.string == b.string && a.array == b.array && a.object == b.object;
}

Shape infer(const json::Value& value) {
  Shape shape;
  observe(shape, value, kPartitionLevels);
  return shape;
}

void absorb(Shape& into, const Shape& from) {
  into.nulls = add(into.nulls, from.nulls);
  into.booleans = add(into.booleans, from.booleans);
  if (from.number) absorb_numbers(into.number.ensure(), *from.number);
  if (from.string) absorb_formats(into.string.ensure(), *from.string);
  if (from.array) absorb_arrays(into.array.ensure(), *from.array);
  if (from.object) absorb_objects(into.object.ensure(), *from.object);
}

Shape join(const Shape& a, const Shape& b) {
  Shape joined = a;
  absorb(joined, b);
  return joined;
}

Record join(const Record& a, const Record& b) {
  Record joined = a;
  absorb_record(joined, b);
  return joined;
}

std::map<std::string_view, const Record*> variants_of(const Partition& partition,
                                                      const Record& all) {
  std::map<std::string_view, const Record*> variants;
  if (partition.only) variants.emplace(*partition.only, &all);
  for (const auto& [value, record] : partition.variants) variants.emplace(value, &record);
  return variants;
}

Record collapse(const Record& record) {
  Record map = record;
  collapse_in_place(map);
  return map;
}

bool within(const Shape& a, const Shape& b) {
  if (a.nulls > 0 && b.nulls == 0) return false;
  if (a.booleans > 0 && b.booleans == 0) return false;
  if (a.number && (!b.number || (a.number->fractions > 0 && b.number->fractions == 0)))
    return false;
  if (a.string && (!b.string || !formats_within(*a.string, *b.string))) return false;
  if (a.array && (!b.array || !within(a.array->item, b.array->item))) return false;
  if (a.object && (!b.object || !record_within(a.object->all, b.object->all))) return false;
  return true;
}

}  // namespace switchgate::shape
