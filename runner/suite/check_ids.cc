#include "runner/suite/check_ids.h"

#include <utility>

#include "checks/base/text.h"
#include "runner/suite/context.h"
#include "runner/suite/rows.h"

namespace switchgate {
namespace {

SourcePos pos_of_key(const tree::Node& node, std::string_view key, SourcePos otherwise) {
  const tree::Node* value = node.find(key);
  return value != nullptr ? value->pos : otherwise;
}

}  // namespace

const CheckIds::Owner* CheckIds::take_one(Taken& taken, std::string value, const Owner& owner) {
  const auto [first, fresh] = taken.emplace(std::move(value), owner);
  // Rows of one check that are called the same were told when they were read.
  return fresh || first->second.check == owner.check ? nullptr : &first->second;
}

void CheckIds::take(const tree::Node& node, const Check& check, const Rows* rows,
                    const SourceFiles& files, tree::Problems& problems) {
  ++count_;
  const SourcePos name_pos = pos_of_key(node, "name", node.pos);
  const SourcePos id_pos = pos_of_key(node, "id", name_pos);
  const auto tell = [&](std::string_view word, const std::string& value, const Owner& first,
                        SourcePos pos, std::string_view cure) {
    problems.add(pos, "the " + std::string(word) + " '" + excerpt(value, 60) +
                          "' is taken, first at " + describe_place(first.pos, pos, files) +
                          (first.is_row ? ", by a row" : "") + "; " + std::string(cure));
  };
  if (node.find("name") != nullptr && !check.name.empty()) {
    const Owner* first = take_one(names_, check.name, {name_pos, count_, false});
    if (first != nullptr) {
      tell("check's name", check.name, *first, name_pos, "give it one of its own");
    }
    if (first != nullptr && node.find("id") == nullptr) {
      return;  // its id is that name: told already
    }
  }
  if (check.id.empty()) {
    return;
  }
  constexpr std::string_view kCure = "give it a `name` or an `id` of its own";
  if (const Owner* first = take_one(ids_, check.id, {id_pos, count_, false})) {
    tell("check's id", check.id, *first, id_pos, kCure);
    return;  // and so would be those of its rows
  }
  if (rows == nullptr) {
    return;
  }
  for (const Row& row : rows->rows) {
    const std::string id = check.id + row.label;
    if (const Owner* first = take_one(ids_, id, {id_pos, count_, true})) {
      tell("id of the row", id, *first, id_pos, kCure);
    }
  }
}

}  // namespace switchgate
