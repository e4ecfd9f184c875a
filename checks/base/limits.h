// What bounds the reading of suites, answers and documents, in one table: each limit has an
// option of its own, and a message at a limit names the option that raises it.

#ifndef SWITCHGATE_CHECKS_BASE_LIMITS_H_
#define SWITCHGATE_CHECKS_BASE_LIMITS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace switchgate {

// The defaults lie far beyond what people read or write, and far below what hurts the
// machine that reads it.
struct Limits {
  std::size_t suite_bytes = 64'000'000;
  std::size_t body_file_bytes = 32'000'000;
  std::size_t secret_bytes = 64'000;
  std::size_t include_depth = 16;
  std::size_t files = 1'000;
  std::size_t yaml_depth = 100;
  std::size_t yaml_values = 1'000'000;
  std::size_t rows = 100'000;
  std::size_t columns = 1'000;
  std::size_t regex_bytes = 8'000'000;
  std::size_t redirects = 20;
  std::size_t pages = 1'000;
  std::size_t samples = 100'000;
  std::size_t json_depth = 256;
  std::size_t json_values = 5'000'000;
  std::size_t jsonpath_visits = 10'000'000;
  std::size_t xml_depth = 256;
  std::size_t xml_nodes = 2'000'000;
  std::size_t xml_attributes = 10'000;
  std::size_t xml_namespaces = 1'000;
  std::size_t xml_bytes = 64'000'000;
  std::size_t output_bytes = 1'000'000;
  std::size_t message_bytes = 1'000'000;
  std::size_t grpc_bytes = 64'000;
};

enum class LimitUnit : std::uint8_t { kCount, kBytes };

struct LimitRow {
  std::string_view name;    // "JSON depth"
  std::string_view option;  // "--max-json-depth"
  std::size_t Limits::*value;
  LimitUnit unit;
  std::size_t least;  // and most: what the option takes
  std::size_t most;
  std::string_view bounds;  // what is counted
  std::string_view beyond;  // what happens there
};

// Every member of Limits, each once, in the order in which people meet them.
std::span<const LimitRow> limit_rows();

// What is in force, for all threads. Set before the first thread starts; the command line
// does so once, before it reads anything.
const Limits& limits_in_force();
void set_limits(const Limits& limits);

// "; raise --max-json-depth", for the end of a message.
std::string raise_hint(std::size_t Limits::*which);
// The option alone: "--max-json-depth".
std::string_view limit_option(std::size_t Limits::*which);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_LIMITS_H_
