#include "runner/serve/gate_config.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

#include "checks/base/text.h"
#include "checks/tree/fields.h"
#include "checks/yaml/parser.h"

namespace switchgate::serve {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostNameBytes = 63;
constexpr std::string_view kNameBytes =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

// With these the exit code tells less than a whole run: an open gate would not mean one.
constexpr std::array<std::string_view, 8> kNotHere = {
    "--shard", "--exit-zero", "--dry-run", "--list", "--limits", "--help", "-h", "--help-all"};

bool is_gate_name(std::string_view name) {
  return !name.empty() && name.size() <= kMostNameBytes && name.front() != '.' &&
         name.front() != '-' && name.find_first_not_of(kNameBytes) == std::string_view::npos;
}

void add_flag(std::vector<std::string>& arguments, const std::string& flag,
              const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    arguments.push_back(flag);
    arguments.push_back(value);
  }
}

void read_suites(tree::Fields& fields, const std::string& directory, tree::Problems& problems,
                 std::vector<std::string>& arguments) {
  const SourcePos pos = fields.pos("suites");
  const std::vector<std::string> suites = fields.strings("suites");
  if (suites.empty()) {
    problems.add(pos, fields.what() + " needs 'suites', the files that its run judges by");
  }
  for (const std::string& suite : suites) {
    std::error_code error;
    if (!fs::exists(fs::path(directory) / suite, error)) {
      problems.add(pos, "there is no suite '" + excerpt(suite) +
                            "'; paths are relative to the folder of this file");
    }
    arguments.push_back(suite);
  }
}

std::vector<std::string> read_options(tree::Fields& fields, tree::Problems& problems) {
  const SourcePos pos = fields.pos("options");
  std::vector<std::string> options = fields.strings("options");
  for (const std::string& option : options) {
    const std::string_view flag = std::string_view(option).substr(0, option.find('='));
    if (std::find(kNotHere.begin(), kNotHere.end(), flag) != kNotHere.end()) {
      problems.add(pos,
                   '\'' + std::string(flag) + "' leaves no verdict of the whole gate; take it out");
    }
  }
  return options;
}

GateConfig read_gate(const tree::Entry& entry, const std::string& directory,
                     tree::Problems& problems) {
  GateConfig gate;
  gate.name = entry.key;
  if (!is_gate_name(gate.name)) {
    problems.add(entry.key_pos,
                 "the name of a gate is a part of its address: expected letters, digits and ._- "
                 "(at most 63, no sign in front), got '" +
                     excerpt(gate.name, kMostNameBytes) + '\'');
  }
  tree::Fields fields(entry.value, "gates." + excerpt(gate.name, kMostNameBytes), problems);
  read_suites(fields, directory, problems, gate.arguments);
  add_flag(gate.arguments, "--candidate", fields.strings("candidate"));
  add_flag(gate.arguments, "--live", fields.strings("live"));
  add_flag(gate.arguments, "--baseline", fields.strings("baseline"));
  add_flag(gate.arguments, "--profile", fields.strings("profile"));
  const std::vector<std::string> options = read_options(fields, problems);
  gate.arguments.insert(gate.arguments.end(), options.begin(), options.end());
  fields.finish();
  return gate;
}

}  // namespace

const GateConfig* Config::find(std::string_view name) const {
  const auto found = std::find_if(gates.begin(), gates.end(),
                                  [&](const GateConfig& gate) { return gate.name == name; });
  return found == gates.end() ? nullptr : &*found;
}

std::optional<Config> read_config(const SourceFiles& files, int file, tree::Problems& problems) {
  const std::optional<tree::Node> root = yaml::parse(files, file, problems);
  if (!root) {
    return std::nullopt;
  }
  Config config;
  std::error_code error;
  config.directory = fs::absolute(files[file].path, error).parent_path().string();
  tree::Fields fields(*root, "the configuration", problems);
  if (!fields.has("switchgate-serve")) {
    problems.add(root->pos,
                 "expected 'switchgate-serve: 1' (the version of the format), found none");
  }
  fields.integer("switchgate-serve", 1, 1);
  if (const auto reports = fields.string("reports")) {
    config.reports = (fs::path(config.directory) / *reports).string();
    if (!fs::is_directory(config.reports, error)) {
      problems.add(fields.pos("reports"), "there is no folder '" + excerpt(*reports) +
                                              "'; make it, or leave 'reports' out");
    }
  }
  if (const tree::Node* gates = fields.map("gates")) {
    for (const tree::Entry& entry : gates->entries) {
      config.gates.push_back(read_gate(entry, config.directory, problems));
    }
  }
  if (config.gates.empty() && problems.empty()) {
    problems.add(fields.pos("gates"), "'gates' expects at least one gate, found none");
  }
  fields.finish();
  if (!problems.empty()) {
    return std::nullopt;
  }
  return config;
}

}  // namespace switchgate::serve
