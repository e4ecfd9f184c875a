#include "runner/exec/run.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <iterator>
#include <mutex>
#include <span>
#include <thread>

#include "checks/base/text.h"
#include "checks/shape/conceal.h"
#include "checks/waivers.h"
#include "runner/exec/compare.h"
#include "runner/exec/instances.h"
#include "runner/exec/jobs.h"
#include "runner/exec/question.h"
#include "runner/exec/ready.h"
#include "runner/exec/select.h"
#include "runner/exec/shard.h"
#include "runner/exec/sides.h"
#include "runner/exec/summary.h"
#include "runner/exec/waivers.h"

namespace switchgate::exec {
namespace {

using std::chrono::steady_clock;

constexpr Micros kCleanupBudget{5'000'000};
constexpr auto kTick = std::chrono::milliseconds(100);

// May all that the check does, flows included, go to live?
bool may_go_to_live(const Plan& plan, const Check& check) {
  const auto& flows = plan.suites[check.suite].flows;
  // A question is for the candidate, or for what it names.
  return !check.question && all_safe(check.steps) && all_safe(check.cleanup) &&
         std::all_of(check.flows.begin(), check.flows.end(), [&](std::size_t flow) {
           return all_safe(flows[flow].steps) && all_safe(flows[flow].cleanup);
         });
}

// The flows that run once, each with the highest level of the selected checks that use it.
void add_flows(const Plan& plan, Prepared& prepared) {
  std::vector<std::vector<Level>> levels;
  for (const Suite& suite : plan.suites) {
    levels.emplace_back(suite.flows.size(), Level::kNote);
  }
  for (const std::size_t selected : prepared.selected) {
    const Check& check = plan.checks[selected];
    for (const std::size_t flow : check.flows) {
      Level& highest = levels[check.suite][flow];
      highest = std::max(highest, check.level);
    }
  }
  for (std::size_t i = 0; i < prepared.suites.size(); ++i) {
    SuiteRun& run = prepared.suites[i];
    run.flows = std::make_unique<OnceFlows>(
        *run.suite, plan.suites.size() > 1 ? run.suite->name : "", std::move(levels[i]));
  }
}

// The work of a run, on threads of its own, while the main thread watches.
class Run {
 public:
  Run(const Loaded& loaded, Prepared& prepared, const RunOptions& options,
      const ProbeFactory& make_probe, const JobContext& context, Control& control)
      : prepared_(prepared),
        options_(options),
        make_probe_(make_probe),
        context_(context),
        control_(control),
        in_all_(latency_endpoints(loaded.plan)),
        waivers_of_all_(waivers_of_all(loaded.plan, context.run.started)),
        jobs_(lay_out(loaded.plan, prepared.suites, prepared.selected,
                      context.recording || context.asks.any())) {
    for (CheckRun& slot : jobs_.slots) {
      slot.waivers = waivers_of(loaded.plan, slot, context.run.started);
    }
  }

  // Runs everything; the calling thread reports progress and keeps the deadline.
  void go() {
    std::jthread work([this] { work_through(); });
    const auto deadline = steady_clock::now() + options_.deadline;
    std::optional<SteadyTime> cleanup_until;
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, kTick, [this] { return finished_; })) {
      const auto now = steady_clock::now();
      if (now >= deadline && !control_.stop.stop_requested()) {
        deadline_reached_ = true;
        control_.stop.request_stop();
      }
      if (control_.stop.stop_requested() && !cleanup_until) {
        cleanup_until = now + kCleanupBudget;
      }
      if (cleanup_until && now >= *cleanup_until) {
        cleanup_stop_.request_stop();
      }
      if (options_.progress) {
        options_.progress(done_.load(), jobs_.slots.size(), stage_);
      }
    }
  }

  bool deadline_reached() const { return deadline_reached_; }
  bool internal_error() const { return internal_error_.load(); }
  const LaneReport& lane() const { return lane_; }
  std::vector<CheckRun>& slots() { return jobs_.slots; }
  std::vector<Finding>& findings() { return findings_; }

 private:
  void work_through() {
    try {
      if (!jobs_.jobs.empty()) {  // else all of it is other shards'
        become_ready();
        parallel_lane();
        measured_lane();
      }
    } catch (const std::exception& error) {
      note_internal_error(error.what());
    }
    for (CheckRun& slot : jobs_.slots) {
      guarded(slot, [&] { run_cleanup(cleanup_stop_.get_token(), slot); });
      if (!slot.not_run) {
        settle(slot);
      }
    }
    end_flows();
    const std::lock_guard lock(mutex_);
    finished_ = true;
    wake_.notify_all();
  }

