// Looks names up without being held by a resolver that does not answer.

#ifndef SWITCHGATE_RUNNER_PROBE_NET_RESOLVE_H_
#define SWITCHGATE_RUNNER_PROBE_NET_RESOLVE_H_

#include <string>
#include <vector>

#include <sys/socket.h>

#include "runner/probe/net/patience.h"

namespace switchgate::probe {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  int family() const { return storage.ss_family; }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

// "127.0.0.1", "::1"
std::string host_text(const Address& address);
// "127.0.0.1:8080", "[::1]:8080", "/run/app.sock"
std::string to_string(const Address& address);

// Of a socket in the file system; `path` has at most 107 bytes.
Address socket_address(const std::string& path);

struct Lookup {
  Waited waited = Waited::kReady;  // otherwise it was given up
  int error = 0;                   // EAI_*; 0 with addresses
  std::vector<Address> addresses;  // each once, in the order of preference of this machine
  bool unknown_name() const;       // the name does not exist, or has no address
};

// The system's look-up, on a thread of its own that is left behind when it takes too
// long. `host` may be an address, also in brackets.
Lookup look_up(const std::string& host, int port, Patience& patience);

// The words of the C library for EAI_*.
std::string lookup_error(int error);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_NET_RESOLVE_H_
