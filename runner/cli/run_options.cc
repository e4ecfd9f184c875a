#include "runner/cli/run_options.h"

#include <charconv>

#include <CLI/CLI.hpp>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "reporters/reporter.h"
#include "runner/cli/usage.h"
#include "runner/exec/shard.h"

namespace switchgate::cli {
namespace {

// A micro-second option such as --timeout 5s.
std::optional<std::string> read_duration(const std::string& option, const std::string& text,
                                         std::optional<Micros>& into) {
  if (text.empty()) {
    return std::nullopt;
  }
  into = parse_duration(text);
  if (!into || into->count() <= 0) {
    return option + " takes a duration such as 500ms, 5s or 2m, not '" + excerpt(text, 40) + "'";
  }
  return std::nullopt;
}

std::optional<std::string> read_asks(const std::string& text, exec::Asks& asks) {
  if (text.empty()) {
    return std::nullopt;
  }
  asks = {false, false, false, false};
  if (text == "none") {
    return std::nullopt;
  }
  for (const std::string_view part : split(text, ',')) {
    if (part == "shape") {
      asks.shape = true;
    } else if (part == "values") {
      asks.values = true;
    } else if (part == "headers") {
      asks.headers = true;
    } else if (part == "latency") {
      asks.latency = true;
    } else {
      return "--compare takes shape, values, headers, latency (with commas) or none, not '" +
             excerpt(part, 40) + "'";
    }
  }
  return std::nullopt;
}

std::optional<std::string> read_shard(const std::string& text,
                                      std::optional<exec::ShardOption>& into) {
  into = exec::parse_shard(text);
  return text.empty() || into ? std::nullopt
                              : std::optional(
                                    "--shard takes I/N, such as 2/5 for the second of "
                                    "five, not '" +
                                    excerpt(text, 40) + "'");
}

// --latency-budget: "2m", or "9600" for requests.
std::optional<std::string> read_latency_budget(const std::string& text, exec::LatencyBudget& into) {
  if (text.empty()) {
    return std::nullopt;
  }
  std::size_t requests = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), requests);
  if (error == std::errc() && end == text.data() + text.size() && requests > 0) {
    into.requests = requests;
    return std::nullopt;
  }
  into.time = parse_duration(text);
  return into.time && into.time->count() > 0
             ? std::nullopt
             : std::optional(
                   "--latency-budget takes a time such as 2m, or requests such as 9600, not '" +
                   excerpt(text, 40) + "'");
}

// A size option such as --max-body 64MB.
std::optional<std::string> read_size(const std::string& option, const std::string& text,
                                     std::size_t most, std::size_t& into) {
  if (text.empty()) {
    return std::nullopt;
  }
  const auto bytes = parse_bytes(text);
  if (!bytes || *bytes > most) {
    return option + " takes a size such as 64KB, up to " + format_bytes(most) + ", not '" +
           excerpt(text, 40) + "'";
  }
  into = *bytes;
  return std::nullopt;
}

}  // namespace

std::string report_help() {
  std::string names;
  for (const reporters::Format& format : reporters::formats()) {
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  }
  return names + "; may be repeated; github is there by itself under GITHUB_ACTIONS=true";
}

std::optional<std::string> finish_options(const RawOptions& raw, exec::RunOptions& run) {
  std::optional<Micros> deadline;
  for (const auto& problem :
       {read_duration("--timeout", raw.timeout, run.timeout),
        read_duration("--deadline", raw.deadline, deadline), read_asks(raw.compare, run.asks),
        read_shard(raw.shard, run.shard),
        read_latency_budget(raw.latency_budget, run.latency_budget),
        read_size("--max-body", raw.max_body, kMostBytes, run.limits.body_bytes),
        read_size("--max-headers", raw.max_headers, kMostHeaderBytes, run.limits.header_bytes)}) {
    if (problem) {
      return problem;
    }
  }
  run.deadline = deadline.value_or(run.deadline);
  run.jobs = raw.jobs;
  run.policy.fail_on = raw.fail_on == "note"      ? Level::kNote
                       : raw.fail_on == "warning" ? Level::kWarning
                                                  : Level::kError;
  run.policy.on_undecided = raw.on_undecided == "closed" ? OnUndecided::kClosed
                            : raw.on_undecided == "open" ? OnUndecided::kOpen
                                                         : OnUndecided::kUndecided;
  return std::nullopt;
}

