// Reads the four options of the shop; the last of two equal ones counts.

#include "samples/shop/options.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace shop {
namespace {

constexpr int kMaxPort = 65535;

std::optional<int> parse_port(std::string_view text) {
  int port = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || stopped != text.data() + text.size() || port < 0 || port > kMaxPort)
    return std::nullopt;
  return port;
}

}  // namespace

Options parse_options(int argc, const char* const* argv) {
  Options options;
  std::string version = options.release.version;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    if (i + 1 == argc) {
      options.problem =
          "expected a value after '" + std::string(name) + "', found the end of the command line";
      return options;
    }
    const std::string value = argv[i + 1];
    if (name == "--port") {
      const auto port = parse_port(value);
      if (!port) options.problem = "'--port' expects 0 to 65535, found '" + value + "'";
      options.port = port.value_or(0);
    } else if (name == "--port-file") {
      options.port_file = value;
    } else if (name == "--version") {
      version = value;
    } else if (name == "--release" && (value == "good" || value == "bad")) {
      options.release = value == "good" ? good_release() : bad_release();
    } else if (name == "--release") {
      options.problem = "'--release' expects 'good' or 'bad', found '" + value + "'";
    } else {
      options.problem =
          "expected --port, --port-file, --release or --version, found '" + std::string(name) + "'";
    }
    if (!options.problem.empty()) return options;
  }
  options.release.version = version;
  return options;
}

}  // namespace shop
