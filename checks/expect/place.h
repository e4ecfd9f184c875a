// Where in an answer a value stands, spelled out only when a message needs it:
// judging a million elements builds no text for those that hold.

#ifndef SWITCHGATE_CHECKS_EXPECT_PLACE_H_
#define SWITCHGATE_CHECKS_EXPECT_PLACE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace switchgate::expect {

// A step below another place, which must outlive it (as must the names).
class Place {
 public:
  // "$.items", "status", "header ETag". `name` is what tells whether its value
  // is always hidden; it differs from the label for headers.
  explicit Place(std::string_view label, std::string_view name = {})
      : text_(label), name_(name.empty() ? label : name) {}

  // Nodes that an XPath selected: an element of them is "node 3 of //price",
  // since //price[3] would be something else.
  static Place of_nodes(std::string_view label) {
    Place place(label);
    place.ordinal_ = true;
    return place;
  }

  Place element(std::size_t index) const {
    return Place(this, ordinal_ ? Kind::kOrdinal : Kind::kElement, {}, index);
  }
  Place member(std::string_view name) const { return Place(this, Kind::kMember, name, 0); }
  // A node that a JSONPath selected, by its normalized path, told in place of
  // this one.
  Place node(std::string_view normalized_path) const {
    return Place(this, Kind::kNode, normalized_path, 0);
  }
  // "the length" of $.items, "some element" of it.
  Place aspect(std::string_view of) const { return Place(this, Kind::kAspect, of, 0); }

  std::string text() const;
  // Is the value one whose name says that it is never to be shown?
  bool sensitive() const;

 private:
  enum class Kind { kRoot, kElement, kOrdinal, kMember, kNode, kAspect };
  Place(const Place* parent, Kind kind, std::string_view text, std::size_t index)
      : parent_(parent), kind_(kind), text_(text), index_(index) {}

  const Place* parent_ = nullptr;
  Kind kind_ = Kind::kRoot;
  std::string_view text_;
  std::string_view name_;
  std::size_t index_ = 0;
  bool ordinal_ = false;
};

// $['items'][0]['unit price'] as people write it: $.items[0]['unit price'].
std::string readable_path(std::string_view normalized_path);

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_PLACE_H_
