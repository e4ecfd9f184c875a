// The words of the command line: options that read well in --help, and mistakes told
// with the nearest name.

#ifndef SWITCHGATE_RUNNER_CLI_USAGE_H_
#define SWITCHGATE_RUNNER_CLI_USAGE_H_

#include <optional>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 calls it so
class App;
class Option;
class ParseError;
}  // namespace CLI

namespace switchgate::cli {

// An option that may be repeated takes one value each time: `--tag slow suite.yaml` is a
// tag and a suite, never two tags and the usual suite.
CLI::Option* add_repeated(CLI::App& command, const std::string& name,
                          std::vector<std::string>& into, const std::string& help,
                          const std::string& type);

// One of a few words, shown in the help as such: error|warning|note.
CLI::Option* add_choice(CLI::App& command, const std::string& name, std::string& into,
                        const std::string& help, const std::vector<std::string>& words);

// `--tag=` with nothing behind it as `--tag ''`: CLI11 would take the next word instead.
std::vector<std::string> with_empty_values(std::vector<std::string> arguments);

// Tells a value that is empty, as a shell leaves it of a variable that is not set: taken for
// an option that was left out, another environment would be judged. Nothing when `app`,
// which parsed, and its commands got none.
std::optional<std::string> empty_value(const CLI::App& app);

// What is wrong with a command line that `app` refused with `error`, and where its help
// is. `first` is the first argument, empty when there was none.
std::string usage_mistake(const CLI::ParseError& error, const CLI::App& app,
                          const std::string& first);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_USAGE_H_
