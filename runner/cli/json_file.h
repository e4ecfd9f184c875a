// Reads the JSON documents that commands are given by name.

#ifndef SWITCHGATE_RUNNER_CLI_JSON_FILE_H_
#define SWITCHGATE_RUNNER_CLI_JSON_FILE_H_

#include <string>

#include "checks/base/result.h"
#include "checks/json/reader.h"

namespace switchgate::cli {

// The document in `file`; "-" is standard input. The error names the file and
// says why it cannot be used.
Result<json::Document> read_json_file(const std::string& file);

}  // namespace switchgate::cli

#endif  // SWITCHGATE_RUNNER_CLI_JSON_FILE_H_
