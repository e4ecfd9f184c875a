// How single values are written in a suite: texts, durations, paths, maps of texts.

#ifndef SWITCHGATE_RUNNER_SCHEMA_FORMS_H_
#define SWITCHGATE_RUNNER_SCHEMA_FORMS_H_

#include "checks/json/value.h"

namespace switchgate::schema {

// Adds a definition for each form.
void add_forms(json::Object& definitions);

}  // namespace switchgate::schema

#endif  // SWITCHGATE_RUNNER_SCHEMA_FORMS_H_