  // `finally` of the flows that ran once, and what was found in them.
  void end_flows() {
    for (SuiteRun& suite : prepared_.suites) {
      std::vector<std::vector<Finding>> found;
      for (const auto& candidate : suite.candidates) {
        found.emplace_back();
        for (OnceFlow* flow : suite.flows->on(*candidate)) {
          try {
            flow->clean_up(cleanup_stop_.get_token());
          } catch (const std::exception& error) {
            note_internal_error(error.what());
          }
          for (Finding& finding : flow->findings()) {
            found.back().push_back(std::move(finding));
          }
        }
      }
      for (Finding& finding : told_once(std::move(found), names_of(suite))) {
        findings_.push_back(std::move(finding));
      }
      for (const OnceFlow* flow :
           suite.live ? suite.flows->on(*suite.live) : std::vector<OnceFlow*>{}) {
        if (auto finding = flow->live_failure()) {
          findings_.push_back(*std::move(finding));
        }
      }
    }
  }

  void become_ready() {
    for (SuiteRun& suite : prepared_.suites) {
      // Only safe requests go to live, whatever is recorded.
      if (!suite.suite->ready ||
          (options_.judged == "live" && !suite.suite->ready->step.request.safe())) {
        continue;
      }
      set_stage("waiting for " + suite.candidate().name + " at " +
                prepared_.masker.mask(suite.candidate().url));
      for (Finding& finding :
           wait_until_ready(context_.run, suite, make_probe_, control_.stop.get_token())) {
        suite.ready = false;
        finding.check.clear();
        finding.fingerprint = fingerprint_of(finding);
        findings_.push_back(std::move(finding));
      }
      if (suite.ready) {
        // While it was waited for, the build before may well have answered.
        for (Side* side : suite.all_sides()) {
          side->right_build.store(0);
          side->wrong_build.store(0);
        }
      }
    }
  }

