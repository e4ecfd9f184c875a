// Other programs as judges of what we write: xmllint, Python's jsonschema.

#ifndef SWITCHGATE_TESTS_SUPPORT_TOOLS_H_
#define SWITCHGATE_TESTS_SUPPORT_TOOLS_H_

#include <string>
#include <vector>

namespace switchgate::support {

struct ToolResult {
  int exit_code = 127;  // 127: the program is not there
  std::string output;   // standard output and error
};

// Runs `words` (a program and its arguments, taken as they are) and waits.
ToolResult run_tool(const std::vector<std::string>& words);

// A file with this text in the folder for temporary files, gone with the
// object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The path of a schema that tests judge by ("sarif-schema-2.1.0.json"), which
// lies beside the source tree in ../shared/schemas; empty when it is not there.
std::string schema_path(const std::string& name);

}  // namespace switchgate::support

#endif  // SWITCHGATE_TESTS_SUPPORT_TOOLS_H_
