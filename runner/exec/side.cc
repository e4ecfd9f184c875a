#include "runner/exec/side.h"

#include "checks/base/text.h"
#include "runner/probe/url.h"
#include "runner/suite/proxy_text.h"

namespace switchgate::exec {
namespace {

Status fill_in_all(const std::vector<NamedText>& from, const Scope& scope,
                   std::vector<Header>& into) {
  for (const NamedText& field : from) {
    Result<std::string> value = expand(field.value, scope);
    if (!value) {
      return value.error();
    }
    into.push_back({field.name, *std::move(value)});
  }
  return Ok{};
}

// Where a connection to this side goes: "127.0.0.1:8080".
std::string dialled(const Side& side) {
  if (!side.unix_socket.empty()) {
    return side.unix_socket;
  }
  std::string address = side.connect_to;
  if (address.empty()) {
    const Result<probe::Url> url = probe::parse_url(side.url);
    address = url ? url->host + ':' + std::to_string(url->port) : side.url;
  }
  address = to_lower_ascii(address);
  return address.starts_with("localhost:") ? "127.0.0.1" + address.substr(9) : address;
}

std::string host_of(const Side& side) {
  if (const std::string* host = find_header(side.headers, "Host")) {
    return to_lower_ascii(*host);
  }
  const Result<probe::Url> url = probe::parse_url(side.url);
  return url ? to_lower_ascii(url->host) : side.url;
}

std::vector<Header> without_host(std::vector<Header> headers) {
  std::erase_if(headers,
                [](const Header& header) { return equals_ignore_case(header.name, "Host"); });
  return headers;
}

std::string path_of(const Side& side) {
  const Result<probe::Url> url = probe::parse_url(side.url);
  return url ? url->path : side.url;
}

}  // namespace

void Side::remember_address(const std::string& address) {
  if (address.empty()) {
    return;
  }
  const std::lock_guard lock(mutex_);
  address_ = address;
}

std::string Side::address() const {
  const std::lock_guard lock(mutex_);
  return address_;
}

Result<std::vector<Header>> authorization(const Auth& auth, const Scope& scope) {
  if (const auto* bearer = std::get_if<BearerAuth>(&auth)) {
    Result<std::string> token = expand(bearer->token, scope);
    if (!token) {
      return token.error();
    }
    return std::vector<Header>{{"Authorization", "Bearer " + *token}};
  }
  if (const auto* oauth = std::get_if<OAuth2Auth>(&auth)) {
    const Result<TokenClient> client = fill_in(*oauth, scope);
    return client ? Result<std::vector<Header>>(std::vector<Header>{}) : client.error();
  }
  const auto& basic = std::get<BasicAuth>(auth);
  const Result<std::string> user = expand(basic.user, scope);
  if (!user) {
    return user.error();
  }
  const Result<std::string> password = expand(basic.password, scope);
  if (!password) {
    return password.error();
  }
  const std::string credentials = *user + ':' + *password;
  const std::string encoded = base64_encode(credentials);
  if (scope.filling != nullptr && scope.filling->filtered) {
    scope.filling->filtered(credentials, encoded);
  }
  return std::vector<Header>{{"Authorization", "Basic " + encoded}};
}

Status fill_in(const Target& target, const Scope& scope, Side& into, std::size_t instance) {
  into.name = target.name;
  into.target = &target;
  into.number = instance;
  Result<std::string> url = expand(target.url, scope);
  if (!url) {
    return url.error();
  }
  into.url = *std::move(url);
  if (!target.connect_to.empty()) {
    Result<std::string> connect_to = expand(target.connect_to[instance], scope);
    if (!connect_to) {
      return connect_to.error();
    }
    into.connect_to = *std::move(connect_to);
    into.instance = target.connect_to.size() > 1 ? into.connect_to : "";
  }
  if (target.unix_socket) {
    Result<std::string> path = expand(*target.unix_socket, scope);
    if (!path) {
      return path.error();
    }
    into.unix_socket = *std::move(path);
  }
  if (target.proxy) {
    Result<std::string> proxy = expand_proxy(*target.proxy, scope);
    if (!proxy) {
      return proxy.error();
    }
    into.proxy = *proxy == kNoProxy ? std::string() : *std::move(proxy);
  }
  for (const auto& [from, to] :
       {std::pair{&target.headers, &into.headers}, std::pair{&target.cookies, &into.cookies},
        std::pair{&target.identify, &into.identify}}) {
    if (Status status = fill_in_all(*from, scope, *to); !status) {
      return status;
    }
  }
  if (target.auth && std::holds_alternative<OAuth2Auth>(*target.auth)) {
    Result<TokenClient> client = fill_in(std::get<OAuth2Auth>(*target.auth), scope);
    if (!client) {
      return client.error();
    }
    into.token_client = *std::move(client);
  } else if (target.auth) {
    Result<std::vector<Header>> header = authorization(*target.auth, scope);
    if (!header) {
      return header.error();
    }
    into.headers.insert(into.headers.end(), header->begin(), header->end());
  }
  return Ok{};
}

const Header* other_build(Side& side, const HttpResponse& response) {
  if (side.identify.empty()) {
    return nullptr;
  }
  for (const Header& wanted : side.identify) {
    const std::string* found = find_header(response.headers, wanted.name);
    if (found == nullptr || *found != wanted.value) {
      side.wrong_build.fetch_add(1, std::memory_order_relaxed);
      return &wanted;
    }
  }
  side.right_build.fetch_add(1, std::memory_order_relaxed);
  return nullptr;
}

Finding wrong_build(const Side& side, const Header& wanted, const HttpResponse& response,
                    const Masker& masker) {
  const std::string* found = find_header(response.headers, wanted.name);
  Finding finding;
  finding.rule = "target/wrong-build";
  finding.message =
      "expected " + side.name + " to answer with " + wanted.name + ": " +
      excerpt(wanted.value, 80) + ", found " +
      (found == nullptr ? "no such header" : '"' + excerpt(masker.mask(*found), 80) + '"') +
      (found == nullptr ? ". What answered does not say which build it is: a router's own page, or "
                          "a build that sends no such header."
                        : ". Another build than the one under test answered.");
  finding.path = wanted.name;
  finding.pos = side.target->pos;
  for (const NamedText& header : side.target->identify) {
    if (header.name == wanted.name) {
      finding.pos = header.value.pos;
    }
  }
  finding.evidence.push_back({"side", side.name});
  return finding;
}

bool same_side(const Side& a, const Side& b) {
  // One side that names its build says nothing about the other.
  const bool told_apart = !a.identify.empty() && !b.identify.empty() && a.identify != b.identify;
  return dialled(a) == dialled(b) && host_of(a) == host_of(b) && path_of(a) == path_of(b) &&
         without_host(a.headers) == without_host(b.headers) && a.cookies == b.cookies &&
         a.token_client == b.token_client && !told_apart;
}

}  // namespace switchgate::exec
