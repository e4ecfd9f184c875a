#include "tests/support/stalled_resolver.h"

#include <cstdio>
#include <string>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

namespace switchgate::testing {
namespace {

bool loopback_up() {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  std::snprintf(request.ifr_name, sizeof request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  const bool up = fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &request) == 0;
  close(fd);
  return up;
}

bool listen_silently() {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC,
                        0);  // stays open until the process ends
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(53);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return fd >= 0 && bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

bool stall_the_resolver(const ScratchDir& files) {
  const std::string conf =
      files.write("resolv.conf", "nameserver 127.0.0.1\noptions timeout:5 attempts:2\n");
  return unshare(CLONE_NEWNS | CLONE_NEWNET) == 0 &&
         mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount(conf.c_str(), "/etc/resolv.conf", nullptr, MS_BIND, nullptr) == 0 && loopback_up() &&
         listen_silently();
}

}  // namespace switchgate::testing
