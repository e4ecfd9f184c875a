// Rows as a suite or a file of data has them, before anybody knows what they are for.

#ifndef SWITCHGATE_RUNNER_SUITE_TABLE_H_
#define SWITCHGATE_RUNNER_SUITE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/result.h"
#include "checks/csv/reader.h"
#include "checks/json/value.h"
#include "checks/tree/node.h"
#include "checks/tree/problems.h"

namespace switchgate {

enum class CellType : std::uint8_t { kInteger, kNumber, kBoolean, kString, kJson };

// "integer", "number", "boolean", "string", "json"; nothing for other words.
std::optional<CellType> cell_type_of(std::string_view word);

struct TableRow {
  SourcePos pos;
  std::vector<json::Value> values;  // as Table::columns
};

struct Table {
  std::vector<std::string> columns;
  SourcePos columns_pos;  // where they are named
  std::vector<TableRow> rows;
};

// What the user says of the cells.
struct TableSettings {
  std::map<std::string, CellType, std::less<>> types;  // of columns
  std::string as;  // not empty: rows are single values, and this is their column
};

// Cells are text, or what `types` says.
std::optional<Table> table_of(const csv::Table& cells, const TableSettings& settings,
                              tree::Problems& problems);

// A list of mappings that all have the keys of the first, or of single values with
// `settings.as`.
std::optional<Table> table_of(const tree::Node& list, const TableSettings& settings,
                              tree::Problems& problems);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_TABLE_H_
