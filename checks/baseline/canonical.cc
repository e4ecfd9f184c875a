// Lays a value out as people would: first on one line, then, if it does not
// fit, over lines.

#include "checks/baseline/canonical.h"

#include <algorithm>
#include <vector>

namespace switchgate::baseline {
namespace {

constexpr std::size_t kColumns = 100;

using Members = std::vector<const json::Object::Member*>;

Members sorted_members(const json::Object& object) {
  Members members;
  members.reserve(object.size());
  for (const json::Object::Member& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  return members;
}

bool is_scalar(const json::Value& value) {
  return value.array() == nullptr && value.object() == nullptr;
}

// Appends `value` on one line unless it grows beyond `most` bytes: then false,
// and what was appended is to be cut off.
bool append_line(std::string& out, const json::Value& value, std::size_t most) {
  bool first = true;
  const auto separate = [&] {
    if (!first) out += ", ";
    first = false;
  };
  if (const json::Array* array = value.array()) {
    out += '[';
    for (const json::Value& item : *array) {
      separate();
      if (!append_line(out, item, most)) return false;
    }
    out += ']';
  } else if (const json::Object* object = value.object()) {
    // An object of more members than columns cannot fit: no need to sort it.
    if (object->size() > kColumns) return false;
    out += '{';
    for (const json::Object::Member* member : sorted_members(*object)) {
      separate();
      out += json::to_text(member->first) + ": ";
      if (!append_line(out, member->second, most)) return false;
    }
    out += '}';
  } else {
    out += json::to_text(value);
  }
  return out.size() <= most;
}

class Layout {
 public:
  void append(const json::Value& value, std::size_t indent) {
    const std::size_t start = out_.size();
    if (append_line(out_, value, line_ + kColumns)) return;
    if (is_scalar(value)) return;  // does not fit, but cannot be broken
    out_.resize(start);
    if (const json::Array* array = value.array()) {
      const bool fill = std::all_of(array->begin(), array->end(), is_scalar);
      fill ? append_filled(*array, indent + 2) : append_items(*array, indent + 2);
      break_line(indent);
      out_ += ']';
    } else {
      append_members(*value.object(), indent + 2);
      break_line(indent);
      out_ += '}';
    }
  }

  std::string take() { return std::move(out_) + "\n"; }

 private:
  void break_line(std::size_t indent) {
    out_ += '\n';
    line_ = out_.size();
    out_.append(indent, ' ');
  }

  void append_filled(const json::Array& array, std::size_t indent) {
    out_ += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
      const std::string text = json::to_text(array[i]) + (i + 1 < array.size() ? "," : "");
      if (i == 0 || out_.size() - line_ + text.size() + 1 > kColumns) {
        break_line(indent);
      } else {
        out_ += ' ';
      }
      out_ += text;
    }
  }

  void append_items(const json::Array& array, std::size_t indent) {
    out_ += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
      break_line(indent);
      append(array[i], indent);
      if (i + 1 < array.size()) out_ += ',';
    }
  }

  void append_members(const json::Object& object, std::size_t indent) {
    const Members members = sorted_members(object);
    out_ += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
      break_line(indent);
      out_ += json::to_text(members[i]->first) + ": ";
      append(members[i]->second, indent);
      if (i + 1 < members.size()) out_ += ',';
    }
  }

  std::string out_;
  std::size_t line_ = 0;  // where the current line begins in out_
};

}  // namespace

std::string to_canonical_text(const json::Value& value) {
  Layout layout;
  layout.append(value, 0);
  return layout.take();
}

}  // namespace switchgate::baseline
