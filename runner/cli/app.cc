#include "runner/cli/app.h"

#include <chrono>
#include <cstdint>
#include <random>

#include <CLI/CLI.hpp>

#include "checks/base/limits.h"
#include "runner/cli/baseline.h"
#include "runner/cli/commands.h"
#include "runner/cli/completion.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/init.h"
#include "runner/cli/lint.h"
#include "runner/cli/ready.h"
#include "runner/cli/run.h"
#include "runner/cli/run_options.h"
#include "runner/cli/usage.h"

namespace switchgate::cli {
namespace {

constexpr int kMostShards = 10'000;

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

CLI::Option* add_format(CLI::App& command, std::string& format) {
  return add_choice(command, "--format", format, "For people (the default) or for programs",
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
    calibrate_sub_ = add_calibrate(app_, calibrate_, raw_);
    lint_sub_ = app_.add_subcommand("lint", "Check suites for mistakes, without a network");
    add_suites(*lint_sub_, lint_);
    add_limit_options(*lint_sub_, raw_.limits);
    add_choice(*lint_sub_, "--fail-on", lint_fail_on_,
               "The level that is told by the exit code (default: error)", {"error", "warning"});
    lint_sub_->footer("Exit: 0 no mistakes, 1 warnings and --fail-on warning, 2 mistakes.");
    query_sub_ = app_.add_subcommand("query", "Try a JSONPath expression on a JSON file");
    query_sub_->add_option("JSONPATH", query_.expression, "RFC 9535, e.g. '$.items[*].price'")
        ->type_name("")
        ->required();
    query_sub_->add_option("FILE", query_.file, "JSON (default: standard input)")->type_name("");
    query_sub_->add_flag("--paths", query_.paths, "Normalized paths instead of values");
    add_limit_options(*query_sub_, raw_.limits, "JSON");
    add_format(*query_sub_, format_);
    query_sub_->footer("Exit: 0 (also for no match), 2 for what is no JSONPath or no JSON.");
    shape_sub_ =
        app_.add_subcommand("shape", "The shape of JSON files, or `shape diff OLD... -- NEW...`");
    shape_sub_->add_option("FILE", positional_, "JSON files, or the word diff and two sets of them")
        ->type_name("");
    add_limit_options(*shape_sub_, raw_.limits, "JSON");
    add_choice(*shape_sub_, "--format", format_,
               "For people (the default), for programs, or as a JSON Schema 2020-12",
               {"text", "json", "json-schema"});
    add_choice(*shape_sub_, "--color", shape_colour_, kColourHelp, {"auto", "always", "never"});
    shape_sub_->footer(
        "Exit: 0 done, 1 (diff) a change breaks readers, 2 for files that are no JSON.");
    baseline_sub_ = add_baseline(app_, baseline_, raw_.limits);
    latency_sub_ = app_.add_subcommand("latency", "Compare two sets of latency samples");
    latency_sub_->add_option("FILE", latency_.files, "SAMPLES.json, or OLD.json NEW.json")
        ->type_name("")
        ->required()
        ->expected(1, 2);
    add_limit_options(*latency_sub_, raw_.limits, "JSON");
    add_format(*latency_sub_, format_);
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
    arguments = with_empty_values(std::move(arguments));
    try {
      std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
      app_.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
      return report(error);
    }
    if (const auto problem = empty_value(app_)) {
      return complain(err_, *problem);
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
    add_repeated(*sub, "--report", options.reports, report_help(), "FORMAT[=PATH]");
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
    const bool as_json = format_ == "json";
    const Result<Limits> limits = read_limits(raw_.limits);
    if (!limits) {
      return complain(err_, limits.error().message);
    }
    set_limits(*limits);  // before anything is read, and before the first thread
    for (exec::RunOptions* options : {&run_.run, &record_.run, &calibrate_.run}) {
      if (const auto problem = finish_options(raw_, *options)) {
        return complain(err_, *problem);
      }
    }
    const std::uint64_t seed = raw_.seed ? *raw_.seed : random_seed();
    for (LoadOptions* load :
         {&run_.load, &record_.load, &calibrate_.load, &lint_, &baseline_.load}) {
      load->environment = environment_;
      load->seed = seed;
    }
    run_.run.seed = seed;
    record_.run.seed = seed;
    calibrate_.run.seed = seed;
    if (run_sub_->parsed()) {
      if (run_.exit_zero && !run_.run.shard) {
        return complain(err_,
                        "--exit-zero leaves the verdict to `switchgate merge`, so it goes with "
                        "--shard I/N; a gate that must not stop the pipeline is the pipeline's to "
                        "ignore");
      }
      return run(std::move(run_), environment_, out_, err_);
    }
    if (record_sub_->parsed()) {
      return record(std::move(record_), environment_, out_, err_);
    }
    if (calibrate_sub_->parsed()) {
      return calibrate(std::move(calibrate_), environment_, out_, err_);
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
    if (baseline_sub_->parsed()) {
      return baseline(baseline_, environment_,
                      std::chrono::floor<Micros>(std::chrono::system_clock::now()), out_, err_);
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
    shape_.as_schema = format_ == "json-schema";
    shape_.colour = use_colour(shape_colour_, environment_, 1);
    shape_.files = positional_;
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
  RawOptions raw_;
  std::string format_;
  std::vector<std::string> positional_;
  std::string first_;  // argument, as it was given
  RunCommand run_;
  RecordCommand record_;
  CalibrateCommand calibrate_;
  LoadOptions lint_;
  std::string lint_fail_on_ = "error";
  QueryOptions query_;
  ShapeOptions shape_;
  std::string shape_colour_ = "auto";
  BaselineCommand baseline_;
  LatencyOptions latency_;
  StoredOptions render_;
  StoredOptions merge_;
  std::string explain_;
  std::string schema_ = "suite";
  InitOptions init_;
  std::string shell_;
  CLI::App* run_sub_ = nullptr;
  CLI::App* record_sub_ = nullptr;
  CLI::App* calibrate_sub_ = nullptr;
  CLI::App* lint_sub_ = nullptr;
  CLI::App* query_sub_ = nullptr;
  CLI::App* shape_sub_ = nullptr;
  CLI::App* baseline_sub_ = nullptr;
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
