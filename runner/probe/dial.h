// Where a request really goes: the ways in which the address dialled can differ
// from the URL, said once for the probe and for the curl command that repeats it.

#ifndef SWITCHGATE_RUNNER_PROBE_DIAL_H_
#define SWITCHGATE_RUNNER_PROBE_DIAL_H_

#include <string>

#include "checks/base/result.h"
#include "checks/model/exchange.h"
#include "runner/probe/url.h"

namespace switchgate::probe {

struct Dial {
  Url url;                  // of the request; its host is the server name when TLS is to verify
                            // another one
  std::string host;         // the Host header; empty: what `url` says
  std::string connect;      // "10.0.3.7:8443" to dial; empty: dial `url`
  std::string unix_socket;  // path to dial instead; empty: none
  std::string proxy;        // URL of the proxy in between, credentials included; empty: none
  // "10.0.3.7:8443", "shop.example.com:443", "/run/app.sock": for messages.
  std::string address() const;
};

// A proxy of the request's own comes first; else, unless `connect_to` or a socket
// says what to dial, the one that the environment names. Fails when the URL,
// `connect_to`, the socket or the proxy is none.
Result<Dial> dial_of(const HttpRequest& request);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_DIAL_H_
