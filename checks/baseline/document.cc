// The head of stored files. The version is looked at before anything else, so
// that a newer file is refused for being newer and not for a member that this
// program lacks.

#include "checks/baseline/document.h"

#include <algorithm>
#include <utility>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "checks/baseline/baseline.h"
#include "checks/json/reader.h"

namespace switchgate::baseline {
namespace {

// A shape nests up to four levels for one of the answer. What was recorded with a higher
// limit is read by a run with a lower one only down to the usual depth.
std::size_t most_depth() {
  return 4 * std::max(Limits{}.json_depth, limits_in_force().json_depth) + 64;
}

constexpr std::size_t kValues = 50'000'000;

}  // namespace

json::Object document_head(std::string_view format) {
  json::Object object;
  object.append_new("format", format);
  object.append_new("version", kFormatVersion);
  return object;
}

Result<json::Value> read_document(std::string_view text, std::string_view format) {
  json::ReadLimits limits;
  limits.depth = most_depth();
  limits.values = kValues;
  Result<json::Document> document = json::read(text, limits);
  const std::string_view what = format.substr(format.find('-') + 1);
  if (!document) return unusable(what, document.error().message);
  if (!document->duplicate_keys.empty()) {
    return unusable(what, document->duplicate_keys.front() + ": this member is there twice");
  }
  json::Value& root = document->root;
  const json::Object* object = root.object();
  const json::Value* name = object == nullptr ? nullptr : object->find("format");
  if (name == nullptr || !(*name == json::Value(format))) {
    return unusable(what, "its member 'format' is not '" + std::string(format) + "'");
  }
  const json::Value* version = object->find("version");
  if (version == nullptr || !(*version == json::Value(kFormatVersion))) {
    const std::string found = version == nullptr
                                  ? "no format version"
                                  : "format version " + excerpt(json::to_text(*version), 40);
    return unusable(what, "it has " + found + " and this switchgate reads version " +
                              std::to_string(kFormatVersion) +
                              ": use the switchgate that wrote it");
  }
  return std::move(root);
}

void skip_document_head(Members& members) {
  members.find("format");
  members.find("version");
}

Error unusable(std::string_view what, std::string_view why) {
  return {"This " + std::string(what) + " cannot be used: " + std::string(why) +
              "; or record it again with 'switchgate record'",
          {}};
}

}  // namespace switchgate::baseline
