// `targets:`: the sides of a deployment and what else checks ask, how to reach them and who
// to be there.

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "checks/base/text.h"
#include "runner/probe/proxy.h"
#include "runner/probe/url.h"
#include "runner/suite/parts.h"
#include "runner/suite/proxy_text.h"

namespace switchgate {
namespace {

using tree::Fields;
using tree::Node;

constexpr std::array<std::string_view, 2> kSides = {"candidate", "live"};

bool is_side(std::string_view name) { return name == kSides[0] || name == kSides[1]; }

// A path in the suite, relative to the working directory; told when no file is
// there.
std::string take_file(Fields& fields, std::string_view key, Context& context) {
  const auto text = take_text(fields, key, context.names, context);
  if (!text) {
    return {};
  }
  const auto name = expand_now(*text, context.names, context.scope);
  if (!name) {
    return text->text;  // only a lint comes here
  }
  const std::filesystem::path path = std::filesystem::path(context.directory_of(text->pos)) / *name;
  std::error_code error;
  if (context.options.need_secrets && !std::filesystem::is_regular_file(path, error)) {
    context.problems.add(
        text->pos,
        '\'' + std::string(key) + "' names a file that is not there: '" + excerpt(*name) + '\'');
  }
  return path.lexically_normal().generic_string();
}

TlsSettings read_tls(const Node& node, const std::string& what, Context& context) {
  TlsSettings tls;
  Fields fields(node, what + ".tls", context.problems);
  tls.ca = take_file(fields, "ca", context);
  tls.cert = take_file(fields, "cert", context);
  tls.key = take_file(fields, "key", context);
  if (const auto name = take_text(fields, "server_name", context.names, context)) {
    tls.server_name = expand_now(*name, context.names, context.scope).value_or(name->text);
  }
  tls.verify = fields.boolean("verify").value_or(true);
  fields.finish();
  if (!tls.key.empty() && tls.cert.empty()) {
    context.problems.add(fields.pos("key"),
                         "'key' needs the certificate that it belongs to: add 'cert'");
  }
  return tls;
}

// `http: 2`, `http: "1.1"`: as written, so that quotes do not matter.
HttpVersion read_version(Fields& fields, Context& context) {
  const auto text = fields.string("http");
  if (text && *text != "1.1" && *text != "2") {
    context.problems.add(fields.pos("http"), "'http' expects 1.1 or 2, got '" + excerpt(*text, 60) +
                                                 "'; leave it out to let both ends agree on one");
  }
  if (!text) {
    return HttpVersion::kNegotiated;
  }
  return *text == "2" ? HttpVersion::kTwo : HttpVersion::kOne;
}

// `connect_to:` one address, or a list of them.
std::vector<Text> read_addresses(Fields& fields, Context& context) {
  const Node* node = fields.take("connect_to");
  if (node == nullptr || node->kind != tree::Kind::kList) {
    const auto address = take_text(fields, "connect_to", context.names, context);
    return address ? std::vector<Text>{*address} : std::vector<Text>{};
  }
  std::vector<Text> addresses;
  for (const Node& item : node->items) {
    Text address{item.text, item.pos};
    if (!item.is_scalar() || item.kind == tree::Kind::kNull) {
      tell_expected(item, "connect_to", "HOST:PORT", context);
    } else if (check_references(address, context.names, context)) {
      addresses.push_back(std::move(address));
    }
  }
  if (node->items.empty()) {
    context.problems.add(node->pos,
                         "'connect_to' is an empty list: name the address of each "
                         "instance, or leave it out");
  }
  return addresses;
}

// The ways to a target besides its URL.
void read_way(Fields& fields, Target& target, Context& context) {
  target.connect_to = read_addresses(fields, context);
  target.unix_socket = take_text(fields, "unix", context.names, context);
  target.proxy = take_text(fields, "proxy", context.names, context);
  target.http = read_version(fields, context);
  for (const char* other : {"connect_to", "proxy"}) {
    const bool none =
        other == std::string_view("proxy") && target.proxy && target.proxy->text == kNoProxy;
    if (fields.has("unix") && fields.has(other) && !none) {
      context.problems.add(fields.pos("unix"), "'unix' names the socket to dial, so '" +
                                                   std::string(other) +
                                                   "' cannot stand beside it: leave one out");
    }
  }
}

Target read_target(const std::string& name, const Node& node, Context& context) {
  Target target;
  target.name = name;
  target.pos = node.pos;
  Fields fields(node, "targets." + name, context.problems);
  if (auto url = take_text(fields, "url", context.names, context)) {
    target.url = std::move(*url);
    SourcePos line = target.url.pos;
    line.column = 0;
    target.url_from = to_string(line, context.files);
  }
  read_way(fields, target, context);
  if (const Node* identify = fields.map("identify")) {
    Fields inner(*identify, fields.what() + ".identify", context.problems);
    target.identify = take_headers(inner, "headers", context.names, context);
    if (target.identify.empty()) {
      context.problems.add(identify->pos,
                           "'identify' expects at least one header that every answer of this build "
                           "carries, such as {headers: {X-Version: '${env.GIT_SHA}'}}; found none");
    }
    inner.finish();
  }
  target.headers = take_headers(fields, "headers", context.names, context);
  target.cookies = take_headers(fields, "cookies", context.names, context);
  target.auth = read_auth(fields, context.names, context);
  if (const Node* tls = fields.map("tls")) {
    target.tls = read_tls(*tls, fields.what(), context);
  }
  target.read_only = fields.boolean("read_only").value_or(false);
  target.max_rps = fields.number("max_rps", 0.001, 100'000);
  if (name == "live" && !target.max_rps) {
    target.max_rps = kLiveRequestsPerSecond;
  }
  fields.finish();
  return target;
}

// A further target is what `target:` and `--connect-to NAME=…` can say.
bool is_target_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

void read_further(const tree::Entry& entry, Context& context) {
  if (!is_target_name(entry.key)) {
    context.problems.add(entry.key_pos,
                         "a target's name is made of letters, digits, '-' and '_', "
                         "got '" +
                             excerpt(entry.key, 60) + '\'');
    return;
  }
  context.suite.targets.push_back(read_target(entry.key, entry.value, context));
  if (entry.value.kind == tree::Kind::kMap && entry.value.find("url") == nullptr) {
    context.problems.add(entry.key_pos, "targets." + entry.key + " needs a 'url'");
  }
}

// "host:port", "[::1]:8080".
bool is_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  return colon != std::string_view::npos && text.find('/') == std::string_view::npos &&
         text.find('@') == std::string_view::npos && colon + 1 < text.size() &&
         probe::parse_url("http://" + std::string(text)).ok();
}

void check_addresses(const Target& target, Context& context) {
  std::set<std::string> seen;
  for (const Text& text : target.connect_to) {
    const auto address = expand_now(text, context.names, context.scope);
    if (!address) {
      continue;
    }
    if (!is_address(*address)) {
      context.problems.add(text.pos,
                           "'connect_to' expects HOST:PORT, got '" + excerpt(*address, 60) + '\'');
    } else if (!seen.insert(*address).second) {
      context.problems.add(
          text.pos, "the instance '" + excerpt(*address, 60) + "' stands twice in 'connect_to'");
    }
  }
  if (target.connect_to.size() > 1 && target.name != "candidate") {
    context.problems.add(target.connect_to[1].pos,
                         "'connect_to' of '" + target.name +
                             "' takes one address: several are instances that are judged one by "
                             "one, and only the candidate is judged");
  }
}

}  // namespace

void read_targets(const Node& node, Context& context) {
  Fields fields(node, "targets", context.problems);
  for (const std::string_view name : kSides) {
    const bool wanted = name != "live" || !context.options.no_live;
    const Node* target = fields.take(name);
    if (target != nullptr && wanted) {
      context.suite.targets.push_back(read_target(std::string(name), *target, context));
    }
  }
  for (const tree::Entry& entry : node.entries) {
    if (!is_side(entry.key) && fields.take(entry.key) != nullptr) {
      read_further(entry, context);
    }
  }
  fields.finish();
}

namespace {

// What the grant itself says cannot be said twice.
std::vector<NamedText> read_params(Fields& fields, const Names& names, Context& context) {
  std::vector<NamedText> params = take_named_texts(fields, "params", false, names, context);
  for (const NamedText& param : params) {
    for (const std::string_view own : {"grant_type", "scope", "client_id", "client_secret"}) {
      if (param.name == own) {
        context.problems.add(param.value.pos,
                             "'params' are further fields of the token request, and '" +
                                 param.name + "' is one that oauth2 fills in by itself");
      }
    }
  }
  return params;
}

OAuth2Auth read_oauth2(const Node& node, SourcePos pos, const Names& names, Context& context) {
  OAuth2Auth out;
  Fields fields(node, "auth.oauth2", context.problems);
  out.token_url = take_text(fields, "token_url", names, context).value_or(Text{});
  out.client_id = take_text(fields, "client_id", names, context).value_or(Text{});
  out.client_secret = take_text(fields, "client_secret", names, context).value_or(Text{});
  out.scope = take_text(fields, "scope", names, context).value_or(Text{});
  out.params = read_params(fields, names, context);
  const auto way = fields.string("client_auth");
  if (way && *way != "basic" && *way != "body") {
    context.problems.add(fields.pos("client_auth"),
                         "'client_auth' expects basic or body, got '" + excerpt(*way, 60) + '\'');
  }
  out.in_body = way == "body";
  fields.finish();
  if (!fields.has("token_url") || !fields.has("client_id") || !fields.has("client_secret")) {
    context.problems.add(pos, "'oauth2' expects token_url, client_id and client_secret");
  }
  const auto url = expand_now(out.token_url, names, context.scope);
  if (url && !url->empty()) {
    if (const auto parsed = probe::parse_url(*url); !parsed) {
      context.problems.add(out.token_url.pos, "'token_url': " + parsed.error().message);
    }
  }
  return out;
}

}  // namespace

void check_unused_targets(const Node& node, Context& context) {
  for (const tree::Entry& entry : node.entries) {
    if (is_side(entry.key) || context.asked_targets.contains(entry.key)) {
      continue;
    }
    if (const auto near = nearest_name(entry.key, kSides)) {
      context.problems.add(entry.key_pos, "no check asks the target '" + excerpt(entry.key, 60) +
                                              "'; did you mean '" + *near + "'?");
    }
  }
}

std::optional<Auth> read_auth(Fields& fields, const Names& names, Context& context) {
  const Node* node = fields.map("auth");
  if (node == nullptr) {
    return std::nullopt;
  }
  Fields auth(*node, "auth", context.problems);
  auto bearer = take_text(auth, "bearer", names, context);
  const Node* basic = auth.map("basic");
  const Node* oauth2 = auth.map("oauth2");
  auth.finish();
  if (int{auth.has("bearer")} + int{auth.has("basic")} + int{auth.has("oauth2")} != 1) {
    context.problems.add(fields.pos("auth"),
                         "'auth' expects one of bearer: TOKEN, basic: {user, password} and "
                         "oauth2: {token_url, client_id, client_secret}");
    return std::nullopt;
  }
  if (oauth2 != nullptr) {
    return read_oauth2(*oauth2, auth.pos("oauth2"), names, context);
  }
  if (bearer) {
    return BearerAuth{std::move(*bearer)};
  }
  if (basic == nullptr) {
    return std::nullopt;
  }
  Fields inner(*basic, "auth.basic", context.problems);
  auto user = take_text(inner, "user", names, context);
  auto password = take_text(inner, "password", names, context);
  inner.finish();
  if (!inner.has("user") || !inner.has("password")) {
    context.problems.add(auth.pos("basic"), "'basic' expects both user and password");
  }
  return BasicAuth{user.value_or(Text{}), password.value_or(Text{})};
}

void check_target(const Target& target, Context& context) {
  if (target.url.empty()) {
    return;  // a flag may give it; require_candidate() asks
  }
  if (const auto url = expand_now(target.url, context.names, context.scope)) {
    const auto joined = probe::join_target_url(*url, "/");
    if (!joined) {
      const bool from_file = target.url.pos.known();
      context.problems.add(target.url.pos,
                           (from_file ? "the URL of '" + target.name + "'" : target.url_from) +
                               ": " + joined.error().message);
    }
  }
  check_addresses(target, context);
  if (target.proxy) {
    const auto proxy = expand_proxy(*target.proxy, context.scope);
    if (proxy && *proxy != kNoProxy) {
      if (const Status status = probe::check_proxy(*proxy); !status) {
        context.problems.add(target.proxy->pos, "'proxy': " + status.error().message);
      }
    }
  }
}

}  // namespace switchgate
