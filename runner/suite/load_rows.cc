// `for_each:`: rows in the suite, or in a CSV, JSON or YAML file.

#include <algorithm>
#include <filesystem>
#include <unordered_map>
#include <utility>

#include "checks/base/sha256.h"
#include "checks/base/text.h"
#include "checks/csv/reader.h"
#include "checks/json/reader.h"
#include "checks/yaml/parser.h"
#include "runner/suite/parts.h"
#include "runner/suite/project_file.h"
#include "runner/suite/rows.h"
#include "runner/suite/table.h"
#include "runner/suite/template.h"

namespace switchgate {
namespace {

using tree::Fields;
using tree::Kind;
using tree::Node;

// As long as an id is still read by people; a longer key is cut and told apart by a digest.
constexpr std::size_t kLongestKey = 60;
constexpr std::size_t kDigestDigits = 8;

struct Settings {
  TableSettings table;
  std::map<std::string, SourcePos, std::less<>> typed;  // where each type is given
  std::string key;
  SourcePos key_pos;
  bool allow_empty = false;
};

std::string extension_of(const std::string& path) {
  return to_lower_ascii(std::filesystem::path(path).extension().string());
}

// A JSON file has places only as far as its rows have numbers.
std::optional<Node> read_json(const SourceFile& file, int index, Context& context) {
  auto document = json::read(file.text);
  const SourcePos pos{index, 0, 0};
  if (!document) {
    context.problems.add(pos, document.error().message);
    return std::nullopt;
  }
  for (const std::string& pointer : document->duplicate_keys) {
    context.problems.add(pos, "the member " + excerpt(pointer, 120) + " stands there twice");
  }
  return document->duplicate_keys.empty() ? std::optional(tree::from_json(document->root, pos))
                                          : std::nullopt;
}

std::optional<Table> read_list(const std::optional<Node>& node, const Settings& settings,
                               Context& context) {
  if (node && node->kind != Kind::kList) {
    context.problems.add(
        {node->pos.file, node->pos.line, node->pos.column},
        "a file of rows is a list of mappings, got " + std::string(describe(node->kind)));
    return std::nullopt;
  }
  return node ? table_of(*node, settings.table, context.problems) : std::nullopt;
}

std::optional<Table> read_csv(int index, const Settings& settings, Context& context) {
  if (settings.allow_empty && trim(context.files[static_cast<std::size_t>(index)].text).empty()) {
    return Table{};
  }
  const auto cells = csv::read(context.files, index, context.problems);
  return cells ? table_of(*cells, settings.table, context.problems) : std::nullopt;
}

std::optional<Table> read_file(const Text& name, const Settings& settings, Context& context) {
  const auto path = expand_now(name, context.names, context.scope);
  if (!path) {
    context.problems.add(name.pos, "'file' must be known before the run: '" +
                                       excerpt(name.text, 60) + "' cannot be filled in yet");
    return std::nullopt;
  }
  const std::string extension = extension_of(*path);
  const bool is_yaml = extension == ".yaml" || extension == ".yml";
  if (extension != ".csv" && extension != ".json" && !is_yaml) {
    context.problems.add(name.pos,
                         "'file' expects a name that ends in .csv, .json, .yaml or .yml, "
                         "got '" +
                             excerpt(*path, 60) + '\'');
    return std::nullopt;
  }
  const auto index = open_project_file(*path, name.pos, context);
  if (!index) {
    context.problems.add(name.pos, "'file' " + index.error().message);
    return std::nullopt;
  }
  if (extension == ".csv") {
    return read_csv(*index, settings, context);
  }
  return read_list(
      is_yaml ? yaml::parse(context.files, *index, context.problems)
              : read_json(context.files[static_cast<std::size_t>(*index)], *index, context),
      settings, context);
}

// Rows in the suite may use its variables.
std::optional<Table> read_inline(const Node& list, const Settings& settings, Context& context) {
  if (!check_references(list, context.names, context)) {
    return std::nullopt;
  }
  const auto filled = expand(list, context.scope);
  return table_of(filled ? *filled : list, settings.table, context.problems);
}

void read_types(Fields& fields, Settings& settings, Context& context) {
  const Node* types = fields.map("types");
  if (types == nullptr) {
    return;
  }
  for (const tree::Entry& entry : types->entries) {
    const auto type = entry.value.is_scalar() ? cell_type_of(entry.value.text) : std::nullopt;
    if (!type) {
      tell_expected(entry.value, entry.key, "integer, number, boolean, string or json", context);
    } else {
      settings.table.types.emplace(entry.key, *type);
      settings.typed.emplace(entry.key, entry.key_pos);
    }
  }
}

std::optional<Table> read_settings(const Node& node, Settings& settings, Context& context) {
  Fields fields(node, "for_each", context.problems);
  const Node* rows = fields.list("rows");
  const std::size_t told = context.problems.size();
  const auto file = take_text(fields, "file", context.names, context);
  const bool file_is_sound = context.problems.size() == told;
  const Node* key = fields.take("key");
  settings.table.as = fields.string("as").value_or("");
  settings.key = fields.string("key").value_or(settings.table.as);
  settings.key_pos = key != nullptr ? key->pos : fields.pos("as");
  settings.allow_empty = fields.boolean("allow_empty").value_or(false);
  read_types(fields, settings, context);
  fields.finish();
  if (fields.has("rows") == fields.has("file")) {
    context.problems.add(node.pos, "'for_each' needs either 'file' or 'rows'");
    return std::nullopt;
  }
  if (fields.has("as") && file && extension_of(file->text) == ".csv") {
    context.problems.add(fields.pos("as"),
                         "'as' names single values, and the columns of a CSV "
                         "file have names: remove it");
    return std::nullopt;
  }
  if (rows == nullptr && (!file || !file_is_sound)) {
    return std::nullopt;
  }
  return rows != nullptr ? read_inline(*rows, settings, context)
                         : read_file(*file, settings, context);
}

bool check_columns(const Table& table, const Settings& settings, Context& context) {
  bool sound = true;
  const std::vector<std::string_view> known(table.columns.begin(), table.columns.end());
  const auto check_known = [&](const std::string& name, SourcePos pos) {
    if (std::find(known.begin(), known.end(), name) != known.end()) {
      return;
    }
    const auto near = nearest_name(name, known);
    context.problems.add(pos,
                         "the rows have no column '" + excerpt(name, 60) + '\'' +
                             (near ? "; did you mean '" + *near + "'?"
                                   : "; they have " + excerpt(join(table.columns, ", "), 120)));
    sound = false;
  };
  for (const std::string& column : table.columns) {
    if (const auto mistake = variable_name_mistake(column)) {
      const bool other = column.find(';') != column.npos || column.find('\t') != column.npos;
      context.problems.add(
          table.columns_pos,
          "the column " + *mistake + (other ? "; columns are separated by commas" : ""));
      sound = false;
    }
  }
  for (const auto& [name, pos] : settings.typed) {
    check_known(name, pos);
  }
  if (!settings.key.empty()) {
    check_known(settings.key, settings.key_pos);
  }
  return sound;
}

// What a key's value is called in an id: one line, no control character, no secret.
std::optional<std::string> key_label(const json::Value& value, const Masker& masker) {
  if (value.is_null() || value.array() != nullptr || value.object() != nullptr) {
    return std::nullopt;
  }
  const std::string text =
      masker.mask(value.string() != nullptr ? *value.string() : json::to_text(value));
  if (text.size() <= kLongestKey) {
    return excerpt(text, 6 * kLongestKey);  // room for \u001b
  }
  return excerpt(text, kLongestKey) + '~' + sha256_hex(text).substr(0, kDigestDigits);
}

// Gives every row its label; each must be the only one.
class Labels {
 public:
  Labels(const Table& table, const Settings& settings, Context& context)
      : settings_(settings), context_(context) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), settings.key);
    column_ = static_cast<std::size_t>(found - table.columns.begin());
  }

  std::string next(const TableRow& row) {
    ++number_;
    if (settings_.key.empty()) {
      return '[' + std::to_string(number_) + ']';
    }
    const auto label = key_label(row.values[column_], context_.masker);
    const std::string where = row.pos.line > 0 ? "" : "row " + std::to_string(number_) + ": ";
    if (!label) {
      context_.problems.add(
          row.pos, where + "the key '" + settings_.key +
                       "' expects a text, a number or a boolean, got " +
                       std::string(describe(tree::from_json(row.values[column_], {}).kind)));
      return {};
    }
    const auto [first, fresh] = seen_.emplace(*label, First{row.pos, number_});
    if (!fresh) {
      const First& before = first->second;
      context_.problems.add(
          row.pos,
          where + "the key " + settings_.key + '=' + *label + " is taken, first " +
              (before.pos.line > 0 ? "at " + describe_place(before.pos, row.pos, context_.files)
                                   : "by row " + std::to_string(before.number)) +
              "; name another column, or leave 'key' out to number the rows");
    }
    return '[' + settings_.key + '=' + *label + ']';
  }

 private:
  struct First {
    SourcePos pos;
    std::size_t number;
  };

  const Settings& settings_;
  Context& context_;
  std::size_t column_ = 0;
  std::size_t number_ = 0;
  std::unordered_map<std::string, First> seen_;
};

}  // namespace

