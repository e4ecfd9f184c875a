// The namespaces of a document while it is read: which URIs there are, and what
// each prefix stands for at this place.

#ifndef SWITCHGATE_CHECKS_XML_NAMESPACES_H_
#define SWITCHGATE_CHECKS_XML_NAMESPACES_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace switchgate::xml {

inline constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";
inline constexpr std::string_view kXmlnsNamespace = "http://www.w3.org/2000/xmlns/";

// Prefixes are kept as they are given: what they point into must live longer.
class Namespaces {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  Namespaces() { bind("xml", number_of(kXmlNamespace)); }

  // The number of a URI, a new one when it is new; kNone for the empty one.
  std::size_t number_of(std::string_view uri) {
    if (uri.empty()) {
      return kNone;
    }
    const auto [entry, added] = numbers_.try_emplace(std::string(uri), uris_.size());
    if (added) {
      uris_.emplace_back(uri);
    }
    return entry->second;
  }

  // The empty prefix is that of the default namespace.
  void bind(std::string_view prefix, std::size_t number) { bound_[prefix].push_back(number); }
  void unbind(std::string_view prefix) { bound_[prefix].pop_back(); }

  // Nothing when the prefix is not bound here.
  std::optional<std::size_t> find(std::string_view prefix) const {
    const auto entry = bound_.find(prefix);
    if (entry == bound_.end() || entry->second.empty()) {
      return std::nullopt;
    }
    return entry->second.back();
  }

  const std::vector<std::string>& uris() const { return uris_; }

 private:
  std::vector<std::string> uris_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::map<std::string_view, std::vector<std::size_t>> bound_;  // innermost last
};

}  // namespace switchgate::xml

#endif  // SWITCHGATE_CHECKS_XML_NAMESPACES_H_
