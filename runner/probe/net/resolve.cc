// Runs getaddrinfo on a thread of its own.

#include "runner/probe/net/resolve.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/un.h>
#include <unistd.h>

namespace switchgate::probe {
namespace {

bool same(const Address& a, const Address& b) {
  return a.size == b.size && std::memcmp(&a.storage, &b.storage, a.size) == 0;
}

// What the thread leaves for the one who asked, who may have gone.
struct Shared {
  Descriptor done{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::mutex mutex;
  int error = EAI_AGAIN;
  std::vector<Address> addresses;
};

void ask_the_system(const std::string& host, const std::string& port, Shared& shared) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(error == 0 ? found : nullptr,
                                                                &freeaddrinfo);
  const std::lock_guard lock(shared.mutex);
  shared.error = error;
  for (const addrinfo* one = list.get(); one != nullptr; one = one->ai_next) {
    Address address;
    address.size = one->ai_addrlen;
    std::memcpy(&address.storage, one->ai_addr, one->ai_addrlen);
    const bool known = std::any_of(shared.addresses.begin(), shared.addresses.end(),
                                   [&](const Address& other) { return same(other, address); });
    if (!known) {
      shared.addresses.push_back(address);
    }
  }
  const std::uint64_t one = 1;
  static_cast<void>(!write(shared.done.get(), &one, sizeof one));
}

}  // namespace

bool Lookup::unknown_name() const { return error == EAI_NONAME || error == EAI_NODATA; }

std::string host_text(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = address.family() == AF_INET6
                          ? static_cast<const void*>(
                                &reinterpret_cast<const sockaddr_in6*>(&address.storage)->sin6_addr)
                          : &reinterpret_cast<const sockaddr_in*>(&address.storage)->sin_addr;
  return inet_ntop(address.family(), bytes, text.data(), text.size()) != nullptr ? text.data() : "";
}

std::string to_string(const Address& address) {
  if (address.family() == AF_UNIX) {
    return reinterpret_cast<const sockaddr_un*>(&address.storage)->sun_path;
  }
  const bool v6 = address.family() == AF_INET6;
  const in_port_t port = v6 ? reinterpret_cast<const sockaddr_in6*>(&address.storage)->sin6_port
                            : reinterpret_cast<const sockaddr_in*>(&address.storage)->sin_port;
  const std::string host = host_text(address);
  return (v6 ? '[' + host + ']' : host) + ':' + std::to_string(ntohs(port));
}

Address socket_address(const std::string& path) {
  Address address;
  auto* local = reinterpret_cast<sockaddr_un*>(&address.storage);
  local->sun_family = AF_UNIX;
  path.copy(local->sun_path, sizeof local->sun_path - 1);
  address.size = sizeof *local;
  return address;
}

Lookup look_up(const std::string& host, int port, Patience& patience) {
  const bool brackets = host.starts_with('[') && host.ends_with(']');
  const auto shared = std::make_shared<Shared>();
  std::thread([shared, name = brackets ? host.substr(1, host.size() - 2) : host,
               service = std::to_string(port)] {
    ask_the_system(name, service, *shared);
  }).detach();
  Lookup lookup;
  lookup.waited = patience.wait(shared->done.get(), POLLIN);
  if (lookup.waited == Waited::kReady) {
    const std::lock_guard lock(shared->mutex);
    lookup.error = shared->error;
    lookup.addresses = std::move(shared->addresses);
  }
  return lookup;
}

std::string lookup_error(int error) { return gai_strerror(error); }

}  // namespace switchgate::probe
