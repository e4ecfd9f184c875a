#include "tests/support/tools.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

#include "checks/base/text.h"

namespace switchgate::support {

ToolResult run_tool(const std::vector<std::string>& words) {
  std::string command;
  for (const std::string& word : words) {
    command += shell_quote(word) + ' ';
  }
  ToolResult result;
  FILE* pipe = popen((command + "2>&1 </dev/null").c_str(), "r");
  if (pipe == nullptr) {
    return result;
  }
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    result.output.append(buffer.data(), n);
  }
  const int status = pclose(pipe);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 126;
  return result;
}

TemporaryFile::TemporaryFile(const std::string& text) {
  path_ = (std::filesystem::temp_directory_path() / "switchgate-test-XXXXXX").string();
  const int fd = mkstemp(path_.data());
  std::size_t written = 0;
  while (fd >= 0 && written < text.size()) {
    const ssize_t n = write(fd, text.data() + written, text.size() - written);
    if (n <= 0) {
      break;
    }
    written += static_cast<std::size_t>(n);
  }
  close(fd);
}

TemporaryFile::~TemporaryFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

std::string schema_path(const std::string& name) {
  const auto path =
      std::filesystem::path(SWITCHGATE_SOURCE_DIR) / ".." / "shared" / "schemas" / name;
  std::error_code ignored;
  return std::filesystem::exists(path, ignored) ? path.string() : std::string();
}

}  // namespace switchgate::support
