// A finished run: all that a reporter may show. Reporters are pure functions of
// this; secrets are masked before anything gets here.

#ifndef SWITCHGATE_CHECKS_MODEL_RUN_REPORT_H_
#define SWITCHGATE_CHECKS_MODEL_RUN_REPORT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/base/source_pos.h"
#include "checks/base/units.h"
#include "checks/latency/latency.h"
#include "checks/model/finding.h"
#include "checks/model/waiver.h"
#include "checks/verdict.h"

namespace switchgate {

// What comparing one request gave, also when nothing is wrong.
struct ComparisonResult {
  std::string step;      // empty for a check of one request
  std::string against;   // "live", "baseline"
  std::string instance;  // of the candidate, by its address; empty when there is only one
  std::string
      shape;  // "same", "changed", "undecided", "not asked": empty when the suite does not ask
  std::size_t shape_live_samples = 0;
  std::size_t shape_candidate_samples = 0;
  std::string values;            // likewise
  std::size_t values_quiet = 0;  // of live's values, those that are the same in all of its samples
  std::size_t values_noisy = 0;  // the others, which are not judged
  std::optional<latency::Judgement> latency;
  std::size_t latency_dropped =
      0;                        // pairs that did not count: failures, new connections, late runner
  std::vector<double> live_ms;  // what it was judged by, in the order it was taken; empty
                                // against a baseline
  std::vector<double> candidate_ms;  // with live, one for each of live's
};

struct CheckResult {
  std::string id;         // "suite/check" or "check"
  std::size_t order = 0;  // among all checks of the suites: merged shards are sorted by it
  std::string name;
  // Of a row of `for_each` and of the comparison of all rows: the id without the row,
  // by which baselines know it. Empty for any other check.
  std::string group;
  std::string suite;
  std::vector<std::string> tags;
  SourcePos pos;
  Outcome outcome = Outcome::kUndecided;
  std::string reason = "it did not run";  // one sentence, for undecided and skipped
  std::size_t judged = 0;                 // expectations and comparisons really judged
  std::size_t requests = 0;
  Micros duration{0};
  std::vector<Finding> findings;  // in order of the suite
  std::vector<ComparisonResult> comparisons;
};

struct TargetInfo {
  std::string suite;
  std::string name;  // "candidate", "live", "idp"
  std::string url;
  std::string address;   // dialled, "10.0.3.7:8443, 10.0.3.8:8443"; empty when nothing was
  std::string url_from;  // "--candidate", "SWITCHGATE_LIVE", "shop.yaml:9"
};

// A waiver that was in force, and how many findings it covered.
struct WaiverUse {
  Waiver waiver;
  std::size_t used = 0;
};

// What is known of a line when the file's text is not at hand: of a stored run.
struct KnownLine {
  int file = 0;                              // index into RunReport::files
  int line = 0;                              // from 1
  std::string hash;                          // as GitHub computes it; see reporters/line_hash.h
  std::vector<std::pair<int, int>> columns;  // in bytes and in UTF-16 units, where they differ
};

// Which part of a run split over several machines this is (`--shard I/N`).
struct Shard {
  int index = 1;          // 1 to count
  int count = 1;          // of all shards
  std::string digest;     // of suites, variables and targets: equal in all shards of one run
  std::size_t total = 0;  // checks selected before the split
};

struct RunReport {
  std::string tool_version;
  Instant started{};
  Micros duration{0};
  std::vector<std::string> suites;
  std::vector<TargetInfo> targets;
  std::string baseline;                      // path, when one was given
  std::string baseline_about;                // one line: how old it is and what it covers
  std::optional<Instant> baseline_recorded;  // when, as far as it is known
  std::size_t selected = 0;                  // checks that were asked for
  bool whole = true;  // nothing was left out by --only, --tag, --skip-tag or --compare
  std::vector<CheckResult> checks;  // in suite order
  std::vector<Finding> findings;    // of the run as a whole
  std::vector<WaiverUse> waivers;   // of the waivers' file, not `expected:`
  std::vector<std::string> notes;   // for people: "comparison not asked (--compare none)"
  std::size_t requests = 0;
  std::optional<Micros>
      timer_lateness_p95;  // how late this machine woke the runner while measuring
  Policy policy;
  Verdict verdict;
  std::optional<Shard> shard;    // nothing: the run was not split, or all of it is here
  SourceFiles files;             // of the suites and waivers, for line hashes
  std::vector<KnownLine> lines;  // of files without a text, by file and line
};

struct Counts {
  std::size_t passed = 0, failed = 0, undecided = 0, skipped = 0;
  std::size_t errors = 0, warnings = 0, notes = 0;  // findings, the run's own included
  std::size_t waived = 0, expected = 0;             // findings that are none of the above
  std::size_t unknown = 0;  // checks that the baseline does not know: only expectations judged
  std::size_t added = 0;    // checks of which live has no endpoint yet: the same
};
Counts count(const RunReport& report);

// Does the baseline not know the check, so that only its expectations were judged?
bool is_new(const CheckResult& check);

// Does live not have an endpoint of it yet, so that this was not compared?
bool is_added(const CheckResult& check);

// The policy applied to what the report holds; `facts.marks` are taken from its findings.
Verdict verdict_of(const RunReport& report, RunFacts facts);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_MODEL_RUN_REPORT_H_
