// Fuzzes inferring, joining and comparing and drawing shapes: the input's first line is an
// answer of one side, the rest one of the other.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "checks/json/reader.h"
#include "checks/shape/diff.h"
#include "checks/shape/json_schema.h"
#include "checks/shape/picture.h"
#include "checks/shape/shape.h"

namespace {

void must(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace switchgate;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const auto before = json::read(text.substr(0, line));
  const auto after =
      json::read(line == std::string_view::npos ? std::string_view("null") : text.substr(line + 1));
  if (!before || !after) {
    return 0;
  }
  const shape::Shape a = shape::infer(before->root);
  const shape::Shape b = shape::infer(after->root);
  const shape::Shape both = shape::join(a, b);
  must(both == shape::join(b, a));
  must(both.n() == a.n() + b.n());
  must(shape::within(a, both) && shape::within(b, both));
  must(shape::diff(a, a).empty() && shape::diff(both, both).empty());
  must(shape::diff(a, b) == shape::diff(a, b));
  shape::describe(both);
  must(!shape::picture(both).empty());
  const shape::Pictures alike = shape::pictures(a, a);
  must(shape::to_text(alike.before) == shape::to_text(alike.after));
  shape::pictures(a, b);
  shape::to_json_schema(both);
  return 0;
}
