#include "checks/model/masker_views.h"

#include <charconv>
#include <cstdint>
#include <numeric>
#include <optional>

#include "checks/base/html.h"
#include "checks/base/text.h"

namespace switchgate {
namespace {

// What stands at the start of a text: the bytes it means, and its length there.
struct Resolved {
  std::string bytes;
  std::size_t length = 0;
};
using Resolve = std::optional<Resolved> (*)(std::string_view);

std::optional<std::uint32_t> parse_hex(std::string_view digits, std::size_t count) {
  std::uint32_t value = 0;
  if (digits.size() < count) {
    return std::nullopt;
  }
  const char* end = digits.data() + count;
  const auto read = std::from_chars(digits.data(), end, value, 16);
  return read.ec == std::errc{} && read.ptr == end ? std::optional(value) : std::nullopt;
}

std::optional<Resolved> resolve_percent(std::string_view text) {
  const auto byte = text[0] == '%' ? parse_hex(text.substr(1), 2) : std::nullopt;
  return byte ? std::optional(Resolved{{static_cast<char>(*byte)}, 3}) : std::nullopt;
}

std::optional<Resolved> resolve_form(std::string_view text) {
  return text[0] == '+' ? Resolved{" ", 1} : resolve_percent(text);
}

// \u0041, or two of them that are one character.
std::optional<Resolved> resolve_unicode(std::string_view text) {
  const auto first = parse_hex(text.substr(2), 4);
  if (!first) {
    return std::nullopt;
  }
  Resolved out{{}, 6};
  std::uint32_t character = *first;
  const bool high = character >= 0xD800 && character < 0xDC00;
  if (high && text.size() >= 12 && text.substr(6, 2) == "\\u") {
    const auto second = parse_hex(text.substr(8), 4);
    if (second && *second >= 0xDC00 && *second < 0xE000) {
      character = 0x10000 + ((character - 0xD800) << 10U) + (*second - 0xDC00);
      out.length = 12;
    }
  }
  if (character >= 0xD800 && character < 0xE000) {
    return std::nullopt;
  }
  append_utf8(out.bytes, character);
  return out;
}

std::optional<Resolved> resolve_backslash(std::string_view text) {
  if (text[0] != '\\' || text.size() < 2) {
    return std::nullopt;
  }
  if (text[1] == 'u') {
    return resolve_unicode(text);
  }
  constexpr std::string_view kLetters = "bfnrt\"\\/";
  constexpr std::string_view kMeant = "\b\f\n\r\t\"\\/";
  const std::size_t at = kLetters.find(text[1]);
  return at == std::string_view::npos ? std::nullopt : std::optional(Resolved{{kMeant[at]}, 2});
}

std::optional<Resolved> resolve_html(std::string_view text) {
  const auto reference = read_html_reference(text);
  if (!reference) {
    return std::nullopt;
  }
  Resolved out{{}, reference->length};
  append_utf8(out.bytes, reference->character);
  return out;
}

struct Kind {
  std::string_view signs;  // a text without any of them has nothing to resolve
  Resolve resolve;
};
constexpr Kind kKinds[] = {
    {"%", resolve_percent}, {"+", resolve_form}, {"\\", resolve_backslash}, {"&", resolve_html}};

ResolvedView resolve_all(const ResolvedView& of, Resolve resolve) {
  const std::string_view text = of.text;
  ResolvedView view;
  view.text.reserve(text.size());
  view.from.reserve(text.size() + 1);
  for (std::size_t at = 0; at < text.size();) {
    const auto resolved = resolve(text.substr(at));
    const std::string_view bytes =
        resolved ? std::string_view(resolved->bytes) : text.substr(at, 1);
    view.text += bytes;
    view.from.insert(view.from.end(), bytes.size(), of.from[at]);
    at += resolved ? resolved->length : 1;
  }
  view.from.push_back(of.from.back());
  return view;
}

void add_views(const ResolvedView& of, std::vector<ResolvedView>& views) {
  for (const Kind& kind : kKinds) {
    if (of.text.find_first_of(kind.signs) != std::string::npos) {
      views.push_back(resolve_all(of, kind.resolve));
    }
  }
}

ResolvedView as_it_stands(std::string_view text) {
  ResolvedView view{std::string(text), std::vector<std::size_t>(text.size() + 1)};
  std::iota(view.from.begin(), view.from.end(), std::size_t{0});
  return view;
}

}  // namespace

std::vector<ResolvedView> resolved_views(std::string_view text) {
  std::vector<ResolvedView> views;
  if (text.find_first_of("%+\\&") == std::string_view::npos) {
    return views;
  }
  const ResolvedView original = as_it_stands(text);
  add_views(original, views);
  if (text.find('\\') != std::string_view::npos) {
    // What a finding shows as JSON may have been escaped before.
    add_views(resolve_all(original, resolve_backslash), views);
  }
  return views;
}

}  // namespace switchgate
