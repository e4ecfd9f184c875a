// The fields of a request, wherever one stands: in a check, a step, `ready`.

#include <algorithm>
#include <array>
#include <utility>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "runner/probe/url.h"
#include "runner/suite/parts.h"
#include "runner/suite/template.h"

namespace switchgate {
namespace {

using tree::Fields;
using tree::Node;

constexpr std::array<std::string_view, 7> kMethods = {"get",   "head",   "post",   "put",
                                                      "patch", "delete", "options"};

struct Line {
  std::string method;
  std::optional<Text> url;
  SourcePos pos;
};

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

Line read_spelled_out(const Node& node, const Surroundings& around, Context& context,
                      SourcePos pos) {
  Fields fields(node, "request", context.problems);
  Line line{upper(fields.string("method").value_or("GET")), {}, pos};
  line.url = take_text(fields, "url", around.names, context);
  fields.finish();
  if (!fields.has("url")) {
    context.problems.add(pos, "'request' needs a 'url'");
  }
  const bool letters = std::all_of(line.method.begin(), line.method.end(),
                                   [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; });
  if (line.method.empty() || !letters) {
    tell_expected(*fields.take("method"), "method", "a method such as PATCH", context);
  }
  return line;
}

// The one method of the request; several are told, and none is the caller's to
// tell.
std::optional<Line> read_line(Fields& fields, const Surroundings& around, Context& context) {
  std::optional<Line> line;
  std::string first;
  const auto is_second = [&](std::string_view key) {
    if (!first.empty()) {
      context.problems.add(fields.pos(key), fields.what() + " makes one request, found '" + first +
                                                "' and '" + std::string(key) +
                                                "'; several go under 'steps'");
      return true;
    }
    first = key;
    return false;
  };
  for (const std::string_view method : kMethods) {
    const bool here = fields.has(method);
    auto url = take_text(fields, method, around.names, context);
    if (here && !is_second(method)) {
      line = Line{upper(std::string(method)), std::move(url), fields.pos(method)};
    }
  }
  const Node* spelled_out = fields.map("request");
  if (spelled_out != nullptr && !is_second("request")) {
    line = read_spelled_out(*spelled_out, around, context, fields.pos("request"));
  }
  return line;
}

// The text as it could be once filled in: "1" fits wherever a value can stand
// in a URL, also as a port.
std::string sample_of(const Text& text) {
  std::string sample;
  const auto pieces = parse_template(text.text, text.pos);
  if (!pieces) {
    return "/";  // told already
  }
  for (const Piece& piece : *pieces) {
    const auto* literal = std::get_if<std::string>(&piece);
    sample += literal != nullptr ? *literal : "1";
  }
  return sample;
}

std::optional<std::string> url_mistake(const Text& text) {
  if (text.text.starts_with("${")) {
    return std::nullopt;
  }
  const std::string url = sample_of(text);
  const bool absolute = url.starts_with("http://") || url.starts_with("https://");
  if (absolute) {
    const auto parsed = probe::parse_url(url);
    return parsed ? std::nullopt : std::optional(parsed.error().message);
  }
  const std::string shown = '\'' + excerpt(text.text, 60) + '\'';
  if (!url.starts_with('/')) {
    return "a path begins with '/', and a whole URL with http:// or https://, "
           "got " +
           shown;
  }
  if (url.find('#') != std::string::npos) {
    return "the part behind '#' is never sent to a server: remove it from " + shown +
           ", or write %23";
  }
  const bool blank = std::any_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
  });
  return blank ? std::optional("a path holds no blanks: write %20 instead in " + shown)
               : std::nullopt;
}

std::int64_t read_max(Fields& fields, std::string_view key, std::int64_t least) {
  return fields
      .integer(key, least, static_cast<std::int64_t>(limits_in_force().redirects),
               limit_option(&Limits::redirects))
      .value_or(least);
}

Follow read_follow(Fields& fields, Context& context) {
  Follow follow;
  const Node* node = fields.take("follow");
  if (node == nullptr) {
    return follow;
  }
  if (node->kind != tree::Kind::kMap) {
    follow.max = static_cast<int>(read_max(fields, "follow", 0));
    return follow;
  }
  Fields inner(*node, "follow", context.problems);
  follow.max = static_cast<int>(read_max(inner, "max", 1));
  if (!inner.has("max")) {
    context.problems.add(fields.pos("follow"),
                         "'follow' needs 'max', the number of redirects that are followed");
  }
  follow.origins = inner.strings("origins");
  inner.finish();
  for (std::string& text : follow.origins) {
    const auto url = probe::parse_url(text);
    if (!url || url->path != "/" || url->has_query) {
      context.problems.add(inner.pos("origins"),
                           "'origins' expects origins such as "
                           "https://cdn.example.com, got '" +
                               excerpt(text, 60) + '\'');
    } else {
      text = probe::origin(*url);
    }
  }
  return follow;
}

// The sides that a request can be for.
void check_request_target(Fields& fields, const Request& request, Context& context) {
  const Suite& suite = context.suite;
  const Target* target = suite.find_target(request.target);
  context.asked_targets.insert(request.target);
  // A flag can give live its URL, which a lint cannot know.
  const bool may_come = request.target == "live" && !context.options.need_secrets;
  if (target == nullptr && !may_come && request.target != "candidate") {
    std::vector<std::string_view> known = {"candidate"};
    for (const Target& other : suite.targets) {
      known.push_back(other.name);
    }
    const auto near = nearest_name(request.target, known);
    const bool left_out = request.target == "live" && context.options.no_live;
    context.problems.add(fields.has("target") ? fields.take("target")->pos : request.pos,
                         "unknown target '" + excerpt(request.target, 60) + '\'' +
                             (left_out ? ": --no-live leaves it out"
                              : near   ? "; did you mean '" + *near + "'?"
                                       : "; give it under 'targets'"));
    return;
  }
  if (target != nullptr && target->read_only && !request.safe()) {
    context.problems.add(request.pos, "the target '" + target->name +
                                          "' is read_only, which refuses " + request.method +
                                          "; say `safe: true` if this request changes nothing");
  }
  if (request.target == "live" && !request.safe()) {
    context.problems.add(request.pos, "only safe requests go to live, and " + request.method +
                                          " is none; say `safe: true` if it changes nothing");
  }
}

}  // namespace

std::optional<Request> read_request(Fields& fields, const Surroundings& around, Context& context) {
  Request request;
  auto line = read_line(fields, around, context);
  request.query = take_named_texts(fields, "query", true, around.names, context);
  request.headers = take_headers(fields, "headers", around.names, context);
  request.cookies = take_headers(fields, "cookies", around.names, context);
  request.auth = read_auth(fields, around.names, context);
  request.follow = read_follow(fields, context);
  request.timeout = take_positive_duration(fields, "timeout", context);
  request.target = fields.string("target").value_or("candidate");
  request.declared_safe = fields.boolean("safe").value_or(false);
  request.idempotent = fields.boolean("idempotent").value_or(false);
  read_body(fields, around, context, request);
  if (!line) {
    return std::nullopt;
  }
  request.method = line->method;
  request.pos = line->pos;
  if (line->url) {
    request.url = std::move(*line->url);
    if (const auto mistake = url_mistake(request.url)) {
      context.problems.add(request.url.pos, *mistake);
    }
  }
  request.paginate = read_paginate(fields, request, context);
  check_request_target(fields, request, context);
  return request;
}

}  // namespace switchgate
