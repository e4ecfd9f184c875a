// Nothing that does not answer holds a question up: deadlines are kept and the order to stop
// is obeyed, whatever is waited for.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runner/probe/kinds/prober.h"
#include "runner/probe/probe.h"
#include "tests/support/fault_server.h"
#include "tests/support/raw_server.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/stalled_resolver.h"

namespace switchgate::probe {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// Far below what would be waited for otherwise, far above what a busy machine adds.
constexpr long kSoon = 4000;

Inquiry inquiry(const std::string& url, const std::string& subject, Micros timeout) {
  Inquiry out;
  out.to.url = url;
  out.to.timeout = timeout;
  out.words = {subject};
  return out;
}

// How long a question takes whose order to stop comes after 100 ms; -1 when it ends otherwise.
long until_stopped(const Prober& prober, const Inquiry& question) {
  std::stop_source source;
  const Clock::time_point start = Clock::now();
  const std::jthread teller([&source] {
    std::this_thread::sleep_for(milliseconds(100));
    source.request_stop();
  });
  const Reply reply = prober.ask(question, source.get_token());
  const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - start).count();
  const bool stopped = reply.failure && reply.failure->kind == FailureKind::kCancelled;
  return stopped ? took : -1;
}

TEST(Patience, EndsWithTheOrderToStopWhereverAnAnswerIsWaitedFor) {
  init_network();
  const testing::RawServer silent([](testing::RawConnection& c) { c.take(100'000); });
  testing::FaultServerOptions options;
  options.identity = testing::make_self_signed({});
  options.stall_handshake = true;
  const testing::FaultServer stalled(std::move(options));
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"websocket", silent.url()},
      {"grpc_health", silent.url()},
      {"certificate", "https://" + stalled.address()},
  };
  for (const auto& [kind, url] : cases) {
    const long took = until_stopped(*find_prober(kind), inquiry(url, "/", milliseconds(60'000)));
    EXPECT_GE(took, 0) << kind;
    EXPECT_LT(took, kSoon) << kind;
  }
}

TEST(Patience, IsNotTriedOnceTheOrderToStopHasCome) {
  std::stop_source source;
  source.request_stop();
  for (const char* kind : {"tcp", "dns", "certificate", "websocket", "grpc_health"}) {
    Inquiry question = inquiry("https://127.0.0.1:9", "127.0.0.1", milliseconds(60'000));
    const Reply reply = find_prober(kind)->ask(question, source.get_token());
    ASSERT_TRUE(reply.failure) << kind;
    EXPECT_EQ(reply.failure->kind, FailureKind::kCancelled) << kind;
  }
}

constexpr int kNotPermitted = 77;

// The exit code of the child.
int ask_with_a_stalled_resolver(const testing::ScratchDir& files) {
  if (!testing::stall_the_resolver(files)) {
    return kNotPermitted;
  }
  for (const char* kind : {"dns", "tcp", "websocket"}) {
    const Prober& prober = *find_prober(kind);
    const Inquiry question =
        inquiry("http://shop.example.com:80", "shop.example.com", milliseconds(300));
    const Clock::time_point start = Clock::now();
    const Reply reply = prober.ask(question, {});
    if (Clock::now() - start > milliseconds(kSoon) || !reply.failure ||
        reply.failure->kind != FailureKind::kResolve ||
        reply.failure->message.find("shop.example.com was not resolved within 300ms") ==
            std::string::npos) {
      std::fprintf(stderr, "%s: %s\n", kind, reply.failure ? reply.failure->message.c_str() : "");
      return 1;
    }
    Inquiry patient = question;
    patient.to.timeout = milliseconds(60'000);
    if (const long took = until_stopped(prober, patient); took < 0 || took > kSoon) {
      std::fprintf(stderr, "%s: the order to stop took %ld ms\n", kind, took);
      return 1;
    }
  }
  return 0;
}

TEST(Patience, IsNotTriedByAResolverThatNeverAnswers) {
  const testing::ScratchDir files;
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    _exit(ask_with_a_stalled_resolver(files));
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kNotPermitted) {
    GTEST_SKIP() << "needs the right to make namespaces (root): the stalled resolver was not tried";
  }
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace switchgate::probe
