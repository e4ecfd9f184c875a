// Command lines as a POSIX shell would take them apart, without running anything.

#ifndef SWITCHGATE_RUNNER_INIT_SHELL_WORDS_H_
#define SWITCHGATE_RUNNER_INIT_SHELL_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "checks/base/result.h"

namespace switchgate::init {

// The words of each command. Quotes '…', "…" and $'…', backslashes, comments and lines that
// go on are understood; ends of lines, `;` and `&&` end a command. `$NAME` stays as written.
// What would need a shell (pipes, redirections, substitutions) is an error with its line.
Result<std::vector<std::vector<std::string>>> shell_commands(std::string_view text);

}  // namespace switchgate::init

#endif  // SWITCHGATE_RUNNER_INIT_SHELL_WORDS_H_