std::optional<Rows> read_rows(Fields& fields, Context& context) {
  const Node* node = fields.take("for_each");
  if (node == nullptr) {
    return std::nullopt;
  }
  Settings settings;
  std::optional<Table> table;
  if (node->kind == Kind::kList) {
    table = read_inline(*node, settings, context);
  } else if (node->kind == Kind::kMap) {
    table = read_settings(*node, settings, context);
  } else {
    tell_expected(*node, "for_each", "a list of rows, or a mapping such as {file: searches.csv}",
                  context);
  }
  if (!table) {
    return std::nullopt;
  }
  if (table->rows.empty() && !settings.allow_empty) {
    context.problems.add(node->pos,
                         "'for_each' has no rows, so nothing would be checked; say `allow_empty: "
                         "true` if that may be");
    return std::nullopt;
  }
  if (!table->columns.empty() && !check_columns(*table, settings, context)) {
    return std::nullopt;
  }
  Rows rows;
  rows.columns = table->columns;
  rows.rows.reserve(table->rows.size());
  Labels labels(*table, settings, context);
  for (TableRow& row : table->rows) {
    std::string label = labels.next(row);
    rows.rows.push_back({row.pos, std::move(row.values), std::move(label)});
  }
  return rows;
}

}  // namespace switchgate
