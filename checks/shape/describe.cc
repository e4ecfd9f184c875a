// Shapes in words: one line for a message, or an outline of every path.

#include <algorithm>
#include <utility>
#include <vector>

#include "checks/base/text.h"
#include "checks/shape/place.h"
#include "checks/shape/shape.h"

namespace switchgate::shape {
namespace {

constexpr std::size_t kMostMembers = 20;

std::string describe_array(const ArrayFacts& array, int depth) {
  if (array.item.n() == 0) return "[]";
  return depth <= 0 ? "[...]" : "[" + describe(array.item, depth - 1) + "]";
}

std::string describe_record(const Record& record, int depth) {
  if (record.collapsed) {
    return depth <= 0 ? "{...}" : "{*: " + describe(record.any_value, depth - 1) + "}";
  }
  if (record.properties.empty()) return "{}";
  if (depth <= 0) return "{...}";
  std::vector<std::string> members;
  for (const auto& [name, shape] : record.properties) {
    if (members.size() == kMostMembers) {
      members.push_back(std::to_string(record.properties.size() - kMostMembers) + " more");
      break;
    }
    const std::string_view mark = shape.n() < record.n ? "?: " : ": ";
    members.push_back(excerpt(name, 60).append(mark).append(describe(shape, depth - 1)));
  }
  return "{" + switchgate::join(members, ", ") + "}";
}

// "string", or "string (uuid)" when all have one format, or "string (date,
// empty)".
std::string describe_string(const FormatCounts& formats) {
  if (formats[Format::kPlain] > 0) return "string";
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kFormatCount; ++i) {
    if (formats.by_format[i] > 0) names.emplace_back(name_of(static_cast<Format>(i)));
  }
  return "string (" + switchgate::join(names, ", ") + ")";
}

// The kinds at one place without what is below it.
std::string kinds_here(const Shape& shape) {
  Shape leaf;
  leaf.nulls = shape.nulls;
  leaf.booleans = shape.booleans;
  leaf.number = shape.number;
  leaf.string = shape.string;
  std::vector<std::string> kinds;
  if (shape.object) kinds.emplace_back(shape.object->all.collapsed ? "map" : "object");
  if (shape.array) {
    const auto [least, most] = std::pair(shape.array->min_items, shape.array->max_items);
    const std::string size = least == most ? std::to_string(most)
                                           : std::to_string(least) + " to " + std::to_string(most);
    kinds.push_back("array of " + size);
  }
  if (leaf.n() > 0) kinds.push_back(describe(leaf));
  return switchgate::join(kinds, " | ");
}

struct Row {
  std::string path;
  std::string kinds;
  std::string presence;
};

void add_rows(const Shape& shape, const std::string& path, Count of, std::vector<Row>& rows) {
  const Count here = shape.n();
  rows.push_back(
      {excerpt(path, 300), kinds_here(shape),
       here == of ? std::string() : "in " + std::to_string(here) + " of " + std::to_string(of)});
  if (shape.array && shape.array->item.n() > 0) {
    add_rows(shape.array->item, elements_of(path), shape.array->item.n(), rows);
  }
  if (!shape.object) return;
  const Record& record = shape.object->all;
  if (record.collapsed) {
    add_rows(record.any_value, members_of(path), record.any_value.n(), rows);
  }
  for (const auto& [name, member] : record.properties) {
    add_rows(member, member_of(path, name), record.n, rows);
  }
}

}  // namespace

std::string describe(const Shape& shape, int depth) {
  std::vector<std::string> kinds;
  if (shape.booleans > 0) kinds.emplace_back("boolean");
  if (shape.number) kinds.emplace_back(shape.number->fractions > 0 ? "number" : "integer");
  if (shape.string) kinds.push_back(describe_string(*shape.string));
  if (shape.array) kinds.push_back(describe_array(*shape.array, depth));
  if (shape.object) kinds.push_back(describe_record(shape.object->all, depth));
  if (shape.nulls > 0) kinds.emplace_back("null");
  return kinds.empty() ? "nothing" : switchgate::join(kinds, " | ");
}

std::string outline(const Shape& shape) {
  constexpr std::size_t kWidestColumn = 48;
  std::vector<Row> rows;
  add_rows(shape, "$", shape.n(), rows);
  std::size_t path_width = 0;
  std::size_t kinds_width = 0;
  for (const Row& row : rows) {
    path_width = std::max(path_width, std::min(count_code_points(row.path), kWidestColumn));
    kinds_width = std::max(kinds_width, std::min(row.kinds.size(), kWidestColumn));
  }
  const auto padded = [](const std::string& text, std::size_t width) {
    const std::size_t length = count_code_points(text);
    return text + std::string(length < width ? width - length : 0, ' ');
  };
  std::string out;
  for (const Row& row : rows) {
    out += padded(row.path, path_width) + "  ";
    out += row.presence.empty() ? row.kinds : padded(row.kinds, kinds_width) + "  " + row.presence;
    out += '\n';
  }
  return out;
}

}  // namespace switchgate::shape
