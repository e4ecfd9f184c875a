// Values as JSON text: compact, or spread over lines for people.

#include <string>

#include "checks/base/text.h"
#include "checks/json/value.h"

namespace switchgate::json {
namespace {

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x20) {
    out += "\\u00";
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  } else {
    out += c;
  }
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  if (find_invalid_utf8(text)) {
    for (const char c : to_valid_utf8(text)) {
      append_escaped(out, c);
    }
  } else {
    for (const char c : text) {
      append_escaped(out, c);
    }
  }
  out += '"';
}

// Recursion is bounded by the reader's depth limit.
class Writer {
 public:
  explicit Writer(int indent) : indent_(indent) {}

  void write(const Value& value) {
    if (const Array* const array = value.array()) {
      write_all('[', *array, ']', [this](const Value& element) { write(element); });
    } else if (const Object* const object = value.object()) {
      write_all('{', *object, '}', [this](const Object::Member& member) {
        append_string(out_, member.first);
        out_ += indent_ > 0 ? ": " : ":";
        write(member.second);
      });
    } else if (const std::string* const string = value.string()) {
      append_string(out_, *string);
    } else if (const Number* const number = value.number()) {
      out_ += number->text();
    } else if (const bool* const boolean = value.boolean()) {
      out_ += *boolean ? "true" : "false";
    } else {
      out_ += "null";
    }
  }

  std::string take() { return std::move(out_); }

 private:
  template <typename Container, typename WriteOne>
  void write_all(char open, const Container& container, char close, WriteOne write_one) {
    out_ += open;
    ++level_;
    bool first = true;
    for (const auto& element : container) {
      if (!first) {
        out_ += ',';
      }
      first = false;
      break_line();
      write_one(element);
    }
    --level_;
    if (!first) {
      break_line();
    }
    out_ += close;
  }

  void break_line() {
    if (indent_ > 0) {
      out_ += '\n';
      out_.append(static_cast<std::size_t>(indent_) * level_, ' ');
    }
  }

  int indent_;
  std::size_t level_ = 0;
  std::string out_;
};

}  // namespace

std::string to_text(const Value& value, int indent) {
  Writer writer(indent);
  writer.write(value);
  return writer.take();
}

}  // namespace switchgate::json
