#include "checks/json/path_parser.h"

#include <array>
#include <utility>

#include "checks/base/text.h"
#include "checks/json/path_grammar.h"

namespace switchgate::json {

using syntax::Condition;
using syntax::Query;
using syntax::Segment;
using syntax::Selector;

Result<Query> PathGrammar::run() {
  if (const auto bad = find_invalid_utf8(text_)) {
    in_.fail_at(*bad, "a byte that is not valid UTF-8");
    return *in_.error();
  }
  if (auto query = whole()) {
    return std::move(*query);
  }
  return *in_.error();
}

std::optional<Query> PathGrammar::whole() {
  if (!in_.take("$")) {
    in_.fail("a JSONPath begins with '$', the whole document; " + in_.found());
    return std::nullopt;
  }
  auto query = segments(true);
  if (query && !in_.done()) {
    in_.fail(surplus());
    return std::nullopt;
  }
  return query;
}

// Why nothing more can follow a path here.
std::string PathGrammar::surplus() {
  const std::size_t at = in_.position();
  in_.skip_blanks();
  if (in_.done()) {
    in_.go_to(at);
    return "a JSONPath does not end with blanks";
  }
  in_.go_to(at);
  std::string message = "expected '.', '..' or '[', " + in_.found();
  if (in_.peek() == '(') {
    message += "; functions stand inside filters, such as $[?length(@.name) > 3]";
  } else if (in_.peek() == '-' || in_.peek() == ':') {
    message +=
        "; a name with other characters goes into brackets and quotes, such "
        "as ['a-b']";
  }
  return message;
}

// *(S segment)
std::optional<Query> PathGrammar::segments(bool from_root) {
  Query query;
  query.from_root = from_root;
  for (;;) {
    const std::size_t end = in_.position();
    in_.skip_blanks();
    if (in_.peek() != '.' && in_.peek() != '[') {
      in_.go_to(end);
      return query;
    }
    auto next = segment();
    if (!next) {
      return std::nullopt;
    }
    query.segments.push_back(std::move(*next));
  }
}

std::optional<Segment> PathGrammar::segment() {
  Segment segment;
  segment.descendants = in_.take("..");
  if (in_.peek() == '[') {
    return bracketed(std::move(segment));
  }
  if (!segment.descendants) {
    in_.take(".");
  }
  if (in_.take("*")) {
    segment.selectors.emplace_back(syntax::Wildcard{});
    return segment;
  }
  const std::string_view name = in_.take_name();
  if (name.empty()) {
    in_.fail(std::string("expected a name, '*' or '[' after '") +
             (segment.descendants ? ".." : ".") + "', " + in_.found() + advice_on_name());
    return std::nullopt;
  }
  segment.selectors.emplace_back(syntax::Name{std::string(name)});
  return segment;
}

std::string PathGrammar::advice_on_name() const {
  const char c = in_.peek();
  if (c >= '0' && c <= '9') {
    return "; an index goes into brackets, such as [0]";
  }
  if (c == '\'' || c == '"') {
    return "; a quoted name goes into brackets, such as ['a-b']";
  }
  return {};
}

std::optional<Segment> PathGrammar::bracketed(Segment segment) {
  const std::size_t start = in_.position();
  in_.take("[");
  do {
    in_.skip_blanks();
    auto next = selector();
    if (!next) {
      return std::nullopt;
    }
    segment.selectors.push_back(std::move(*next));
    in_.skip_blanks();
  } while (in_.take(","));
  if (in_.take("]")) {
    return segment;
  }
  if (in_.done()) {
    in_.fail_at(start, "'[' is not closed");
  } else {
    in_.fail("expected ',' or ']', " + in_.found() + advice_on_operator());
  }
  return std::nullopt;
}

std::optional<Selector> PathGrammar::selector() {
  const char c = in_.peek();
  if (c == '\'' || c == '"') {
    auto name = in_.take_string();
    return name ? std::optional<Selector>(syntax::Name{std::move(*name)}) : std::nullopt;
  }
  if (in_.take("*")) {
    return syntax::Wildcard{};
  }
  if (in_.take("?")) {
    in_.skip_blanks();
    auto filter = any_of();
    if (!filter) {
      return std::nullopt;
    }
    return syntax::Filter{std::make_shared<const Condition>(std::move(*filter))};
  }
  if (c == ':' || c == '-' || (c >= '0' && c <= '9')) {
    return index_or_slice();
  }
  std::string message = "expected a quoted name, an index, a slice, '*' or '?', " + in_.found();
  if (const std::string_view name = in_.take_name(); !name.empty()) {
    in_.go_to(in_.position() - name.size());
    message += "; names in brackets take quotes: ['" + excerpt(name, 40) + "']";
  } else if (c == '(') {
    message += "; a filter begins with '?', such as [?@.price < 10]";
  }
  in_.fail(message);
  return std::nullopt;
}

// [start S] ":" S [end S] [":" [S step]]
std::optional<Selector> PathGrammar::index_or_slice() {
  syntax::Slice slice;
  if (in_.peek() != ':') {
    slice.start = in_.take_integer();
    if (!slice.start) {
      return std::nullopt;
    }
    const std::size_t end = in_.position();
    in_.skip_blanks();
    if (in_.peek() != ':') {
      in_.go_to(end);
      return syntax::Index{*slice.start};
    }
  }
  in_.take(":");
  if (!optional_integer(slice.end)) {
    return std::nullopt;
  }
  if (in_.take(":")) {
    std::optional<std::int64_t> step;
    if (!optional_integer(step)) {
      return std::nullopt;
    }
    slice.step = step.value_or(1);
  }
  return slice;
}

// S [int S]; false when there is one and it is wrong.
bool PathGrammar::optional_integer(std::optional<std::int64_t>& value) {
  in_.skip_blanks();
  const char c = in_.peek();
  if (c == '-' || (c >= '0' && c <= '9')) {
    value = in_.take_integer();
    if (!value) {
      return false;
    }
    in_.skip_blanks();
  }
  return true;
}

Result<Query> parse_path(std::string_view expression) { return PathGrammar(expression).run(); }

}  // namespace switchgate::json
