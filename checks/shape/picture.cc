// Draws a shape as blocks of lines. A block is a type; its first line goes behind what stands
// before it (`price: `) and its last one before what follows (`[]`, ` | null`, `;`).

#include "checks/shape/picture.h"

#include <algorithm>
#include <utility>

#include "checks/base/text.h"
#include "checks/json/value.h"
#include "checks/shape/phrase.h"
#include "checks/shape/view.h"

namespace switchgate::shape {
namespace {

struct Block {
  std::vector<PictureLine> lines;
  bool is_union = false;  // "a | b": in brackets before []
};

Block one_line(std::string text) { return {{{std::move(text), {}}}}; }

// The type `b` behind the type `a`: "a | b".
void append_alternative(Block& a, Block b) {
  if (a.lines.empty()) {
    a = std::move(b);
    return;
  }
  a.is_union = true;
  a.lines.back().text += " | " + b.lines.front().text;
  a.lines.insert(a.lines.end(), std::make_move_iterator(b.lines.begin() + 1),
                 std::make_move_iterator(b.lines.end()));
}

bool is_identifier(std::string_view name) {
  const auto is_first = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  };
  return !name.empty() && is_first(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_first(c) || (c >= '0' && c <= '9'); });
}

// Without JSON's own escapes: excerpt() has made all of it that is no text visible.
std::string quoted(std::string_view text) {
  constexpr std::size_t kMostBytes = 120;
  return '"' + replace_all(excerpt(text, kMostBytes), "\"", "\\\"") + '"';
}

std::string name_in_words(std::string_view name) {
  return is_identifier(name) && name.size() <= 120 ? std::string(name) : quoted(name);
}

// "string", "string<uuid>", "string<date | empty>".
std::string string_in_words(const FormatCounts& formats) {
  if (formats[Format::kPlain] > 0) return "string";
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kFormatCount; ++i) {
    if (formats.by_format[i] > 0) names.emplace_back(name_of(static_cast<Format>(i)));
  }
  return "string<" + switchgate::join(names, " | ") + ">";
}

// What `part` holds of the shape of either side, null where it has none.
struct Both {
  const Shape* before = nullptr;
  const Shape* after = nullptr;
};

const ArrayFacts* array_of(const Shape* shape) {
  return shape != nullptr && shape->array ? &*shape->array : nullptr;
}

const ObjectFacts* object_of(const Shape* shape) {
  return shape != nullptr && shape->object ? &*shape->object : nullptr;
}

const Shape* item_of(const Shape* shape) {
  const ArrayFacts* array = array_of(shape);
  return array == nullptr ? nullptr : &array->item;
}

const Shape* member_named(const Record* record, std::string_view name) {
  if (record == nullptr || record->collapsed) return nullptr;
  const auto found = record->properties.find(name);
  return found == record->properties.end() ? nullptr : &found->second;
}

// A record beside the same place of both sides.
struct Place {
  const Record& here;
  const Record* before;
  const Record* after;
};

Block draw(const Shape& shape, const Both& sides);

void append_member(Block& block, const std::string& head, Block type, const std::string& comment) {
  type.lines.front().text = head + type.lines.front().text;
  type.lines.front().comment = comment;
  type.lines.back().text += ';';
  for (PictureLine& line : type.lines) {
    block.lines.push_back({"  " + line.text, std::move(line.comment)});
  }
}

// `literal` is the value of the member `discriminator`, where all objects have one.
Block draw_record(const Place& place, std::string_view discriminator, std::string_view literal) {
  const Record& record = place.here;
  if (record.properties.empty()) return one_line("{}");
  Block block = one_line("{");
  for (const auto& [name, member] : record.properties) {
    const Count present = member.n();
    const bool optional = present < record.n;
    const Both sides{member_named(place.before, name), member_named(place.after, name)};
    append_member(block, name_in_words(name) + (optional ? "?: " : ": "),
                  name == discriminator ? one_line(quoted(literal)) : draw(member, sides),
                  optional ? std::to_string(present) + " of " + std::to_string(record.n) : "");
  }
  block.lines.push_back({"}", {}});
  return block;
}

