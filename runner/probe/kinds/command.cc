// Runs a program of the suite: no shell, few variables, nothing of it left behind.

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "runner/probe/kinds/prober.h"
#include "runner/probe/net/patience.h"

namespace switchgate::probe {
namespace {

constexpr Micros kGrace{500'000};  // between SIGTERM and SIGKILL
constexpr Micros kTick{10'000};    // how often its end is looked for
constexpr int kSignalBase = 128;

// PATH, HOME and LANG of this process, and what the check gives.
std::vector<std::string> environment_of(const Inquiry& inquiry) {
  std::vector<std::string> out;
  const Inquiry::Field* given = inquiry.field("env");
  for (const char* name : {"PATH", "HOME", "LANG"}) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this program writes the environment
    const char* value = std::getenv(name);
    if (value != nullptr && (given == nullptr || find_header(given->names, name) == nullptr)) {
      out.push_back(std::string(name) + '=' + value);
    }
  }
  if (given != nullptr) {
    for (const Header& variable : given->names) {
      out.push_back(variable.name + '=' + variable.value);
    }
  }
  return out;
}

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

struct Output {
  Descriptor pipe;
  std::string text;
  bool too_much = false;

  // Takes what is there; closes the pipe at its end.
  void drain() {
    std::array<char, 16'384> buffer{};
    while (pipe) {
      const ssize_t n = read(pipe.get(), buffer.data(), buffer.size());
      if (n < 0 && errno == EINTR) {
        continue;
      }
      if (n < 0 && errno == EAGAIN) {
        return;
      }
      if (n <= 0) {
        pipe = Descriptor();
        return;
      }
      text.append(buffer.data(), static_cast<std::size_t>(n));
      if (text.size() > limits_in_force().output_bytes) {
        text.resize(limits_in_force().output_bytes);
        too_much = true;
        return;
      }
    }
  }
};

// A program that runs, and everything that it starts in its process group.
class Process {
 public:
  // 0, or the errno with which it could not be started.
  int start(const Inquiry& inquiry) {
    std::array<int, 2> out{};
    std::array<int, 2> err{};
    if (pipe2(out.data(), O_CLOEXEC) != 0) {
      return errno;
    }
    outputs_[0].pipe = Descriptor(out[0]);
    const Descriptor out_end(out[1]);
    if (pipe2(err.data(), O_CLOEXEC) != 0) {
      return errno;
    }
    outputs_[1].pipe = Descriptor(err[0]);
    const Descriptor err_end(err[1]);
    for (const Output& output : outputs_) {
      fcntl(output.pipe.get(), F_SETFL, O_NONBLOCK);
    }
    const Actions actions(inquiry.directory, out[1], err[1]);
    std::vector<std::string> words = inquiry.words;
    std::vector<std::string> environment = environment_of(inquiry);
    return posix_spawnp(&pid_, words.front().c_str(), actions.files(), actions.attributes(),
                        pointers(words).data(), pointers(environment).data());
  }

  // Until the program has ended or said too much. What it left running goes with it.
  Waited run(Patience& patience) {
    Waited waited = Waited::kPaused;
    while (waited != Waited::kTooLong && waited != Waited::kStopped && !has_ended() &&
           !said_too_much()) {
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

  bool said_too_much() const { return outputs_[0].too_much || outputs_[1].too_much; }
  const std::string& out() const { return outputs_[0].text; }
  const std::string& err() const { return outputs_[1].text; }
  // 128 + N when signal N ended it.
  int exit() const {
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : kSignalBase + WTERMSIG(status_);
  }

 private:
  void drain() {
    for (Output& output : outputs_) {
      output.drain();
    }
  }

  // It stays a zombie until finish(), so that its process group cannot become another's.
  bool has_ended() const {
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == pid_;
  }

  void finish(Waited waited) {
    if (!has_ended() && (waited == Waited::kTooLong || waited == Waited::kStopped)) {
      kill(-pid_, SIGTERM);
      Patience grace(kGrace, {});
      while (!has_ended() && grace.wait(kTick) == Waited::kPaused) {
        drain();  // a program that is stuck in writing could not end
      }
    }
    kill(-pid_, SIGKILL);
    while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
    }
    drain();
  }

  pid_t pid_ = 0;
  int status_ = 0;
  std::array<Output, 2> outputs_;
};

std::string without_line_ends(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
    text.pop_back();
  }
  return text;
}

ExchangeFailure failed(FailureKind kind, std::string message, Micros after) {
  ExchangeFailure failure{kind, std::move(message), {}, {}};
  failure.phases.total = after;
  return failure;
}

std::string why_not_started(int error, const Inquiry& inquiry) {
  const std::string in = inquiry.directory.empty() ? "the working directory" : inquiry.directory;
  switch (error) {
    case ENOENT:
      return "there is no such program (looked for in " + in +
             " when its name holds a '/', else in PATH)";
    case EACCES:
      return "it may not be executed";
    case ENOEXEC:
      return "it is no program; a script begins with #!";
    default:
      return std::generic_category().message(error);
  }
}

}  // namespace

Result<std::string> command_url(const std::string&, const std::string& subject) {
  if (subject.empty()) {
    return Error{"expected the name of a program, got nothing", {}};
  }
  return std::string();
}

Reply ask_command(const Inquiry& inquiry, std::stop_token stop) {
  const std::string name = '\'' + excerpt(inquiry.subject(), 100) + '\'';
  Patience patience(inquiry.to.timeout, std::move(stop));
  Process process;
  if (const int error = process.start(inquiry); error != 0) {
    return {
        {},
        failed(FailureKind::kRequest, name + " was not started: " + why_not_started(error, inquiry),
               patience.passed())};
  }
  const Waited waited = process.run(patience);
  Facts facts;
  const bool ended =
      waited != Waited::kTooLong && waited != Waited::kStopped && !process.said_too_much();
  if (ended) {
    facts.emplace_back("exit", process.exit());
  }
  facts.emplace_back("stdout", without_line_ends(process.out()));
  facts.emplace_back("stderr", without_line_ends(process.err()));
  facts.push_back(time_fact(patience.passed()));
  if (ended) {
    return {std::move(facts), std::nullopt};
  }
  if (waited == Waited::kStopped) {
    return {{},
            failed(FailureKind::kCancelled,
                   "the run was told to stop before " + name + " had ended", patience.passed())};
  }
  if (process.said_too_much()) {
    return {std::move(facts),
            failed(FailureKind::kTooLarge,
                   name + " wrote more than " + format_bytes(limits_in_force().output_bytes) +
                       " and was ended; let it write less, or raise " +
                       std::string(limit_option(&Limits::output_bytes)),
                   patience.passed())};
  }
  return {std::move(facts),
          failed(FailureKind::kDeadline,
                 name + " did not end within " + format_duration(inquiry.to.timeout) +
                     " and was ended; is it stuck, or the timeout too short?",
                 patience.passed())};
}

std::string command_again(const Inquiry& inquiry, const Masker& masker) {
  std::string command;
  if (const Inquiry::Field* given = inquiry.field("env")) {
    for (const Header& variable : given->names) {
      const bool hidden = Masker::sensitive_name(variable.name) && !masker.covers(variable.value);
      command += variable.name + '=' +
                 (hidden ? "\"$" + variable.name + '"' : masker.shell_word(variable.value)) + ' ';
    }
  }
  for (const std::string& word : inquiry.words) {
    command += masker.shell_word(word) + (&word == &inquiry.words.back() ? "" : " ");
  }
  return inquiry.directory.empty()
             ? command
             : "(cd " + masker.shell_word(inquiry.directory) + " && " + command + ')';
}

}  // namespace switchgate::probe
