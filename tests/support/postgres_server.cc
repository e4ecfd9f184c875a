#include "tests/support/postgres_server.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/tools.h"

namespace switchgate::testing {
namespace {

namespace fs = std::filesystem;

// Of the newest version that is installed; empty when none is.
std::string programs_folder() {
  std::vector<std::string> found;
  std::error_code ignored;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    if (fs::exists(version.path() / "bin/initdb", ignored)) {
      found.push_back((version.path() / "bin").string());
    }
  }
  return found.empty() ? "" : *std::max_element(found.begin(), found.end());
}

// The server refuses to run as root: then it runs as the user that its package made.
const passwd* other_user() { return geteuid() == 0 ? getpwnam("postgres") : nullptr; }

void become(const passwd* user) {
  if (user != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) {
    _exit(126);
  }
}

// Starts `words` as the server's user, its words into `log`.
pid_t start(const std::vector<std::string>& words, const std::string& log) {
  const passwd* const user = other_user();
  const pid_t child = fork();
  if (child != 0) {
    return child;
  }
  const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  become(user);
  prctl(PR_SET_PDEATHSIG, SIGQUIT);  // a test that crashes leaves no server behind
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(127);
}

std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::string postgres_missing() {
  if (programs_folder().empty()) {
    return "no PostgreSQL server in /usr/lib/postgresql (Debian's package: postgresql)";
  }
  return geteuid() == 0 && other_user() == nullptr
             ? "PostgreSQL does not run as root, and there is no user 'postgres'"
             : "";
}

std::string PostgresServer::program(const std::string& name) const {
  return programs_folder() + '/' + name;
}

PostgresServer::PostgresServer() {
  const std::string log = folder_.path() + "/log";
  if (const passwd* user = other_user()) {
    if (chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) {
      problem_ = "cannot hand over " + folder_.path();
      return;
    }
  }
  const std::string data = socket_folder();
  int status = 0;
  waitpid(start({program("initdb"), "-D", data, "--username=gate", "--auth=trust", "--no-sync",
                 "--encoding=UTF8", "--locale=C"},
                log),
          &status, 0);
  if (status != 0) {
    problem_ = "initdb failed: " + content(log);
    return;
  }
  server_ = start(
      {program("postgres"), "-D", data, "-k", data, "-c", "listen_addresses=", "-c", "fsync=off"},
      log);
  for (int i = 0; i < 600; ++i) {
    if (support::run_tool({program("pg_isready"), "--quiet", "--host", data}).exit_code == 0) {
      return;
    }
    if (waitpid(server_, &status, WNOHANG) == server_) {
      server_ = -1;
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  problem_ = "postgres did not start: " + content(log);
}

PostgresServer::~PostgresServer() {
  if (server_ > 0) {
    kill(server_, SIGCONT);
    kill(server_, SIGQUIT);  // at once: nobody needs the data
    waitpid(server_, nullptr, 0);
  }
}

std::string PostgresServer::sql(const std::string& sql) const {
  return support::run_tool({program("psql"), "--no-psqlrc", "--tuples-only", "--no-align", "--host",
                            socket_folder(), "--username", "gate", "--command", sql, "postgres"})
      .output;
}

void PostgresServer::signal(int number) const { kill(server_, number); }

}  // namespace switchgate::testing
