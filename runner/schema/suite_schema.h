// The language of suites as a JSON Schema, for editors: keys, forms and words come from the
// tables that the loader and the expectations read by, and from those beside this file.

#ifndef SWITCHGATE_RUNNER_SCHEMA_SUITE_SCHEMA_H_
#define SWITCHGATE_RUNNER_SCHEMA_SUITE_SCHEMA_H_

#include "checks/json/value.h"

namespace switchgate::schema {

// Draft 7, which the language server of YAML reads best. The same at every call.
json::Value suite_schema();

}  // namespace switchgate::schema

#endif  // SWITCHGATE_RUNNER_SCHEMA_SUITE_SCHEMA_H_
