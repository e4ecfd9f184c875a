// How an object is compared: member by member, as a map whose keys are data, or
// apart by a discriminator. Decided once for both sides together, so that one
// key more or less never turns a record into a map between two runs.

#ifndef SWITCHGATE_CHECKS_SHAPE_VIEW_H_
#define SWITCHGATE_CHECKS_SHAPE_VIEW_H_

#include <cstddef>
#include <string>
#include <variant>

#include "checks/shape/shape.h"

namespace switchgate::shape {

struct RecordView {};
struct MapView {};
struct VariantView {
  std::string member;  // the discriminator
};
struct TooWideView {};  // a record before, beyond kMaxProperties now: its members are lost
using View = std::variant<RecordView, MapView, VariantView, TooWideView>;

// A member that every old sample had is never hidden in a map, unless the names
// of all members are machine-made (ids, dates, locales).
View choose_view(const ObjectFacts& before, const ObjectFacts& after);

// Calls `visit(name, in_before, in_after)` for every member of either record,
// in order of names; a null pointer where it is absent.
template <typename Visit>
void for_each_member(const Record& before, const Record& after, Visit visit) {
  auto b = before.properties.begin();
  auto a = after.properties.begin();
  const Shape* absent = nullptr;
  while (b != before.properties.end() || a != after.properties.end()) {
    if (a == after.properties.end() || (b != before.properties.end() && b->first < a->first)) {
      visit(b->first, &b->second, absent);
      ++b;
    } else if (b == before.properties.end() || a->first < b->first) {
      visit(a->first, absent, &a->second);
      ++a;
    } else {
      visit(b->first, &b->second, &a->second);
      ++b;
      ++a;
    }
  }
}

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_VIEW_H_
