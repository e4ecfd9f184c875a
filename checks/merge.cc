#include "checks/merge.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <map>
#include <set>
#include <tuple>

#include "checks/base/text.h"
#include "checks/foreign_live.h"
#include "checks/shape/phase.h"
#include "checks/values/note.h"
#include "checks/waivers.h"

namespace switchgate {
namespace {

std::string title_of(const Shard& shard) {
  return "shard " + std::to_string(shard.index) + " of " + std::to_string(shard.count);
}

auto identity_of(const Waiver& waiver) {
  return std::tie(waiver.rule, waiver.check, waiver.path, waiver.reason, waiver.owner,
                  waiver.expires);
}

bool same_waivers(const RunReport& a, const RunReport& b) {
  return std::equal(a.waivers.begin(), a.waivers.end(), b.waivers.begin(), b.waivers.end(),
                    [](const WaiverUse& one, const WaiverUse& other) {
                      return identity_of(one.waiver) == identity_of(other.waiver);
                    });
}

// Why `other` is no part of the run that `first` is a part of; empty when it is.
std::string difference(const RunReport& first, const RunReport& other) {
  if (other.shard->count != first.shard->count) {
    return "the run was split into another number of shards";
  }
  if (other.policy.fail_on != first.policy.fail_on) {
    return "they were given another --fail-on";
  }
  if (other.policy.on_undecided != first.policy.on_undecided) {
    return "they were given another --on-undecided";
  }
  if (!same_waivers(first, other)) {
    return "they were given other waivers";
  }
  if (other.shard->total != first.shard->total || other.whole != first.whole) {
    return "they selected other checks (--only, --tag, --skip-tag, --compare)";
  }
  const bool same = other.shard->digest == first.shard->digest && other.suites == first.suites;
  return same ? "" : "they ran other suites, variables or targets";
}

// The shards in their order, when they are parts of one run.
Status put_in_order(std::vector<RunReport>& shards) {
  for (const RunReport& report : shards) {
    if (!report.shard) {
      return Error{
          "only the shards of one run are merged, and a report here is that of a whole "
          "run: `switchgate render` shows such a one",
          {}};
    }
  }
  std::stable_sort(shards.begin(), shards.end(), [](const RunReport& a, const RunReport& b) {
    return a.shard->index < b.shard->index;
  });
  std::set<std::string> ids;
  for (std::size_t i = 0; i < shards.size(); ++i) {
    const RunReport& report = shards[i];
    if (const std::string why = difference(shards.front(), report); !why.empty()) {
      return Error{title_of(*shards.front().shard) + " and " + title_of(*report.shard) +
                       " are not parts of one run: " + why,
                   {}};
    }
    if (i > 0 && shards[i - 1].shard->index == report.shard->index) {
      return Error{title_of(*report.shard) + " is here twice: give each shard's report once", {}};
    }
    for (const CheckResult& check : report.checks) {
      if (!ids.insert(check.id).second) {
        return Error{"the check '" + excerpt(check.id, 80) + "' is in two shards, again in " +
                         std::to_string(report.shard->index),
                     {}};
      }
    }
  }
  return Ok{};
}

// The files of all shards in one table.
class Files {
 public:
  explicit Files(RunReport& into) : into_(into) {}

  // Adds those of `report` and moves its places to the common table.
  void take(RunReport& report) {
    moved_.clear();
    for (SourceFile& file : report.files) {
      const auto [at, is_new] =
          index_.try_emplace({file.path, file.repo_path}, static_cast<int>(into_.files.size()));
      moved_.push_back(at->second);
      if (is_new) {
        into_.files.push_back(std::move(file));
      }
    }
    for (CheckResult& check : report.checks) {
      move(check.pos);
      move(check.findings);
    }
    move(report.findings);
    for (WaiverUse& use : report.waivers) {
      move(use.waiver.pos);
    }
    for (KnownLine& line : report.lines) {
      line.file = moved_[static_cast<std::size_t>(line.file)];
      KnownLine& known = lines_[{line.file, line.line}];
      known.file = line.file;
      known.line = line.line;
      known.hash = line.hash;
      known.columns.insert(known.columns.end(), line.columns.begin(), line.columns.end());
    }
  }

  void finish() {
    for (auto& [place, line] : lines_) {
      std::sort(line.columns.begin(), line.columns.end());
      line.columns.erase(std::unique(line.columns.begin(), line.columns.end()), line.columns.end());
      into_.lines.push_back(std::move(line));
    }
  }

 private:
  void move(SourcePos& pos) const {
    const auto file = static_cast<std::size_t>(pos.file);
    pos = pos.known() && file < moved_.size() ? SourcePos{moved_[file], pos.line, pos.column}
                                              : SourcePos{};
  }
  void move(std::vector<Finding>& findings) const {
    for (Finding& finding : findings) {
      move(finding.pos);
    }
  }

