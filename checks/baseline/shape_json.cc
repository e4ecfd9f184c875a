// Both directions of a shape's JSON form, side by side: what is written by one
// function is read by the next.

#include "checks/baseline/shape_json.h"

#include <algorithm>
#include <limits>

#include "checks/json/pointer.h"

namespace switchgate::baseline {
namespace {

using shape::Count;
using shape::FormatCounts;
using shape::Partition;
using shape::Record;
using shape::Shape;

constexpr std::int64_t kMost = std::numeric_limits<Count>::max();

json::Value number(Count count) { return static_cast<std::int64_t>(count); }

void set_unless_zero(json::Object& object, const char* name, Count count) {
  if (count > 0) object.append_new(name, number(count));
}

Count count_at(Members& members, std::string_view name) {
  return static_cast<Count>(members.integer(name, 1, kMost));
}

// A count that is left out when it is zero, and at most `most`.
Count part_at(Members& members, std::string_view name, Count most) {
  const auto limit = static_cast<std::int64_t>(most);
  return static_cast<Count>(members.integer_or(name, 0, 1, std::max<std::int64_t>(limit, 1)));
}

// ---- Numbers and strings
// -----------------------------------------------------

json::Value number_to_json(const shape::NumberFacts& facts) {
  json::Object object;
  set_unless_zero(object, "beyond_2_53", facts.beyond_2_53);
  set_unless_zero(object, "beyond_int32", facts.beyond_int32);
  set_unless_zero(object, "fractions", facts.fractions);
  object.append_new("n", number(facts.n));
  set_unless_zero(object, "written_fractions", facts.written_fractions);
  return object;
}

shape::NumberFacts number_from_json(const json::Value& value, const std::string& pointer,
                                    Mistake& mistake) {
  Members members(value, pointer, mistake);
  shape::NumberFacts facts;
  facts.n = count_at(members, "n");
  facts.beyond_2_53 = part_at(members, "beyond_2_53", facts.n);
  facts.beyond_int32 = part_at(members, "beyond_int32", facts.n);
  facts.fractions = part_at(members, "fractions", facts.n);
  facts.written_fractions = part_at(members, "written_fractions", facts.n);
  members.finish();
  return facts;
}

json::Value formats_to_json(const FormatCounts& formats) {
  json::Object object;
  for (std::size_t i = 0; i < shape::kFormatCount; ++i) {
    const auto format = static_cast<shape::Format>(i);
    if (formats[format] > 0) {
      object.append_new(std::string(name_of(format)), number(formats[format]));
    }
  }
  return object;
}

FormatCounts formats_from_json(const json::Value& value, const std::string& pointer,
                               Mistake& mistake) {
  Members members(value, pointer, mistake);
  FormatCounts formats;
  for (std::size_t i = 0; i < shape::kFormatCount; ++i) {
    const auto format = static_cast<shape::Format>(i);
    formats[format] = static_cast<Count>(members.integer_or(name_of(format), 0, 1, kMost));
  }
  members.finish();
  return formats;
}

// ---- Arrays
// --------------------------------------------------------------------

json::Value array_to_json(const shape::ArrayFacts& facts) {
  json::Object object;
  set_unless_zero(object, "empty", facts.empty);
  if (facts.item.n() > 0) object.append_new("items", shape_to_json(facts.item));
  set_unless_zero(object, "max_items", facts.max_items);
  set_unless_zero(object, "min_items", facts.min_items);
  object.append_new("n", number(facts.n));
  return object;
}

shape::ArrayFacts array_from_json(const json::Value& value, const std::string& pointer,
                                  Mistake& mistake) {
  Members members(value, pointer, mistake);
  shape::ArrayFacts facts;
  facts.n = count_at(members, "n");
  facts.empty = part_at(members, "empty", facts.n);
  facts.max_items = part_at(members, "max_items", std::numeric_limits<Count>::max());
  facts.min_items = part_at(members, "min_items", facts.max_items);
  if (const json::Value* items = members.find("items")) {
    facts.item = shape_from_json(*items, members.pointer_to("items"), mistake);
  }
  members.finish();
  if (facts.min_items > facts.max_items) mistake.add(pointer, "'min_items' is above 'max_items'");
  const bool all_empty = facts.empty == facts.n;
  if (all_empty != (facts.item.n() == 0) || all_empty != (facts.max_items == 0)) {
    mistake.add(pointer,
                "'items' and 'max_items' are there exactly when not all of 'n' "
                "are 'empty'");
  }
  return facts;
}

// ---- Objects
// -------------------------------------------------------------------

void add_record(json::Object& object, const Record& record) {
  if (record.collapsed) {
    json::Object map;
    map.append_new("keys", formats_to_json(record.key_formats));
    map.append_new("values", shape_to_json(record.any_value));
    object.append_new("map", std::move(map));
  } else {
    json::Object properties;
    for (const auto& [name, member] : record.properties) {
      properties.append_new(name, shape_to_json(member));
    }
    object.append_new("properties", std::move(properties));
  }
  object.append_new("n", number(record.n));
}

json::Value record_to_json(const Record& record) {
  json::Object object;
  add_record(object, record);
  return object;
}

void read_properties(Record& record, const json::Value& value, const std::string& pointer,
                     Mistake& mistake) {
  const json::Object* properties = value.object();
  if (properties == nullptr || properties->size() > shape::kMaxProperties) {
    mistake.add(pointer, "expected an object of at most " + std::to_string(shape::kMaxProperties) +
                             " members");
    return;
  }
  for (const auto& [name, member] : *properties) {
    std::string place = pointer;
    json::append_token(place, name);
    Shape shape = shape_from_json(member, place, mistake);
    if (shape.n() > record.n) {
      mistake.add(place, "there cannot be more values than objects ('n') that hold them");
    }
    record.properties.insert_or_assign(name, std::move(shape));
  }
}

Record read_record(Members& members) {
  Record record;
  Mistake& mistake = members.mistake();
  record.n = count_at(members, "n");
  const json::Value* map = members.find("map");
  record.collapsed = map != nullptr;
  if (map != nullptr) {
    Members parts(*map, members.pointer_to("map"), mistake);
    if (const json::Value* keys = parts.require("keys")) {
      record.key_formats = formats_from_json(*keys, parts.pointer_to("keys"), mistake);
    }
    if (const json::Value* values = parts.require("values")) {
      record.any_value = shape_from_json(*values, parts.pointer_to("values"), mistake);
    }
    parts.finish();
  } else if (const json::Value* properties = members.require("properties")) {
    read_properties(record, *properties, members.pointer_to("properties"), mistake);
  }
  return record;
}

// The name alone where all objects are of one variant.
json::Value partition_to_json(const Partition& partition) {
  if (partition.only) return *partition.only;
  json::Object object;
  for (const auto& [value, record] : partition.variants) {
    object.append_new(value, record_to_json(record));
  }
  return object;
}

json::Value object_to_json(const shape::ObjectFacts& facts) {
  json::Object object;
  json::Array dropped;
  json::Object partitions;
  for (const auto& [member, partition] : facts.partitions) {
    if (partition.dropped) {
      dropped.push_back(member);
      continue;
    }
    partitions.append_new(member, partition_to_json(partition));
  }
  if (!dropped.empty()) object.append_new("no_variants_by", std::move(dropped));
  if (!partitions.empty()) object.append_new("variants_by", std::move(partitions));
  add_record(object, facts.all);
  return object;
}

bool is_discriminator(std::string_view member) {
  const auto& known = shape::kDiscriminators;
  return std::find(known.begin(), known.end(), member) != known.end();
}

Partition partition_from_json(const json::Value& value, const std::string& pointer,
                              Mistake& mistake) {
  Partition partition;
  if (const std::string* name = value.string()) {
    partition.only = *name;
    return partition;
  }
  const json::Object* variants = value.object();
  if (variants == nullptr || variants->empty() || variants->size() > shape::kMaxVariants) {
    mistake.add(pointer, "expected the name of the only variant, or an object of 1 to " +
                             std::to_string(shape::kMaxVariants) + " variants");
    return partition;
  }
  for (const auto& [name, record] : *variants) {
    std::string place = pointer;
    json::append_token(place, name);
    Members members(record, place, mistake);
    partition.variants.insert_or_assign(name, read_record(members));
    members.finish();
  }
  return partition;
}

shape::ObjectFacts object_from_json(const json::Value& value, const std::string& pointer,
                                    Mistake& mistake) {
  Members members(value, pointer, mistake);
  shape::ObjectFacts facts;
  facts.all = read_record(members);
  if (const json::Value* partitions = members.find("variants_by")) {
    Members by_member(*partitions, members.pointer_to("variants_by"), mistake);
    for (const std::string_view member : shape::kDiscriminators) {
      const json::Value* variants = by_member.find(member);
      if (variants == nullptr) continue;
      facts.partitions.insert_or_assign(
          std::string(member),
          partition_from_json(*variants, by_member.pointer_to(member), mistake));
    }
    by_member.finish();
  }
  if (members.find("no_variants_by") != nullptr) {
    for (const std::string& member : members.texts("no_variants_by")) {
      if (!is_discriminator(member) || facts.partitions.count(member) > 0) {
        mistake.add(members.pointer_to("no_variants_by"),
                    "expected discriminators that have no variants here, found '" + member + "'");
      }
      facts.partitions[member].dropped = true;
    }
  }
  members.finish();
  return facts;
}

}  // namespace

json::Value shape_to_json(const Shape& shape) {
  json::Object object;
  if (shape.array) object.append_new("array", array_to_json(*shape.array));
  set_unless_zero(object, "boolean", shape.booleans);
  set_unless_zero(object, "null", shape.nulls);
  if (shape.number) object.append_new("number", number_to_json(*shape.number));
  if (shape.object) object.append_new("object", object_to_json(*shape.object));
  if (shape.string) object.append_new("string", formats_to_json(*shape.string));
  return object;
}

Shape shape_from_json(const json::Value& value, const std::string& pointer, Mistake& mistake) {
  Members members(value, pointer, mistake);
  Shape shape;
  shape.nulls = static_cast<Count>(members.integer_or("null", 0, 1, kMost));
  shape.booleans = static_cast<Count>(members.integer_or("boolean", 0, 1, kMost));
  if (const json::Value* facts = members.find("number")) {
    shape.number = number_from_json(*facts, members.pointer_to("number"), mistake);
  }
  if (const json::Value* facts = members.find("string")) {
    shape.string = formats_from_json(*facts, members.pointer_to("string"), mistake);
  }
  if (const json::Value* facts = members.find("array")) {
    shape.array = array_from_json(*facts, members.pointer_to("array"), mistake);
  }
  if (const json::Value* facts = members.find("object")) {
    shape.object = object_from_json(*facts, members.pointer_to("object"), mistake);
  }
  members.finish();
  if (shape.n() == 0) mistake.add(pointer, "expected at least one kind with a count");
  return shape;
}

}  // namespace switchgate::baseline
