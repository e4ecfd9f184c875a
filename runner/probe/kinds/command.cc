// Runs a program of the suite: no shell, few variables, nothing of it left behind.

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "runner/probe/kinds/prober.h"
#include "runner/probe/net/patience.h"
#include "runner/probe/process.h"

namespace switchgate::probe {
namespace {

constexpr Micros kGrace{500'000};  // between SIGTERM and SIGKILL

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
  ProcessStart how{inquiry.words, inquiry.directory, environment_of(inquiry)};
  how.output_bytes = limits_in_force().output_bytes;
  how.grace = kGrace;
  Process process(std::move(how));
  if (const int error = process.start(); error != 0) {
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
