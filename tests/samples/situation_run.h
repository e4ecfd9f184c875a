// The services of samples/situations on loopback, and runs of their suites as users make
// them.

#ifndef SWITCHGATE_TESTS_SAMPLES_SITUATION_RUN_H_
#define SWITCHGATE_TESTS_SAMPLES_SITUATION_RUN_H_

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "samples/situations/services/service.h"
#include "tests/support/gate_run.h"

namespace situations_test {

using switchgate::testing::GateRan;
using switchgate::testing::GateRun;
using Lines = std::vector<std::string>;

// One release of a service, until the object goes.
class Deployed {
 public:
  explicit Deployed(const std::string& service, const std::string& release = "good",
                    std::unique_ptr<httplib::Server> server = std::make_unique<httplib::Server>())
      : server_(std::move(server)) {
    const situations::Service* found = situations::find_service(service);
    if (found == nullptr) {
      ADD_FAILURE() << "there is no service " << service;
      return;
    }
    situations::make_ready(*server_);
    found->route(*server_, release);
    port_ = server_->bind_to_any_port("127.0.0.1");
    serving_ = std::thread([this] { server_->listen_after_bind(); });
    while (!server_->is_running()) {
      std::this_thread::yield();
    }
  }
  ~Deployed() {
    server_->stop();
    if (serving_.joinable()) {
      serving_.join();
    }
  }
  Deployed(const Deployed&) = delete;
  Deployed& operator=(const Deployed&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string url() const { return "http://" + address(); }

 private:
  std::unique_ptr<httplib::Server> server_;
  int port_ = 0;
  std::thread serving_;
};

// Runs of the suite in samples/situations/NAME.
class Situation {
 public:
  explicit Situation(const std::string& name)
      : folder_(SWITCHGATE_SOURCE_DIR "/samples/situations/" + name),
        suite_(folder_ + "/switchgate.yaml") {}

  // `switchgate run <suite> <words>`
  GateRan run(const Lines& words) const {
    Lines all = {"run", suite_, "--report", "json=" + report()};
    all.insert(all.end(), words.begin(), words.end());
    GateRan ran = gate_.command(std::move(all));
    ran.json = GateRun::read(report());
    return ran;
  }
  GateRan run_on(const Deployed& candidate) const { return run({"--candidate", candidate.url()}); }
  GateRan compare(const Deployed& candidate, const Deployed& live) const {
    return run({"--candidate", candidate.url(), "--live", live.url()});
  }
  GateRan command(Lines words) const { return gate_.command(std::move(words)); }

  // From here on a copy of the suite is run, in which `from` is `to`.
  void change(const std::string& from, const std::string& to) {
    std::string text = GateRun::read(suite_);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << suite_ << " has no " << from;
    suite_ = gate_.write("changed.yaml", text.replace(at, from.size(), to));
  }
  void use_suite(const std::string& name) { suite_ = folder_ + (name.empty() ? "" : '/' + name); }

  std::string file(const std::string& name) const { return folder_ + '/' + name; }
  std::string scratch(const std::string& name) const { return gate_.path(name); }
  std::string write(const std::string& name, const std::string& text) const {
    return gate_.write(name, text);
  }
  void set(const std::string& variable, const std::string& value) {
    gate_.environment[variable] = value;
  }

 private:
  std::string report() const { return gate_.path("report.json"); }

  GateRun gate_{"checks: [{get: /}]\n"};
  std::string folder_;
  std::string suite_;
};

}  // namespace situations_test

#endif  // SWITCHGATE_TESTS_SAMPLES_SITUATION_RUN_H_
