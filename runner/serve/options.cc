#include "runner/serve/options.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <CLI/CLI.hpp>

#include "checks/base/text.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/run.h"
#include "runner/cli/usage.h"

namespace switchgate::serve {
namespace {

constexpr std::size_t kMostJobs = 64;
constexpr std::size_t kMostQueue = 10'000;

// An option whose text `read` understands, or refuses with what it expects.
template <typename T, typename Read>
void add_read(CLI::App& app, const std::string& name, T& into, const std::string& help,
              const std::string& type, Read read) {
  app.add_option_function<std::string>(
         name,
         [&into, name, read](const std::string& text) {
           if (const std::string problem = read(text, into); !problem.empty()) {
             throw CLI::ValidationError(name, problem);
           }
         },
         help)
      ->type_name(type);
}

std::string read_time(const std::string& text, Micros& into) {
  const std::optional<Micros> value = parse_duration(text);
  if (!value || value->count() == 0) {
    return "expected a time such as 90s, 20m or 1h, got '" + excerpt(text, 40) + '\'';
  }
  into = *value;
  return "";
}

std::string read_listen(const std::string& text, Address& into) {
  const Result<Address> address = parse_address(text);
  if (!address) {
    return address.error().message;
  }
  into = *address;
  return "";
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("CONFIG", options.config, "The gates and their runs (default: serve.yaml)")
      ->type_name("");
  add_read(app, "--listen", options.listen,
           "Where to listen (default: 127.0.0.1:8480; port 0 takes a free one). Beyond loopback a "
           "token must be set",
           "IP:PORT", read_listen);
  app.add_option("--token-file", options.token_file,
                 "The token that requests must bring (or SWITCHGATE_SERVE_TOKEN)")
      ->type_name("FILE");
  app.add_option("--program", options.program, "switchgate (default: the one beside this program)")
      ->type_name("FILE");
  add_read(app, "--verdict-expiry", options.verdict_expiry,
           "How long open and closed hold; then the gate is run anew (default: 1h)", "TIME",
           read_time);
  add_read(app, "--undecided-expiry", options.undecided_expiry,
           "How long undecided holds (default: 5m)", "TIME", read_time);
  add_read(app, "--run-timeout", options.run_timeout,
           "A run that takes longer is ended, and undecided (default: 20m)", "TIME", read_time);
  add_read(app, "--grace", options.grace,
           "For a run that is told to end, to clean up (default: 10s)", "TIME", read_time);
  app.add_option("--jobs", options.jobs, "Runs at once (default: 1)")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, kMostJobs));
  app.add_option("--queue", options.queue, "Runs that may wait; beyond it 429 (default: 16)")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, kMostQueue));
  app.add_flag("--check", options.check, "Read the configuration, say what is wrong, and end");
}

}  // namespace

std::variant<Options, int> read_options(int argc, const char* const* argv, std::ostream& out,
                                        std::ostream& err) {
  Options options;
  CLI::App app(
      "switchgate-serve answers the webhooks of Flagger and Argo Rollouts with the verdicts of\n"
      "switchgate: it runs the gates of its configuration, and says open, closed or undecided.",
      "switchgate-serve");
  app.set_version_flag("--version", "switchgate-serve " + cli::version());
  add_options(app, options);
  app.footer(
      "Addresses: POST /flagger/pre-rollout/GATE, /flagger/confirm-promotion/GATE,\n"
      "/flagger/rollback/GATE; GET or POST /argo/GATE?revision=R; GET /verdicts, /metrics,\n"
      "/healthz, /readyz.\n"
      "Exit: 0 after SIGTERM or SIGINT, 2 for a mistake in the command line or the configuration,\n"
      "3 when it can serve no more.");
  std::vector<std::string> arguments =
      cli::with_empty_values({argv + (argc > 0 ? 1 : 0), argv + argc});
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  const auto complain = [&](const std::string& what) {
    err << "switchgate-serve: " << what << "\nTry `switchgate-serve --help`.\n";
    return int{cli::kUsage};
  };
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return error.get_exit_code() == 0 ? app.exit(error, out, err) : complain(error.what());
  }
  for (const CLI::Option* option : app.get_options()) {
    const std::vector<std::string>& values = option->results();
    if (std::find(values.begin(), values.end(), "") != values.end()) {
      return complain(option->get_name() + " has an empty value; give one, or leave it out");
    }
  }
  return options;
}

}  // namespace switchgate::serve
