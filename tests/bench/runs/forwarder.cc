// Stands before a service and answers as slowly as a made-up deployment would: what
// tests/bench/runs/run compares is real answers, real connections and known delays.
//
//   bench_forwarder --upstream PORT --seed N [--base-ms 6] [--process-sd 0.02]
//                   [--at PATH --factor 1.2 | --at PATH --tail-share 0.05 --tail-factor 3]
//
// Prints "listening on 127.0.0.1:PORT" and ends on SIGTERM. An answer takes `base-ms`, by the speed
// of this process (lognormal, SD `process-sd`, drawn once) and lognormal noise of 20 %; one in a
// hundred takes a Pareto(2) factor longer. With --at, requests of that path take `factor` times as
// long, or a share of them `tail-factor` times. Objects get members that come and go: `promo` in
// 30 % of the answers, `note` in 10 %, `trace` in 2 %.

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include <httplib.h>

#include "tests/bench/latency/random.h"

namespace {

using Clock = std::chrono::steady_clock;
using switchgate::latency::bench::Random;

struct Options {
  int upstream = 0;
  std::uint64_t seed = 1;
  double base_ms = 6;
  double process_sd = 0.02;
  std::string at;
  double factor = 1;
  double tail_share = 0;
  double tail_factor = 1;
};

bool read(int argc, char** argv, Options& options) {
  const std::map<std::string, double*> numbers = {{"--base-ms", &options.base_ms},
                                                  {"--process-sd", &options.process_sd},
                                                  {"--factor", &options.factor},
                                                  {"--tail-share", &options.tail_share},
                                                  {"--tail-factor", &options.tail_factor}};
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (const auto number = numbers.find(name); number != numbers.end()) {
      *number->second = std::atof(argv[i + 1]);
    } else if (name == "--upstream") {
      options.upstream = std::atoi(argv[i + 1]);
    } else if (name == "--seed") {
      options.seed = std::strtoull(argv[i + 1], nullptr, 10);
    } else if (name == "--at") {
      options.at = argv[i + 1];
    } else {
      return false;
    }
  }
  return argc % 2 == 1 && options.upstream > 0;
}

class Deployment {
 public:
  explicit Deployment(const Options& options)
      : options_(options),
        random_(options.seed),
        speed_(std::exp(options.process_sd * random_.normal())) {}

  // How long an answer to `path` takes, in milliseconds.
  double next_ms(const std::string& path) {
    const std::lock_guard lock(mutex_);
    double ms = options_.base_ms * speed_ * std::exp(0.2 * random_.normal());
    ms *= random_.happens(0.01) ? random_.pareto(2) : 1;
    if (path == options_.at) {
      ms *= options_.factor * (random_.happens(options_.tail_share) ? options_.tail_factor : 1);
    }
    return ms;
  }

  std::string decorate(std::string body) {
    const std::lock_guard lock(mutex_);
    const std::size_t end = body.rfind('}');
    if (body.empty() || body.front() != '{' || end == std::string::npos) {
      return body;
    }
    std::string more;
    more += random_.happens(0.3) ? R"(,"promo":"spring")" : "";
    more += random_.happens(0.1) ? R"(,"note":null)" : "";
    more += random_.happens(0.02) ? R"(,"trace":{"hops":2})" : "";
    return body.insert(end, more);
  }

 private:
  const Options options_;
  std::mutex mutex_;
  Random random_;
  const double speed_;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!read(argc, argv, options)) {
    std::cerr << "bench_forwarder: expected --upstream PORT, then pairs of option and value\n";
    return 2;
  }
  Deployment deployment(options);
  httplib::Server server;
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1'000'000);
  server.Get(".*", [&](const httplib::Request& request, httplib::Response& response) {
    const auto due =
        Clock::now() +
        std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double, std::milli>(deployment.next_ms(request.path)));
    thread_local httplib::Client upstream("127.0.0.1", options.upstream);
    upstream.set_keep_alive(true);
    upstream.set_tcp_nodelay(true);
    const auto answer = upstream.Get(request.target);
    if (!answer) {
      response.status = 502;
      return;
    }
    response.status = answer->status;
    response.set_content(deployment.decorate(answer->body),
                         answer->get_header_value("Content-Type"));
    std::this_thread::sleep_until(due);
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::cout << "listening on 127.0.0.1:" << port << std::endl;
  return server.listen_after_bind() ? 0 : 1;
}
