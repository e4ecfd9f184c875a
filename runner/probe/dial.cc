// Decides what is dialled for a request.

#include "runner/probe/dial.h"

#include <sys/un.h>

#include "checks/base/text.h"
#include "runner/probe/proxy.h"

namespace switchgate::probe {
namespace {

std::string host_and_port(const Url& url) { return url.host + ":" + std::to_string(url.port); }

// What else a socket's path may be is the operating system's to say.
Status check_socket(const HttpRequest& request) {
  constexpr std::size_t kLongest = sizeof(sockaddr_un::sun_path) - 1;
  if (!request.connect_to.empty() || !request.proxy.value_or("").empty()) {
    return Error{"`unix` names what to dial: leave `connect_to` and `proxy` out", {}};
  }
  if (request.unix_socket.size() > kLongest ||
      request.unix_socket.find('\0') != std::string::npos) {
    return Error{"expected `unix` as the path of a socket, at most " + std::to_string(kLongest) +
                     " bytes, got '" + excerpt(request.unix_socket) + "'",
                 {}};
  }
  return Ok{};
}

Status set_proxy(const HttpRequest& request, Dial& dial) {
  if (request.proxy) {
    dial.proxy = *request.proxy;
    return dial.proxy.empty() ? Status(Ok{}) : check_proxy(dial.proxy);
  }
  if (request.connect_to.empty() && request.unix_socket.empty()) {
    dial.proxy = environment_proxy(dial.url, environment_variable);
  }
  return Ok{};
}

}  // namespace

std::string Dial::address() const {
  if (!unix_socket.empty()) {
    return unix_socket;
  }
  return connect.empty() ? host_and_port(url) : connect;
}

Result<Dial> dial_of(const HttpRequest& request) {
  Result<Url> url = parse_url(request.url);
  if (!url) {
    return url.error();
  }
  Dial dial{*std::move(url), {}, {}, {}, {}};
  if (!request.unix_socket.empty()) {
    if (Status status = check_socket(request); !status) {
      return status.error();
    }
    dial.unix_socket = request.unix_socket;
  }
  if (Status status = set_proxy(request, dial); !status) {
    return status.error();
  }
  if (!request.connect_to.empty()) {
    // Read as the authority of a URL, so that ports and IPv6 brackets are
    // checked alike.
    const Result<Url> peer = parse_url("http://" + request.connect_to);
    const std::size_t colon = request.connect_to.rfind(':');
    const std::size_t bracket = request.connect_to.rfind(']');
    const bool has_port = colon != std::string::npos && colon + 1 < request.connect_to.size() &&
                          (bracket == std::string::npos || colon > bracket);
    if (!peer || !has_port || peer->path != "/" || peer->has_query) {
      return Error{"expected `connect_to` as host:port, got '" + excerpt(request.connect_to) + "'",
                   {}};
    }
    dial.connect = host_and_port(*peer);
  }
  if (dial.url.scheme == "https" && !request.tls.server_name.empty()) {
    // libcurl has no option for the name to verify: it goes into the URL, and
    // what the URL said goes into the address to dial and into the Host header.
    if (dial.connect.empty() && dial.unix_socket.empty()) {
      dial.connect = host_and_port(dial.url);
    }
    dial.host = authority(dial.url);
    const Result<Url> named = parse_url("https://" + request.tls.server_name);
    if (!named || named->path != "/" || authority(*named) != named->host) {
      return Error{
          "expected `server_name` as a host name, got '" + excerpt(request.tls.server_name) + "'",
          {}};
    }
    dial.url.host = named->host;
  }
  return dial;
}

}  // namespace switchgate::probe