  void parallel_lane() {
    set_stage("checking");
    const auto workers =
        std::min<std::size_t>(static_cast<std::size_t>(options_.jobs), jobs_.jobs.size());
    for (std::size_t i = 0; i < workers; ++i) {
      probes_.push_back(make_probe_());
    }
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < workers; ++i) {
      threads.emplace_back([this, i] { take_jobs(*probes_[i]); });
    }
    take_jobs(*probes_.front());  // this thread is a worker too
  }

  void take_jobs(probe::Probe& probe) {
    for (std::size_t at = next_.fetch_add(1); at < jobs_.jobs.size(); at = next_.fetch_add(1)) {
      const Job& job = jobs_.jobs[at];
      for (std::size_t instance = 0; instance < job.instances; ++instance) {
        do_job(jobs_.rows_of(job, instance), jobs_.group_of(job, instance), probe);
        done_.fetch_add(job.slots_of_one());
      }
    }
  }

  void do_job(std::span<CheckRun> rows, CheckRun& group, probe::Probe& probe) {
    SuiteRun& suite = prepared_.suites[group.check->suite];
    const auto skip_all = [&](Outcome outcome, const std::string& reason) {
      for (CheckRun& row : rows) {
        skip(row, outcome, reason);
      }
      skip(group, outcome, reason);
    };
    if (!suite.ready) {
      skip_all(Outcome::kUndecided, "the candidate never became ready");
    } else if (failed_fast_.load()) {
      skip_all(Outcome::kSkipped, "an earlier check failed and --fail-fast was given");
    } else if (control_.stop.stop_requested()) {
      skip_all(Outcome::kUndecided, "it did not run: the run was stopped before");
    } else if (suite.candidates[group.instance]->breaker.dead() && !group.check->question &&
               asks_candidate(*group.check)) {
      for (CheckRun& row : rows) {
        row.unreachable = true;
      }
      if (group.is_group()) {
        skip(group, Outcome::kSkipped, "its target could not be reached and was given up");
      }
    } else {
      guarded(group,
              [&] { run_check(context_, suite, probe, control_.stop.get_token(), rows, group); });
      finish_job(rows, group);
    }
  }

  void finish_job(std::span<CheckRun> rows, CheckRun& group) {
    // What is measured later still needs what `finally` takes away.
    if (group.endpoints.empty()) {
      for (CheckRun& row : rows) {
        guarded(row, [&] { run_cleanup(cleanup_stop_.get_token(), row); });
      }
    }
    bool failed = false;
    for (CheckRun& row : rows) {
      if (!row.not_run) {
        settle(row);
      }
      // A flow that failed is told apart from the checks that it kept from running.
      failed = failed || row.not_run || row.result.outcome == Outcome::kFailed;
    }
    if (group.is_group() && !group.not_run) {
      settle(group);
      failed = failed || group.result.outcome == Outcome::kFailed;
    }
    if (options_.fail_fast && failed) {
      failed_fast_.store(true);
    }
  }

  void measured_lane() {
    std::vector<Endpoint*> endpoints;
    for (CheckRun& slot : jobs_.slots) {
      for (const auto& endpoint : slot.endpoints) {
        endpoints.push_back(endpoint.get());
      }
    }
    if (endpoints.empty()) {
      return;
    }
    set_stage("measuring " + std::to_string(endpoints.size()) +
              (endpoints.size() == 1 ? " endpoint" : " endpoints"));
    const auto probe = make_probe_();
    const std::size_t unmeasured = std::max(in_all_, endpoints.size()) - endpoints.size();
    lane_ = measure(std::move(endpoints), unmeasured, *probe, control_.stop.get_token(),
                    options_.latency_budget);
    std::vector<Finding> together = findings_of(lane_);
    accept(waivers_of_all_, together);
    std::move(together.begin(), together.end(), std::back_inserter(findings_));
    for (CheckRun& slot : jobs_.slots) {
      slot.stopped = slot.stopped || (!slot.endpoints.empty() && control_.stop.stop_requested());
      for (std::size_t i = 0; i < slot.endpoints.size(); ++i) {
        guarded(slot, [&] { judge_endpoint(context_, i, slot); });
      }
    }
  }

  // An exception is a defect of this program, never an answer about the target.
  template <typename F>
  void guarded(CheckRun& slot, F&& f) {
    try {
      f();
    } catch (const std::exception& error) {
      internal_error_.store(true);
      slot.completed = false;
      Finding finding;
      finding.rule = "run/internal-error";
      finding.undecided = true;
      finding.check = slot.check->id;
      finding.pos = slot.check->pos;
      finding.message =
          "switchgate itself failed while running this check: " + excerpt(error.what()) +
          ". Please report it; the gate stays undecided.";
      finding.fingerprint = fingerprint_of(finding);
      slot.add(std::move(finding));
    }
  }

  void note_internal_error(const std::string& what) {
    internal_error_.store(true);
    Finding finding;
    finding.rule = "run/internal-error";
    finding.undecided = true;
    finding.message = "switchgate itself failed: " + excerpt(what) +
                      ". Please report it; the gate stays undecided.";
    finding.fingerprint = fingerprint_of(finding);
    findings_.push_back(std::move(finding));
  }

  static void skip(CheckRun& slot, Outcome outcome, std::string reason) {
    slot.result.outcome = outcome;
    slot.result.reason = std::move(reason);
    slot.not_run = true;
  }

  void set_stage(std::string stage) {
    const std::lock_guard lock(mutex_);
    stage_ = std::move(stage);
  }

  Prepared& prepared_;
  const RunOptions& options_;
  const ProbeFactory& make_probe_;
  JobContext context_;
  Control& control_;
  const std::size_t in_all_;  // comparisons of latency that the whole plan asks for
  const std::vector<const Waiver*> waivers_of_all_;
  Jobs jobs_;
  std::vector<std::unique_ptr<probe::Probe>> probes_;  // outlive the sessions' last use, in cleanup
  std::vector<Finding> findings_;
  LaneReport lane_;
  std::stop_source cleanup_stop_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> done_{0};
  std::atomic<bool> failed_fast_{false};
  std::atomic<bool> internal_error_{false};
  bool deadline_reached_ = false;

  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::string stage_;
  bool finished_ = false;
};

// A history of another place or of other checks is told: unused, it lets smaller slowdowns pass.
std::string not_calibrated_note(const LaneReport& lane, const Reference* reference) {
  const std::string counted =
      std::to_string(lane.uncalibrated) + " of " + std::to_string(lane.endpoints);
  const std::string why =
      reference == nullptr || reference->history.runs.empty()
          ? "no history says how much equal builds differ here"
          : "the history of " + excerpt(reference->path, 120) + " has no run of them beside live" +
                (reference->label.empty()
                     ? std::string()
                     : " with the label '" + excerpt(reference->label, 60) + '\'');
  return "latencies of " + counted +
         " compared requests are not calibrated, so only slowdowns beyond " +
         "25 % close the gate: " + why + "; see `switchgate calibrate --help`";
}

}  // namespace

