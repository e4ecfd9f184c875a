#include "runner/cli/outputs.h"

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

}  // namespace

Result<Outputs> Outputs::open(const std::vector<std::string>& reports,
                              const std::vector<std::string>& inputs, ConsoleReport console) {
  Outputs outputs;
  outputs.silent_ = console == ConsoleReport::kUnlessOthers && !reports.empty();
  std::vector<std::pair<const reporters::Format*, std::string>> wanted;
  for (const std::string& report : reports) {
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
    if (path.empty() || path == "-") {
      if (outputs.on_stdout_ != nullptr) {
        return Error{"--report: two formats without a path, " +
                         std::string(outputs.on_stdout_->name) + " and " + name +
                         "; only one can take standard output",
                     {}};
      }
      outputs.on_stdout_ = format;
      continue;
    }
    if (const Status spared = spare_inputs("--report " + report, path, inputs); !spared) {
      return spared.error();
    }
    for (const auto& [other, other_path] : wanted) {
      if (other_path == path) {
        return Error{"--report: " + path + " is named for two reports", {}};
      }
    }
    wanted.emplace_back(format, path);
  }
  for (const auto& [format, path] : wanted) {
    Result<store::PendingFile> file = store::PendingFile::claim(path);
    if (!file) {
      return Error{"--report " + std::string(format->name) + ": " + file.error().message, {}};
    }
    outputs.files_.push_back({format, *std::move(file)});
  }
  return outputs;
}

int Outputs::console_descriptor() const {
  return on_stdout_ == nullptr || on_stdout_->name == "console" ? STDOUT_FILENO : STDERR_FILENO;
}

Status Outputs::write(const RunReport& report, const reporters::Style& console_style,
                      std::ostream& out, std::ostream& err) {
  Status status = Ok{};
  const reporters::Style plain;
  for (File& file : files_) {
    if (Status written = file.file.commit(file.format->render(report, plain)); !written) {
      status = written.error();
    }
  }
  const bool console_on_stdout = console_descriptor() == STDOUT_FILENO;
  if (!silent_ || (on_stdout_ != nullptr && console_on_stdout)) {
    (console_on_stdout ? out : err)
        << reporters::find_format("console")->render(report, console_style) << std::flush;
  }
  if (!console_on_stdout) {
    out << on_stdout_->render(report, plain) << std::flush;
  }
  if (!out.good()) {
    return Error{"cannot write to standard output", {}};
  }
  return status;
}

}  // namespace switchgate::cli
