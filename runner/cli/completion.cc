// Scripts that complete the program's commands and options, from its own declarations.

#include "runner/cli/completion.h"

#include "checks/base/text.h"

namespace switchgate::cli {
namespace {

using Commands = std::vector<CommandWords>;

std::string all_names(const Commands& commands) {
  std::string out;
  for (const CommandWords& command : commands) {
    out += (out.empty() ? "" : " ") + command.name;
  }
  return out;
}

std::string option_names(const CommandWords& command) {
  std::string out;
  for (const CommandWords::Option& option : command.options) {
    out += (out.empty() ? "" : " ") + join(option.names, " ");
  }
  return out;
}

std::string bash(const Commands& commands) {
  std::string out = R"(# bash completion for switchgate: source <(switchgate completion bash)
_switchgate() {
  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    mapfile -t COMPREPLY < <(compgen -W ")" +
                    all_names(commands) + R"( --help --version" -- "$current")
    return
  fi
  case ${COMP_WORDS[1]}:$before in
)";
  for (const CommandWords& command : commands) {
    for (const CommandWords::Option& option : command.options) {
      if (option.values.empty()) {
        continue;
      }
      std::string patterns;
      for (const std::string& name : option.names) {
        patterns += (patterns.empty() ? "" : "|") + command.name + ':' + name;
      }
      out += "    " + patterns + ") mapfile -t COMPREPLY < <(compgen -W \"" +
             join(option.values, " ") + "\" -- \"$current\"); return ;;\n";
    }
  }
  out += "  esac\n";
  for (const CommandWords& command : commands) {
    if (!command.actions.empty()) {
      out += "  if [[ $COMP_CWORD -eq 2 && ${COMP_WORDS[1]} == " + command.name +
             " ]]; then\n    mapfile -t COMPREPLY < <(compgen -W \"" + all_names(command.actions) +
             " --help\" -- \"$current\")\n    return\n  fi\n";
    }
  }
  out += "  case ${COMP_WORDS[1]} in\n";
  for (const CommandWords& command : commands) {
    out += "    " + command.name +
           ") [[ $current == -* ]] && mapfile -t COMPREPLY < <(compgen -W \"" +
           option_names(command) + "\" -- \"$current\") ;;\n";
  }
  return out + R"(  esac
  [[ ${#COMPREPLY[@]} -gt 0 || $current == -* ]] || mapfile -t COMPREPLY < <(compgen -f -- "$current")
}
complete -o filenames -F _switchgate switchgate
)";
}

// A text between single quotes of zsh's _arguments, where [ ] : \ mean something.
std::string zsh_text(std::string text) {
  for (const char* special : {"\\", "[", "]", ":"}) {
    text = replace_all(std::move(text), special, std::string("\\") + special);
  }
  return replace_all(std::move(text), "'", "'\\''");
}

std::string zsh_option(const CommandWords::Option& option, const std::string& name) {
  std::string out = "'*" + name + '[' + zsh_text(option.help) + ']';
  if (option.takes_value) {
    out += !option.values.empty() ? ":value:(" + join(option.values, " ") + ')'
           : option.takes_file    ? std::string(":file:_files")
                                  : std::string(":value: ");
  }
  return out + '\'';
}

std::string zsh(const Commands& commands) {
  std::string out = R"(#compdef switchgate
# zsh completion for switchgate: switchgate completion zsh > "${fpath[1]}/_switchgate"
_switchgate() {
  local -a commands
  commands=(
)";
  for (const CommandWords& command : commands) {
    out += "    '" + command.name + ':' + zsh_text(command.help) + "'\n";
  }
  out += R"(  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
)";
  for (const CommandWords& command : commands) {
    out += "    " + command.name + ") _arguments";
    for (const CommandWords::Option& option : command.options) {
      for (const std::string& name : option.names) {
        out += " \\\n      " + zsh_option(option, name);
      }
    }
    if (!command.actions.empty()) {
      out += " \\\n      '1:action:(" + all_names(command.actions) + ")'";
    }
    out += " \\\n      '*:file:_files' ;;\n";
  }
  return out + "  esac\n}\n_switchgate \"$@\"\n";
}

std::string fish_quoted(std::string text) {
  text = replace_all(std::move(text), "\\", "\\\\");
  return '\'' + replace_all(std::move(text), "'", "\\'") + '\'';
}

std::string fish(const Commands& commands) {
  std::string out =
      "# fish completion for switchgate: switchgate completion fish | source\n"
      "set -l commands " +
      all_names(commands) + '\n';
  for (const CommandWords& command : commands) {
    out += "complete -c switchgate -f -n \"not __fish_seen_subcommand_from $commands\" -a " +
           command.name + " -d " + fish_quoted(command.help) + '\n';
    for (const CommandWords& action : command.actions) {
      out += "complete -c switchgate -n \"__fish_seen_subcommand_from " + command.name +
             "; and not __fish_seen_subcommand_from " + all_names(command.actions) + "\" -a " +
             action.name + " -d " + fish_quoted(action.help) + '\n';
    }
    for (const CommandWords::Option& option : command.options) {
      out += "complete -c switchgate -n \"__fish_seen_subcommand_from " + command.name + '"';
      for (const std::string& name : option.names) {
        out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      out += option.takes_value ? (option.takes_file ? " -r -F" : " -x") : "";
      out += option.values.empty() ? "" : " -a \"" + join(option.values, " ") + '"';
      out += " -d " + fish_quoted(option.help) + '\n';
    }
  }
  return out;
}

}  // namespace

std::string completion_script(std::string_view shell, const Commands& commands) {
  return shell == "bash"   ? bash(commands)
         : shell == "zsh"  ? zsh(commands)
         : shell == "fish" ? fish(commands)
                           : std::string();
}

}  // namespace switchgate::cli
