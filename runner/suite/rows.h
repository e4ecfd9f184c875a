// The rows that a check with `for_each` is done for.

#ifndef SWITCHGATE_RUNNER_SUITE_ROWS_H_
#define SWITCHGATE_RUNNER_SUITE_ROWS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "checks/json/value.h"
#include "checks/model/suite.h"
#include "runner/suite/context.h"

namespace switchgate {

struct Row {
  SourcePos pos;                    // in the suite or in the file of the rows
  std::vector<json::Value> values;  // as Rows::columns
  std::string label;                // "[q=lamp]", or "[3]" without a key: how the id ends
};

// Every row has all columns; labels are unique.
struct Rows {
  std::vector<std::string> columns;
  std::vector<Row> rows;
};

// load_rows.cc: `for_each:`, nothing when it is not there or has mistakes.
std::optional<Rows> read_rows(tree::Fields& fields, Context& context);

// spread_rows.cc: one check a row. `pattern` is the check as it was read with the columns
// among its `names` and none of their values known; `vars` are its own variables, or null.
std::vector<Check> spread(const Check& pattern, const Rows& rows, const tree::Node* vars,
                          const Names& names, Context& context);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_ROWS_H_
