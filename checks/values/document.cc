// Copies what is kept and notes, node by node in one order, what is hidden: the copy's nodes are
// then found by counting.

#include "checks/values/document.h"

#include <utility>

#include "checks/expect/masked.h"

namespace switchgate::values {
namespace {

bool continues_host(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
         c == '-' || c == ':' || c == '_' || c == '@';
}

class Copy {
 public:
  Copy(std::unordered_set<const json::Value*> ignored, const expect::Masked& masked,
       std::string_view origin)
      : ignored_(std::move(ignored)), masked_(masked), origin_(origin) {}

  // Requires that `value` itself is not ignored.
  json::Value of(const json::Value& value) {
    hides_.push_back(masked_.hides(value));
    if (const json::Array* array = value.array()) {
      json::Array kept;
      kept.reserve(array->size());
      for (const json::Value& item : *array) {
        if (!ignored_.contains(&item)) {
          kept.push_back(of(item));
        }
      }
      return kept;
    }
    if (const json::Object* object = value.object()) {
      std::vector<json::Object::Member> kept;
      kept.reserve(object->size());
      for (const auto& [name, member] : *object) {
        if (!ignored_.contains(&member)) {
          kept.emplace_back(name, of(member));
        }
      }
      return json::Object::of(std::move(kept));
    }
    const std::string* text = value.string();
    return text != nullptr && !origin_.empty() ? json::Value(without_origin(*text, origin_))
                                               : value;
  }

  // The nodes of the copy that are hidden.
  std::unordered_set<const json::Value*> hidden_in(const json::Value& copy) const {
    std::unordered_set<const json::Value*> hidden;
    std::size_t at = 0;
    collect(copy, at, hidden);
    return hidden;
  }

 private:
  void collect(const json::Value& node, std::size_t& at,
               std::unordered_set<const json::Value*>& hidden) const {
    if (hides_[at++]) {
      hidden.insert(&node);
    }
    if (const json::Array* array = node.array()) {
      for (const json::Value& item : *array) {
        collect(item, at, hidden);
      }
    } else if (const json::Object* object = node.object()) {
      for (const json::Object::Member& member : *object) {
        collect(member.second, at, hidden);
      }
    }
  }

  std::unordered_set<const json::Value*> ignored_;
  const expect::Masked& masked_;
  std::string_view origin_;
  std::vector<bool> hides_;  // of each node that is kept, in the order of the walk
};

}  // namespace

std::string without_origin(std::string_view text, std::string_view origin) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t found = origin.empty() ? std::string_view::npos : text.find(origin, at);
    if (found == std::string_view::npos) {
      return out.append(text.substr(at));
    }
    const std::size_t end = found + origin.size();
    const bool whole = end == text.size() || !continues_host(text[end]);
    out.append(text.substr(at, (whole ? found : end) - at));
    at = end;
  }
  return out;
}

Result<Document> document_of(json::Value answer, const Reading& reading) {
  std::unordered_set<const json::Value*> ignored;
  for (const std::vector<json::Path>* paths : reading.ignore) {
    for (const json::Path& path : *paths) {
      const Result<std::vector<json::Node>> nodes = path.select(answer);
      if (!nodes) {
        return nodes.error();
      }
      for (const json::Node& node : *nodes) {
        ignored.insert(node.value);
      }
    }
  }
  if (ignored.contains(&answer)) {
    return Document{};
  }
  const expect::Masked masked(answer, reading.mask);
  Copy copy(std::move(ignored), masked, reading.own_origin);
  Document document;
  document.root = std::make_shared<const json::Value>(copy.of(answer));
  document.hidden = copy.hidden_in(*document.root);
  return document;
}

}  // namespace switchgate::values
