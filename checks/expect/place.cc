// Spells places the way a suite does: $.items[2].price.

#include "checks/expect/place.h"

#include <algorithm>

#include "checks/base/text.h"
#include "checks/model/masker.h"

namespace switchgate::expect {
namespace {

bool is_name_character(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// May `name` stand behind a dot (RFC 9535 member-name-shorthand)?
bool is_shorthand(std::string_view name) {
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
         std::all_of(name.begin(), name.end(), is_name_character);
}

void append_member(std::string& out, std::string_view name) {
  if (is_shorthand(name)) {
    out += '.';
    out += name;
    return;
  }
  out += "['";
  for (const char c : name) {
    if (c == '\'' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  out += "']";
}

}  // namespace

std::string Place::text() const {
  switch (kind_) {
    case Kind::kRoot:
      return std::string(text_);
    case Kind::kElement:
      return parent_->text() + '[' + std::to_string(index_) + ']';
    case Kind::kOrdinal:
      return "node " + std::to_string(index_ + 1) + " of " + parent_->text();
    case Kind::kMember: {
      std::string out = parent_->text();
      append_member(out, text_);
      return out;
    }
    case Kind::kNode:
      return readable_path(text_);
    case Kind::kAspect:
      return std::string(text_) + " of " + parent_->text();
  }
  return {};
}

bool Place::sensitive() const {
  if (kind_ == Kind::kRoot) {
    return Masker::sensitive_name(name_);
  }
  if (kind_ == Kind::kAspect) {
    return false;  // a length or a count gives nothing away
  }
  const bool named = kind_ == Kind::kMember || kind_ == Kind::kNode;
  return (named && Masker::sensitive_name(text_)) || parent_->sensitive();
}

std::string readable_path(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const bool quoted = path.starts_with("['");
    const std::size_t end = quoted ? path.find("']", 2) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += path[0];
      path.remove_prefix(1);
      continue;
    }
    const std::string_view name = path.substr(2, end - 2);
    const std::string_view whole = path.substr(0, end + 2);
    if (is_shorthand(name)) {
      out += '.';
      out += name;
    } else {
      out += whole;
    }
    path.remove_prefix(whole.size());
  }
  return out;
}

}  // namespace switchgate::expect
