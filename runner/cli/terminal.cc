#include "runner/cli/terminal.h"

#include <algorithm>
#include <iostream>

#include <sys/ioctl.h>
#include <unistd.h>

#include "checks/base/text.h"

namespace switchgate::cli {
namespace {

bool has(const Environment& environment, std::string_view name) {
  const auto it = environment.find(name);
  return it != environment.end() && !it->second.empty();
}

}  // namespace

Environment read_environment(char** environ) {
  Environment out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view line = *entry;
    const std::size_t equals = line.find('=');
    if (equals != std::string_view::npos) {
      out.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
  }
  return out;
}

bool use_colour(const std::string& when, const Environment& environment, int descriptor) {
  if (when != "auto") {
    return when == "always";
  }
  const auto term = environment.find("TERM");
  const bool dumb = term != environment.end() && term->second == "dumb";
  return !has(environment, "NO_COLOR") && !has(environment, "CI") && !dumb &&
         ::isatty(descriptor) == 1;
}

int terminal_width(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::clamp<int>(size.ws_col, 40, 200);
  }
  return 80;
}

Progress::Progress(const Environment& environment, bool quiet) {
  const auto term = environment.find("TERM");
  const bool dumb = term == environment.end() || term->second == "dumb";
  enabled_ = !quiet && !dumb && !has(environment, "CI") && ::isatty(STDERR_FILENO) == 1;
}

Progress::~Progress() { clear(); }

void Progress::show(std::size_t done, std::size_t of, const std::string& now) {
  if (!enabled_) {
    return;
  }
  const std::string counts = std::to_string(done) + '/' + std::to_string(of) + " checks";
  const auto room = static_cast<std::size_t>(terminal_width(STDERR_FILENO)) - counts.size() - 5;
  std::cerr << "\r\033[K" << counts << "  " << excerpt(now, room) << std::flush;
  shown_ = true;
}

void Progress::clear() {
  if (shown_) {
    std::cerr << "\r\033[K" << std::flush;
    shown_ = false;
  }
}

}  // namespace switchgate::cli
