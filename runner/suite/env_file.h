// Files of environment variables (dotenv), as --env-file names them.

#ifndef SWITCHGATE_RUNNER_SUITE_ENV_FILE_H_
#define SWITCHGATE_RUNNER_SUITE_ENV_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "checks/base/source_pos.h"
#include "checks/tree/problems.h"

namespace switchgate {

struct EnvVariable {
  std::string name;
  std::string value;
};

// Lines `NAME=value`, `export NAME="value"`, `NAME='value'`, comments and blank ones, in
// their order. Quoted values may span lines; between double quotes \n \r \t \" \\ \$ are
// resolved; nothing is substituted. Mistakes are told with the line of `file`, without a
// column and without a value, because it could be a secret.
std::vector<EnvVariable> parse_env_file(std::string_view text, int file, tree::Problems& problems);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_ENV_FILE_H_
