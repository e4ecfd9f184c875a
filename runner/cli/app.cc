#include "runner/cli/app.h"

#include <cstdint>
#include <random>

#include <CLI/CLI.hpp>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "runner/cli/commands.h"
#include "runner/cli/completion.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/init.h"
#include "runner/cli/limits.h"
#include "runner/cli/lint.h"
#include "runner/cli/run.h"
#include "runner/cli/usage.h"
#include "runner/exec/shard.h"

namespace switchgate::cli {
namespace {

constexpr const char* kColourHelp =
    "Colours: auto (a terminal, without NO_COLOR and CI), always, never";

constexpr const char* kReportHelp =
    "console, json, junit, junit-jenkins-xunit, sarif or sarif-with-suppressions; may be repeated";

constexpr int kMostShards = 10'000;

// How a command's --help ends. Exit codes are told where they mean something else.
constexpr const char* kGateFooter =
    "Exit: 0 open, 1 closed, 2 usage or suite mistakes (nothing was sent), 3 undecided,\n"
    "130 and 143 interrupted. Only 0 lets traffic move.";

// What was chosen, as text where our own words say what is wrong with it.
struct Raw {
  std::string compare;
  std::string fail_on = "error";
  std::string on_undecided = "undecided";
  std::string timeout;
  std::string deadline;
  std::string format;
  std::string shard;
  std::string max_body;
  std::string max_headers;
  int jobs = 8;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> positional;
};

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
  asks = {false, false, false};
  if (text == "none") {
    return std::nullopt;
  }
  for (const std::string_view part : split(text, ',')) {
    if (part == "shape") {
      asks.shape = true;
    } else if (part == "headers") {
      asks.headers = true;
    } else if (part == "latency") {
      asks.latency = true;
    } else {
      return "--compare takes shape, headers, latency (with commas) or none, not '" +
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

std::optional<std::string> finish_options(const Raw& raw, exec::RunOptions& run) {
  std::optional<Micros> deadline;
  for (const auto& problem :
       {read_duration("--timeout", raw.timeout, run.timeout),
        read_duration("--deadline", raw.deadline, deadline), read_asks(raw.compare, run.asks),
        read_shard(raw.shard, run.shard),
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

void add_seed(CLI::App& command, Raw& raw) {
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

void add_limits(CLI::App& command, exec::RunOptions& run, Raw& raw) {
  command.add_option("-j,--jobs", raw.jobs, "Checks at the same time (default: 8)")
      ->type_name("N")
      ->check(CLI::Range(1, 256).description(""));
  command.add_option("--timeout", raw.timeout, "For each request, over the suite's (default: 5s)")
      ->type_name("D");
  command.add_option("--deadline", raw.deadline, "For the whole run (default: 15m)")
      ->type_name("D");
  command.add_option("--max-body", raw.max_body, "One answer's body (default: 32MB)")
      ->type_name("SIZE");
  command.add_option("--max-headers", raw.max_headers, "One answer's headers (default: 300KB)")
      ->type_name("SIZE");
  command.add_flag("--allow-commands", run.allow_commands,
                   "Let checks with `command:` run programs on this machine");
  command.add_option("--budget", run.budget, "Requests to live, at most (default: 20000)")
      ->type_name("N");
}

CLI::App* add_run(CLI::App& app, RunCommand& command, Raw& raw) {
  CLI::App* sub =
      app.add_subcommand("run", "Judge the candidate: open (0), closed (1) or undecided (3)");
  add_suites(*sub, command.load);
  add_targets(*sub, command.load);
  sub->add_flag("--no-live", command.load.no_live, "Do not compare with live");
  sub->add_option("--baseline", command.baseline, "Compare with what `record` stored")
      ->type_name("FILE");
  sub->add_option("--label", command.label,
                  "This environment: latencies recorded in another are not used")
      ->type_name("NAME");
  sub->add_option("--compare", raw.compare,
                  "shape,headers,latency or none (default: all that the suite asks)")
      ->type_name("WHAT");
  add_repeated(*sub, "--report", command.reports, kReportHelp, "FORMAT[=PATH]");
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
                "Exit 0 whatever the verdict: something else decides");
  sub->add_flag("--dry-run", command.dry_run, "Show what would be sent, send nothing");
  sub->add_flag("--list", command.list, "Show the checks, send nothing");
  sub->add_flag("--limits", command.limits, "Show what bounds a run, send nothing");
  sub->add_flag("-q,--quiet", command.quiet, "Only what is wrong, and the verdict");
  sub->add_flag("-v,--verbose", command.verbose, "Every check, also what passed");
  add_choice(*sub, "--color", command.colour, kColourHelp, {"auto", "always", "never"});
  sub->footer(kGateFooter);
  return sub;
}

CLI::App* add_record(CLI::App& app, RecordCommand& command, Raw& raw) {
  CLI::App* sub =
      app.add_subcommand("record", "Store shapes and latencies as a baseline for later runs");
  add_suites(*sub, command.load);
  add_targets(*sub, command.load);
  sub->add_option("--baseline", command.baseline, "Where to write")->type_name("FILE")->required();
  add_choice(*sub, "--from", command.from, "The side that is recorded (default: live)",
             {"live", "candidate"});
  sub->add_option("--label", command.label,
                  "The environment: latencies are compared within one only")
      ->type_name("NAME");
  sub->add_flag("--append", command.append, "Keep the latency runs recorded before (the last 10)");
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

// Short enough to be typed again.
std::uint64_t random_seed() {
  constexpr std::uint32_t kMost = 999'999'999;
  return std::random_device{}() % kMost;
}

CLI::App* add_init(CLI::App& app, InitOptions& options) {
  CLI::App* sub = app.add_subcommand("init", "Write a first suite, drafted from what there is");
  CLI::Option* openapi = sub->add_option("--from-openapi", options.openapi, "An OpenAPI 3 document")
                             ->type_name("FILE");
  CLI::Option* har =
      sub->add_option("--from-har", options.har, "A browser's recording")->type_name("FILE");
  CLI::Option* curl =
      sub->add_option("--from-curl", options.curl, "curl commands, one a line (- reads them here)")
          ->type_name("FILE");
  har->excludes(openapi);
  curl->excludes(openapi)->excludes(har);
  sub->add_option("-o,--output", options.output,
                  "Where to write (default: switchgate.yaml; - shows it)")
      ->type_name("FILE");
  sub->add_flag("--force", options.force, "Replace what is there");
  sub->footer("Exit: 0 written, 2 for a source that cannot be read. Read the draft before use.");
  return sub;
}

CLI::Option* add_format(CLI::App& command, Raw& raw) {
  return add_choice(command, "--format", raw.format, "For people (the default) or for programs",
                    {"text", "json"});
}

// `shape diff OLD… -- NEW…`: CLI11 takes `--` for itself, so the two sides are cut here.
std::pair<std::vector<std::string>, std::vector<std::string>> cut_at_dashes(
    std::vector<std::string>& arguments) {
  std::pair<std::vector<std::string>, std::vector<std::string>> sides;
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  if (dashes != arguments.end()) {
    sides.second.assign(dashes + 1, arguments.end());
    arguments.erase(dashes, arguments.end());
  }
  return sides;
}

int complain(std::ostream& err, const std::string& message) {
  err << "switchgate: " << message << '\n';
  return kUsage;
}

// Commands and their options; parse() fills them, go() does what was asked.
class Commands {
 public:
  Commands(const Environment& environment, std::ostream& out, std::ostream& err)
      : environment_(environment), out_(out), err_(err) {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "switchgate " + version());
    app_.set_help_all_flag("--help-all", "Help of all commands");
    app_.get_formatter()->label("REQUIRED", "(required)");
    run_sub_ = add_run(app_, run_, raw_);
    record_sub_ = add_record(app_, record_, raw_);
    lint_sub_ = app_.add_subcommand("lint", "Check suites for mistakes, without a network");
    add_suites(*lint_sub_, lint_);
    add_choice(*lint_sub_, "--fail-on", lint_fail_on_,
               "The level that is told by the exit code (default: error)", {"error", "warning"});
    lint_sub_->footer("Exit: 0 no mistakes, 1 warnings and --fail-on warning, 2 mistakes.");
    query_sub_ = app_.add_subcommand("query", "Try a JSONPath expression on a JSON file");
    query_sub_->add_option("JSONPATH", query_.expression, "RFC 9535, e.g. '$.items[*].price'")
        ->type_name("")
        ->required();
    query_sub_->add_option("FILE", query_.file, "JSON (default: standard input)")->type_name("");
    query_sub_->add_flag("--paths", query_.paths, "Normalized paths instead of values");
    add_format(*query_sub_, raw_);
    query_sub_->footer("Exit: 0 (also for no match), 2 for what is no JSONPath or no JSON.");
    shape_sub_ =
        app_.add_subcommand("shape", "The shape of JSON files, or `shape diff OLD... -- NEW...`");
    shape_sub_
        ->add_option("FILE", raw_.positional, "JSON files, or the word diff and two sets of them")
        ->type_name("");
    add_format(*shape_sub_, raw_);
    shape_sub_->footer(
        "Exit: 0 done, 1 (diff) a change breaks readers, 2 for files that are no JSON.");
    latency_sub_ = app_.add_subcommand("latency", "Compare two sets of latency samples");
    latency_sub_->add_option("FILE", latency_.files, "SAMPLES.json, or OLD.json NEW.json")
        ->type_name("")
        ->required()
        ->expected(1, 2);
    add_format(*latency_sub_, raw_);
    latency_sub_->footer("Exit: 0 no slower, 1 slower, 2 unusable files, 3 undecided.");
    render_sub_ = add_stored("render", "A stored run in another format", "REPORT.json", 1, render_);
    render_sub_->add_flag("--gate", render_.gate, "Exit as the run did");
    render_sub_->footer(
        "Exit: 0 shown, 2 for what is no report; with --gate: as the run did, 0 open, 1 closed,\n"
        "3 undecided, 130 and 143 interrupted.");
    merge_sub_ = add_stored("merge", "One verdict from the shards of a run (--shard I/N)",
                            "REPORT.json", kMostShards, merge_);
    merge_sub_->footer(
        "Exit: 0 open, 1 closed, 2 for what is no report or no part of one run, 3 undecided\n"
        "(also when a shard is missing), 130 and 143 when a shard was interrupted.");
    explain_sub_ = app_.add_subcommand("explain", "What a rule means and what to do about it");
    explain_sub_->add_option("RULE", explain_, "e.g. shape/property-removed (default: list all)")
        ->type_name("");
    schema_sub_ = app_.add_subcommand("schema", "A JSON Schema, for editors that complete suites");
    schema_sub_->add_option("NAME", schema_, "suite (default)")->type_name("");
    schema_sub_->footer("Exit: 0 shown, 2 for a name that there is not.");
    init_sub_ = add_init(app_, init_);
    completion_sub_ = app_.add_subcommand("completion", "A script that completes these commands");
    add_choice(*completion_sub_, "SHELL", shell_, "The shell to write it for",
               {"bash", "zsh", "fish"})
        ->required();
    app_.footer(
        std::string("Start with `switchgate run --candidate URL suite.yaml`; `switchgate run "
                    "--help` says more.\n") +
        kGateFooter);
  }

  int parse_and_go(std::vector<std::string> arguments) {
    if (!arguments.empty() && arguments.front() == "shape") {
      shape_.new_files = cut_at_dashes(arguments).second;
    }
    first_ = arguments.empty() ? "" : arguments.front();
    try {
      std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
      app_.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
      return report(error);
    }
    return go();
  }

 private:
  CLI::App* add_stored(const std::string& name, const std::string& help, const std::string& file,
                       int most, StoredOptions& options) {
    CLI::App* sub = app_.add_subcommand(name, help);
    sub->add_option(file, options.files, "What `run --report json=FILE` wrote")
        ->type_name("")
        ->required()
        ->expected(1, most);
    add_repeated(*sub, "--report", options.reports, kReportHelp, "FORMAT[=PATH]");
    sub->add_flag("-q,--quiet", options.quiet, "Only what is wrong, and the verdict");
    sub->add_flag("-v,--verbose", options.verbose, "Every check, also what passed");
    add_choice(*sub, "--color", options.colour, kColourHelp, {"auto", "always", "never"});
    return sub;
  }

  int report(const CLI::ParseError& error) {
    return error.get_exit_code() == 0 ? app_.exit(error, out_, err_)
                                      : complain(err_, usage_mistake(error, app_, first_));
  }

  int go() {
    const bool as_json = raw_.format == "json";
    for (exec::RunOptions* options : {&run_.run, &record_.run}) {
      if (const auto problem = finish_options(raw_, *options)) {
        return complain(err_, *problem);
      }
    }
    const std::uint64_t seed = raw_.seed ? *raw_.seed : random_seed();
    for (LoadOptions* load : {&run_.load, &record_.load, &lint_}) {
      load->environment = environment_;
      load->seed = seed;
    }
    run_.run.seed = seed;
    record_.run.seed = seed;
    if (run_sub_->parsed()) {
      return run(std::move(run_), environment_, out_, err_);
    }
    if (record_sub_->parsed()) {
      return record(std::move(record_), environment_, out_, err_);
    }
    if (lint_sub_->parsed()) {
      return lint(lint_, out_, err_, lint_fail_on_);
    }
    if (query_sub_->parsed()) {
      query_.as_json = as_json;
      return query(query_, out_, err_);
    }
    if (shape_sub_->parsed()) {
      return go_shape(as_json);
    }
    if (latency_sub_->parsed()) {
      latency_.as_json = as_json;
      return latency(latency_, out_, err_);
    }
    if (render_sub_->parsed()) {
      return render(render_, environment_, out_, err_);
    }
    if (merge_sub_->parsed()) {
      return merge(merge_, environment_, out_, err_);
    }
    if (schema_sub_->parsed()) {
      return schema(schema_, out_, err_);
    }
    if (init_sub_->parsed()) {
      return init(init_, out_, err_);
    }
    if (completion_sub_->parsed()) {
      out_ << completion_script(shell_, command_words(app_));
      return kOpen;
    }
    return explain(explain_, out_, err_);
  }

  int go_shape(bool as_json) {
    shape_.as_json = as_json;
    shape_.files = raw_.positional;
    if (!shape_.files.empty() && shape_.files.front() == "diff") {
      shape_.diff = true;
      shape_.files.erase(shape_.files.begin());
    }
    return shape(shape_, out_, err_);
  }

  const Environment& environment_;
  std::ostream& out_;
  std::ostream& err_;
  CLI::App app_{
      "switchgate stands between a fresh deployment and its traffic: it asks the idle side what\n"
      "users would ask, compares with the live side, and says open, closed or undecided.",
      "switchgate"};
  Raw raw_;
  std::string first_;  // argument, as it was given
  RunCommand run_;
  RecordCommand record_;
  LoadOptions lint_;
  std::string lint_fail_on_ = "error";
  QueryOptions query_;
  ShapeOptions shape_;
  LatencyOptions latency_;
  StoredOptions render_;
  StoredOptions merge_;
  std::string explain_;
  std::string schema_ = "suite";
  InitOptions init_;
  std::string shell_;
  CLI::App* run_sub_ = nullptr;
  CLI::App* record_sub_ = nullptr;
  CLI::App* lint_sub_ = nullptr;
  CLI::App* query_sub_ = nullptr;
  CLI::App* shape_sub_ = nullptr;
  CLI::App* latency_sub_ = nullptr;
  CLI::App* render_sub_ = nullptr;
  CLI::App* merge_sub_ = nullptr;
  CLI::App* explain_sub_ = nullptr;
  CLI::App* schema_sub_ = nullptr;
  CLI::App* init_sub_ = nullptr;
  CLI::App* completion_sub_ = nullptr;
};

}  // namespace

int app(int argc, const char* const* argv, const Environment& environment, std::ostream& out,
        std::ostream& err) {
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const int status = Commands(environment, out, err).parse_and_go(arguments);
  if (!out.flush() && status == kOpen) {
    complain(err, "cannot write to standard output");
    return kUndecided;  // what nobody could read proves nothing
  }
  return status;
}

}  // namespace switchgate::cli
