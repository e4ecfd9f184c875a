#include "checks/expect/masked.h"

#include <algorithm>

namespace switchgate::expect {
namespace {

constexpr std::size_t kShortest = 4;
constexpr const char* kName = "masked";

}  // namespace

Masked::Masked(const json::Value& root, std::span<const json::Path> paths) {
  for (const json::Path& path : paths) {
    const auto found = path.select(root);
    if (!found) {
      all_ = true;
      continue;
    }
    for (const json::Node& node : *found) {
      add(*node.value);
    }
  }
}

void Masked::add(const json::Value& value) {
  if (!nodes_.insert(&value).second) {
    return;  // `$..a` may select a node and one below it
  }
  if (const json::Array* array = value.array()) {
    for (const json::Value& item : *array) {
      add(item);
    }
  } else if (const json::Object* object = value.object()) {
    for (const json::Object::Member& member : *object) {
      add(member.second);
    }
  } else if (value.string() != nullptr || value.number() != nullptr) {
    const std::string* string = value.string();
    std::string text = string != nullptr ? *string : json::to_text(value);
    if (text.size() >= kShortest) {
      texts_.insert(std::move(text));
    }
  }
}

Masker Masked::over(const Masker& masker) const {
  std::vector<std::string> texts(texts_.begin(), texts_.end());
  std::sort(texts.begin(), texts.end());
  Masker out = masker;
  for (std::string& text : texts) {
    out.add(kName, std::move(text));
  }
  return out;
}

}  // namespace switchgate::expect
