// A place in many answers at once: a JSONPath with wildcards for the elements
// of arrays and the members of maps. Part of a finding's fingerprint, so it is
// stable.

#ifndef SWITCHGATE_CHECKS_SHAPE_PLACE_H_
#define SWITCHGATE_CHECKS_SHAPE_PLACE_H_

#include <string>
#include <string_view>

namespace switchgate::shape {

// "$.items" and "price" -> "$.items.price"; names that the shorthand does not
// allow in brackets: "$['a b']".
std::string member_of(std::string_view path, std::string_view name);
std::string elements_of(std::string_view path);  // "$.items[*]"
std::string members_of(std::string_view path);   // "$.prices.*"
// The objects of `path` whose discriminator has that value:
// "$.items[?@.type=='card']" for the path "$.items[*]".
std::string variant_of(std::string_view path, std::string_view member, std::string_view value);

// Does `path` stand for many places of one answer?
bool has_wildcard(std::string_view path);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_PLACE_H_
