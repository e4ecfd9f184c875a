// The program's commands and options, read from where they are declared.

#include <algorithm>

#include <CLI/CLI.hpp>

#include "checks/base/text.h"
#include "runner/cli/completion.h"

namespace switchgate::cli {
namespace {

// "error|warning|note" names the only values; "FILE" a file.
void take_type(const std::string& type, CommandWords::Option& option) {
  if (type.find('|') != std::string::npos && type.find('[') == std::string::npos) {
    for (const std::string_view value : split(type, '|')) {
      option.values.emplace_back(value);
    }
  }
  option.takes_file =
      type.find("FILE") != std::string::npos || type.find("PATH") != std::string::npos;
}

void add_unknown(const std::vector<CommandWords::Option>& from,
                 std::vector<CommandWords::Option>& into) {
  for (const CommandWords::Option& option : from) {
    const bool known = std::any_of(into.begin(), into.end(), [&option](const auto& each) {
      return each.names == option.names;
    });
    if (!known) {
      into.push_back(option);
    }
  }
}

CommandWords words_of(const CLI::App& command) {
  CommandWords words{command.get_name(), command.get_description(), {}, {}};
  for (const CLI::Option* from : command.get_options()) {
    CommandWords::Option option;
    for (const std::string& name : from->get_snames()) {
      option.names.push_back('-' + name);
    }
    for (const std::string& name : from->get_lnames()) {
      option.names.push_back("--" + name);
    }
    if (option.names.empty()) {
      continue;  // a positional argument
    }
    option.help = from->get_description();
    option.takes_value = from->get_items_expected_max() > 0;
    take_type(from->get_type_name(), option);
    words.options.push_back(std::move(option));
  }
  words.actions = command_words(command);
  for (const CommandWords& action : words.actions) {
    add_unknown(action.options, words.options);
  }
  return words;
}

}  // namespace

std::vector<CommandWords> command_words(const CLI::App& app) {
  std::vector<CommandWords> commands;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    commands.push_back(words_of(*command));
  }
  return commands;
}

}  // namespace switchgate::cli
