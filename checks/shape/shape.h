// The shape of JSON answers: which members there are, of which kinds, how
// often. Shapes of many samples join into one; a lattice, so that order does
// not matter. The rules are described in checks/shape/README.md.
//
// A shape is a plain value that holds counts and names of members. Of the
// answers' own values it keeps only those of discriminators ("type": "card").

#ifndef SWITCHGATE_CHECKS_SHAPE_SHAPE_H_
#define SWITCHGATE_CHECKS_SHAPE_SHAPE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "checks/json/value.h"
#include "checks/shape/box.h"
#include "checks/shape/format.h"

namespace switchgate::shape {

// Sums of counts stop at the largest value instead of wrapping.
using Count = std::uint32_t;

// Beyond these a node is summarised; the summary is absorbing, so joins stay
// associative.
inline constexpr std::size_t kMaxProperties = 2000;
inline constexpr std::size_t kMaxVariants = 16;
// Objects below this many levels keep no partition: bounds what hostile answers
// cost.
inline constexpr int kPartitionLevels = 8;
// Members that may tell variants of an object apart.
inline constexpr std::array<std::string_view, 5> kDiscriminators = {"@type", "__typename", "kind",
                                                                    "object", "type"};

struct ArrayFacts;
struct ObjectFacts;

struct NumberFacts {
  Count n = 0;
  Count fractions = 0;          // values that are no integer: with one of them it is `number`
  Count written_fractions = 0;  // integers by value that were written like 1.0 or 1e3
  Count beyond_int32 = 0;       // integers that 32 bits do not hold
  Count beyond_2_53 = 0;        // integers that a double may not hold
  friend bool operator==(const NumberFacts&, const NumberFacts&) = default;
};

struct FormatCounts {
  std::array<Count, kFormatCount> by_format{};
  Count& operator[](Format format) { return by_format[static_cast<std::size_t>(format)]; }
  Count operator[](Format format) const { return by_format[static_cast<std::size_t>(format)]; }
  Count total() const;
  friend bool operator==(const FormatCounts&, const FormatCounts&) = default;
};

// What was seen at one place. Absent kinds were never seen; nothing at all is
// bottom.
struct Shape {
  Count nulls = 0;
  Count booleans = 0;
  Box<NumberFacts> number;
  Box<FormatCounts> string;
  Box<ArrayFacts> array;
  Box<ObjectFacts> object;

  Count n() const;  // values seen here
  friend bool operator==(const Shape& a,
                         const Shape& b);  // deep, counts included
};

struct ArrayFacts {
  Count n = 0;
  Count empty = 0;  // how many of n had no element
  Count min_items = 0, max_items = 0;
  Shape item;  // joined over all elements; bottom: no element was ever seen
  friend bool operator==(const ArrayFacts&, const ArrayFacts&) = default;
};

// Objects with their members. A member is present in as many of the n objects
// as its shape has values. Beyond kMaxProperties names it collapses into a map
// and stays one.
struct Record {
  Count n = 0;
  std::map<std::string, Shape, std::less<>> properties;  // empty when collapsed
  bool collapsed = false;
  FormatCounts key_formats;  // of the names, when collapsed
  Shape any_value;           // joined over all members, when collapsed
  friend bool operator==(const Record&, const Record&) = default;
};

// The objects again, apart by the value of one discriminator. Dropped (and it
// stays so) when a value does not look like an identifier or there are too
// many.
struct Partition {
  bool dropped = false;
  // The usual case costs one name: every object has this value, so that its
  // record is that of all objects.
  std::optional<std::string> only;
  std::map<std::string, Record, std::less<>> variants;  // else
  friend bool operator==(const Partition&, const Partition&) = default;
};

struct ObjectFacts {
  Record all;
  std::map<std::string, Partition, std::less<>> partitions;  // by member of kDiscriminators
  friend bool operator==(const ObjectFacts&, const ObjectFacts&) = default;
};

Shape infer(const json::Value& value);
Shape join(const Shape& a, const Shape& b);
Record join(const Record& a, const Record& b);
// into = join(into, from), without the copy.
void absorb(Shape& into, const Shape& from);

// The records of a partition's variants by value; `all` is the record of the
// objects that it parts. The pointers hold as long as both do.
std::map<std::string_view, const Record*> variants_of(const Partition& partition,
                                                      const Record& all);

// The record as a map: its names forgotten, its members joined.
Record collapse(const Record& record);

// Is every value that `a` was seen to take also a value of `b`, under the open
// world (unknown members are allowed by every reader)? Counts do not matter.
bool within(const Shape& a, const Shape& b);

// For people, on one line: "{id: integer, name?: string | null, tags:
// [string]}". Deterministic; objects and arrays below `depth` levels are
// "{...}" and "[...]".
std::string describe(const Shape& shape, int depth = 2);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_SHAPE_H_
