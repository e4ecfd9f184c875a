// `switchgate completion SHELL`: what a shell needs to complete this program's commands.

#ifndef SWITCHGATE_RUNNER_CLI_COMPLETION_H_
#define SWITCHGATE_RUNNER_CLI_COMPLETION_H_

#include <string>
#include <string_view>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 calls it so
class App;
}

namespace switchgate::cli {

// One command with its options, as the program itself declares them.
struct CommandWords {
  std::string name;
  std::string help;
  struct Option {
    std::vector<std::string> names;   // "-j", "--jobs"
    std::string help;                 // one line
    std::vector<std::string> values;  // when there are only these
    bool takes_value = false;
    bool takes_file = false;
  };
  std::vector<Option> options;        // those of its actions too
  std::vector<CommandWords> actions;  // `baseline show`, `baseline diff` …; most have none
};

// The commands of `app`, in its order.
std::vector<CommandWords> command_words(const CLI::App& app);

// The script for "bash", "zsh" or "fish"; empty for another shell.
std::string completion_script(std::string_view shell, const std::vector<CommandWords>& commands);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_COMPLETION_H_