void add_suites(CLI::App& command, LoadOptions& load) {
  command
      .add_option("SUITE", load.paths,
                  "Suite files, or folders of them (default: switchgate.yaml, else "
                  ".switchgate/suites)")
      ->type_name("");
  add_repeated(command, "--var", load.vars, "Set a variable of the suite", "K=V");
  command
      .add_option("--waivers", load.waivers,
                  "Accepted defects (default: .switchgate/waivers.yaml, if it is there)")
      ->type_name("FILE");
  command
      .add_option("--profile", load.profile,
                  "Lay this profile over the suites (or SWITCHGATE_PROFILE)")
      ->type_name("P");
  add_repeated(command, "--vars-file", load.vars_files,
               "Set variables from a YAML mapping; a later file wins, --var over all", "FILE");
  add_repeated(command, "--env-file", load.env_files,
               "Read KEY=VALUE lines; the environment itself wins over them", "FILE");
}

namespace {

void add_seed(CLI::App& command, RawOptions& raw) {
  command.add_option("--seed", raw.seed, "Repeat the ${uuid} values of an earlier run")
      ->type_name("N");
}

void add_targets(CLI::App& command, LoadOptions& load) {
  add_repeated(command, "--candidate", load.candidate,
               "The side under test (or SWITCHGATE_CANDIDATE)", "[SUITE=]URL");
  add_repeated(command, "--live", load.live,
               "The side that serves traffic now (or SWITCHGATE_LIVE)", "[SUITE=]URL");
  add_repeated(command, "--connect-to", load.connect_to,
               "Dial this address for a target, keep Host and SNI", "TARGET=HOST:PORT");
}

void add_selection(CLI::App& command, exec::RunOptions& run) {
  add_repeated(command, "--only", run.selection.only, "Only checks whose id or name matches",
               "GLOB");
  add_repeated(command, "--tag", run.selection.tags, "Only checks with this tag", "TAG");
  add_repeated(command, "--skip-tag", run.selection.skip_tags, "No checks with this tag", "TAG");
}

void add_limits(CLI::App& command, exec::RunOptions& run, RawOptions& raw) {
  command.add_option("-j,--jobs", raw.jobs, "Checks at the same time (default: 8)")
      ->type_name("N")
      ->check(CLI::Range(1, 256).description(""));
  command.add_option("--timeout", raw.timeout, "For each request, over the suite's (default: 5s)")
      ->type_name("D");
  command.add_option("--deadline", raw.deadline, "For the whole run (default: 15m)")
      ->type_name("D");
  command
      .add_option("--latency-budget", raw.latency_budget,
                  "For measuring latencies: a time such as 2m, or requests such as 9600")
      ->type_name("D|N");
  command.add_option("--max-body", raw.max_body, "One answer's body (default: 32MB)")
      ->type_name("SIZE");
  command.add_option("--max-headers", raw.max_headers, "One answer's headers (default: 300KB)")
      ->type_name("SIZE");
  add_limit_options(command, raw.limits);
  command.add_flag("--allow-commands", run.allow_commands,
                   "Let checks with `command:` run programs on this machine");
  command.add_option("--budget", run.budget, "Requests to live, at most (default: 20000)")
      ->type_name("N");
}

}  // namespace

