#include "runner/probe/process.h"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace switchgate::probe {
namespace {

constexpr Micros kTick{10'000};  // how often its end is looked for
constexpr int kSignalBase = 128;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  out.reserve(texts.size() + 1);
  for (std::string& text : texts) {
    out.push_back(text.data());
  }
  out.push_back(nullptr);
  return out;
}

// What the child does before it becomes the program.
class Actions {
 public:
  Actions(const std::string& directory, int out, int err) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files_, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files_, err, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
    if (!directory.empty()) {
      posix_spawn_file_actions_addchdir_np(&files_, directory.c_str());
    }
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes_, 0);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
  }
  ~Actions() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;

  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

// A pipe whose reading end never blocks; 0 or an errno.
int Process::open(Output& output, Descriptor& child_end) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return errno;
  }
  output.pipe = Descriptor(ends[0]);
  child_end = Descriptor(ends[1]);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return 0;
}

int Process::start() {
  Descriptor out;
  Descriptor err;
  if (const int error = open(outputs_[0], out); error != 0) {
    return error;
  }
  if (const int error = open(outputs_[1], err); error != 0) {
    return error;
  }
  const Actions actions(how_.directory, out.get(), err.get());
  return posix_spawnp(&pid_, how_.words.front().c_str(), actions.files(), actions.attributes(),
                      pointers(how_.words).data(), pointers(how_.environment).data());
}

Waited Process::run(Patience& patience) {
  Waited waited = Waited::kPaused;
  while (waited != Waited::kTooLong && waited != Waited::kStopped && !has_ended() && !must_end()) {
    std::vector<pollfd> open;
    for (const Output& output : outputs_) {
      if (output.pipe) {
        open.push_back({output.pipe.get(), POLLIN, 0});
      }
    }
    // Its end shows in no descriptor while a child of it holds the pipes.
    waited = patience.wait(open, kTick);
    drain();
  }
  finish(waited);
  return waited;
}

int Process::exit() const {
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : kSignalBase + WTERMSIG(status_);
}

bool Process::must_end() const { return said_too_much() && how_.too_much == TooMuchOutput::kEnds; }

// Takes what is there; closes the pipe at its end.
void Process::drain(Output& output) {
  std::array<char, 16'384> buffer{};
  while (output.pipe) {
    const ssize_t n = read(output.pipe.get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n < 0 && errno == EAGAIN) {
      return;
    }
    if (n <= 0) {
      output.pipe = Descriptor();
      return;
    }
    output.text.append(buffer.data(), static_cast<std::size_t>(n));
    if (output.text.size() > how_.output_bytes) {
      output.text.resize(how_.output_bytes);
      output.too_much = true;
      return;  // to look at the clock
    }
  }
}

void Process::drain() {
  for (Output& output : outputs_) {
    drain(output);
  }
}

// It stays a zombie until finish(), so that its process group cannot become another's.
bool Process::has_ended() const {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == pid_;
}

void Process::finish(Waited waited) {
  if (!has_ended() && (waited == Waited::kTooLong || waited == Waited::kStopped)) {
    kill(-pid_, SIGTERM);
    Patience grace(how_.grace, {});
    while (!has_ended() && grace.wait(kTick) == Waited::kPaused) {
      drain();  // a program that is stuck in writing could not end
    }
  }
  kill(-pid_, SIGKILL);
  while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
  }
  drain();
}

}  // namespace switchgate::probe
