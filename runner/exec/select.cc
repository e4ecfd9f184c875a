#include "runner/exec/select.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "checks/base/text.h"
#include "checks/model/question.h"
#include "checks/shape/confirm.h"
#include "checks/values/evidence.h"
#include "runner/exec/check_run.h"
#include "runner/exec/comparison.h"
#include "runner/exec/live_answer.h"

namespace switchgate::exec {
namespace {

// Rounds of confirmation that a breaking change may take: of the shape, and of what
// stands around it.
constexpr std::size_t kConfirmations = shape::kMaxConfirmations;
constexpr std::size_t kAroundConfirmations = kMaxRoundsAround;

bool has_any(const std::vector<std::string>& tags, const std::vector<std::string>& wanted) {
  return std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
    return std::find(wanted.begin(), wanted.end(), tag) != wanted.end();
  });
}

// Requests of the check whose latencies are compared.
std::size_t count_measured(const Check& check) {
  return static_cast<std::size_t>(
      std::count_if(check.steps.begin(), check.steps.end(),
                    [](const Step& step) { return step.compare && step.compare->latency; }));
}

bool measures(const Check& check, const Asks& asks) {
  return asks.latency && count_measured(check) > 0;
}

bool are_rows_of_one(const Check& a, const Check& b) {
  return !a.row.empty() && !b.row.empty() && a.suite == b.suite && a.group_id() == b.group_id();
}

bool named_by(const Check& check, const std::vector<std::string>& globs) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    const auto names = [&](const std::string& text) { return glob_match(glob, text); };
    return names(check.id) || names(check.name) ||
           (!check.row.empty() && (names(check.group_id()) || names(check.group_name())));
  });
}

// By --only and --tag; --skip-tag may take it away again.
bool asked_for(const Check& check, const Selection& selection) {
  return (selection.only.empty() || named_by(check, selection.only)) &&
         (selection.tags.empty() || has_any(check.tags, selection.tags));
}

// "; --only 'serch' is near 'search'"; empty when nothing is.
std::string near_check(const Plan& plan, const std::string& glob) {
  std::vector<std::string_view> ids;
  std::vector<std::string> groups;
  for (const Check& check : plan.checks) {
    ids.push_back(check.id);
    if (!check.row.empty() && (groups.empty() || groups.back() != check.group_id())) {
      groups.push_back(check.group_id());
    }
  }
  ids.insert(ids.end(), groups.begin(), groups.end());
  const auto near = nearest_name(glob, ids);
  return near ? "; --only '" + excerpt(glob, 80) + "' is near '" + std::string(*near) + "'" : "";
}

std::string all_tags(const Plan& plan) {
  std::set<std::string_view> tags;
  for (const Check& check : plan.checks) {
    tags.insert(check.tags.begin(), check.tags.end());
  }
  std::string text = tags.empty() ? "; no check has a tag" : "; the tags are:";
  for (const std::string_view tag : tags) {
    text += ' ' + std::string(tag);
  }
  return text;
}

constexpr const char* kListHint = "; `switchgate run --list` shows them all";

Error nothing_selected(const Plan& plan, const Selection& selection) {
  std::string message = "no check was selected out of " + std::to_string(plan.checks.size());
  if (std::any_of(plan.checks.begin(), plan.checks.end(),
                  [&](const Check& check) { return asked_for(check, selection); })) {
    return {
        message + ": --skip-tag takes away all that the rest of the selection leaves" + kListHint,
        {}};
  }
  if (!selection.only.empty() &&
      std::none_of(plan.checks.begin(), plan.checks.end(),
                   [&](const Check& check) { return named_by(check, selection.only); })) {
    message += near_check(plan, selection.only.front());
  }
  if (!selection.tags.empty() || !selection.skip_tags.empty()) {
    message += all_tags(plan);
  }
  return {message + kListHint, {}};
}

bool is_rowless(const Plan& plan, const std::string& glob) {
  return std::any_of(plan.suites.begin(), plan.suites.end(), [&](const Suite& suite) {
    return std::any_of(suite.rowless.begin(), suite.rowless.end(), [&](const std::string& check) {
      return glob_match(glob, check) || glob_match(glob, suite.name + '/' + check);
    });
  });
}

