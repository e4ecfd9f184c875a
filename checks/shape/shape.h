// The shape of JSON answers: which members there are, of which kinds, how often.
// Shapes of many samples join into one; a lattice, so that order does not matter.
// The rules are described in checks/shape/README.md.

#ifndef SWITCHGATE_CHECKS_SHAPE_SHAPE_H_
#define SWITCHGATE_CHECKS_SHAPE_SHAPE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checks/json/value.h"

namespace switchgate::shape {

enum class Format : std::uint8_t {
  kPlain, kUuid, kDateTime, kDate, kTime, kEmail, kUri, kIpv4, kIpv6, kUlid, kNumeric, kJwt, kEmpty
};

struct Shape;

struct NumberFacts {
  std::size_t n = 0;
  bool fraction = false;         // a value that is no integer was seen: number, else int
  bool written_fraction = false; // "1.0" was seen
  bool beyond_int32 = false;
  bool beyond_2_53 = false;
  double min = 0, max = 0;
  friend bool operator==(const NumberFacts&, const NumberFacts&) = default;
};

struct StringFacts {
  std::size_t n = 0;
  std::map<Format, std::size_t> formats;             // format seen -> how often
  std::optional<std::map<std::string, std::size_t>> values;  // identifier-like ones, counted; none above 16 distinct
  std::size_t min_length = 0, max_length = 0;        // code points
  friend bool operator==(const StringFacts&, const StringFacts&) = default;
};

struct ArrayFacts {
  std::size_t n = 0;
  std::size_t min_items = 0, max_items = 0;
  std::size_t empty = 0;              // how many of n had no element
  std::shared_ptr<const Shape> item;  // joined over all elements; null: no element was ever seen
};

struct Property {
  std::shared_ptr<const Shape> shape;
  std::size_t present = 0;  // in how many of the object's n
};

// Plain record, or, beyond 2,000 properties, collapsed into a map (monotone: it stays one).
struct ObjectFacts {
  std::size_t n = 0;
  std::map<std::string, Property> properties;
  bool collapsed = false;                     // properties are gone; `any_value` holds their join
  std::set<Format> key_formats;               // when collapsed
  std::shared_ptr<const Shape> any_value;     // when collapsed
  // Partition by a discriminator-like member (type, kind, object, @type; at most 16
  // identifier-like values): member -> value -> the record of those objects alone.
  std::map<std::string, std::map<std::string, std::shared_ptr<const ObjectFacts>>> variants;
  std::set<std::string> variants_dropped;     // members with too many values: stays dropped
};

// What was seen at one place. Absent kinds were never seen; nothing at all is bottom.
struct Shape {
  std::size_t n = 0;        // values seen here
  std::size_t nulls = 0;
  std::size_t booleans = 0;
  std::optional<NumberFacts> number;
  std::optional<StringFacts> string;
  std::optional<ArrayFacts> array;
  std::optional<ObjectFacts> object;
};

// Deep, counts included.
bool operator==(const Shape& a, const Shape& b);

struct InferOptions {
  std::vector<std::string> ignore;  // normalized-path patterns removed before anything else; see compile of JSONPath in infer.h
};

Shape infer(const json::Value& value);
Shape join(const Shape& a, const Shape& b);

// Is every value that `a` was seen to take also a value of `b`, under the open world
// (unknown members are allowed by every reader)? Counts do not matter.
bool within(const Shape& a, const Shape& b);

// For people: "{id: integer, name: string?, tags: [string]}"; deterministic.
std::string describe(const Shape& shape, int depth = 2);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_SHAPE_H_
