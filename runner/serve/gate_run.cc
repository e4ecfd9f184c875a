#include "runner/serve/gate_run.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "checks/base/text.h"
#include "reporters/escape.h"
#include "reporters/json_reader.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/run.h"
#include "runner/probe/process.h"
#include "runner/store/files.h"

namespace switchgate::serve {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFindings = 5;
constexpr std::size_t kMostSentenceBytes = 300;
constexpr std::size_t kKeptOutput = 16'384;
constexpr std::size_t kMostReportBytes = 64'000'000;
constexpr Micros kVersionTimeout{10'000'000};

// A folder for the report of one run, gone with everything in it.
class RunFolder {
 public:
  RunFolder() {
    std::error_code error;
    path_ = (fs::temp_directory_path(error) / "switchgate-serve-XXXXXX").string();
    if (error || mkdtemp(path_.data()) == nullptr) {
      path_.clear();
    }
  }
  ~RunFolder() {
    std::error_code error;
    if (!path_.empty()) {
      fs::remove_all(path_, error);
    }
  }
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  bool usable() const { return !path_.empty(); }
  std::string report() const { return path_ + "/report.json"; }

 private:
  std::string path_;
};

std::string last_line(std::string_view text) {
  text = trim(text);
  const std::size_t line = text.find_last_of('\n');
  return excerpt(line == std::string_view::npos ? text : text.substr(line + 1), kMostSentenceBytes);
}

Conclusion undecided(const ProgramEnd& end, std::string reason) {
  Conclusion conclusion{Gate::kUndecided, std::nullopt, std::move(reason)};
  if (end.how == Ending::kExited) {
    conclusion.exit = end.exit;
  }
  if (!end.words.empty()) {
    conclusion.findings.push_back(end.words);
  }
  return conclusion;
}

// Why the end alone leaves no verdict; empty when it may be one.
std::string why_no_verdict(const ProgramEnd& end) {
  switch (end.how) {
    case Ending::kNotStarted:
      return "the run could not be started";
    case Ending::kTimedOut:
      return "the run did not end within --run-timeout and was ended";
    case Ending::kStopped:
      return "switchgate-serve was told to stop before the run had ended";
    case Ending::kExited:
      break;
  }
  switch (end.exit) {
    case cli::kOpen:
    case cli::kClosed:
    case cli::kUndecided:
      return "";
    case cli::kUsage:
      return "the command line or a suite is wrong (exit 2); try the same run by hand";
    default:
      return "the run ended with exit " + std::to_string(end.exit) + ", which is no verdict";
  }
}

void add_findings(const std::vector<Finding>& findings, std::vector<std::string>& into) {
  for (const Finding& finding : findings) {
    const bool counts = finding.undecided || finding.level == Level::kError;
    if (counts && into.size() < kMostFindings) {
      into.push_back(excerpt((finding.check.empty() ? "" : finding.check + ": ") +
                                 std::string(reporters::first_sentence(finding.message)),
                             kMostSentenceBytes));
    }
  }
}

std::vector<std::string> first_findings(const RunReport& report) {
  std::vector<std::string> out;
  add_findings(report.findings, out);
  for (const CheckResult& check : report.checks) {
    add_findings(check.findings, out);
  }
  return out;
}

ProgramEnd run_program(const RunSetup& setup, probe::ProcessStart how, Micros timeout,
                       std::stop_token stop, std::string* out = nullptr) {
  how.output_bytes = kKeptOutput;
  how.too_much = probe::TooMuchOutput::kDropped;
  how.grace = setup.grace;
  probe::Process process(std::move(how));
  if (const int error = process.start(); error != 0) {
    return {Ending::kNotStarted, 0, std::generic_category().message(error)};
  }
  probe::Patience patience(timeout, std::move(stop));
  const probe::Waited waited = process.run(patience);
  if (out != nullptr) {
    *out = process.out();
  }
  return {waited == probe::Waited::kTooLong   ? Ending::kTimedOut
          : waited == probe::Waited::kStopped ? Ending::kStopped
                                              : Ending::kExited,
          process.exit(), last_line(process.err())};
}

Result<RunReport> read_result(const std::string& file) {
  const Result<std::string> bytes = store::read_file(file, kMostReportBytes);
  return bytes ? reporters::read_report(*bytes) : Result<RunReport>(bytes.error());
}

// Keeps the report as <gate>.json. A verdict does not depend on whether that works.
void keep(const std::string& file, const std::string& folder, const std::string& gate) {
  const Result<std::string> bytes = store::read_file(file, kMostReportBytes);
  if (!folder.empty() && bytes) {
    static_cast<void>(store::write_atomically(folder + '/' + gate + ".json", *bytes));
  }
}

}  // namespace

