// Random JSON values for property tests: a small alphabet, so that members and
// discriminators meet again, and every kind and format turns up.

#ifndef SWITCHGATE_TESTS_SHAPE_RANDOM_JSON_H_
#define SWITCHGATE_TESTS_SHAPE_RANDOM_JSON_H_

#include <array>
#include <cstdint>
#include <random>
#include <string>

#include "checks/json/value.h"
#include "checks/shape/shape.h"

namespace switchgate::shape {

class RandomJson {
 public:
  explicit RandomJson(unsigned seed) : engine_(seed) {}

  json::Value value(int depth = 4) {
    switch (below(depth > 0 ? 9 : 6)) {
      case 0:
        return {};
      case 1:
        return below(2) == 0;
      case 2:
        return static_cast<std::int64_t>(below(100));
      case 3:
        return number();
      case 4:
      case 5:
        return text();
      case 6:
        return array(depth);
      default:
        return object(depth);
    }
  }

  Shape shape(int samples) {
    Shape joined;
    for (int i = 0; i < samples; ++i) joined = join(joined, infer(value()));
    return joined;
  }

  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(engine_); }

 private:
  json::Value number() {
    static const std::array<json::Number, 5> kNumbers = {
        json::Number::of(1.5), json::Number::of(2.0), json::Number::of(std::int64_t{1} << 40),
        json::Number::of((std::int64_t{1} << 53) + 2), json::Number::of(std::int64_t{-3000000000})};
    return kNumbers[static_cast<std::size_t>(below(5))];
  }

  json::Value text() {
    static const std::array<const char*, 8> kTexts = {"card",
                                                      "",
                                                      "2026-11-22",
                                                      "550e8400-e29b-41d4-a716-446655440000",
                                                      "42",
                                                      "free text here",
                                                      "a@example.com",
                                                      "bank"};
    return kTexts[static_cast<std::size_t>(below(8))];
  }

  json::Value array(int depth) {
    json::Array items;
    for (int i = below(4); i > 0; --i) items.push_back(value(depth - 1));
    return items;
  }

  json::Value object(int depth) {
    static const std::array<const char*, 7> kNames = {"type", "kind", "id",   "a",
                                                      "b",    "c d",  "items"};
    json::Object members;
    for (int i = below(6); i > 0; --i) {
      const auto name = static_cast<std::size_t>(below(7));
      members.set(kNames[name], name < 2 && below(4) > 0 ? discriminator() : value(depth - 1));
    }
    return members;
  }

  json::Value discriminator() {
    return "variant_" + std::string(1, static_cast<char>('a' + below(20)));
  }

  std::mt19937 engine_;
};

}  // namespace switchgate::shape

#endif  // SWITCHGATE_TESTS_SHAPE_RANDOM_JSON_H_
