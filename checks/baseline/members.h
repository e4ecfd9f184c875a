// Reads the members of a JSON object strictly: what is missing, unknown or of
// the wrong type is refused with its JSON Pointer. The first mistake is kept.

#ifndef SWITCHGATE_CHECKS_BASELINE_MEMBERS_H_
#define SWITCHGATE_CHECKS_BASELINE_MEMBERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/base/result.h"
#include "checks/json/value.h"

namespace switchgate::baseline {

class Mistake {
 public:
  // "/checks/a/status: expected an integer from 100 to 999, found a string"
  void add(const std::string& pointer, std::string_view expected, const json::Value& found);
  void add(const std::string& pointer, std::string_view text);
  bool any() const { return first_.has_value(); }
  const Error& error() const { return *first_; }

 private:
  std::optional<Error> first_;
};

// One object. A value of the wrong type is told and read as a default. Names
// that are asked for must outlive this.
class Members {
 public:
  Members(const json::Value& value, std::string pointer, Mistake& mistake);

  const json::Value* find(std::string_view name);     // null when absent
  const json::Value* require(std::string_view name);  // told and null when absent
  std::string text(std::string_view name);            // required
  std::int64_t integer(std::string_view name, std::int64_t min,
                       std::int64_t max);  // required
  // Absent counts as `absent`; present it must lie in the range.
  std::int64_t integer_or(std::string_view name, std::int64_t absent, std::int64_t min,
                          std::int64_t max);
  std::vector<std::string> texts(std::string_view name);  // required: a list of strings
  Instant instant(std::string_view name);                 // required: RFC 3339

  std::string pointer_to(std::string_view name) const;
  const std::string& pointer() const { return pointer_; }
  Mistake& mistake() { return mistake_; }

  // Tells a member that nobody asked for.
  void finish();

 private:
  std::int64_t check_integer(std::string_view name, const json::Value& value, std::int64_t min,
                             std::int64_t max);

  const json::Object* object_;  // null when the value is none
  std::string pointer_;
  Mistake& mistake_;
  std::vector<std::string_view> known_;
};

}  // namespace switchgate::baseline

#endif  // SWITCHGATE_CHECKS_BASELINE_MEMBERS_H_