Conclusion conclude(const ProgramEnd& end, const Result<RunReport>& report) {
  if (std::string why = why_no_verdict(end); !why.empty()) {
    return undecided(end, std::move(why));
  }
  if (!report) {
    return undecided(end,
                     "the run left no report that can be read, so its exit code proves nothing");
  }
  if (report->tool_version != cli::version()) {
    return undecided(end, "the report is of switchgate " + excerpt(report->tool_version, 40) +
                              ", expected " + cli::version());
  }
  const Verdict& verdict = report->verdict;
  const bool agree = verdict.exit_code == end.exit &&
                     (verdict.gate == Gate::kOpen) == (end.exit == cli::kOpen) &&
                     (verdict.gate == Gate::kClosed) == (end.exit == cli::kClosed);
  if (!agree) {
    return undecided(end, "the report says " + std::string(name_of(verdict.gate)) +
                              ", the exit code " + std::to_string(end.exit) +
                              ": they must say the same");
  }
  if (report->shard) {
    return undecided(end, "the report is of a part of the run (--shard)");
  }
  return {verdict.gate, end.exit, excerpt(verdict.reason, kMostSentenceBytes),
          first_findings(*report)};
}

Conclusion run_gate(const RunSetup& setup, const Config& config, const GateConfig& gate,
                    const Key& key, std::stop_token stop) {
  const RunFolder folder;
  if (!folder.usable()) {
    return undecided({Ending::kNotStarted, 0, "no folder could be made in TMPDIR for its report"},
                     why_no_verdict({Ending::kNotStarted}));
  }
  probe::ProcessStart how;
  how.words = {setup.program, "run"};
  how.words.insert(how.words.end(), gate.arguments.begin(), gate.arguments.end());
  how.words.insert(how.words.end(), {"--report", "json=" + folder.report()});
  how.directory = config.directory;
  how.environment = setup.environment;
  how.environment.push_back("SWITCHGATE_NAME=" + key.name);
  how.environment.push_back("SWITCHGATE_NAMESPACE=" + key.space);
  how.environment.push_back("SWITCHGATE_REVISION=" + key.revision);
  const ProgramEnd end = run_program(setup, std::move(how), setup.timeout, std::move(stop));
  keep(folder.report(), config.reports, gate.name);
  return conclude(end, read_result(folder.report()));
}

Result<std::string> program_version(const RunSetup& setup) {
  probe::ProcessStart how;
  how.words = {setup.program, "--version"};
  how.environment = setup.environment;
  std::string out;
  const ProgramEnd end = run_program(setup, std::move(how), kVersionTimeout, {}, &out);
  constexpr std::string_view kName = "switchgate ";
  const std::string_view said = trim(out);
  if (end.how != Ending::kExited || end.exit != 0 || !said.starts_with(kName)) {
    return Error{"'" + excerpt(setup.program) + " --version' does not name a switchgate" +
                     (end.words.empty() ? "" : ": " + end.words),
                 {}};
  }
  return excerpt(said.substr(kName.size()), 40);
}

}  // namespace switchgate::serve
