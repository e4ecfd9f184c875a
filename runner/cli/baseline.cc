#include "runner/cli/baseline.h"

#include <CLI/CLI.hpp>

#include "runner/cli/exit_status.h"
#include "runner/cli/run_options.h"
#include "runner/cli/usage.h"

namespace switchgate::cli {
namespace {

constexpr const char* kWhat =
    "What `record --baseline` wrote: a file, sqlite:PATH#NAME or postgresql://…#NAME";

CLI::App* add_action(CLI::App& parent, const std::string& name, const std::string& help,
                     BaselineCommand& command) {
  CLI::App* sub = parent.add_subcommand(name, help);
  sub->parse_complete_callback([&command, name] { command.action = name; });
  return sub;
}

void add_place(CLI::App& command, const std::string& name, std::string& into,
               const std::string& help) {
  command.add_option(name, into, help)->type_name("")->required();
}

void add_format(CLI::App& command, std::string& format) {
  add_choice(command, "--format", format, "For people (the default) or for programs",
             {"text", "json"});
}

}  // namespace

CLI::App* add_baseline(CLI::App& app, BaselineCommand& command, LimitWords& limits) {
  CLI::App* all = app.add_subcommand("baseline", "Look after what `record` stored");
  all->require_subcommand(1);
  all->footer("`switchgate baseline show --help` and so on say more.");

  CLI::App* show = add_action(*all, "show", "What a baseline covers and how old it is", command);
  add_place(*show, "FILE", command.file, kWhat);
  add_limit_options(*show, limits, "JSON");
  add_format(*show, command.format);
  show->footer("Exit: 0 shown, 2 for what is no baseline.");

  CLI::App* diff = add_action(*all, "diff", "What changed from one baseline to the next", command);
  add_place(*diff, "OLD", command.file, "The former baseline, as of `git show HEAD:baseline.json`");
  add_place(*diff, "NEW", command.after, "The one to review");
  add_limit_options(*diff, limits, "JSON");
  add_format(*diff, command.format);
  add_choice(*diff, "--color", command.colour, kColourHelp, {"auto", "always", "never"});
  diff->footer("Exit: 0 no difference, 1 differences, 2 for what is no baseline.");

  CLI::App* prune =
      add_action(*all, "prune", "Drop the checks and requests that suites no longer hold", command);
  add_place(*prune, "FILE", command.file, kWhat);
  add_suites(*prune, command.load);
  add_limit_options(*prune, limits);
  prune->add_flag("--dry-run", command.dry_run, "Say what would go, change nothing");
  prune->footer(
      "Exit: 0 pruned, 2 for what is no baseline, mistakes of a suite, and suites of which the\n"
      "baseline knows no check: these are probably not its own.");

  CLI::App* rename =
      add_action(*all, "rename", "Let a renamed check keep what was recorded of it", command);
  add_place(*rename, "FILE", command.file, kWhat);
  add_place(*rename, "OLD", command.old_id, "The id of the check in the baseline");
  add_place(*rename, "NEW", command.new_id, "Its id in the suite");
  rename->footer("Exit: 0 renamed, 2 for an OLD that is not there or a NEW that is.");
  return all;
}

int baseline(const BaselineCommand& command, const Environment& environment, Instant now,
             std::ostream& out, std::ostream& err) {
  if (command.action == "show") return show_baseline(command, now, out, err);
  if (command.action == "diff") {
    return diff_baselines(command, use_colour(command.colour, environment, 1), out, err);
  }
  if (command.action == "prune") return prune_baseline(command, out, err);
  return rename_check(command, out, err);
}

}  // namespace switchgate::cli
