// A value on the heap that may be absent: copied deeply and compared by value,
// so that a recursive struct stays a plain value and absent parts cost one
// pointer.

#ifndef SWITCHGATE_CHECKS_SHAPE_BOX_H_
#define SWITCHGATE_CHECKS_SHAPE_BOX_H_

#include <memory>
#include <utility>

namespace switchgate::shape {

template <typename T>
class Box {
 public:
  Box() = default;
  Box(T value) : held_(new T(std::move(value))) {}
  Box(const Box& other) : held_(other.held_ ? new T(*other.held_) : nullptr) {}
  Box(Box&&) noexcept = default;
  Box& operator=(const Box& other) {
    if (this != &other) held_.reset(other.held_ ? new T(*other.held_) : nullptr);
    return *this;
  }
  Box& operator=(Box&&) noexcept = default;
  ~Box() = default;

  explicit operator bool() const { return held_ != nullptr; }
  // Each requires a value.
  T& operator*() { return *held_; }
  const T& operator*() const { return *held_; }
  T* operator->() { return held_.get(); }
  const T* operator->() const { return held_.get(); }

  // The value; made with defaults when it was absent.
  T& ensure() {
    if (!held_) held_.reset(new T());
    return *held_;
  }

  friend bool operator==(const Box& a, const Box& b) {
    return a.held_ && b.held_ ? *a.held_ == *b.held_ : a.held_ == b.held_;
  }

 private:
  std::unique_ptr<T> held_;
};

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_BOX_H_
