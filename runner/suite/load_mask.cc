// `mask:`: JSONPaths of values that no finding shows.

#include "checks/base/text.h"
#include "checks/json/path.h"
#include "runner/suite/parts.h"

namespace switchgate {

void read_mask(tree::Fields& fields, Context& context) {
  const tree::Node* list = fields.list("mask");
  if (list == nullptr) {
    return;
  }
  for (const tree::Node& item : list->items) {
    if (item.kind != tree::Kind::kString) {
      tell_expected(item, "mask", "JSONPaths such as '$..email'", context);
    } else if (const auto path = json::Path::parse(item.text); !path) {
      context.problems.add(item.pos,
                           '\'' + excerpt(item.text, 100) + "' is " + path.error().message);
    } else {
      context.suite.mask.push_back(*path);
    }
  }
}

}  // namespace switchgate