// The first --only or --tag that selects nothing by itself: most likely mistyped, and then the
// gate would open without what it was to judge.
std::optional<Error> selects_nothing(const Plan& plan, const Selection& selection) {
  for (const std::string& glob : selection.only) {
    const bool any = std::any_of(plan.checks.begin(), plan.checks.end(),
                                 [&](const Check& check) { return named_by(check, {glob}); });
    if (!any && !is_rowless(plan, glob)) {
      return Error{"--only '" + excerpt(glob, 80) + "' names none of the " +
                       std::to_string(plan.checks.size()) + " checks" + near_check(plan, glob) +
                       kListHint,
                   {}};
    }
  }
  for (const std::string& tag : selection.tags) {
    if (std::none_of(plan.checks.begin(), plan.checks.end(),
                     [&](const Check& check) { return has_any(check.tags, {tag}); })) {
      return Error{"--tag '" + excerpt(tag, 80) + "' is on no check" + all_tags(plan), {}};
    }
  }
  return std::nullopt;
}

// Requests that asking the step once can take, at most.
std::size_t most_requests(const Step& step) {
  const auto pages =
      static_cast<std::size_t>(step.request.paginate ? step.request.paginate->max : 1);
  const std::size_t attempts =
      step.retry ? static_cast<std::size_t>(step.retry->within / step.retry->every) + 1 : 1;
  return pages * attempts;
}

// Of requests that go to live by their own target, on whichever side they stand.
std::size_t for_live(const std::vector<Step>& steps) {
  std::size_t total = 0;
  for (const Step& step : steps) {
    total += step.request.target == "live" ? most_requests(step) : 0;
  }
  return total;
}

bool for_live(const Question& question) {
  return question.target == "live" || question.subject.text == "live" ||
         question.subject.text.find("${") != std::string::npos;
}

// Of requests that go to the side whose session sends them.
std::size_t to_side(const std::vector<Step>& steps) {
  std::size_t total = 0;
  for (const Step& step : steps) {
    total += step.request.target == "candidate" ? most_requests(step) : 0;
  }
  return total;
}

// Of the candidate: each is compared with live.
std::size_t most_instances(const Suite& suite) {
  const Target* candidate = suite.find_target("candidate");
  return candidate == nullptr ? 1 : std::max<std::size_t>(candidate->connect_to.size(), 1);
}

// What one instance's comparisons ask of live, with the steps before them.
std::size_t by_comparing(const Check& check, std::size_t rows, const Asks& asks) {
  std::size_t total = 0;
  for (const Step& step : check.steps) {
    if (!step.compare) {
      continue;
    }
    const std::size_t each = most_requests(step);
    total += asks.headers ? kAroundConfirmations * each : 0;
    total += (kAsksForEndpoint - 1) * each * rows;
    if (step.compare->shape && asks.shape) {
      const auto samples = static_cast<std::size_t>(step.compare->shape->samples);
      total += (samples - std::min(samples, rows) + kConfirmations + rows - 1) * each;
    }
    if (step.compare->values && asks.values) {
      // Samples of the shape are its samples too.
      total += (values::kSamples + values::most_confirmations(rows)) * each;
    }
    if (step.compare->latency && asks.latency) {
      total += static_cast<std::size_t>(step.compare->latency->warmup +
                                        step.compare->latency->max_samples);
    }
  }
  return total + (to_side(check.steps) + for_live(check.steps)) * rows;
}

}  // namespace

Result<std::vector<std::size_t>> select(const Plan& plan, const Selection& selection) {
  std::vector<std::size_t> selected;
  for (std::size_t i = 0; i < plan.checks.size(); ++i) {
    const Check& check = plan.checks[i];
    if (asked_for(check, selection) && !has_any(check.tags, selection.skip_tags)) {
      selected.push_back(i);
    }
  }
  if (selected.empty()) {
    return nothing_selected(plan, selection);
  }
  if (auto mistyped = selects_nothing(plan, selection)) {
    return *std::move(mistyped);
  }
  return selected;
}

