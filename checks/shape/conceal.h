// A shape without words that must not be kept: secrets that an answer uses as names of
// members or as values of discriminators.

#ifndef SWITCHGATE_CHECKS_SHAPE_CONCEAL_H_
#define SWITCHGATE_CHECKS_SHAPE_CONCEAL_H_

#include "checks/model/masker.h"
#include "checks/shape/shape.h"

namespace switchgate::shape {

// The same shape with every name masked; names that become equal are joined.
Shape conceal(const Shape& shape, const Masker& masker);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_CONCEAL_H_
