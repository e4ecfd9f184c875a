// switchgate-serve: the gate as a webhook. This file puts the parts together.

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

#include <unistd.h>

#include "checks/base/text.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/run.h"
#include "runner/exec/signals.h"
#include "runner/serve/gate_config.h"
#include "runner/serve/gate_run.h"
#include "runner/serve/http_server.h"
#include "runner/serve/log.h"
#include "runner/serve/options.h"
#include "runner/serve/routes.h"
#include "runner/serve/runs.h"
#include "runner/serve/token.h"
#include "runner/store/files.h"
#include "runner/suite/find_files.h"

namespace {

using namespace switchgate;         // NOLINT(google-build-using-namespace): the program's own
using namespace switchgate::serve;  // NOLINT(google-build-using-namespace)

constexpr const char* kTokenVariable = "SWITCHGATE_SERVE_TOKEN";
constexpr std::size_t kFewestTokenBytes = 16;
constexpr std::size_t kMostTokenBytes = 4'096;
constexpr std::chrono::milliseconds kClientPatience{5'000};

int complain(const std::string& what) {
  std::cerr << "switchgate-serve: " << what << '\n';
  return cli::kUsage;
}

// What runs may see: all but the token.
std::vector<std::string> environment_for_runs() {
  std::vector<std::string> out;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    if (!text.starts_with(std::string(kTokenVariable) + '=')) {
      out.push_back(text);
    }
  }
  return out;
}

Result<Token> read_token(const Options& options) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in this program writes the environment
  const char* variable = std::getenv(kTokenVariable);
  std::string secret = variable == nullptr ? "" : variable;
  std::string from = kTokenVariable;
  if (!options.token_file.empty()) {
    const Result<std::string> text = store::read_file(options.token_file, kMostTokenBytes);
    if (!text) {
      return Error{"--token-file: " + text.error().message, {}};
    }
    secret = trim(*text);
    from = "--token-file";
  } else if (variable == nullptr) {
    return Token();
  }
  if (secret.size() < kFewestTokenBytes) {
    return Error{from + ": expected a token of at least 16 bytes, found " +
                     std::to_string(secret.size()) + "; `openssl rand -hex 32` makes a good one",
                 {}};
  }
  return Token(secret);
}

Result<std::string> find_program(const Options& options) {
  std::error_code error;
  const std::filesystem::path path =
      options.program.empty()
          ? std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "switchgate"
          : std::filesystem::absolute(options.program, error);
  if (error || access(path.c_str(), X_OK) != 0) {
    return Error{
        "there is no program '" + excerpt(path.string()) + "'; name switchgate by --program", {}};
  }
  return path.string();
}

std::optional<Config> load_config(const std::string& path) {
  SourceFiles files;
  tree::Problems problems;
  Result<SourceFile> file = read_suite_file(path);
  if (!file) {
    complain(file.error().message);
    return std::nullopt;
  }
  files.push_back(std::move(*file));
  std::optional<Config> config = read_config(files, 0, problems);
  if (!config) {
    std::cerr << problems.to_text(files);
  }
  return config;
}

int serve_gates(const Options& options, const Config& config, const Token& token,
                const RunSetup& setup) {
  Log log(std::cerr);
  LedgerRules rules;
  rules.queue = options.queue;
  rules.expiry = options.verdict_expiry;
  rules.undecided_expiry = options.undecided_expiry;
  // The signals are blocked before the first thread; what they stop is made later.
  std::mutex mutex;
  std::function<void()> stop;
  int signal = 0;
  const exec::SignalWatch watch([&](int which) {
    const std::lock_guard lock(mutex);
    signal = which;
    if (stop) {
      stop();
    }
  });
  Runs runs(
      rules, options.jobs,
      [&](const Key& key, std::stop_token order) {
        return run_gate(setup, config, *config.find(key.gate), key, std::move(order));
      },
      log);
  const Routes routes(config, token, runs,
                      [&] { return access(setup.program.c_str(), X_OK) == 0; });
  HttpServer server(routes, kClientPatience);
  Address address = options.listen;
  if (const Status status = server.bind(address); !status) {
    return complain(status.error().message);
  }
  {
    const std::lock_guard lock(mutex);
    stop = [&] {
      log.event("stopping", {{"signal", std::to_string(signal)}});
      runs.stop();
      server.stop();
    };
    if (signal != 0) {
      stop();
    }
  }
  log.event("listening", {{"address", to_string(address)},
                          {"gates", std::to_string(config.gates.size())},
                          {"token", token.is_set() ? "set" : "none"}});
  const Status served = server.serve();
  {
    const std::lock_guard lock(mutex);
    stop = nullptr;  // what it stops is about to go
  }
  if (!served) {
    log.event("broken", {{"reason", served.error().message}});
    return cli::kUndecided;
  }
  return cli::kOpen;
}

int run(int argc, char** argv) {
  std::variant<Options, int> read = read_options(argc, argv, std::cout, std::cerr);
  if (const int* status = std::get_if<int>(&read)) {
    return *status;
  }
  const Options& options = std::get<Options>(read);
  const std::optional<Config> config = load_config(options.config);
  if (!config) {
    return cli::kUsage;
  }
  const Result<Token> token = read_token(options);
  if (!token) {
    return complain(token.error().message);
  }
  if (!token->is_set() && !options.listen.loopback()) {
    return complain("--listen " + to_string(options.listen) +
                    " can be reached from outside, so requests must bring a token: set "
                    "SWITCHGATE_SERVE_TOKEN or --token-file");
  }
  Result<std::string> program = find_program(options);
  if (!program) {
    return complain(program.error().message);
  }
  const RunSetup setup{*program, environment_for_runs(), options.run_timeout, options.grace};
  const Result<std::string> version = program_version(setup);
  if (!version) {
    return complain(version.error().message);
  }
  if (*version != cli::version()) {
    return complain("expected switchgate " + cli::version() + ", found " + *version + " as '" +
                    excerpt(*program) + '\'');
  }
  if (options.check) {
    std::cout << config->gates.size() << (config->gates.size() == 1 ? " gate" : " gates")
              << ": no mistakes\n";
    return cli::kOpen;
  }
  return serve_gates(options, *config, *token, setup);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    return complain(std::string("internal error: ") + error.what());
  }
}
