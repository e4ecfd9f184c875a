#include "runner/exec/page_lists.h"

#include <cstdint>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "checks/shape/format.h"
#include "checks/shape/place.h"

namespace switchgate::exec {
namespace {

enum class Which : std::uint8_t { kWithElements, kAll };

std::string what_is_there(const json::Value* value) {
  if (value == nullptr) {
    return "nothing";
  }
  const std::string kind(value->kind_name());
  return value->is_null() ? kind : (kind == "object" ? "an " : "a ") + kind;
}

// `page` is null where the page has nothing at `place`. Lists within lists are elements.
void compare(const json::Value& joined, const json::Value* page, const std::string& place,
             Which which, PageLists& out) {
  if (const json::Array* list = joined.array()) {
    if (list->empty() && which == Which::kWithElements) {
      return;
    }
    if (page != nullptr && page->array() != nullptr) {
      out.any_left = true;
    } else {
      out.lost.push_back({place, what_is_there(page)});
    }
    return;
  }
  if (joined.object() == nullptr) {
    return;
  }
  const json::Object* object = page == nullptr ? nullptr : page->object();
  for (const auto& [name, value] : *joined.object()) {
    const bool holds_lists = value.array() != nullptr || value.object() != nullptr;
    if (holds_lists && !shape::machine_made_key(name)) {
      compare(value, object == nullptr ? nullptr : object->find(name),
              shape::member_of(place, name), which, out);
    }
  }
}

}  // namespace

void join_page(json::Value& into, json::Value page) {
  if (into.array() != nullptr && page.array() != nullptr) {
    for (json::Value& item : *page.array()) {
      into.array()->push_back(std::move(item));
    }
    return;
  }
  if (into.object() == nullptr || page.object() == nullptr) {
    into = std::move(page);
    return;
  }
  std::vector<json::Object::Member> members;
  std::set<std::string, std::less<>> names;
  const json::Object& before = *std::as_const(into).object();
  for (const json::Object::Member& member : std::as_const(*page.object())) {
    names.insert(member.first);
    members.push_back(member);
    if (const json::Value* earlier = before.find(member.first)) {
      json::Value value = *earlier;
      join_page(value, std::move(members.back().second));
      members.back().second = std::move(value);
    }
  }
  for (const json::Object::Member& member : before) {
    if (member.second.array() != nullptr && !names.contains(member.first)) {
      members.push_back(member);
    }
  }
  into = json::Object::of(std::move(members));
}

PageLists lists_of_page(const json::Value& joined, const json::Value& page) {
  for (const Which which : {Which::kWithElements, Which::kAll}) {
    PageLists lists;
    compare(joined, &page, "$", which, lists);
    if (lists.any_left || !lists.lost.empty()) {
      return lists;
    }
  }
  return {};
}

}  // namespace switchgate::exec
