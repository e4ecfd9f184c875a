// Spells kinds and counts for people.

#include "checks/shape/phrase.h"

#include <vector>

#include "checks/base/text.h"
#include "checks/shape/place.h"

namespace switchgate::shape {
namespace {

std::string with_or(const std::vector<std::string>& words) {
  if (words.size() < 2) return words.empty() ? std::string() : words.front();
  const std::vector<std::string> first(words.begin(), words.end() - 1);
  return switchgate::join(first, ", ") + " or " + words.back();
}

std::string plural(Count of, std::string_view unit) {
  return std::string(unit) + (of == 1 ? "" : "s");
}

}  // namespace

unsigned kinds_of(const Shape& shape) {
  return (shape.booleans > 0 ? kBoolean : 0U) | (shape.number ? kNumber : 0U) |
         (shape.string ? kString : 0U) | (shape.array ? kArray : 0U) |
         (shape.object ? kObject : 0U);
}

Count count_of(const Shape& shape, unsigned kinds) {
  Count sum = kinds & kBoolean ? shape.booleans : 0;
  if ((kinds & kNumber) && shape.number) sum += shape.number->n;
  if ((kinds & kString) && shape.string) sum += shape.string->total();
  if ((kinds & kArray) && shape.array) sum += shape.array->n;
  if ((kinds & kObject) && shape.object) sum += shape.object->all.n;
  return sum;
}

bool only_null(const Shape& shape) { return shape.nulls > 0 && kinds_of(shape) == 0; }

std::string kinds_in_words(const Shape& shape, unsigned kinds) {
  std::vector<std::string> words;
  if (kinds & kBoolean) words.emplace_back("a boolean");
  if (kinds & kNumber) {
    const bool fractions = shape.number && shape.number->fractions > 0;
    words.emplace_back(fractions ? "a number" : "an integer");
  }
  if (kinds & kString) words.emplace_back("a string");
  if (kinds & kArray) words.emplace_back("an array");
  if (kinds & kObject) words.emplace_back("an object");
  return words.empty() ? "null" : with_or(words);
}

std::string formats_in_words(const FormatCounts& formats) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < kFormatCount; ++i) {
    if (formats.by_format[i] == 0) continue;
    const auto format = static_cast<Format>(i);
    words.push_back(format == Format::kPlain ? "text without a format"
                                             : std::string(name_of(format)));
  }
  return with_or(words);
}

std::string_view unit_at(std::string_view path, std::string_view many) {
  return has_wildcard(path) ? many : "sample";
}

std::string counted(Count hits, Count of, std::string_view side, std::string_view unit) {
  const std::string units = std::string(side) + " " + plural(of, unit);
  if (hits == of) return of == 1 ? "the only " + units : "all " + std::to_string(of) + " " + units;
  return std::to_string(hits) + " of " + std::to_string(of) + " " + units;
}

std::string ratio(Count hits, Count of, std::string_view unit) {
  return std::to_string(hits) + " of " + std::to_string(of) + " " + plural(of, unit);
}

}  // namespace switchgate::shape
