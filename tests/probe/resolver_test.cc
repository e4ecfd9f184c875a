// A resolver that never answers must not hold a deadline or the order to stop
// up.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runner/probe/probe.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/stalled_resolver.h"

namespace switchgate::probe {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using testing::ScratchDir;

constexpr int kNotPermitted = 77;

int fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  return 1;
}

// The exit code of the child.
int ask_with_a_stalled_resolver(const ScratchDir& files) {
  if (!testing::stall_the_resolver(files)) {
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
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    _exit(ask_with_a_stalled_resolver(files));
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
