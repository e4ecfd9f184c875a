#include "runner/cli/usage.h"

#include <algorithm>
#include <utility>

#include <CLI/CLI.hpp>

#include "checks/base/text.h"

namespace switchgate::cli {
namespace {

// " or "-list: "error, warning or note".
std::string listed(const std::vector<std::string>& words) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    all += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  return all;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  const auto near = nearest_name(word, views);
  return near ? "; did you mean '" + *near + "'?" : "";
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

// "switchgate", "switchgate baseline": what stands before the words of `app`.
std::string path_of(const CLI::App& app) {
  return app.get_parent() == nullptr ? std::string()
                                     : path_of(*app.get_parent()) + app.get_name() + ' ';
}

std::string unknown_command(const CLI::App& app, const std::string& first) {
  const std::string named = "there is no command '" + path_of(app) + excerpt(first, 60) + '\'';
  if (first.ends_with(".yaml") || first.ends_with(".yml")) {
    return named + "; to run a suite: switchgate run " + excerpt(first, 60);
  }
  return named + did_you_mean(first, command_names(app));
}

std::string unexpected(const std::string& word, const CLI::App& where) {
  if (word.empty() || word.front() != '-') {
    return '\'' + excerpt(word, 60) + "' is one argument too many";
  }
  const std::string option = word.substr(0, word.find('='));
  std::vector<std::string> known;
  for (const CLI::Option* each : where.get_options()) {
    for (const std::string& name : each->get_lnames()) {
      known.push_back("--" + name);
    }
  }
  return "there is no option '" + excerpt(option, 60) + '\'' + did_you_mean(option, known);
}

// In our words where CLI11's leave a reader alone.
std::string what_is_wrong(const CLI::ParseError& error, const CLI::App& app, const CLI::App& where,
                          const std::string& first) {
  if (&where == &app && first.empty()) {
    return "say what to do: " + listed(command_names(app));
  }
  if (&where == &app && first.front() != '-') {
    return unknown_command(app, first);
  }
  if (&where == &app) {
    return unexpected(first, app);
  }
  const std::vector<std::string> left = where.remaining(true);
  if (!command_names(where).empty() && left.empty()) {
    return "say what to do: " + listed(command_names(where));
  }
  if (!command_names(where).empty() && left.front().front() != '-') {
    return unknown_command(where, left.front());
  }
  const bool is_surplus = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
  if (is_surplus && !left.empty()) {
    return unexpected(left.front(), where);
  }
  return error.what();
}

}  // namespace

CLI::Option* add_repeated(CLI::App& command, const std::string& name,
                          std::vector<std::string>& into, const std::string& help,
                          const std::string& type) {
  return command.add_option(name, into, help)->type_name(type)->allow_extra_args(false);
}

CLI::Option* add_choice(CLI::App& command, const std::string& name, std::string& into,
                        const std::string& help, const std::vector<std::string>& words) {
  const CLI::Validator known(
      [words](std::string& text) {
        return std::find(words.begin(), words.end(), text) != words.end()
                   ? std::string()
                   : "expected " + listed(words) + ", got '" + excerpt(text, 40) + '\'' +
                         did_you_mean(text, words);
      },
      "");
  std::string all;
  for (const std::string& word : words) {
    all += (all.empty() ? "" : "|") + word;
  }
  return command.add_option(name, into, help)->type_name(all)->check(known);
}

std::vector<std::string> with_empty_values(std::vector<std::string> arguments) {
  std::vector<std::string> out;
  for (std::string& argument : arguments) {
    const bool bare = argument.starts_with("--") && argument.find('=') == argument.size() - 1;
    if (bare) {
      argument.pop_back();
    }
    out.push_back(std::move(argument));
    if (bare) {
      out.emplace_back();
    }
  }
  return out;
}

std::optional<std::string> empty_value(const CLI::App& app) {
  for (const CLI::App* command : app.get_subcommands()) {
    for (const CLI::Option* option : command->get_options()) {
      const std::vector<std::string>& values = option->results();
      if (std::find(values.begin(), values.end(), "") != values.end()) {
        // get_name() leaves out those that the help leaves out.
        const std::vector<std::string>& names = option->get_lnames();
        return (names.empty() ? option->get_name() : "--" + names.front()) +
               " has an empty value, as of a variable that is not set: give one, or leave it out";
      }
    }
    if (auto problem = empty_value(*command)) {
      return problem;
    }
  }
  return std::nullopt;
}

std::string usage_mistake(const CLI::ParseError& error, const CLI::App& app,
                          const std::string& first) {
  const CLI::App* where = &app;
  while (!where->get_subcommands().empty()) {
    where = where->get_subcommands().back();
  }
  return what_is_wrong(error, app, *where, first) + "\nTry `switchgate " + path_of(*where) +
         "--help`.";
}

}  // namespace switchgate::cli
