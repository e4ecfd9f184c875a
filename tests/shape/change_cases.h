// The table of changes as data: tests/cases/shape. changes.json is a list of cases; each
// other file is a list of rows of the table, whose cases are apart by what they mean to readers:
// `breaks` (something is no note), `safe` (notes), `noise` (nothing is told).
//
// The rows that speak of a contract's own words (additionalProperties, enum, const, bounds) are
// JSON Schema's, those of declared removals are tested with waivers.

#ifndef SWITCHGATE_TESTS_SHAPE_CHANGE_CASES_H_
#define SWITCHGATE_TESTS_SHAPE_CHANGE_CASES_H_

#include <string>
#include <vector>

#include "checks/json/value.h"
#include "checks/shape/diff.h"

namespace switchgate::shape {

struct ChangeCase {
  std::string name;                   // "members.json: property-removed: of the only sample"
  std::string group;                  // "breaks", "safe", "noise"; empty in changes.json
  std::vector<std::string> expected;  // as line_of(change), sorted
  std::vector<Change> changes;        // what the program says of it
};

std::vector<ChangeCase> load_change_cases();

// "error shape/property-removed $.a everywhere"
std::string line_of(const Change& change);
std::vector<std::string> lines_of(const std::vector<Change>& changes);

}  // namespace switchgate::shape

#endif  // SWITCHGATE_TESTS_SHAPE_CHANGE_CASES_H_
