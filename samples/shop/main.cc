// The sample shop: `shop --port 0 --release good --version 1.0.0`. Says on
// which port it listens, serves until SIGTERM or SIGINT, and exits with 0.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <future>
#include <iostream>
#include <string>

#include "samples/shop/options.h"
#include "samples/shop/service.h"

namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;
// How long answers under way may take once the shop is told to end.
constexpr std::chrono::milliseconds kGrace{250};

// Blocked before any thread starts, so that every thread inherits it and only
// `sigwait` takes them.
sigset_t block_end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Written beside and renamed, so that a reader sees no file or the whole port.
bool write_port_file(const std::string& path, int port) {
  const std::string partial = path + ".partial";
  {
    std::ofstream file(partial);
    file << port << '\n';
    if (!file.flush()) return false;
  }
  return std::rename(partial.c_str(), path.c_str()) == 0;
}

int run(const shop::Options& options) {
  const sigset_t signals = block_end_signals();
  std::signal(SIGPIPE, SIG_IGN);
  shop::Store store;
  shop::Service service(store, options.release);
  const int port = service.listen(options.port);
  if (port == 0) {
    std::cerr << "shop: cannot listen on 127.0.0.1:" << options.port
              << "; another program may have it: choose another port, or --port 0\n";
    return kFailed;
  }
  auto serving = std::async(std::launch::async, [&service] { service.serve(); });
  std::cout << "listening on 127.0.0.1:" << port << std::endl;
  if (!options.port_file.empty() && !write_port_file(options.port_file, port)) {
    std::cerr << "shop: cannot write the port to " << options.port_file << '\n';
    std::quick_exit(kFailed);
  }
  int taken = 0;
  sigwait(&signals, &taken);
  service.stop();
  // cpp-httplib 0.11 ends a kept-alive connection only after its idle time, so
  // what still waits after the grace is an idle client, and is let go with the
  // process.
  if (serving.wait_for(kGrace) != std::future_status::ready) std::quick_exit(EXIT_SUCCESS);
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  const shop::Options options = shop::parse_options(argc, argv);
  if (!options.problem.empty()) {
    std::cerr << "shop: " << options.problem << '\n';
    return kUsage;
  }
  try {
    return run(options);
  } catch (const std::exception& problem) {
    std::cerr << "shop: " << problem.what() << '\n';
    return kFailed;
  }
}
