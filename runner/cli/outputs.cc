#include "runner/cli/outputs.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "checks/base/text.h"
#include "runner/cli/inputs.h"

namespace switchgate::cli {
namespace {

Error unknown_format(const std::string& name) {
  std::vector<std::string_view> names;
  std::string all;
  for (const reporters::Format& format : reporters::formats()) {
    names.push_back(format.name);
    all += (all.empty() ? "" : ", ") + std::string(format.name);
  }
  std::string message = "--report: unknown format '" + excerpt(name, 60) + "'; there are " + all;
  if (const auto near = nearest_name(name, names)) {
    message += ". Did you mean '" + *near + "'?";
  }
  return {message, {}};
}

// The same for each spelling of a path: "a/b", "./a/b", by way of a link.
std::filesystem::path place_of(const std::string& path) {
  std::error_code error;
  std::filesystem::path place =
      std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error);
  return error ? std::filesystem::path(path) : place;
}

}  // namespace

Status Outputs::take(const std::string& report, const std::vector<std::string>& inputs,
                     std::vector<Wanted>& wanted, bool& github) {
  const std::size_t equals = report.find('=');
  const std::string name = report.substr(0, equals);
  const reporters::Format* format = reporters::find_format(name);
  if (format == nullptr) {
    return unknown_format(name);
  }
  const std::string path = equals == std::string::npos ? "" : report.substr(equals + 1);
  if (equals != std::string::npos && path.empty()) {
    return Error{"--report " + report + ": a path is missing behind '='", {}};
  }
  if (path.empty() && name == "github") {
    github = true;
    return Ok{};
  }
  if (path.empty() || path == "-") {
    if (on_stdout_ != nullptr) {
      return Error{"--report: two formats without a path, " + std::string(on_stdout_->name) +
                       " and " + name + "; only one can take standard output",
                   {}};
    }
    on_stdout_ = format;
    return Ok{};
  }
  if (Status spared = spare_inputs("--report " + report, path, inputs); !spared) {
    return spared;
  }
  for (const Wanted& other : wanted) {
    if (place_of(other.path) == place_of(path)) {
      return Error{"--report: " + path + " is named for two reports", {}};
    }
  }
  wanted.push_back({format, path});
  return Ok{};
}

Result<Outputs> Outputs::open(const std::vector<std::string>& reports,
                              const std::vector<std::string>& inputs,
                              const Environment& environment, ConsoleReport console) {
  Outputs outputs;
  std::vector<Wanted> wanted;
  bool github = in_github_actions(environment);
  for (const std::string& report : reports) {
    if (const Status taken = outputs.take(report, inputs, wanted, github); !taken) {
      return taken.error();
    }
  }
  outputs.silent_ =
      console == ConsoleReport::kUnlessOthers && (outputs.on_stdout_ != nullptr || !wanted.empty());
  if (github) {
    Result<GithubStep> step = GithubStep::open(environment);
    if (!step) {
      return step.error();
    }
    outputs.github_ = *std::move(step);
  }
  for (const Wanted& want : wanted) {
    Result<store::PendingFile> file = store::PendingFile::claim(want.path);
    if (!file) {
      return Error{"--report " + std::string(want.format->name) + ": " + file.error().message, {}};
    }
    outputs.files_.push_back({want.format, *std::move(file)});
  }
  return outputs;
}

int Outputs::console_descriptor() const {
  return on_stdout_ == nullptr || on_stdout_->name == "console" ? STDOUT_FILENO : STDERR_FILENO;
}

Status Outputs::write_console(const RunReport& report, const reporters::Style& style,
                              std::ostream& out, std::ostream& err) const {
  const bool console_on_stdout = console_descriptor() == STDOUT_FILENO;
  if (!silent_ || (on_stdout_ != nullptr && console_on_stdout)) {
    (console_on_stdout ? out : err)
        << reporters::find_format("console")->render(report, style) << std::flush;
  }
  if (!console_on_stdout) {
    out << on_stdout_->render(report, reporters::Style{}) << std::flush;
  }
  return out.good() ? Status(Ok{}) : Status(Error{"cannot write to standard output", {}});
}

Status Outputs::write(const RunReport& report, const reporters::Style& console_style,
                      std::ostream& out, std::ostream& err) {
  Status status = Ok{};
  std::vector<std::pair<std::string, std::string>> written;
  for (File& file : files_) {
    if (Status one = file.file.commit(file.format->render(report, {})); !one) {
      status = one;
    } else {
      written.emplace_back(file.format->name, file.file.path());
    }
  }
  if (Status shown = write_console(report, console_style, out, err); !shown) {
    status = shown;
  }
  if (github_) {
    if (Status told = github_->write(report, written, !status, err); !told) {
      status = told;
    }
  }
  return status;
}

}  // namespace switchgate::cli
