// From cells and mappings to values of the declared types.

#include "runner/suite/table.h"

#include <algorithm>
#include <array>
#include <utility>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "checks/json/reader.h"

namespace switchgate {
namespace {

using tree::Kind;
using tree::Node;

constexpr std::size_t kMostMistakes = 20;

struct TypeName {
  std::string_view word;
  CellType type;
  std::string_view expected;
};
constexpr std::array<TypeName, 5> kTypes = {{{"integer", CellType::kInteger, "an integer"},
                                             {"number", CellType::kNumber, "a number"},
                                             {"boolean", CellType::kBoolean, "true or false"},
                                             {"string", CellType::kString, "a text"},
                                             {"json", CellType::kJson, "a JSON text"}}};

std::string_view expected_of(CellType type) {
  return std::find_if(kTypes.begin(), kTypes.end(),
                      [&](const TypeName& name) { return name.type == type; })
      ->expected;
}

// What a text means; nothing when it is no such value. Blanks around it do not count, but
// in a text.
std::optional<json::Value> parse(std::string_view text, CellType type) {
  if (type == CellType::kString) {
    return json::Value(text);
  }
  if (type == CellType::kBoolean) {
    const std::string word = to_lower_ascii(trim(text));
    return word == "true" || word == "false" ? std::optional<json::Value>(word == "true")
                                             : std::nullopt;
  }
  auto document = json::read(text);
  if (!document) {
    return std::nullopt;
  }
  const json::Number* number = document->root.number();
  const bool fits =
      type == CellType::kJson ||
      (number != nullptr &&
       (type == CellType::kNumber || (number->is_integer() && !number->written_as_fraction())));
  return fits ? std::optional(std::move(document->root)) : std::nullopt;
}

// The mistakes of one table: the first twenty, each with its row where the place does not
// tell it.
class Mistakes {
 public:
  explicit Mistakes(tree::Problems& problems) : problems_(problems) {}

  void tell(SourcePos pos, std::size_t row, const std::string& message) {
    if (++count_ <= kMostMistakes) {
      problems_.add(pos, pos.line > 0 ? message : "row " + std::to_string(row) + ": " + message);
    } else if (count_ == kMostMistakes + 1) {
      problems_.add({pos.file, 0, 0},
                    "its rows have more mistakes than these " + std::to_string(kMostMistakes));
    }
  }
  bool none() const { return count_ == 0; }

 private:
  tree::Problems& problems_;
  std::size_t count_ = 0;
};

std::string expectation(std::string_view column, CellType type, std::string_view found) {
  return '\'' + excerpt(column, 60) + "' expects " + std::string(expected_of(type)) + ", got " +
         (found.empty() ? "an empty cell" : '\'' + excerpt(found, 60) + '\'');
}

// Rows that a person or a program wrote as mappings.
class MappingReader {
 public:
  MappingReader(const TableSettings& settings, tree::Problems& problems)
      : settings_(settings), mistakes_(problems) {}

  std::optional<Table> read(const Node& list) {
    table_.rows.reserve(list.items.size());
    for (const Node& item : list.items) {
      ++row_;
      if (row_ == limits_in_force().rows + 1) {
        mistakes_.tell(item.pos, row_,
                       "there are more than " + std::to_string(limits_in_force().rows) + " rows" +
                           raise_hint(&Limits::rows));
        break;
      }
      read_row(item);
    }
    return mistakes_.none() ? std::optional(std::move(table_)) : std::nullopt;
  }

 private:
  void read_row(const Node& item) {
    if (!settings_.as.empty()) {
      table_.columns = {settings_.as};
      TableRow row{item.pos, {}};
      if (item.kind == Kind::kMap) {
        mistakes_.tell(item.pos, row_, "'as' is for rows of one value, and this is a mapping");
      } else {
        add_value(item, settings_.as, row);
      }
      table_.rows.push_back(std::move(row));
      return;
    }
    if (item.kind != Kind::kMap || item.entries.empty()) {
      mistakes_.tell(
          item.pos, row_,
          std::string("a row is a mapping of columns to values such as {q: lamp}, got ") +
              (item.kind == Kind::kMap ? "an empty one" : found(item)) +
              (item.is_scalar() ? "; {rows: [...], as: NAME} names single values" : ""));
      return;
    }
    if (table_.columns.empty()) {
      table_.columns_pos = item.pos;
      for (const tree::Entry& entry : item.entries) {
        table_.columns.push_back(entry.key);
      }
    }
    read_cells(item);
  }

