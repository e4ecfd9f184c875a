#include "tests/support/serve_program.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gtest/gtest.h"
#include "reporters/formats.h"
#include "runner/cli/run.h"
#include "tests/support/sample_report.h"

namespace switchgate::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{30};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Looks every few milliseconds whether `holds`; false after half a minute.
template <typename Condition>
bool wait_until(Condition holds) {
  const auto deadline = steady_clock::now() + kPatience;
  while (!holds()) {
    if (steady_clock::now() > deadline) {
      return false;
    }
    std::this_thread::sleep_for(milliseconds(10));
  }
  return true;
}

// Plays `switchgate run … --play=GATE … json=FILE` and `switchgate --version`.
constexpr const char* kScript = R"(#!/bin/sh
here=$(dirname "$0")
if [ "$1" = --version ]; then echo "switchgate VERSION"; exit 0; fi
for word; do
  case $word in
    json=*) report=${word#json=} ;;
    --play=*) play=${word#--play=} ;;
  esac
done
echo "$play $SWITCHGATE_NAME $SWITCHGATE_NAMESPACE $SWITCHGATE_REVISION" >>"$here/calls"
env >"$here/environment"
answer() { cp "$here/$1.json" "$report"; exit "$2"; }
case $play in
  open) answer open 0 ;;
  closed) answer closed 1 ;;
  undecided) answer undecided 3 ;;
  open-without-report) exit 0 ;;
  closed-without-report) exit 1 ;;
  open-with-half-a-report) head -c 300 "$here/open.json" >"$report"; exit 0 ;;
  open-exit-closed-report) answer closed 0 ;;
  closed-exit-open-report) answer open 1 ;;
  mistake) echo "shop.yaml:3:5: 'p95' expects a duration" >&2; exit 2 ;;
  killed) cp "$here/open.json" "$report"; kill -KILL $$ ;;
  odd) answer open 77 ;;
  chatty) yes switchgate | head -c 3000000; answer open 0 ;;
  hang) cp "$here/open.json" "$report"; exec sleep 600 ;;
  hold) while [ ! -e "$here/go" ]; do sleep 0.02; done; answer open 0 ;;
  cleans) trap 'echo yes >"$here/cleaned"; answer open 0' TERM; echo yes >"$here/up"; while :; do sleep 0.02; done ;;
  stubborn) trap '' TERM; echo yes >"$here/up"; while :; do sleep 0.02; done ;;
esac
)";

}  // namespace

StandIn::StandIn(const std::vector<std::string>& gates) {
  RunReport open = support::open_report();
  open.tool_version = cli::version();
  RunReport closed = support::rich_report();
  closed.tool_version = cli::version();
  closed.shard.reset();
  closed.verdict = {Gate::kClosed, 1, "2 reasons to keep the gate closed", false};
  RunReport undecided = support::open_report();
  undecided.tool_version = cli::version();
  undecided.verdict = {Gate::kUndecided, 3, "live is unreachable", false};
  open.verdict = {Gate::kOpen, 0, "everything passed", false};
  folder_.write("open.json", reporters::render_json(open, {}));
  folder_.write("closed.json", reporters::render_json(closed, {}));
  folder_.write("undecided.json", reporters::render_json(undecided, {}));
  std::string script = kScript;
  script.replace(script.find("VERSION"), 7, cli::version());
  folder_.write("switchgate", script);
  std::filesystem::permissions(program(), std::filesystem::perms::owner_all);
  folder_.write("shop.yaml", "switchgate: 1\n");
  std::filesystem::create_directory(path("reports"));
  std::string config_text = "switchgate-serve: 1\nreports: reports\ngates:\n";
  for (const std::string& gate : gates) {
    config_text += "  " + gate + ": {suites: shop.yaml, options: ['--play=" + gate + "']}\n";
  }
  folder_.write("serve.yaml", config_text);
}

std::string StandIn::read(const std::string& name) const { return read_file(path(name)); }

bool StandIn::wait_for(const std::string& name) const {
  return wait_until([&] { return !read(name).empty(); });
}

