// The members of a stored report's objects, read strictly: what is missing or of the wrong
// type is told and read as a default.

#ifndef SWITCHGATE_REPORTERS_JSON_MEMBERS_H_
#define SWITCHGATE_REPORTERS_JSON_MEMBERS_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/baseline/members.h"
#include "checks/json/value.h"

namespace switchgate::reporters {

// The words of a closed set.
template <typename T, std::size_t N>
using Words = std::array<std::pair<std::string_view, T>, N>;

class JsonMembers : public baseline::Members {
 public:
  JsonMembers(const json::Value& value, std::string pointer, baseline::Mistake& mistake)
      : Members(value, std::move(pointer), mistake) {}

  bool boolean(std::string_view name);
  bool is_null(std::string_view name);                 // required, and null
  std::string text_or_null(std::string_view name);     // null as an empty text
  double number_or_nan(std::string_view name);         // null as "not a number"
  std::vector<double> numbers(std::string_view name);  // each as above
  // A list of two numbers, each as above.
  std::pair<double, double> interval(std::string_view name);
  // A list of lists of two integers within the range.
  std::vector<std::pair<std::int64_t, std::int64_t>> pairs(std::string_view name, std::int64_t min,
                                                           std::int64_t max);
  JsonMembers child(std::string_view name);                  // an object
  std::vector<JsonMembers> children(std::string_view name);  // a list of objects

  template <typename T, std::size_t N>
  T one_of(std::string_view name, const Words<T, N>& words) {
    const std::string written = text(name);
    std::string all;
    for (const auto& [word, value] : words) {
      if (written == word) {
        return value;
      }
      all += (all.empty() ? "" : ", ") + std::string(word);
    }
    mistake().add(pointer_to(name), "expected one of " + all);
    return words.front().second;
  }

 private:
  double number_from(const json::Value& value, const std::string& pointer);
};

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_JSON_MEMBERS_H_
