// Segments and selectors (RFC 9535 sections 2.3 and 2.5). Recursion follows the
// expression, whose nesting the parser bounds, never the document.

#include "checks/json/path_evaluate.h"

#include <algorithm>

#include "checks/base/text.h"

namespace switchgate::json {

using syntax::Segment;
using syntax::Slice;

std::vector<Evaluation::Found> Evaluation::select(const syntax::Query& query) {
  steps_.assign(1, Step{});
  return run(query, root_, Tracking::kYes);
}

Evaluation::Nodes Evaluation::run(const syntax::Query& query, const Value& start,
                                  Tracking tracking) {
  Nodes nodes = {{&start, 0}};
  for (const Segment& segment : query.segments) {
    Nodes next;
    for (const Found& node : nodes) {
      if (segment.descendants) {
        descend(segment, node, tracking, next);
      } else {
        apply(segment, node, tracking, next);
      }
    }
    nodes = std::move(next);
  }
  return nodes;
}

Evaluation::Found Evaluation::member(const Found& parent, const std::string& name,
                                     const Value& value, Tracking tracking) {
  if (tracking == Tracking::kNo) {
    return {&value, 0};
  }
  steps_.push_back({parent.step, &name, 0});
  return {&value, steps_.size() - 1};
}

Evaluation::Found Evaluation::element(const Found& parent, const Array& array, std::size_t index,
                                      Tracking tracking) {
  if (tracking == Tracking::kNo) {
    return {&array[index], 0};
  }
  steps_.push_back({parent.step, nullptr, index});
  return {&array[index], steps_.size() - 1};
}

template <typename Use>
void Evaluation::each_child(const Found& node, Tracking tracking, Use use) {
  if (const Object* const object = node.value->object()) {
    for (const Object::Member& m : *object) {
      if (!visit()) {
        return;
      }
      use(m.second, [&] { return member(node, m.first, m.second, tracking); });
    }
  } else if (const Array* const array = node.value->array()) {
    for (std::size_t i = 0; i < array->size() && visit(); ++i) {
      use((*array)[i], [&] { return element(node, *array, i, tracking); });
    }
  }
}

void Evaluation::apply(const Segment& segment, const Found& node, Tracking tracking, Nodes& out) {
  const auto select_one = Overloaded{
      [&](const syntax::Name& selector) {
        const Object* const object = node.value->object();
        const Object::Member* const found = object ? object->find_member(selector.name) : nullptr;
        if (visit() && found != nullptr) {
          out.push_back(member(node, found->first, found->second, tracking));
        }
      },
      [&](const syntax::Wildcard&) {
        each_child(node, tracking,
                   [&](const Value&, const auto& place) { out.push_back(place()); });
      },
      [&](const syntax::Index& selector) {
        const Array* const array = node.value->array();
        const auto index =
            array ? syntax::array_index(selector.index, array->size()) : std::nullopt;
        if (visit() && index) {
          out.push_back(element(node, *array, *index, tracking));
        }
      },
      [&](const Slice& selector) { slice(selector, node, tracking, out); },
      [&](const syntax::Filter& selector) {
        each_child(node, tracking, [&](const Value& child, const auto& place) {
          if (holds(*selector.condition, child)) {
            out.push_back(place());
          }
        });
      },
  };
  for (const syntax::Selector& selector : segment.selectors) {
    std::visit(select_one, selector);
  }
}

// The node and all below it, parents first, elements in order.
void Evaluation::descend(const Segment& segment, const Found& node, Tracking tracking, Nodes& out) {
  Nodes waiting = {node};  // the next to visit is the last
  while (!waiting.empty() && visit()) {
    const Found next = waiting.back();
    waiting.pop_back();
    apply(segment, next, tracking, out);
    const std::size_t older = waiting.size();
    each_child(next, tracking, [&](const Value& child, const auto& place) {
      if (child.array() != nullptr || child.object() != nullptr) {
        waiting.push_back(place());
      }
    });
    std::reverse(waiting.begin() + static_cast<std::ptrdiff_t>(older), waiting.end());
  }
}

// Section 2.3.4.2.2, without its intermediate values.
void Evaluation::slice(const Slice& slice, const Found& node, Tracking tracking, Nodes& out) {
  const Array* const array = node.value->array();
  if (array == nullptr || slice.step == 0) {
    return;
  }
  const auto size = static_cast<std::int64_t>(array->size());
  const auto bound = [&](std::optional<std::int64_t> written, std::int64_t otherwise,
                         std::int64_t least, std::int64_t most) {
    const std::int64_t value = written.value_or(otherwise);
    return std::clamp(value < 0 && written ? value + size : value, least, most);
  };
  const auto take = [&](std::int64_t i) {
    if (visit()) {
      out.push_back(element(node, *array, static_cast<std::size_t>(i), tracking));
    }
    return !exhausted();
  };
  if (slice.step > 0) {
    const std::int64_t end = bound(slice.end, size, 0, size);
    for (std::int64_t i = bound(slice.start, 0, 0, size); i < end && take(i); i += slice.step) {
    }
  } else {
    const std::int64_t end = bound(slice.end, -1, -1, size - 1);
    for (std::int64_t i = bound(slice.start, size - 1, -1, size - 1); i > end && take(i);
         i += slice.step) {
    }
  }
}

}  // namespace switchgate::json
