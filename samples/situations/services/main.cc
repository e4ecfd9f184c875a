// `situation NAME [--release R] [--port N]`: one of the services on 127.0.0.1 until SIGTERM
// or SIGINT. `situation --list` names the services and their releases.

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <thread>

#include "samples/situations/services/service.h"

namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr auto kUsageText =
    "usage: situation NAME [--release R] [--port N] [--certificate F --key F [--client-ca F]]\n"
    "       situation --list\n";

int list() {
  for (const situations::Service& service : situations::services()) {
    std::cout << service.name << '\n';
    for (const situations::Release& release : service.releases) {
      std::cout << "  " << release.name << ": " << release.what << '\n';
    }
  }
  return EXIT_SUCCESS;
}

bool has_release(const situations::Service& service, const std::string& name) {
  for (const situations::Release& release : service.releases) {
    if (release.name == name) {
      return true;
    }
  }
  return name == "good";
}

std::unique_ptr<httplib::Server> make_server(const std::map<std::string, std::string>& options) {
  const auto path = [&](const char* option) {
    const auto found = options.find(option);
    return found == options.end() ? nullptr : found->second.c_str();
  };
  if (path("--certificate") == nullptr) {
    return std::make_unique<httplib::Server>();
  }
  return std::make_unique<httplib::SSLServer>(path("--certificate"), path("--key"),
                                              path("--client-ca"));
}

int serve(const situations::Service& service, const std::map<std::string, std::string>& options) {
  sigset_t signals;  // blocked before any thread starts, so that only `sigwait` takes them
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  const auto server = make_server(options);
  situations::make_ready(*server);
  service.route(*server, options.at("--release"));
  const int wanted = std::atoi(options.at("--port").c_str());
  const bool bound = wanted == 0 || server->bind_to_port("127.0.0.1", wanted);
  const int port = wanted == 0 ? server->bind_to_any_port("127.0.0.1") : wanted;
  if (!server->is_valid() || !bound || port <= 0) {
    std::cerr << "situation: cannot listen on 127.0.0.1:" << wanted << '\n';
    return kFailed;
  }
  std::thread([&server] { server->listen_after_bind(); }).detach();
  std::cout << "listening on 127.0.0.1:" << port << std::endl;
  int taken = 0;
  sigwait(&signals, &taken);
  std::quick_exit(EXIT_SUCCESS);  // idle clients would be waited for
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words == std::vector<std::string>{"--list"}) {
    return list();
  }
  const situations::Service* service =
      words.empty() ? nullptr : situations::find_service(words.front());
  std::map<std::string, std::string> options = {{"--release", "good"}, {"--port", "0"}};
  for (std::size_t i = 1; i + 1 < words.size(); i += 2) {
    options[words[i]] = words[i + 1];
  }
  if (service == nullptr || words.size() % 2 == 0 || !has_release(*service, options["--release"])) {
    std::cerr << kUsageText;
    return kUsage;
  }
  return serve(*service, options);
}
