// Shapes in words, on one line, for messages.

#include <vector>

#include "checks/base/text.h"
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

}  // namespace switchgate::shape
