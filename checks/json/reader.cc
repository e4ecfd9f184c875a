// Builds values from the events of nlohmann's parser, which keeps no stack of
// calls. The only file that includes it.

#include "checks/json/reader.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "checks/json/pointer.h"
#include "checks/json/syntax_error.h"

namespace switchgate::json {
namespace {

// The library refuses numbers beyond its floating type before we see their
// digits; a long double lets those up to 1e4932 through.
using Library = nlohmann::basic_json<std::map, std::vector, std::string, bool, std::int64_t,
                                     std::uint64_t, long double>;

constexpr std::size_t kReportedDuplicates = 16;
constexpr std::size_t kSmallObject = 16;
constexpr std::size_t kFewElements = 4;

// Walks the text and tells the builder how far the parser has come.
class Cursor {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Cursor(const char* at, const char** progress) : at_(at), progress_(progress) {}
  reference operator*() const { return *at_; }
  Cursor& operator++() {
    *progress_ = ++at_;
    return *this;
  }
  friend bool operator!=(const Cursor& a, const Cursor& b) { return a.at_ != b.at_; }

 private:
  const char* at_;
  const char** progress_;
};

// The nearest double; what is beyond the largest finite one becomes that one.
double nearest_double(std::string_view digits, long double estimate) {
  double value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec == std::errc::result_out_of_range) {
    const bool too_small = estimate > -1 && estimate < 1;
    value = too_small ? 0.0 : std::numeric_limits<double>::max();
    return digits.starts_with('-') ? -value : value;
  }
  return value;
}

// An array or object that is not closed yet.
struct Frame {
  bool is_object = false;
  Array elements;
  std::vector<Object::Member> members;  // the last one's value may still be on its way
};

// For few members: looks at each pair.
bool all_differ(const std::vector<Object::Member>& members) {
  for (std::size_t i = 1; i < members.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (members[i].first == members[j].first) {
        return false;
      }
    }
  }
  return true;
}

class Builder {
 public:
  Builder(std::string_view text, const ReadLimits& limits) : text_(text), limits_(limits) {}

  bool null() { return add(Null{}); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(Number::of(value)); }
  bool number_unsigned(std::uint64_t value) { return add(Number::of(value)); }
  bool number_float(long double value, const std::string& digits) {
    return add(Number::of(nearest_double(digits, value), digits));
  }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(const Library::binary_t&) { return false; }  // not in JSON

  bool start_object(std::size_t) { return open(true); }
  bool start_array(std::size_t) { return open(false); }
  bool key(std::string& name) {
    stack_.back().members.emplace_back(std::move(name), Value{});
    return true;
  }
  bool end_array() { return close(Value(std::move(stack_.back().elements))); }
  bool end_object() {
    drop_duplicates();
    return close(Value(Object::of(std::move(stack_.back().members))));
  }

  bool parse_error(std::size_t consumed, const std::string& token,
                   const std::exception& complaint) {
    const std::string_view what = complaint.what();
    const bool huge = what.find("number overflow") != std::string_view::npos;
    error_ = huge ? error_at(text_, consumed - std::min(token.size(), consumed),
                             "the number is beyond 1e4932, which is as far as "
                             "numbers are read")
                  : syntax_error(text_, what, consumed, token.size());
    return false;
  }

  const char** progress() { return &progress_; }
  bool hit_limit() const { return hit_limit_; }

  Result<Document> finish(bool accepted) {
    if (error_) {
      return *error_;
    }
    if (!accepted || !stack_.empty()) {
      return Error{"not valid JSON", {}};
    }
    return Document{std::move(root_), std::move(duplicates_)};
  }

 private:
  bool fail(const std::string& what) {
    hit_limit_ = true;
    const auto read = static_cast<std::size_t>(progress_ - text_.data());
    error_ = error_at(text_, read == 0 ? 0 : read - 1, what);
    return false;
  }

  bool count_value() {
    if (++values_ > limits_.values) {
      return fail("more than " + std::to_string(limits_.values) + " values are not read" +
                  (limits_.values == limits_in_force().json_values
                       ? raise_hint(&Limits::json_values)
                       : std::string()));
    }
    return true;
  }

  bool open(bool is_object) {
    if (stack_.size() >= limits_.depth) {
      return fail("arrays and objects nested deeper than " + std::to_string(limits_.depth) +
                  " levels are not read" +
                  (limits_.depth == limits_in_force().json_depth ? raise_hint(&Limits::json_depth)
                                                                 : std::string()));
    }
    stack_.push_back(Frame{is_object, {}, {}});
    return count_value();
  }