Result<Prepared> prepare(const Loaded& loaded, const RunOptions& options) {
  Prepared prepared;
  Result<std::vector<std::size_t>> selected = select(loaded.plan, options.selection);
  if (!selected) {
    return selected.error();
  }
  prepared.selected = *std::move(selected);
  prepared.masker = loaded.masker;
  if (options.calibrating) {
    prepared.selected = measured(loaded.plan, std::move(prepared.selected));
    if (prepared.selected.empty()) {
      return Error{
          "no selected check compares latencies, so there is nothing to calibrate: expected "
          "`compare: {latency: {}}` on one of them",
          {}};
    }
  }
  if (options.judged == "live") {
    // Only safe requests go to live, whatever is recorded.
    std::erase_if(prepared.selected, [&](std::size_t i) {
      return !may_go_to_live(loaded.plan, loaded.plan.checks[i]);
    });
  }
  if (const Status allowed =
          check_permissions(loaded.plan, prepared.selected, options.allow_commands);
      !allowed) {
    return allowed.error();
  }
  const std::vector<std::size_t> all = prepared.selected;
  if (options.shard) {
    prepared.selected = shard_of(loaded.plan, all, options.asks, *options.shard);
  }
  prepared.candidate_asked = asks_candidate(loaded.plan, all);
  bool any_live = false;
  for (std::size_t i = 0; i < loaded.plan.suites.size(); ++i) {
    Result<SuiteRun> suite = fill_in_suite(loaded, i, options, prepared.masker);
    if (!suite) {
      return suite.error();
    }
    any_live = any_live || ((options.judged != "live" || options.calibrating) &&
                            loaded.plan.suites[i].find_target("live") != nullptr);
    prepared.suites.push_back(*std::move(suite));
  }
  if (options.shard) {
    prepared.shard = describe_shard(loaded, prepared.suites, all, options);
  }
  add_flows(loaded.plan, prepared);
  if (any_live) {
    prepared.live_requests = live_requests(loaded.plan, prepared.selected, options.asks) *
                             (options.judged == "live" ? 2 : 1);  // it is both sides
    if (prepared.live_requests > options.budget) {
      return Error{"this run could send " + std::to_string(prepared.live_requests) +
                       " requests to live, more than the budget of " +
                       std::to_string(options.budget) +
                       "; select fewer checks, lower `max_samples`, or raise --budget",
                   {}};
    }
  }
  return prepared;
}

Finished execute(const Loaded& loaded, Prepared& prepared, const RunOptions& options,
                 const Reference* reference, bool recording, const ProbeFactory& make_probe,
                 Instant started, Control& control) {
  const auto began = steady_clock::now();
  JobContext context;
  Secrets secrets;
  context.run = {started,      &prepared.masker, options.timeout,
                 options.seed, &secrets,         options.limits};
  context.asks = options.asks;
  context.reference = reference;
  context.recording = recording;

  Run run(loaded, prepared, options, make_probe, context, control);
  run.go();

  RunFacts facts;
  facts.signal = control.signal.load();
  facts.deadline_reached = run.deadline_reached();
  facts.internal_error = run.internal_error();
  facts.empty_shard = prepared.shard && prepared.shard->total > 0;
  Finished finished;
  const Masker masker = secrets.over(prepared.masker);
  for (CheckRun& slot : run.slots()) {
    for (Recorded& entry : slot.recorded) {
      if (entry.entry.shape) {
        entry.entry.shape = shape::conceal(*entry.entry.shape, masker);
      }
      finished.recorded.push_back(std::move(entry));
    }
  }
  finished.report = summarise(loaded, prepared, options, run.slots(), std::move(run.findings()),
                              recording ? nullptr : reference, facts, started, masker);
  finished.report.duration = std::chrono::duration_cast<Micros>(steady_clock::now() - began);
  if (run.lane().uncalibrated > 0 && !options.calibrating) {
    finished.report.notes.push_back(masker.mask(not_calibrated_note(run.lane(), reference)));
  }
  finished.report.timer_lateness_p95 = run.lane().lateness_p95;
  return finished;
}

}  // namespace switchgate::exec
