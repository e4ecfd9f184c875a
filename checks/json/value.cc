// Numbers compared exactly, members found by name.

#include "checks/json/value.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

namespace switchgate::json {
namespace {

// Below this size a linear search beats an index.
constexpr std::size_t kSmallObject = 16;

template <typename T>
int order(T a, T b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// An integer against a double without rounding the integer.
template <typename Integer>
int compare_exactly(Integer a, double b) {
  constexpr int kBits = std::numeric_limits<Integer>::digits;
  const double beyond = std::ldexp(1.0, kBits);  // max + 1, which is a double
  if (b >= beyond) {
    return -1;
  }
  if (b < (std::is_signed_v<Integer> ? -beyond : 0.0)) {
    return 1;
  }
  const double whole = std::floor(b);
  const int by_whole = order(a, static_cast<Integer>(whole));
  return by_whole != 0 ? by_whole : whole < b ? -1 : 0;
}

std::string shortest(double value) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

std::vector<const Object::Member*> sorted_by_name(const Object& object) {
  std::vector<const Object::Member*> sorted;
  sorted.reserve(object.size());
  for (const Object::Member& member : object) {
    sorted.push_back(&member);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  return sorted;
}

}  // namespace

Number Number::of(std::int64_t value) {
  Number number;
  number.signed_ = value;
  return number;
}

Number Number::of(std::uint64_t value) {
  if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return of(static_cast<std::int64_t>(value));
  }
  Number number;
  number.form_ = Form::kUnsigned;
  number.unsigned_ = value;
  return number;
}

Number Number::of(double value, std::string lexeme) {
  assert(std::isfinite(value));
  Number number;
  number.form_ = Form::kDouble;
  number.double_ = value;
  number.lexeme_ = std::move(lexeme);
  return number;
}

double Number::as_double() const {
  switch (form_) {
    case Form::kSigned:
      return static_cast<double>(signed_);
    case Form::kUnsigned:
      return static_cast<double>(unsigned_);
    case Form::kDouble:
      break;
  }
  return double_;
}

bool Number::is_integer() const { return form_ != Form::kDouble || std::trunc(double_) == double_; }

bool Number::written_as_fraction() const {
  return form_ == Form::kDouble && text().find_first_of(".eE") != std::string::npos;
}

std::string Number::text() const {
  switch (form_) {
    case Form::kSigned:
      return std::to_string(signed_);
    case Form::kUnsigned:
      return std::to_string(unsigned_);
    case Form::kDouble:
      break;
  }
  return lexeme_.empty() ? shortest(double_) : lexeme_;
}

int Number::compare(const Number& a, const Number& b) {
  if (a.form_ == b.form_) {
    switch (a.form_) {
      case Form::kSigned:
        return order(a.signed_, b.signed_);
      case Form::kUnsigned:
        return order(a.unsigned_, b.unsigned_);
      case Form::kDouble:
        return order(a.double_, b.double_);
    }
  }
  if (a.form_ == Form::kDouble) {
    return -compare(b, a);
  }
  if (b.form_ == Form::kDouble) {
    return a.form_ == Form::kSigned ? compare_exactly(a.signed_, b.double_)
                                    : compare_exactly(a.unsigned_, b.double_);
  }
  return a.form_ == Form::kUnsigned ? 1 : -1;  // above INT64_MAX, the other is not
}

Object Object::of(std::vector<Member> members) {
  Object object;
  object.members_ = std::move(members);
  if (object.size() > kSmallObject) {
    object.by_name_.resize(object.size());
    std::iota(object.by_name_.begin(), object.by_name_.end(), 0U);
    std::sort(object.by_name_.begin(), object.by_name_.end(),
              [&](std::uint32_t a, std::uint32_t b) {
                return object.members_[a].first < object.members_[b].first;
              });
  }
  return object;
}

std::size_t Object::position(std::string_view name) const {
  const auto found = std::lower_bound(
      by_name_.begin(), by_name_.end(), name,
      [this](std::uint32_t i, std::string_view n) { return members_[i].first < n; });
  if (found != by_name_.end() && members_[*found].first == name) {
    return *found;
  }
  std::size_t i = by_name_.size();  // what was appended since is not in the index
  while (i < members_.size() && members_[i].first != name) {
    ++i;
  }
  return i;
}

const Value* Object::find(std::string_view name) const {
  const std::size_t i = position(name);
  return i < members_.size() ? &members_[i].second : nullptr;
}

Value* Object::find(std::string_view name) {
  const std::size_t i = position(name);
  return i < members_.size() ? &members_[i].second : nullptr;
}

const Object::Member* Object::find_member(std::string_view name) const {
  const std::size_t i = position(name);
  return i < members_.size() ? &members_[i] : nullptr;
}

Value& Object::set(std::string name, Value value) {
  if (Value* const present = find(name)) {
    *present = std::move(value);
    return *present;
  }
  append_new(std::move(name), std::move(value));
  return members_.back().second;
}

void Object::append_new(std::string name, Value value) {
  members_.emplace_back(std::move(name), std::move(value));
}

bool operator==(const Object& a, const Object& b) {
  if (a.size() != b.size()) {
    return false;
  }
  // Most equal objects come in the same order; the first difference in names
  // asks for sorting.
  std::size_t i = 0;
  while (i < a.size() && a.members_[i].first == b.members_[i].first) {
    if (!(a.members_[i].second == b.members_[i].second)) {
      return false;
    }
    ++i;
  }
  if (i == a.size()) {
    return true;
  }
  const auto x = sorted_by_name(a);
  const auto y = sorted_by_name(b);
  return std::equal(x.begin(), x.end(), y.begin(), [](const auto* m, const auto* n) {
    return m->first == n->first && m->second == n->second;
  });
}

std::string_view Value::kind_name() const {
  constexpr std::array<std::string_view, 6> kNames = {"null",   "boolean", "number",
                                                      "string", "array",   "object"};
  return kNames[data_.index()];
}

}  // namespace switchgate::json
