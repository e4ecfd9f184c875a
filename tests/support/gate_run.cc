#include "tests/support/gate_run.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "checks/base/text.h"
#include "checks/json/reader.h"
#include "runner/cli/app.h"
#include "tests/support/scripted_server.h"

namespace switchgate::testing {
namespace {

std::string text_at(const json::Value& value, std::string_view name) {
  const json::Value* found = value.object() == nullptr ? nullptr : value.object()->find(name);
  return found == nullptr || found->string() == nullptr ? "" : *found->string();
}

bool true_at(const json::Value& value, std::string_view name) {
  const json::Value* found = value.object() == nullptr ? nullptr : value.object()->find(name);
  return found != nullptr && found->boolean() != nullptr && *found->boolean();
}

json::Array list_at(const json::Value& value, std::string_view name) {
  const json::Value* found = value.object() == nullptr ? nullptr : value.object()->find(name);
  return found == nullptr || found->array() == nullptr ? json::Array{} : *found->array();
}

std::string rule_of(const json::Value& finding) {
  const std::string level = text_at(finding, "level");
  const std::string before = true_at(finding, "undecided") ? "undecided "
                             : level == "error"            ? ""
                                                           : level + ' ';
  return before + '[' + text_at(finding, "rule") + ']';
}

std::vector<json::Value> all_findings(const json::Value& report) {
  std::vector<json::Value> all = list_at(report, "findings");
  for (const json::Value& check : list_at(report, "checks")) {
    for (const json::Value& finding : list_at(check, "findings")) {
      all.push_back(finding);
    }
  }
  return all;
}

}  // namespace

json::Value GateRan::report() const {
  Result<json::Document> document = json::read(json);
  return document ? std::move(document->root) : json::Value();
}

std::string GateRan::gate() const {
  const json::Value whole = report();
  const json::Value* verdict =
      whole.object() == nullptr ? nullptr : whole.object()->find("verdict");
  return verdict == nullptr ? "no report" : text_at(*verdict, "gate");
}

std::vector<std::string> GateRan::findings() const {
  std::vector<std::string> lines;
  for (const json::Value& finding : all_findings(report())) {
    lines.push_back(rule_of(finding) + ' ' + text_at(finding, "message"));
  }
  return lines;
}

std::vector<std::string> GateRan::rules() const {
  std::vector<std::string> lines;
  for (const json::Value& finding : all_findings(report())) {
    lines.push_back(rule_of(finding));
  }
  return lines;
}

std::vector<std::string> GateRan::outcomes() const {
  std::vector<std::string> lines;
  for (const json::Value& check : list_at(report(), "checks")) {
    lines.push_back(text_at(check, "name") + ": " + text_at(check, "outcome"));
  }
  return lines;
}

GateRun::GateRun(const std::string& suite) { write("suite.yaml", "switchgate: 1\n" + suite); }

GateRan GateRun::run(const std::string& candidate, const std::string& live,
                     const std::vector<std::string>& more) const {
  std::vector<std::string> words = {"run", inside ? "suite.yaml" : suite(), "--report",
                                    "json=" + path("report.json")};
  if (!candidate.empty()) {
    words.insert(words.end(), {"--candidate", candidate});
  }
  if (!live.empty()) {
    words.insert(words.end(), {"--live", live});
  }
  words.insert(words.end(), more.begin(), more.end());
  GateRan ran = command(std::move(words));
  ran.json = read(path("report.json"));
  return ran;
}

GateRan GateRun::run_beside_candidate(const std::vector<std::string>& more) const {
  const std::string ready = "ready: {get: /}\n";
  if (const std::string text = read(suite()); !text.ends_with(ready)) {
    write("suite.yaml", text + ready);
  }
  ScriptedServer candidate;
  candidate.on("GET /", "{}");
  return run(candidate.url(), {}, more);
}

GateRan GateRun::record(const std::vector<std::string>& more) const {
  std::vector<std::string> words = {"record", suite(), "--baseline", baseline()};
  words.insert(words.end(), more.begin(), more.end());
  return command(std::move(words));
}

GateRan GateRun::command(std::vector<std::string> words) const {
  const std::filesystem::path before = std::filesystem::current_path();
  if (inside) {
    std::filesystem::create_directory(path(".git"));
    std::filesystem::current_path(directory_.path());
  }
  words.insert(words.begin(), "switchgate");
  std::vector<const char*> argv;
  for (const std::string& word : words) {
    argv.push_back(word.c_str());
  }
  std::ostringstream out;
  std::ostringstream err;
  GateRan ran;
  ran.exit_code = cli::app(static_cast<int>(argv.size()), argv.data(), environment, out, err);
  std::filesystem::current_path(before);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

std::string GateRun::read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string without_times(const std::string& json) {
  std::string kept;
  for (const std::string_view line : split(json, '\n')) {
    const bool time = line.find("_us\":") != line.npos || line.find("\"started\":") != line.npos;
    kept += time ? "" : std::string(line) + '\n';
  }
  return kept;
}

}  // namespace switchgate::testing
