#include "runner/exec/signals.h"

#include <csignal>

#include <pthread.h>
#include <unistd.h>

namespace switchgate::exec {
namespace {

using std::chrono::steady_clock;

// Sent to the watching thread alone, to end it.
constexpr int kWake = SIGUSR1;

sigset_t watched() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, kWake);
  return set;
}

}  // namespace

SignalWatch::SignalWatch(std::function<void(int)> on_first) {
  const sigset_t set = watched();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  watcher_ = std::jthread([set, on_first = std::move(on_first)](std::stop_token stop) {
    int first = 0;
    steady_clock::time_point told;
    while (!stop.stop_requested()) {
      const int signal = sigwaitinfo(&set, nullptr);
      if (signal <= 0 || signal == kWake) {
        continue;
      }
      if (first == 0) {
        first = signal;
        told = steady_clock::now();
        on_first(signal);
      } else if (signal != first || steady_clock::now() - told >= kSameWish) {
        _exit(128 + signal);
      }
    }
  });
}

SignalWatch::~SignalWatch() {
  watcher_.request_stop();
  pthread_kill(watcher_.native_handle(), kWake);
}

}  // namespace switchgate::exec
