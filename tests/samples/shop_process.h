// A shop (or another program that says "listening on 127.0.0.1:PORT") as its users run it: a
// process of its own on a port that the kernel chose, ended with the object.

#ifndef SWITCHGATE_TESTS_SAMPLES_SHOP_PROCESS_H_
#define SWITCHGATE_TESTS_SAMPLES_SHOP_PROCESS_H_

#include <array>
#include <csignal>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace shop_test {

class ShopProcess {
 public:
  explicit ShopProcess(std::vector<std::string> arguments, const char* program = SHOP_BINARY) {
    std::array<int, 2> pipe_ends{};
    if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    arguments.insert(arguments.begin(), program);
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    if (posix_spawn(&pid_, program, &actions, nullptr, argv.data(), environ) != 0) pid_ = 0;
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_ends[1]);
    first_line_ = read_line(pipe_ends[0]);  // comes once the shop is ready, or ends with it
    close(pipe_ends[0]);
  }
  ~ShopProcess() { end(SIGKILL); }
  ShopProcess(const ShopProcess&) = delete;
  ShopProcess& operator=(const ShopProcess&) = delete;

  const std::string& first_line() const { return first_line_; }
  // What "listening on 127.0.0.1:PORT" says; 0 when it does not.
  int port() const {
    const std::string prefix = "listening on 127.0.0.1:";
    return first_line_.rfind(prefix, 0) == 0 ? std::atoi(first_line_.c_str() + prefix.size()) : 0;
  }

  // Sends the signal, waits for the end, and returns the exit status: 128 + N
  // when it was signal N that ended it, -1 when the process has ended before.
  int end(int signal) {
    if (pid_ == 0) return -1;
    kill(pid_, signal);
    return wait_for_exit();
  }
  int wait_for_exit() {
    int status = 0;
    const bool ended = pid_ != 0 && waitpid(pid_, &status, 0) == pid_;
    pid_ = 0;
    if (!ended) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  static std::string read_line(int file) {
    std::string line;
    for (char c = 0; read(file, &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }

  pid_t pid_ = 0;
  std::string first_line_;
};

}  // namespace shop_test

#endif  // SWITCHGATE_TESTS_SAMPLES_SHOP_PROCESS_H_
