// One answer's JSON as its values are compared: without what the suite ignores, and without the
// side's own address in its texts, which differs between two sides of one service.

#ifndef SWITCHGATE_CHECKS_VALUES_DOCUMENT_H_
#define SWITCHGATE_CHECKS_VALUES_DOCUMENT_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "checks/base/result.h"
#include "checks/json/path.h"
#include "checks/json/value.h"

namespace switchgate::values {

struct Document {
  std::shared_ptr<const json::Value> root =
      std::make_shared<const json::Value>();      // never a null pointer; JSON's null when all is
                                                  // ignored
  std::unordered_set<const json::Value*> hidden;  // nodes of it whose values no message shows
};

struct Reading {
  std::vector<const std::vector<json::Path>*> ignore;  // lists of places that are left out
  std::span<const json::Path> mask;                    // places that are hidden
  std::string own_origin;  // "https://shop.example.com": no part of any text; empty: none
};

// Fails only where a JSONPath of `ignore` does (too many nodes visited); a mask that fails hides
// everything.
Result<Document> document_of(json::Value answer, const Reading& reading);

// `text` without the address `origin`, wherever it stands as a whole: "http://a:80" is no part of
// "http://a:8080".
std::string without_origin(std::string_view text, std::string_view origin);

}  // namespace switchgate::values

#endif  // SWITCHGATE_CHECKS_VALUES_DOCUMENT_H_