  void read_cells(const Node& item) {
    TableRow row{item.pos, {}};
    row.values.reserve(table_.columns.size());
    for (const std::string& column : table_.columns) {
      if (const Node* value = item.find(column)) {
        add_value(*value, column, row);
      } else {
        mistakes_.tell(item.pos, row_,
                       '\'' + excerpt(column, 60) + "' is missing here, which the first row has");
      }
    }
    for (const tree::Entry& entry : item.entries) {
      if (std::find(table_.columns.begin(), table_.columns.end(), entry.key) ==
          table_.columns.end()) {
        tell_unknown(entry);
      }
    }
    table_.rows.push_back(std::move(row));
  }

  void tell_unknown(const tree::Entry& entry) {
    const std::vector<std::string_view> known(table_.columns.begin(), table_.columns.end());
    const auto near = nearest_name(entry.key, known);
    mistakes_.tell(entry.key_pos, row_,
                   '\'' + excerpt(entry.key, 60) + "' is no column of the first row" +
                       (near ? "; did you mean '" + *near + "'?" : ""));
  }

  void add_value(const Node& node, const std::string& column, TableRow& row) {
    const auto type = settings_.types.find(column);
    if (!node.written) {
      mistakes_.tell(node.pos, row_,
                     '\'' + excerpt(column, 60) + "' is empty: give it a value or write null");
    } else if (type == settings_.types.end() ||
               (type->second == CellType::kJson && node.kind != Kind::kString)) {
      row.values.push_back(tree::to_json(node));
    } else if (auto value = node.is_scalar() && node.kind != Kind::kNull
                                ? parse(node.text, type->second)
                                : std::nullopt) {
      row.values.push_back(*std::move(value));
    } else {
      mistakes_.tell(node.pos, row_,
                     '\'' + excerpt(column, 60) + "' expects " +
                         std::string(expected_of(type->second)) + ", got " + found(node));
    }
  }

  static std::string found(const Node& node) {
    return !node.is_scalar()          ? std::string(describe(node.kind))
           : node.kind == Kind::kNull ? "null"
                                      : '\'' + excerpt(node.text, 60) + '\'';
  }

  const TableSettings& settings_;
  Mistakes mistakes_;
  Table table_;
  std::size_t row_ = 0;  // from 1
};

}  // namespace

std::optional<CellType> cell_type_of(std::string_view word) {
  const auto* const found = std::find_if(kTypes.begin(), kTypes.end(),
                                         [&](const TypeName& name) { return name.word == word; });
  return found == kTypes.end() ? std::nullopt : std::optional(found->type);
}

std::optional<Table> table_of(const csv::Table& cells, const TableSettings& settings,
                              tree::Problems& problems) {
  Table table;
  std::vector<CellType> types;
  table.columns_pos = cells.header.front().pos;
  for (const csv::Cell& cell : cells.header) {
    const auto type = settings.types.find(cell.text);
    table.columns.push_back(cell.text);
    types.push_back(type == settings.types.end() ? CellType::kString : type->second);
  }
  Mistakes mistakes(problems);
  table.rows.reserve(cells.rows.size());
  for (std::size_t i = 0; i < cells.rows.size(); ++i) {
    TableRow row{cells.rows[i].front().pos, {}};
    row.values.reserve(types.size());
    for (std::size_t column = 0; column < types.size(); ++column) {
      const csv::Cell& cell = cells.rows[i][column];
      if (auto value = parse(cell.text, types[column])) {
        row.values.push_back(*std::move(value));
      } else {
        mistakes.tell(cell.pos, i + 1,
                      expectation(table.columns[column], types[column], cell.text));
      }
    }
    table.rows.push_back(std::move(row));
  }
  return mistakes.none() ? std::optional(std::move(table)) : std::nullopt;
}

std::optional<Table> table_of(const Node& list, const TableSettings& settings,
                              tree::Problems& problems) {
  return MappingReader(settings, problems).read(list);
}

}  // namespace switchgate