Block draw_map(const Place& place) {
  const Record map = collapse(place.here);
  const Record before = place.before == nullptr ? Record() : collapse(*place.before);
  const Record after = place.after == nullptr ? Record() : collapse(*place.after);
  if (map.key_formats.total() == 0) return one_line("{}");
  Block value = draw(map.any_value, {&before.any_value, &after.any_value});
  const std::string head = "[key: " + string_in_words(map.key_formats) + "]: ";
  if (value.lines.size() == 1) return one_line("{ " + head + value.lines.front().text + " }");
  Block block = one_line("{");
  append_member(block, head, std::move(value), {});
  block.lines.push_back({"}", {}});
  return block;
}

using Variants = std::map<std::string_view, const Record*>;

Variants variants_by(const std::string& member, const ObjectFacts* facts) {
  if (facts == nullptr) return {};
  const auto found = facts->partitions.find(member);
  return found == facts->partitions.end() ? Variants() : variants_of(found->second, facts->all);
}

const Record* variant_named(const Variants& variants, std::string_view value) {
  const auto found = variants.find(value);
  return found == variants.end() ? nullptr : found->second;
}

Block draw_variants(const std::string& member, const ObjectFacts& here, const ObjectFacts* before,
                    const ObjectFacts* after) {
  const Variants old_variants = variants_by(member, before);
  const Variants new_variants = variants_by(member, after);
  Block block;
  for (const auto& [value, record] : variants_by(member, &here)) {
    append_alternative(block, draw_record({*record, variant_named(old_variants, value),
                                           variant_named(new_variants, value)},
                                          member, value));
  }
  return block;
}

Block draw_object(const ObjectFacts& here, const ObjectFacts* before, const ObjectFacts* after) {
  const Place place{here.all, before == nullptr ? nullptr : &before->all,
                    after == nullptr ? nullptr : &after->all};
  if (here.all.collapsed) return draw_map(place);
  const ObjectFacts& old_side = before == nullptr ? *after : *before;
  const ObjectFacts& new_side = after == nullptr ? *before : *after;
  return std::visit(Overloaded{[&](RecordView) { return draw_record(place, {}, {}); },
                               [&](MapView) { return draw_map(place); },
                               [&](const VariantView& view) {
                                 return draw_variants(view.member, here, before, after);
                               },
                               [&](TooWideView) { return draw_record(place, {}, {}); }},
                    choose_view(old_side, new_side));
}

Block draw_array(const ArrayFacts& array, const Both& sides) {
  if (array.item.n() == 0) return one_line("unknown[]");
  Block item = draw(array.item, {item_of(sides.before), item_of(sides.after)});
  if (item.is_union) {
    item.lines.front().text = '(' + item.lines.front().text;
    item.lines.back().text += ')';
  }
  item.lines.back().text += "[]";
  item.is_union = false;
  return item;
}

// `sides` are the shapes at the same place; `shape` is one of them.
Block draw(const Shape& shape, const Both& sides) {
  Block block;
  if (shape.object) {
    append_alternative(block,
                       draw_object(*shape.object, object_of(sides.before), object_of(sides.after)));
  }
  if (shape.array) append_alternative(block, draw_array(*shape.array, sides));
  if (shape.booleans > 0) append_alternative(block, one_line("boolean"));
  if (shape.number) {
    append_alternative(block, one_line(shape.number->fractions > 0 ? "number" : "integer"));
  }
  if (shape.string) append_alternative(block, one_line(string_in_words(*shape.string)));
  if (shape.nulls > 0) append_alternative(block, one_line("null"));
  return block.lines.empty() ? one_line("unknown") : block;
}

}  // namespace

Picture picture(const Shape& shape) { return draw(shape, {&shape, &shape}).lines; }

Pictures pictures(const Shape& before, const Shape& after) {
  return {draw(before, {&before, &after}).lines, draw(after, {&before, &after}).lines};
}

std::string to_text(const PictureLine& line) {
  return line.comment.empty() ? line.text : line.text + "  // " + line.comment;
}

std::string to_text(const Picture& picture) {
  std::string text;
  for (const PictureLine& line : picture) text += to_text(line) + '\n';
  return text;
}

}  // namespace switchgate::shape
