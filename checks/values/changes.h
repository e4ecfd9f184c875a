// What the evidence amounts to, as sentences: differences that belong together are told once.

#ifndef SWITCHGATE_CHECKS_VALUES_CHANGES_H_
#define SWITCHGATE_CHECKS_VALUES_CHANGES_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "checks/json/path.h"
#include "checks/model/finding.h"
#include "checks/model/masker.h"
#include "checks/values/evidence.h"

namespace switchgate::values {

struct Change {
  std::string rule;  // "compare/value"; of the order of a list "shape/array-reordered"
  Level level = Level::kError;
  bool undecided = false;  // it may be chance, and could not be asked often enough to tell
  std::string path;        // "$.items[0].price"; "$.items[*].price" where it stands for several
  std::string message;     // masked
  std::string live;        // what it gives there, in words, masked
  std::string candidate;
  std::size_t row = 0;  // that shows it first
};

// What changes() goes by, besides the evidence.
struct Telling {
  std::vector<const std::vector<json::Path>*> ordered;  // arrays whose order counts
  std::vector<std::string> told;  // places where the shape's findings tell what is missing or
                                  // of another kind
  std::size_t rows = 1;           // of the comparison
  std::function<const Masker&(std::size_t row)> live_masker;
  std::function<const Masker&(std::size_t row)> candidate_masker;
};

// Confirmed ones first, in the order of rows and documents, then what could not be told, then what
// comes and goes. The evidence must be closed.
std::vector<Change> changes(const Evidence& evidence, const Telling& telling);

}  // namespace switchgate::values

#endif  // SWITCHGATE_CHECKS_VALUES_CHANGES_H_
