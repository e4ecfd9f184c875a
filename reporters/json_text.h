// JSON for files and terminals alike, and the few shorthands that building it
// needs.

#ifndef SWITCHGATE_REPORTERS_JSON_TEXT_H_
#define SWITCHGATE_REPORTERS_JSON_TEXT_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <vector>

#include "checks/json/value.h"

namespace switchgate::reporters {

struct Member {
  const char* name;
  mutable json::Value value;  // moved out of the list below, whose elements are const
};

// Members in this order; the caller writes each name once.
json::Object object(std::initializer_list<Member> members);

json::Value integer(std::size_t value);
json::Value finite(double value);                   // null for NaN and infinities
json::Value text_or_null(const std::string& text);  // null when empty
json::Value strings(const std::vector<std::string>& list);

// Indented by two, with a newline at the end. Also what JSON allows but a
// terminal or a CI log obeys (C1 and bidirectional characters, "##[") is
// written as \u escapes: the same values for every JSON reader.
std::string json_text(const json::Value& value);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_JSON_TEXT_H_
