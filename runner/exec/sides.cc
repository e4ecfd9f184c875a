#include "runner/exec/sides.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "runner/exec/select.h"
#include "runner/suite/fresh.h"

namespace switchgate::exec {
namespace {

constexpr double kLiveRps = 50;

// One suite's sides, one after another.
class Filler {
 public:
  Filler(const Suite& suite, const Scope& scope, const RunOptions& options, Masker& masker)
      : suite_(suite), scope_(scope), options_(options), masker_(masker) {}

  Result<std::unique_ptr<Side>> fill(const Target& target, std::size_t instance = 0) const {
    const double usual = target.name == "live" ? kLiveRps : 0;
    // Live as both sides is asked no more often for it.
    const bool twice = options_.calibrating && options_.judged == "live" && target.name == "live";
    auto side = std::make_unique<Side>(target.max_rps.value_or(usual) / (twice ? 2 : 1));
    Filling filling{
        Fresh(options_.seed, "target\n" + target.name),
        [&](std::string_view value, std::string_view result) { masker_.derive(value, result); }};
    Scope scope;
    scope.outer = &scope_;
    scope.filling = &filling;
    if (Status status = fill_in(target, scope, *side, instance); !status) {
      return status.error();
    }
    return side;
  }

  Status fill_candidates(const Target& target, SuiteRun& run) const {
    const std::size_t instances = std::max<std::size_t>(target.connect_to.size(), 1);
    for (std::size_t i = 0; i < instances; ++i) {
      Result<std::unique_ptr<Side>> side = fill(target, i);
      if (!side) {
        return side.error();
      }
      run.candidates.push_back(*std::move(side));
    }
    return Ok{};
  }

  // Live, to compare with; or only because a request is for it by name.
  Status fill_live(const Target& target, bool named, SuiteRun& run) const {
    if (!options_.asks.any() && !named) {
      return Ok{};
    }
    Result<std::unique_ptr<Side>> side = fill(target);
    if (!side) {
      return side.error();
    }
    if (options_.asks.any()) {
      run.live = *std::move(side);
      run.live->health.watch();
      return check_apart(run);
    }
    run.others.push_back(*std::move(side));
    return Ok{};
  }

  Status fill_others(SuiteRun& run) const {
    for (const Target& target : suite_.targets) {
      if (target.name == "candidate" || target.name == "live") {
        continue;
      }
      Result<std::unique_ptr<Side>> side = fill(target);
      if (!side) {
        return side.error();
      }
      run.others.push_back(*std::move(side));
    }
    return Ok{};
  }

 private:
  Status check_apart(const SuiteRun& run) const {
    for (const auto& candidate : run.candidates) {
      if (!options_.allow_same && same_side(*candidate, *run.live)) {
        return Error{
            "candidate and live are the same deployment (" + candidate->url +
                (candidate->instance.empty() ? "" : " at " + candidate->instance) + "): " +
                (options_.calibrating
                     ? "leave --candidate out, which compares live with itself"
                     : "comparing it with itself proves nothing; give another --candidate or "
                       "--live, tell them apart by `identify`, or say --allow-same"),
            candidate->target->pos};
      }
    }
    return Ok{};
  }

  const Suite& suite_;
  const Scope& scope_;
  const RunOptions& options_;
  Masker& masker_;
};

// What requests of each side can name.
void introduce(SuiteRun& run) {
  for (const auto& other : run.others) {
    for (const auto& candidate : run.candidates) {
      candidate->others.push_back(other.get());
    }
    if (run.live) {
      run.live->others.push_back(other.get());
    }
  }
  for (const auto& candidate : run.candidates) {
    if (run.live) {
      candidate->others.push_back(run.live.get());
    }
  }
}

}  // namespace

Result<SuiteRun> fill_in_suite(const Loaded& loaded, std::size_t suite_index,
                               const RunOptions& options, Masker& masker) {
  const Suite& suite = loaded.plan.suites[suite_index];
  SuiteRun run;
  run.suite = &suite;
  run.scope = &loaded.scopes[suite_index];
  const Target* candidate = suite.find_target(options.judged);
  if (candidate == nullptr) {
    return Error{
        "the suite has no target `" + options.judged + "`: give its URL with --" + options.judged,
        {suite.file, 1, 1}};
  }
  const Filler filler(suite, *run.scope, options, masker);
  if (Status status = filler.fill_candidates(*candidate, run); !status) {
    return status.error();
  }
  const bool alone = options.judged == "live" && !options.calibrating;
  const Target* live = alone ? nullptr : suite.find_target("live");
  if (live != nullptr) {
    const bool named = names_live(loaded.plan, suite_index);
    if (Status status = filler.fill_live(*live, named, run); !status) {
      return status.error();
    }
  }
  if (Status status = filler.fill_others(run); !status) {
    return status.error();
  }
  introduce(run);
  return run;
}

}  // namespace switchgate::exec
