// An expected failure as a value: either the thing asked for, or an Error that
// says what was expected, what was found, and where.

#ifndef SWITCHGATE_CHECKS_BASE_RESULT_H_
#define SWITCHGATE_CHECKS_BASE_RESULT_H_

#include <cassert>
#include <string>
#include <utility>
#include <variant>

#include "checks/base/source_pos.h"

namespace switchgate {

struct Error {
  std::string message;  // one sentence, no trailing newline
  SourcePos pos;        // unset when the failure has no place in a file
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Each requires the matching state; anything else is a bug in the caller.
  T& value() & {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    assert(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const {
    assert(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

// Success without a value.
struct Ok {};
using Status = Result<Ok>;

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_RESULT_H_