CLI::App* add_run(CLI::App& app, RunCommand& command, RawOptions& raw) {
  CLI::App* sub =
      app.add_subcommand("run", "Judge the candidate: open (0), closed (1) or undecided (3)");
  add_suites(*sub, command.load);
  add_targets(*sub, command.load);
  sub->add_flag("--no-live", command.load.no_live, "Do not compare with live");
  sub->add_option(
         "--baseline", command.baseline,
         "Compare with what `record` stored: a file, sqlite:PATH#NAME or postgresql://…#NAME")
      ->type_name("FILE");
  sub->add_option("--label", command.label,
                  "This environment: latencies recorded in another are not used")
      ->type_name("NAME");
  sub->add_option("--compare", raw.compare,
                  "shape,values,headers,latency or none (default: all that the suite asks)")
      ->type_name("WHAT");
  add_repeated(*sub, "--report", command.reports, report_help(), "FORMAT[=PATH]");
  add_selection(*sub, command.run);
  add_limits(*sub, command.run, raw);
  sub->add_option("--shard", raw.shard, "Only this part of the checks, one of N runs")
      ->type_name("I/N");
  add_seed(*sub, raw);
  sub->add_flag("--fail-fast", command.run.fail_fast, "Start no further check after a failure");
  add_choice(*sub, "--fail-on", raw.fail_on, "The level that closes the gate (default: error)",
             {"error", "warning", "note"});
  add_choice(*sub, "--on-undecided", raw.on_undecided,
             "What undecided becomes (default: undecided)", {"undecided", "closed", "open"});
  sub->add_flag("--allow-same", command.run.allow_same,
                "Compare a deployment with itself (for calibration)");
  sub->add_flag("--exit-zero", command.exit_zero,
                "With --shard: exit 0 whatever the verdict, unless interrupted; `switchgate merge` "
                "decides");
  sub->add_flag("--dry-run", command.dry_run, "Show what would be sent, send nothing");
  sub->add_flag("--list", command.list, "Show the checks, send nothing");
  sub->add_flag("--limits", command.limits,
                "Show what bounds a run and the option of each limit (--max-...), send nothing");
  sub->add_flag("-q,--quiet", command.quiet, "Only what is wrong, and the verdict");
  sub->add_flag("-v,--verbose", command.verbose, "Every check, also what passed");
  add_choice(*sub, "--color", command.colour, kColourHelp, {"auto", "always", "never"});
  sub->footer(kGateFooter);
  return sub;
}

CLI::App* add_record(CLI::App& app, RecordCommand& command, RawOptions& raw) {
  CLI::App* sub =
      app.add_subcommand("record", "Store shapes and latencies as a baseline for later runs");
  add_suites(*sub, command.load);
  add_targets(*sub, command.load);
  sub->add_option("--baseline", command.baseline,
                  "Where to write: a file, sqlite:PATH#NAME or postgresql://…#NAME")
      ->type_name("FILE")
      ->required();
  add_choice(*sub, "--from", command.from, "The side that is recorded (default: live)",
             {"live", "candidate"});
  sub->add_option("--label", command.label,
                  "The environment: latencies are compared within one only")
      ->type_name("NAME");
  sub->add_flag("--append", command.append,
                "Only add and update: keep the other checks, and the last 10 runs of latencies");
  sub->add_option("--accepted", command.accepted,
                  "Ask nobody: add how this run, `run --report json=REPORT`, compared with live")
      ->type_name("REPORT.json|-");
  add_selection(*sub, command.run);
  add_limits(*sub, command.run, raw);
  add_seed(*sub, raw);
  sub->add_flag("-q,--quiet", command.quiet, "Only what is wrong");
  add_choice(*sub, "--color", command.colour, kColourHelp, {"auto", "always", "never"});
  sub->footer(
      "Exit: 0 recorded, 2 usage or suite mistakes (nothing was sent), otherwise as run does:\n"
      "nothing is recorded while a check fails or is undecided.");
  return sub;
}

CLI::App* add_calibrate(CLI::App& app, CalibrateCommand& command, RawOptions& raw) {
  CLI::App* sub = app.add_subcommand(
      "calibrate", "Compare live with itself: which slowdowns can a suite see, at which cost?");
  add_suites(*sub, command.load);
  add_repeated(*sub, "--live", command.load.live, "What is measured (or SWITCHGATE_LIVE)",
               "[SUITE=]URL");
  add_repeated(*sub, "--candidate", command.load.candidate,
               "Another process of the same build, where the candidate will run: how much do the "
               "two places differ?",
               "[SUITE=]URL");
  add_repeated(*sub, "--connect-to", command.load.connect_to,
               "Dial this address for a target, keep Host and SNI", "TARGET=HOST:PORT");
  sub->add_option("--baseline", command.baseline, "Store what was learned here, for later runs")
      ->type_name("FILE");
  sub->add_option("--label", command.label, "This environment (default: the baseline's own)")
      ->type_name("NAME");
  add_selection(*sub, command.run);
  add_limits(*sub, command.run, raw);
  add_seed(*sub, raw);
  sub->add_flag("-q,--quiet", command.quiet, "Only what a run would not see");
  add_choice(*sub, "--color", command.colour, kColourHelp, {"auto", "always", "never"});
  sub->footer(
      "Exit: 0 measured, 2 usage or suite mistakes (nothing was sent), 3 when an endpoint could "
      "not\nbe measured.");
  return sub;
}

}  // namespace switchgate::cli
