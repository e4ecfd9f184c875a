#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include "checks/base/text.h"

namespace switchgate::support {
namespace {

constexpr std::size_t kContext = 2;

bool update_wanted() {
  const char* value = std::getenv("SWITCHGATE_UPDATE_GOLDEN");  // NOLINT(concurrency-mt-unsafe)
  return value != nullptr && std::string_view(value) == "1";
}

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(in), {});
}

bool write_file(const std::filesystem::path& path, std::string_view text) {
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  return static_cast<bool>(out.flush());
}

}  // namespace

std::string describe_difference(std::string_view expected, std::string_view actual,
                                std::size_t max_lines) {
  if (expected == actual) {
    return {};
  }
  const auto before = split(expected, '\n');
  const auto after = split(actual, '\n');
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) {
    ++head;
  }
  std::size_t tail = 0;
  while (tail < shorter - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }

  std::string out = "at line " + std::to_string(head + 1) + ":\n";
  std::size_t written = 0;
  const auto put = [&](std::string_view mark, std::string_view line) {
    if (written++ < max_lines) {
      out += std::string(mark) + excerpt(line, 300) + '\n';
    }
  };
  for (std::size_t i = head - std::min(head, kContext); i < head; ++i) {
    put("  ", before[i]);
  }
  for (std::size_t i = head; i < before.size() - tail; ++i) {
    put("- ", before[i]);
  }
  for (std::size_t i = head; i < after.size() - tail; ++i) {
    put("+ ", after[i]);
  }
  if (written > max_lines) {
    out += "… and " + std::to_string(written - max_lines) + " lines more\n";
  }
  return out;
}

::testing::AssertionResult matches_golden(std::string_view name, std::string_view actual) {
  const auto path = std::filesystem::path(SWITCHGATE_SOURCE_DIR) / "tests" / "golden" / name;
  if (update_wanted()) {
    return write_file(path, actual) ? ::testing::AssertionSuccess()
                                    : ::testing::AssertionFailure() << "cannot write " << path;
  }
  const auto expected = read_file(path);
  if (!expected) {
    return ::testing::AssertionFailure() << "there is no golden file tests/golden/" << name
                                         << "; SWITCHGATE_UPDATE_GOLDEN=1 writes it. It would be:\n"
                                         << actual;
  }
  if (*expected == actual) {
    return ::testing::AssertionSuccess();
  }
  return ::testing::AssertionFailure()
         << "tests/golden/" << name << " differs " << describe_difference(*expected, actual)
         << "If the new text is right: SWITCHGATE_UPDATE_GOLDEN=1, then read "
            "the diff.";
}

}  // namespace switchgate::support
