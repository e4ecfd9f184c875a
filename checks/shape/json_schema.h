// A shape as a JSON Schema, for tools that read schemas and not samples.

#ifndef SWITCHGATE_CHECKS_SHAPE_JSON_SCHEMA_H_
#define SWITCHGATE_CHECKS_SHAPE_JSON_SCHEMA_H_

#include "checks/json/value.h"
#include "checks/shape/shape.h"

namespace switchgate::shape {

// JSON Schema 2020-12 that every sample of the shape satisfies. Members that all samples had are
// required, unknown ones are allowed. `format` is an annotation there; it stands where all
// strings had one format that the standard names.
json::Value to_json_schema(const Shape& shape);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_JSON_SCHEMA_H_
