// The words of a change: kinds, counts and sides, the same in every message.

#ifndef SWITCHGATE_CHECKS_SHAPE_PHRASE_H_
#define SWITCHGATE_CHECKS_SHAPE_PHRASE_H_

#include <string>
#include <string_view>

#include "checks/shape/shape.h"

namespace switchgate::shape {

// Kinds as a bit each, null left out.
enum KindBit : unsigned { kBoolean = 1, kNumber = 2, kString = 4, kArray = 8, kObject = 16 };

unsigned kinds_of(const Shape& shape);
// Values of those kinds.
Count count_of(const Shape& shape, unsigned kinds);
bool only_null(const Shape& shape);

// "an integer", "a string or an object", restricted to `kinds`; "null" without
// any.
std::string kinds_in_words(const Shape& shape, unsigned kinds);

// "a uuid or a date"; "no particular format" for plain.
std::string formats_in_words(const FormatCounts& formats);

// What is counted at a place: "sample" when it is one place in an answer, else
// `many`.
std::string_view unit_at(std::string_view path, std::string_view many);

// "all 12 live samples", "3 of 12 live samples", "the only live sample".
std::string counted(Count hits, Count of, std::string_view side, std::string_view unit);

// "3 of 12 samples".
std::string ratio(Count hits, Count of, std::string_view unit);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_PHRASE_H_
