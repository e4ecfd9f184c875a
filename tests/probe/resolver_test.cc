// A resolver that never answers must not hold a deadline or the order to stop
// up.
//
// The resolver of the C library asks the servers of /etc/resolv.conf on
// port 53. A child process gets a network and a view of the files of its own,
// where that server is a socket that nobody reads.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runner/probe/probe.h"
#include "tests/support/scratch_dir.h"

namespace switchgate::probe {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using testing::ScratchDir;

constexpr int kNotPermitted = 77;

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

// In a process with one thread. False where the system does not permit it.
bool stall_the_resolver(const std::string& resolv_conf) {
  return unshare(CLONE_NEWNS | CLONE_NEWNET) == 0 &&
         mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount(resolv_conf.c_str(), "/etc/resolv.conf", nullptr, MS_BIND, nullptr) == 0 &&
         loopback_up() && listen_silently();
}

int fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  return 1;
}

// The exit code of the child.
int ask_with_a_stalled_resolver(const std::string& resolv_conf) {
  if (!stall_the_resolver(resolv_conf)) {
    return kNotPermitted;
  }
  init_network();
  const std::unique_ptr<Probe> probe = make_http_probe();
  HttpRequest request;
  request.url = "http://shop.example.com/";
  request.timeout = milliseconds(500);
  Clock::time_point start = Clock::now();
  Exchange exchange = probe->perform(request, {});
  if (Clock::now() - start > milliseconds(800)) {
    return fail("the deadline of 500 ms was not held");
  }
  const auto* failure = std::get_if<ExchangeFailure>(&exchange);
  if (failure == nullptr || failure->kind != FailureKind::kResolve ||
      failure->message.find("shop.example.com was not resolved within 500ms") ==
          std::string::npos) {
    return fail("not told as a resolver that stalls: " +
                (failure == nullptr ? "answered" : failure->message));
  }
  std::stop_source source;
  const std::jthread teller([&source] {
    std::this_thread::sleep_for(milliseconds(100));
    source.request_stop();
  });
  request.timeout = milliseconds(5000);
  start = Clock::now();
  exchange = probe->perform(request, source.get_token());
  failure = std::get_if<ExchangeFailure>(&exchange);
  if (Clock::now() - start > milliseconds(250) || failure == nullptr ||
      failure->kind != FailureKind::kCancelled) {
    return fail("the order to stop was not obeyed");
  }
  return 0;
}

TEST(Resolver, CannotHoldADeadlineUp) {
  const ScratchDir files;
  const std::string conf =
      files.write("resolv.conf", "nameserver 127.0.0.1\noptions timeout:5 attempts:2\n");
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    _exit(ask_with_a_stalled_resolver(conf));
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kNotPermitted) {
    GTEST_SKIP() << "needs the right to make namespaces (root): the stalled "
                    "resolver was not tried";
  }
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace switchgate::probe