  RunReport& into_;
  std::map<std::pair<std::string, std::string>, int> index_;
  std::map<std::pair<int, int>, KnownLine> lines_;
  std::vector<int> moved_;  // index in the report at hand -> in the table
};

void add_once(const std::string& text, std::vector<std::string>& list) {
  if (std::find(list.begin(), list.end(), text) == list.end()) {
    list.push_back(text);
  }
}

// Every shard asks the same targets; one that dialled nothing does not know the address.
void add_target(TargetInfo target, std::vector<TargetInfo>& targets) {
  const auto same = std::find_if(targets.begin(), targets.end(), [&](const TargetInfo& other) {
    return other.suite == target.suite && other.name == target.name;
  });
  if (same == targets.end()) {
    targets.push_back(std::move(target));
  } else if (same->address.find(target.address) == std::string::npos) {
    same->address += (same->address.empty() ? "" : ", ") + target.address;
  }
}

// What each shard says of the run as a whole is said once.
void add_finding(Finding finding, std::vector<Finding>& findings) {
  const auto same = [&](const Finding& other) {
    return other.fingerprint == finding.fingerprint && other.message == finding.message &&
           other.level == finding.level && other.undecided == finding.undecided;
  };
  if (std::none_of(findings.begin(), findings.end(), same)) {
    findings.push_back(std::move(finding));
  }
}

Finding missing_shard(int index, int count) {
  Finding finding;
  finding.rule = "run/missing-shard";
  finding.undecided = true;
  finding.path = std::to_string(index) + '/' + std::to_string(count);
  finding.message = "the report of shard " + finding.path +
                    " is missing: what it would have judged is not known. Look at its job, run it "
                    "again, and merge the reports of all shards.";
  finding.fingerprint = fingerprint_of(finding);
  return finding;
}

int signal_of(const RunReport& report) {
  return report.verdict.exit_code > 128 ? report.verdict.exit_code - 128 : 0;
}

bool tells(const std::vector<Finding>& findings, std::string_view rule) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return finding.rule == rule; });
}

bool tells(const RunReport& report, std::string_view rule) {
  return tells(report.findings, rule) ||
         std::any_of(report.checks.begin(), report.checks.end(),
                     [&](const CheckResult& check) { return tells(check.findings, rule); });
}

// What is counted and measured, added up; the checks are still in the order of the shards.
void add_shard(RunReport shard, RunReport& whole) {
  const Instant end = std::max(whole.started + whole.duration, shard.started + shard.duration);
  whole.started = std::min(whole.started, shard.started);
  whole.duration = std::chrono::duration_cast<Micros>(end - whole.started);
  whole.requests += shard.requests;
  if (shard.timer_lateness_p95) {
    whole.timer_lateness_p95 =
        std::max(whole.timer_lateness_p95.value_or(Micros(0)), *shard.timer_lateness_p95);
  }
  if (whole.baseline.empty()) {
    whole.baseline = std::move(shard.baseline);
    whole.baseline_about = std::move(shard.baseline_about);
    whole.baseline_recorded = shard.baseline_recorded;
  }
  for (TargetInfo& target : shard.targets) {
    add_target(std::move(target), whole.targets);
  }
  for (const std::string& note : shard.notes) {
    add_once(note, whole.notes);
  }
  if (shard.tool_version != whole.tool_version) {
    add_once("the shards ran with different versions of switchgate: " + whole.tool_version +
                 " and " + shard.tool_version,
             whole.notes);
  }
  for (Finding& finding : shard.findings) {
    add_finding(std::move(finding), whole.findings);
  }
  for (std::size_t i = 0; i < shard.waivers.size(); ++i) {
    if (whole.waivers.size() < shard.waivers.size()) {
      whole.waivers.push_back(std::move(shard.waivers[i]));
    } else {
      whole.waivers[i].used += shard.waivers[i].used;
    }
  }
  for (CheckResult& check : shard.checks) {
    whole.checks.push_back(std::move(check));
  }
}

// What all shards have in common.
RunReport begin_with(const RunReport& first) {
  RunReport whole;
  whole.tool_version = first.tool_version;
  whole.started = first.started;
  whole.suites = first.suites;
  whole.selected = first.shard->total;
  whole.whole = first.whole;
  whole.policy = first.policy;
  return whole;
}

// True when a shard is not there.
bool add_missing_shards(const std::vector<RunReport>& shards, RunReport& whole) {
  const int count = shards.front().shard->count;
  std::size_t at = 0;
  for (int index = 1; index <= count; ++index) {
    if (at < shards.size() && shards[at].shard->index == index) {
      ++at;
    } else {
      whole.findings.push_back(missing_shard(index, count));
    }
  }
  return shards.size() < static_cast<std::size_t>(count);
}

}  // namespace

Result<RunReport> merge(std::vector<RunReport> shards) {
  assert(!shards.empty());
  if (Status status = put_in_order(shards); !status) {
    return status.error();
  }
  RunReport whole = begin_with(shards.front());
  const bool incomplete = add_missing_shards(shards, whole);
  RunFacts facts;
  Files files(whole);
  for (RunReport& shard : shards) {
    facts.signal = std::max(facts.signal, signal_of(shard));
    facts.deadline_reached = facts.deadline_reached || tells(shard, "run/deadline");
    facts.internal_error = facts.internal_error || tells(shard, "run/internal-error");
    files.take(shard);
    add_shard(std::move(shard), whole);
  }
  files.finish();
  std::stable_sort(whole.checks.begin(), whole.checks.end(),
                   [](const CheckResult& a, const CheckResult& b) { return a.order < b.order; });
  if (!incomplete) {
    for (Finding& finding : foreign_lives(whole)) {
      add_finding(std::move(finding), whole.findings);
    }
    for (Finding& finding : unused_waivers(whole)) {
      whole.findings.push_back(std::move(finding));
    }
  }
  values::note_compared(whole);
  shape::note_effects(whole);
  whole.verdict = verdict_of(whole, std::move(facts));
  return whole;
}

}  // namespace switchgate