  bool close(Value&& value) {
    stack_.pop_back();  // `value` has taken what it held
    place(std::move(value));
    return true;
  }

  bool add(Value&& value) {
    place(std::move(value));
    return count_value();
  }

  void place(Value&& value) {
    if (stack_.empty()) {
      root_ = std::move(value);
    } else if (stack_.back().is_object) {
      stack_.back().members.back().second = std::move(value);
    } else {
      Array& elements = stack_.back().elements;
      if (elements.empty()) {
        elements.reserve(kFewElements);  // not one, two, four
      }
      elements.push_back(std::move(value));
    }
  }

  // Where the innermost open object keeps the member `name`.
  std::string pointer_to(const std::string& name) const {
    std::string pointer;
    for (std::size_t i = 0; i + 1 < stack_.size(); ++i) {
      const Frame& frame = stack_[i];
      append_token(pointer, frame.is_object ? frame.members.back().first
                                            : std::to_string(frame.elements.size()));
    }
    append_token(pointer, name);
    return pointer;
  }

  // Of members with one name the last value stays, in the place of the first.
  // Sorting keeps this quick whatever names an outsider may choose.
  void drop_duplicates() {
    auto& members = stack_.back().members;
    if (members.size() <= kSmallObject && all_differ(members)) {
      return;
    }
    std::vector<std::size_t> order(members.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const int names = members[a].first.compare(members[b].first);
      return names != 0 ? names < 0 : a < b;
    });
    std::vector<std::size_t> surplus;
    std::size_t first = 0;
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (members[order[i]].first != members[order[first]].first) {
        first = i;
        continue;
      }
      members[order[first]].second = std::move(members[order[i]].second);
      surplus.push_back(order[i]);
    }
    if (!surplus.empty()) {
      remove(members, std::move(surplus));
    }
  }

  void remove(std::vector<Object::Member>& members, std::vector<std::size_t> surplus) {
    std::sort(surplus.begin(), surplus.end());
    for (const std::size_t i : surplus) {
      std::string pointer = pointer_to(members[i].first);
      if (duplicates_.size() < kReportedDuplicates &&
          std::find(duplicates_.begin(), duplicates_.end(), pointer) == duplicates_.end()) {
        duplicates_.push_back(std::move(pointer));
      }
    }
    std::size_t kept = 0;
    auto next = surplus.begin();
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (next != surplus.end() && *next == i) {
        ++next;
      } else if (kept++ != i) {
        members[kept - 1] = std::move(members[i]);
      }
    }
    members.resize(kept);
  }

  std::string_view text_;
  const ReadLimits& limits_;
  const char* progress_ = text_.data();
  bool hit_limit_ = false;
  std::size_t values_ = 0;
  std::vector<Frame> stack_;
  Value root_;
  std::vector<std::string> duplicates_;
  std::optional<Error> error_;
};

// Telling at each character how far the parser has come costs a tenth of the time, and only
// a limit that was hit asks for it: the library itself says where a text stops being JSON.
// Nothing where a limit was hit.
std::optional<Result<Document>> read_quickly(std::string_view text, const ReadLimits& limits) {
  Builder builder(text, limits);
  const bool accepted = Library::sax_parse(text.data(), text.data() + text.size(), &builder);
  if (builder.hit_limit()) {
    return std::nullopt;
  }
  return builder.finish(accepted);
}

Result<Document> read_with_places(std::string_view text, const ReadLimits& limits) {
  Builder builder(text, limits);
  const bool accepted =
      Library::sax_parse(Cursor(text.data(), builder.progress()),
                         Cursor(text.data() + text.size(), builder.progress()), &builder);
  return builder.finish(accepted);
}

}  // namespace

Result<Document> read(std::string_view text, const ReadLimits& limits) {
  if (auto error = check_encoding(text)) {
    return std::move(*error);
  }
  try {
    if (std::optional<Result<Document>> document = read_quickly(text, limits)) {
      return *std::move(document);
    }
    return read_with_places(text, limits);
  } catch (const std::exception& e) {  // memory, or a bug of the library
    return Error{std::string("this JSON cannot be read: ") + e.what(), {}};
  }
}

}  // namespace switchgate::json