std::vector<Batch> batches(const Plan& plan, const std::vector<std::size_t>& selected,
                           bool comparing) {
  std::vector<Batch> out;
  for (std::size_t i = 0; i < selected.size(); ++i) {
    const Check& check = plan.checks[selected[i]];
    const bool pools = comparing && !check.row.empty() && compares(check);
    if (pools && !out.empty() && out.back().pools &&
        are_rows_of_one(plan.checks[selected[out.back().first]], check)) {
      ++out.back().count;
    } else {
      out.push_back({i, 1, pools});
    }
  }
  return out;
}

std::vector<std::size_t> shard_of(const Plan& plan, const std::vector<std::size_t>& selected,
                                  const Asks& asks, const ShardOption& shard) {
  std::vector<std::size_t> out;
  int turn = 0;
  for (const Batch& batch : batches(plan, selected, asks.any())) {
    int owner = 1;
    if (!measures(plan.checks[selected[batch.first]], asks)) {
      owner = turn + 1;
      turn = (turn + 1) % shard.count;
    }
    if (owner == shard.index) {
      const auto first = selected.begin() + static_cast<std::ptrdiff_t>(batch.first);
      out.insert(out.end(), first, first + static_cast<std::ptrdiff_t>(batch.count));
    }
  }
  return out;
}

std::vector<std::size_t> measured(const Plan& plan, std::vector<std::size_t> selected) {
  std::erase_if(selected, [&](std::size_t i) { return count_measured(plan.checks[i]) == 0; });
  return selected;
}

std::size_t latency_endpoints(const Plan& plan) {
  std::vector<std::size_t> all(plan.checks.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::size_t total = 0;
  for (const Batch& batch : batches(plan, all, true)) {
    const Check& check = plan.checks[batch.first];
    total += count_measured(check) * most_instances(plan.suites[check.suite]);
  }
  return total;
}

bool all_safe(const std::vector<Step>& steps) {
  return std::all_of(steps.begin(), steps.end(),
                     [](const Step& step) { return step.request.safe(); });
}

bool names_live(const Plan& plan, std::size_t suite_index) {
  const Suite& suite = plan.suites[suite_index];
  const auto any = [](const std::vector<Step>& steps) { return for_live(steps) > 0; };
  const auto in_flow = [&](const Flow& flow) { return any(flow.steps) || any(flow.cleanup); };
  const auto in_check = [&](const Check& check) {
    return check.suite == suite_index && (any(check.steps) || any(check.cleanup) ||
                                          (check.question && for_live(*check.question)));
  };
  return (suite.ready && suite.ready->step.request.target == "live") ||
         std::any_of(suite.flows.begin(), suite.flows.end(), in_flow) ||
         std::any_of(plan.checks.begin(), plan.checks.end(), in_check);
}

std::size_t live_requests(const Plan& plan, const std::vector<std::size_t>& selected,
                          const Asks& asks) {
  std::size_t total = 0;
  using Flows = std::set<std::pair<std::size_t, std::size_t>>;  // that run once: suite, index
  Flows flows;
  Flows prepared;  // on live
  for (const Batch& batch : batches(plan, selected, asks.any())) {
    const Check& check = plan.checks[selected[batch.first]];
    const std::vector<Flow>& once = plan.suites[check.suite].flows;
    const std::size_t instances = most_instances(plan.suites[check.suite]);
    const bool compared = asks.any() && compares(check);
    total += (compared ? by_comparing(check, batch.count, asks) : 0) * instances;
    total += (for_live(check.steps) + for_live(check.cleanup)) * batch.count * instances;
    for (const std::size_t flow : check.flows) {
      if (!flows.emplace(check.suite, flow).second) {
        continue;
      }
      total += (for_live(once[flow].steps) + for_live(once[flow].cleanup)) * instances;
    }
    for (const std::size_t flow : compared ? check.flows : std::vector<std::size_t>{}) {
      if (prepared.emplace(check.suite, flow).second && all_safe(once[flow].steps)) {
        total += to_side(once[flow].steps);
      }
    }
  }
  return total;
}

}  // namespace switchgate::exec
