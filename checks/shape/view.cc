// The tests behind the choice of a view. They look at names, kinds and counts
// of both sides; none is a matter of probability.

#include "checks/shape/view.h"

#include <set>

#include "checks/shape/phrase.h"

namespace switchgate::shape {
namespace {

constexpr std::size_t kFewestKeys = 3;
constexpr std::size_t kFewestChangingKeys = 8;
constexpr std::size_t kManyKeys = 50;

unsigned kinds(const Shape* shape) { return shape == nullptr ? 0U : kinds_of(*shape); }

// Do keys come and go on the old side alone, none of them always there?
bool keys_come_and_go(const Record& before) {
  const std::size_t distinct = before.properties.size();
  if (before.n < 2 || distinct < kFewestChangingKeys) return false;
  double present = 0;
  for (const auto& [name, shape] : before.properties) {
    if (shape.n() >= before.n) return false;
    present += shape.n();
  }
  const double rate = present / (static_cast<double>(before.n) * static_cast<double>(distinct));
  return rate < 0.5 || (distinct > kManyKeys && rate < 0.9);
}

bool is_map(const Record& before, const Record& after) {
  if (before.collapsed) return true;
  std::size_t distinct = 0;
  bool machine_made = true;
  unsigned all_kinds = 0;
  for_each_member(before, after, [&](const std::string& name, const Shape* b, const Shape* a) {
    ++distinct;
    machine_made = machine_made && machine_made_key(name);
    all_kinds |= kinds(b) | kinds(a);
  });
  const bool one_kind = (all_kinds & (all_kinds - 1)) == 0;
  return distinct >= kFewestKeys && one_kind && (machine_made || keys_come_and_go(before));
}

bool covers(const Partition& partition, const Record& all) {
  std::size_t n = 0;
  for (const auto& [value, record] : variants_of(partition, all)) n += record->n;
  return !partition.dropped && n == all.n;
}

std::set<std::string> names_of(const Record& record) {
  std::set<std::string> names;
  for (const auto& [name, shape] : record.properties) names.insert(name);
  return names;
}

// Worth telling apart: two known variants at least, and they differ in their
// members.
bool tells_apart(const std::map<std::string_view, const Record*>& before,
                 const std::map<std::string_view, const Record*>& after) {
  if (before.size() < 2) return false;
  std::set<std::string_view> values;
  std::set<std::set<std::string>> member_sets;
  for (const auto* side : {&before, &after}) {
    for (const auto& [value, record] : *side) {
      if (record->collapsed) return false;
      values.insert(value);
      member_sets.insert(names_of(*record));
    }
  }
  return values.size() <= kMaxVariants && member_sets.size() > 1;
}

}  // namespace

View choose_view(const ObjectFacts& before, const ObjectFacts& after) {
  if (is_map(before.all, after.all)) return MapView{};
  if (after.all.collapsed) return TooWideView{};
  for (const auto& [member, old_side] : before.partitions) {
    const auto new_side = after.partitions.find(member);
    if (new_side == after.partitions.end()) continue;
    if (covers(old_side, before.all) && covers(new_side->second, after.all) &&
        tells_apart(variants_of(old_side, before.all), variants_of(new_side->second, after.all))) {
      return VariantView{member};
    }
  }
  return RecordView{};
}

}  // namespace switchgate::shape
