// `switchgate baseline prune` and `baseline rename`: what changes in a baseline without recording.

#include <utility>

#include "checks/base/text.h"
#include "checks/baseline/edit.h"
#include "runner/cli/baseline.h"
#include "runner/cli/change_text.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/stored_baseline.h"
#include "runner/exec/compare_findings.h"

namespace switchgate::cli {
namespace {

std::string shown(std::string_view text) { return excerpt(text, 200); }

// What the suites hold. A check without rows now may have some in the next run.
baseline::KeptChecks kept_by(const Plan& plan) {
  baseline::KeptChecks kept;
  for (const Check& check : plan.checks) {
    auto& steps = kept[check.group_id()];
    if (!steps) steps.emplace();
    for (const Step& step : check.steps) steps->insert(exec::step_label(check, step));
  }
  for (const Suite& suite : plan.suites) {
    for (const std::string& check : suite.rowless) {
      kept[plan.suites.size() > 1 ? suite.name + '/' + check : check] = std::nullopt;
    }
  }
  return kept;
}

void print(const baseline::Pruned& pruned, std::ostream& out) {
  for (const std::string& check : pruned.checks) out << "  check " << shown(check) << '\n';
  for (const std::string& request : pruned.requests) out << "  request " << shown(request) << '\n';
  if (pruned.samples > 0) out << "  " << counted(pruned.samples, "latency sample") << '\n';
}

// The baseline that can be changed without a loss.
Result<StoredBaseline> usable(BaselineBefore before, const std::string& place) {
  if (!before) return Error{"there is no baseline at " + place, {}};
  if (const Status status = require_usable(*before); !status) return status.error();
  return *std::move(before);
}

// Looks before anything is locked or made for writing.
Status require_there(const std::string& place) { return require_usable(read_baseline(place)); }

// Pruning as an edit; what goes is told in `pruned`.
Result<StoredBaseline> prune(BaselineBefore before, const std::string& place,
                             const baseline::KeptChecks& kept, baseline::Pruned& pruned) {
  Result<StoredBaseline> stored = usable(std::move(before), place);
  if (!stored) return stored;
  Result<baseline::Pruned> done = baseline::prune(stored->baseline, stored->history, kept);
  if (!done) return Error{place + ": " + done.error().message, {}};
  pruned = *std::move(done);
  return stored;
}

int complain(const char* command, const Error& error, std::ostream& err) {
  err << "switchgate baseline " << command << ": " << error.message << "; nothing was changed\n";
  return kUsage;
}

}  // namespace

int prune_baseline(const BaselineCommand& command, std::ostream& out, std::ostream& err) {
  LoadOptions options = command.load;
  options.need_secrets = false;
  SourceFiles files;
  tree::Problems problems;
  const std::optional<Loaded> loaded = load(options, files, problems);
  err << problems.warnings_to_text(files);
  if (!loaded) {
    err << problems.to_text(files)
        << "switchgate baseline prune: " << counted(problems.size(), "mistake")
        << "; nothing was changed\n";
    return kUsage;
  }
  const baseline::KeptChecks kept = kept_by(loaded->plan);
  baseline::Pruned pruned;
  Status status = Ok{};
  if (command.dry_run) {
    const auto after = prune(read_baseline(command.file), command.file, kept, pruned);
    status = after ? Status(Ok{}) : after.error();
  } else if (status = require_there(command.file); status) {
    status = edit_baseline(command.file, [&](BaselineBefore before) {
      return prune(std::move(before), command.file, kept, pruned);
    });
  }
  if (!status) return complain("prune", status.error(), err);
  if (!pruned.any()) {
    out << shown(command.file) << " holds nothing that the suites do not hold\n";
    return kOpen;
  }
  out << (command.dry_run ? "would go from " : "gone from ") << shown(command.file) << ":\n";
  print(pruned, out);
  return kOpen;
}

int rename_check(const BaselineCommand& command, std::ostream& out, std::ostream& err) {
  Status status = require_there(command.file);
  if (status) {
    status = edit_baseline(command.file, [&](BaselineBefore before) -> Result<StoredBaseline> {
      Result<StoredBaseline> stored = usable(std::move(before), command.file);
      if (!stored) return stored;
      const Status renamed =
          baseline::rename_check(stored->baseline, stored->history, command.old_id, command.new_id);
      if (!renamed) return Error{command.file + ": " + renamed.error().message, {}};
      return stored;
    });
  }
  if (!status) return complain("rename", status.error(), err);
  out << shown(command.old_id) << " is called " << shown(command.new_id) << " in "
      << shown(command.file) << '\n';
  return kOpen;
}

}  // namespace switchgate::cli
