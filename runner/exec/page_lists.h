// What the pages of one list have in common: the lists that are joined.

#ifndef SWITCHGATE_RUNNER_EXEC_PAGE_LISTS_H_
#define SWITCHGATE_RUNNER_EXEC_PAGE_LISTS_H_

#include <string>
#include <vector>

#include "checks/json/value.h"

namespace switchgate::exec {

// Two pages of one document: lists at the same place are joined; everything else is as the
// later page has it.
void join_page(json::Value& into, json::Value page);

// What a page has where the pages before it have a list.
struct LostList {
  std::string place;  // "$.data.items"
  std::string found;  // "nothing", "null", "a string", "an object" …
};
struct PageLists {
  std::vector<LostList> lost;
  bool any_left = false;  // the page has at least one list of those before it
};

// `page` beside `joined`, the pages before it. Of those a list counts that had elements, as
// many an empty one (errors, warnings) is left out; all do where none had any. Members
// whose names a machine made are data, of which each page has its own.
PageLists lists_of_page(const json::Value& joined, const json::Value& page);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_PAGE_LISTS_H_
