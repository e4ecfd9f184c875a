// A JSON value that keeps what a contract check needs and JSON libraries drop:
// members in document order, numbers exact (64-bit ids, and the digits as they
// were written when a double cannot hold them), equality by value (1
// equals 1.0).

#ifndef SWITCHGATE_CHECKS_JSON_VALUE_H_
#define SWITCHGATE_CHECKS_JSON_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace switchgate::json {

class Value;

struct Null {
  friend bool operator==(Null, Null) { return true; }
};

// A number, exact where it is an integer of 64 bits, else the nearest double
// together with the digits as written. What is beyond a double (1e999) counts
// as the largest finite one; its digits are kept.
class Number {
 public:
  Number() = default;
  static Number of(std::int64_t value);
  static Number of(std::uint64_t value);
  static Number of(double value, std::string lexeme = {});  // finite

  double as_double() const;
  // By value: 1.0, 1e0 and 1 are all integers.
  bool is_integer() const;
  // Written with a fraction or an exponent ("1.0").
  bool written_as_fraction() const;
  // The digits as written, or the shortest that read back as the same value.
  std::string text() const;

  // -1, 0, 1 by mathematical value, exact between integers and doubles. A
  // fraction's value is its nearest double: 0.1 equals 0.10000000000000001,
  // which a serializer may write for the same number.
  static int compare(const Number& a, const Number& b);
  friend bool operator==(const Number& a, const Number& b) { return compare(a, b) == 0; }

 private:
  enum class Form : std::uint8_t {
    kSigned,
    kUnsigned,
    kDouble
  };  // kUnsigned: above INT64_MAX only
  Form form_ = Form::kSigned;
  union {
    std::int64_t signed_ = 0;
    std::uint64_t unsigned_;
    double double_;
  };
  std::string lexeme_;
};

using Array = std::vector<Value>;

// Members in document order, names unique (the reader reports duplicates and
// keeps the last).
class Object {
 public:
  using Member = std::pair<std::string, Value>;

  Object() = default;
  // Takes members whose names are unique. Finding a name is quick in an object
  // made here, whatever its size; in one that was built or changed by member it
  // is a linear search.
  static Object of(std::vector<Member> members);

  const Value* find(std::string_view name) const;
  Value* find(std::string_view name);
  // With its name, as it stands in the object.
  const Member* find_member(std::string_view name) const;
  // Sets `name`, in its old place when it is there already.
  Value& set(std::string name, Value value);
  // Appends without looking for the name: the caller knows that it is new.
  void append_new(std::string name, Value value);

  std::size_t size() const;
  bool empty() const;
  std::vector<Member>::const_iterator begin() const;
  std::vector<Member>::const_iterator end() const;
  // The caller may do anything to the members but make two names equal.
  std::vector<Member>::iterator begin();
  std::vector<Member>::iterator end();

  // Order of members does not matter.
  friend bool operator==(const Object& a, const Object& b);

 private:
  std::size_t position(std::string_view name) const;  // size() when there is none

  std::vector<Member> members_;
  // Positions of the first members in the order of their names; empty for small
  // objects and after changes that it would not survive.
  std::vector<std::uint32_t> by_name_;
};

class Value {
 public:
  Value() = default;  // null
  Value(Null) {}
  Value(bool value) : data_(value) {}
  Value(Number value) : data_(std::move(value)) {}
  Value(int value) : data_(Number::of(std::int64_t{value})) {}
  Value(std::int64_t value) : data_(Number::of(value)) {}
  Value(double value) : data_(Number::of(value)) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(Array value) : data_(std::move(value)) {}
  Value(Object value) : data_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<Null>(data_); }
  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const Number* number() const { return std::get_if<Number>(&data_); }
  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const Array* array() const { return std::get_if<Array>(&data_); }
  const Object* object() const { return std::get_if<Object>(&data_); }
  std::string* string() { return std::get_if<std::string>(&data_); }
  Array* array() { return std::get_if<Array>(&data_); }
  Object* object() { return std::get_if<Object>(&data_); }

  // "null", "boolean", "number", "string", "array", "object".
  std::string_view kind_name() const;

  // Deep, by value.
  friend bool operator==(const Value& a, const Value& b) { return a.data_ == b.data_; }

 private:
  std::variant<Null, bool, Number, std::string, Array, Object> data_;
};

// Defined here because a pair needs to know both of its types.
inline std::size_t Object::size() const { return members_.size(); }
inline bool Object::empty() const { return members_.empty(); }
inline std::vector<Object::Member>::const_iterator Object::begin() const {
  return members_.begin();
}
inline std::vector<Object::Member>::const_iterator Object::end() const { return members_.end(); }
inline std::vector<Object::Member>::iterator Object::begin() {
  by_name_.clear();
  return members_.begin();
}
inline std::vector<Object::Member>::iterator Object::end() { return members_.end(); }

// Compact JSON in document order; numbers as written; ill-formed UTF-8
// replaced. `indent` > 0 spreads it over lines.
std::string to_text(const Value& value, int indent = 0);

}  // namespace switchgate::json

#endif  // SWITCHGATE_CHECKS_JSON_VALUE_H_
