// `compare:`: what of the answer is compared with live or with a baseline.

#include <algorithm>
#include <utility>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "checks/expect/place.h"
#include "checks/json/path.h"
#include "runner/suite/parts.h"

namespace switchgate {
namespace {

using tree::Fields;
using tree::Kind;
using tree::Node;

std::vector<std::string> read_paths(Fields& fields, std::string_view key, Context& context) {
  const Node* node = fields.take(key);
  std::vector<std::string> paths = fields.strings(key);
  if (node == nullptr) {
    return paths;
  }
  const auto check = [&](const Node& item) {
    if (!item.is_scalar()) {
      return;
    }
    if (const auto path = json::Path::parse(item.text); !path) {
      context.problems.add(item.pos, path.error().message);
    }
  };
  check(*node);
  for (const Node& item : node->items) {
    check(item);
  }
  return paths;
}

// `key: true`, `key: false` or a mapping of settings; null when it is not
// asked.
const Node* take_setting(Fields& fields, std::string_view key, Context& context) {
  const Node* node = fields.take(key);
  if (node == nullptr) {
    return nullptr;
  }
  if (node->kind == Kind::kBoolean) {
    return to_lower_ascii(node->text) == "true" ? node : nullptr;
  }
  if (node->kind != Kind::kMap) {
    tell_expected(*node, key, "true or a mapping of settings", context);
    return nullptr;
  }
  return node;
}

// JSONPaths that name places of a shape, which has no third element and no value to search for.
std::vector<std::string> read_places(Fields& fields, std::string_view key, Context& context) {
  std::vector<std::string> places;
  const SourcePos pos = fields.pos(key);
  for (const std::string& path : read_paths(fields, key, context)) {
    std::string place = expect::readable_path(path);
    bool named = place.find("..") == std::string::npos;
    for (std::size_t at = place.find('['); at != std::string::npos; at = place.find('[', at + 1)) {
      const std::string_view inside = std::string_view(place).substr(at + 1);
      named = named && (inside.starts_with("*]") || inside.starts_with('\''));
    }
    if (!named) {
      context.problems.add(pos,
                           '\'' + std::string(key) +
                               "' expects places such as $.prices or $.items[*].prices, got '" +
                               excerpt(path, 60) + '\'');
    }
    places.push_back(std::move(place));
  }
  return places;
}

ShapeSettings read_shape(const Node& node, SourcePos pos, Context& context) {
  ShapeSettings shape;
  shape.pos = pos;
  if (node.kind == Kind::kMap) {
    Fields fields(node, "compare.shape", context.problems);
    shape.samples = static_cast<int>(fields.integer("samples", 1, 100).value_or(shape.samples));
    shape.ignore = read_paths(fields, "ignore", context);
    shape.ordered = read_paths(fields, "ordered", context);
    shape.maps = read_places(fields, "map", context);
    fields.finish();
  }
  return shape;
}

ValueSettings read_values(const Node& node, SourcePos pos, Context& context) {
  ValueSettings values;
  values.pos = pos;
  if (node.kind == Kind::kMap) {
    Fields fields(node, "compare.values", context.problems);
    values.ignore = read_paths(fields, "ignore", context);
    values.ordered = read_paths(fields, "ordered", context);
    fields.finish();
  }
  return values;
}

double take_share(Fields& fields, std::string_view key, double otherwise, Context& context) {
  const auto share = fields.percent(key);
  if (share && (*share <= 0 || *share > 1)) {
    tell_expected(*fields.take(key), key, "a percentage above 0% and up to 100%", context);
    return otherwise;
  }
  return share.value_or(otherwise);
}

LatencySettings read_latency(const Node& node, SourcePos pos, Context& context) {
  LatencySettings latency;
  latency.pos = pos;
  if (node.kind != Kind::kMap) {
    return latency;
  }
  Fields fields(node, "compare.latency", context.problems);
  const auto samples = fields.integer("samples", 20, 10'000);
  const auto most =
      fields.integer("max_samples", 20, static_cast<std::int64_t>(limits_in_force().samples),
                     limit_option(&Limits::samples));
  latency.samples = static_cast<int>(samples.value_or(latency.samples));
  latency.max_samples =
      static_cast<int>(most.value_or(std::max(latency.max_samples, latency.samples)));
  latency.warmup = static_cast<int>(fields.integer("warmup", 0, 10'000).value_or(latency.warmup));
  latency.tolerance = take_share(fields, "tolerance", latency.tolerance, context);
  const double usual_detect = std::max(latency.detect, latency.tolerance * 2);
  latency.detect = take_share(fields, "detect", usual_detect, context);
  latency.tail = take_share(fields, "tail", latency.tail, context);
  latency.floor = fields.duration("floor").value_or(latency.floor);
  fields.finish();
  const bool samples_wrong = fields.has("samples") && !samples;
  if (latency.max_samples < latency.samples && !samples_wrong) {
    context.problems.add(fields.pos("max_samples"), "'max_samples' is less than 'samples'");
  }
  if (latency.detect <= latency.tolerance) {
    context.problems.add(fields.pos("detect"),
                         "'detect' must be above 'tolerance': a slowdown that "
                         "is tolerated cannot be "
                         "one that has to be seen");
  }
  return latency;
}

void check_comparable(const Request& request, SourcePos pos, Context& context) {
  if (!request.safe()) {
    context.problems.add(pos, "'compare' sends the request many times, also to live, and " +
                                  request.method +
                                  " is not safe; say `safe: true` if it changes nothing");
  }
  if (request.target != "candidate") {
    context.problems.add(pos, "'compare' is between candidate and live: remove 'target'");
  }
  if (request.url.text.starts_with("http://") || request.url.text.starts_with("https://")) {
    context.problems.add(pos,
                         "'compare' needs a path: a whole URL is the same place on both sides");
  }
}

}  // namespace

std::optional<Compare> read_compare(Fields& fields, const Request& request, Context& context) {
  const Node* node = fields.map("compare");
  if (node == nullptr) {
    return std::nullopt;
  }
  Compare compare;
  compare.pos = fields.pos("compare");
  Fields inner(*node, "compare", context.problems);
  if (const Node* shape = take_setting(inner, "shape", context)) {
    compare.shape = read_shape(*shape, inner.pos("shape"), context);
  }
  if (const Node* values = take_setting(inner, "values", context)) {
    compare.values = read_values(*values, inner.pos("values"), context);
  }
  if (inner.has("headers")) {
    compare.headers = inner.strings("headers");
  } else {
    inner.take("headers");
  }
  if (const Node* latency = take_setting(inner, "latency", context)) {
    compare.latency = read_latency(*latency, inner.pos("latency"), context);
  }
  inner.finish();
  if (node->entries.empty()) {
    context.problems.add(compare.pos,
                         "'compare' is empty: say what, such as {shape: true}, or remove it");
  }
  check_comparable(request, compare.pos, context);
  return compare.any() ? std::optional(std::move(compare)) : std::nullopt;
}

}  // namespace switchgate
