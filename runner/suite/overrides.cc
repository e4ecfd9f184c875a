// What flags and the environment put in the place of a suite's targets.

#include <algorithm>
#include <utility>

#include "checks/base/text.h"
#include "runner/suite/parts.h"

namespace switchgate {
namespace {

// "[SUITE=]URL": what stands before a '=' is a suite's name unless it is part
// of a URL.
struct ForSuite {
  std::string_view suite;  // empty: all of them
  std::string_view url;
};

ForSuite split_suite(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string_view before = text.substr(0, equals);
  if (equals == std::string_view::npos || before.find_first_of(":/?") != std::string_view::npos) {
    return {{}, text};
  }
  return {before, text.substr(equals + 1)};
}

struct Given {
  std::string url;
  std::string from;
};

// The last value for this very suite, else the last for all.
std::optional<Given> find_given(const std::vector<std::string>& flags, const std::string& flag,
                                const std::string& variable, const Context& context) {
  std::optional<Given> for_all;
  std::optional<Given> for_this;
  for (const std::string& text : flags) {
    const ForSuite given = split_suite(text);
    if (given.suite.empty()) {
      for_all = Given{std::string(given.url), flag};
    } else if (given.suite == context.suite.name) {
      for_this = Given{std::string(given.url), flag};
    }
  }
  if (for_this || for_all) {
    return for_this ? for_this : for_all;
  }
  const auto found = context.options.environment.find(variable);
  if (found == context.options.environment.end() || found->second.empty()) {
    return std::nullopt;
  }
  return Given{found->second, variable};
}

Target& find_or_add_target(Suite& suite, const std::string& name) {
  const auto found = std::find_if(suite.targets.begin(), suite.targets.end(),
                                  [&](const Target& target) { return target.name == name; });
  if (found != suite.targets.end()) {
    return *found;
  }
  Target target;
  target.name = name;
  if (name == "live") {
    target.max_rps = kLiveRequestsPerSecond;
  }
  suite.targets.push_back(std::move(target));
  return suite.targets.back();
}

void override_url(const std::string& name, const std::vector<std::string>& flags,
                  const std::string& variable, Context& context) {
  const auto given = find_given(flags, "--" + name, variable, context);
  if (!given) {
    return;
  }
  Target& target = find_or_add_target(context.suite, name);
  target.url = Text{replace_all(given->url, "${", "$${"), {}};
  target.url_from = given->from;
  target.connect_to.clear();
  target.unix_socket.reset();
  target.tls.server_name.clear();
}

struct Address {
  std::string_view target;
  std::string_view address;
};

Address split_address(std::string_view text) {
  const std::size_t equals = text.find('=');
  return equals == std::string_view::npos
             ? Address{{}, text}
             : Address{text.substr(0, equals), text.substr(equals + 1)};
}

// "HOST:PORT", or several with commas between them.
std::vector<Text> addresses_of(std::string_view text) {
  std::vector<Text> addresses;
  for (const std::string_view address : split(text, ',')) {
    addresses.push_back({replace_all(std::string(address), "${", "$${"), {}});
  }
  return addresses;
}

}  // namespace

void apply_overrides(Context& context) {
  override_url("candidate", context.options.candidate, "SWITCHGATE_CANDIDATE", context);
  if (!context.options.no_live) {
    override_url("live", context.options.live, "SWITCHGATE_LIVE", context);
  }
  // Settings of a live side that has no URL this time.
  std::erase_if(context.suite.targets,
                [](const Target& target) { return target.name == "live" && target.url.empty(); });
  for (const std::string& text : context.options.connect_to) {
    const Address given = split_address(text);
    for (Target& target : context.suite.targets) {
      if (target.name == given.target) {
        target.unix_socket.reset();
        target.connect_to = addresses_of(given.address);
      }
    }
  }
}

namespace {

// The names of all targets, each once.
std::vector<std::string> targets_of(const std::vector<Suite>& suites) {
  std::vector<std::string> names;
  for (const Suite& suite : suites) {
    for (const Target& target : suite.targets) {
      if (std::find(names.begin(), names.end(), target.name) == names.end()) {
        names.push_back(target.name);
      }
    }
  }
  return names.empty() ? std::vector<std::string>{"candidate", "live"} : names;
}

}  // namespace

void check_overrides(const LoadOptions& options, const std::vector<Suite>& suites,
                     tree::Problems& problems) {
  std::vector<std::string_view> names;
  names.reserve(suites.size());
  for (const Suite& suite : suites) {
    names.push_back(suite.name);
  }
  const auto check_suite = [&](const std::string& flag, const std::string& text) {
    const auto [suite, url] = split_suite(text);
    if (url.empty()) {
      problems.add({}, flag + " expects [SUITE=]URL, got '" + excerpt(text, 100) + '\'');
    }
    if (suite.empty() || std::find(names.begin(), names.end(), suite) != names.end()) {
      return;
    }
    const auto near = nearest_name(suite, names);
    problems.add({}, flag + ' ' + excerpt(text, 100) + ": no suite is named '" +
                         excerpt(suite, 60) + '\'' +
                         (near ? "; did you mean '" + *near + "'?" : ""));
  };
  for (const std::string& text : options.candidate) {
    check_suite("--candidate", text);
  }
  for (const std::string& text : options.live) {
    check_suite("--live", text);
  }
  for (const std::string& text : options.connect_to) {
    const std::string_view target = split_address(text).target;
    const bool known = std::any_of(suites.begin(), suites.end(), [&](const Suite& suite) {
      return suite.find_target(target) != nullptr;
    });
    if (!known) {
      problems.add({},
                   "--connect-to expects TARGET=HOST:PORT, where TARGET is one that has a URL (" +
                       join(targets_of(suites), ", ") + "), got '" + excerpt(text, 100) + '\'');
    }
  }
}

}  // namespace switchgate