std::size_t StandIn::runs(const std::string& gate) const {
  std::ifstream in(path("calls"));
  std::size_t count = 0;
  for (std::string line; std::getline(in, line);) {
    count += line.starts_with(gate + ' ') ? 1 : 0;
  }
  return count;
}

ServeProgram::ServeProgram(const StandIn& stand_in, const std::vector<std::string>& arguments,
                           const std::vector<std::string>& environment) {
  std::vector<std::string> words{SWITCHGATE_SERVE_BINARY, "--listen",
                                 "127.0.0.1:0",           "--program",
                                 stand_in.program(),      stand_in.config()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables{"PATH=/usr/bin:/bin"};
  variables.insert(variables.end(), environment.begin(), environment.end());
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here writes the environment
  if (const char* sanitizer = std::getenv("TSAN_OPTIONS")) {
    variables.push_back(std::string("TSAN_OPTIONS=") + sanitizer);
  }
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (std::string& text : texts) {
      out.push_back(text.data());
    }
    out.push_back(nullptr);
    return out;
  };
  folder_.write("log", "");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder_.path() + "/log").c_str(),
                                   O_WRONLY | O_APPEND, 0);
  EXPECT_EQ(posix_spawn(&pid_, words.front().c_str(), &actions, nullptr, pointers(words).data(),
                        pointers(variables).data()),
            0);
  posix_spawn_file_actions_destroy(&actions);
  if (!wait_for("listening address=127.0.0.1:")) {
    ADD_FAILURE() << "it does not listen: " << log();
    return;
  }
  const std::string text = log();
  constexpr std::string_view kBefore = "address=127.0.0.1:";
  port_ = std::stoi(text.substr(text.find(kBefore) + kBefore.size()));
}

ServeProgram::~ServeProgram() {
  if (pid_ != 0) {
    signal(SIGKILL);
    wait();
  }
}

std::string ServeProgram::log() const { return read_file(folder_.path() + "/log"); }

bool ServeProgram::wait_for(const std::string& text) const {
  return wait_until([&] { return log().find(text) != std::string::npos; });
}

HttpAnswer ServeProgram::get(const std::string& target, const std::string& headers) const {
  return raw("GET " + target + " HTTP/1.1\r\nHost: gate\r\n" + headers + "\r\n");
}

HttpAnswer ServeProgram::post(const std::string& target, const std::string& body,
                              const std::string& headers) const {
  return raw("POST " + target + " HTTP/1.1\r\nHost: gate\r\nContent-Type: application/json\r\n" +
             "Content-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
}

HttpAnswer ServeProgram::hook(const std::string& type, const std::string& gate,
                              const std::string& revision, const std::string& headers) const {
  return post("/flagger/" + type + '/' + gate,
              R"({"name":"podinfo","namespace":"test","phase":"Progressing","checksum":")" +
                  revision + "\"}",
              headers);
}

HttpAnswer ServeProgram::hook_until_known(const std::string& type, const std::string& gate,
                                          const std::string& revision) const {
  HttpAnswer answer;
  EXPECT_TRUE(wait_until([&] {
    answer = hook(type, gate, revision);
    return answer.body.find("\"verdict\":\"running\"") == std::string::npos;
  })) << answer.body;
  return answer;
}

int connect_to(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return fd;
}

HttpAnswer ServeProgram::raw(const std::string& bytes) const {
  const int fd = connect_to(port_);
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t n = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) {
      break;  // it has answered already, and reads no more
    }
    sent += static_cast<std::size_t>(n);
  }
  std::string text;
  std::array<char, 4'096> buffer{};
  for (ssize_t n = 0; (n = ::recv(fd, buffer.data(), buffer.size(), 0)) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
  ::close(fd);
  HttpAnswer answer;
  const std::size_t blank = text.find("\r\n\r\n");
  if (text.starts_with("HTTP/1.1 ") && blank != std::string::npos) {
    answer = {std::stoi(text.substr(9, 3)), text.substr(0, blank), text.substr(blank + 4)};
  }
  return answer;
}

void ServeProgram::signal(int which) const { ::kill(pid_, which); }

int ServeProgram::wait() {
  int status = 0;
  EXPECT_EQ(waitpid(pid_, &status, 0), pid_);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace switchgate::testing
