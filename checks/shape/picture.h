// A shape as people write types: TypeScript's notation, one member a line, with formats as
// `string<uuid>` and how often an optional member was there as a comment behind it.
//
//     {
//       id: integer;
//       email?: string<email> | null;  // 3 of 4
//     }

#ifndef SWITCHGATE_CHECKS_SHAPE_PICTURE_H_
#define SWITCHGATE_CHECKS_SHAPE_PICTURE_H_

#include <string>
#include <vector>

#include "checks/shape/shape.h"

namespace switchgate::shape {

struct PictureLine {
  std::string text;     // indented; what a comparison of two pictures looks at
  std::string comment;  // "3 of 4": evidence, may be empty
};
using Picture = std::vector<PictureLine>;

// Objects are drawn as a comparison would see them: as records, maps or variants.
// Deterministic, in order of names; inert on a terminal.
Picture picture(const Shape& shape);

// Both sides of a comparison: each object is drawn in one way on both.
struct Pictures {
  Picture before, after;
};
Pictures pictures(const Shape& before, const Shape& after);

std::string to_text(const PictureLine& line);
std::string to_text(const Picture& picture);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_PICTURE_H_
