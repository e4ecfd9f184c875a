#include "runner/exec/select.h"

#include <algorithm>
#include <set>
#include <utility>

#include "checks/base/text.h"

namespace switchgate::exec {
namespace {

// Rounds of confirmation that a breaking change may take: of the shape, and of what
// stands around it.
constexpr std::size_t kConfirmations = 10;

bool has_any(const std::vector<std::string>& tags, const std::vector<std::string>& wanted) {
  return std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
    return std::find(wanted.begin(), wanted.end(), tag) != wanted.end();
  });
}

bool named_by(const Check& check, const std::vector<std::string>& globs) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
    return glob_match(glob, check.id) || glob_match(glob, check.name);
  });
}

Error nothing_selected(const Plan& plan, const Selection& selection) {
  std::set<std::string_view> tags;
  std::vector<std::string_view> ids;
  for (const Check& check : plan.checks) {
    tags.insert(check.tags.begin(), check.tags.end());
    ids.push_back(check.id);
  }
  std::string message = "no check was selected out of " + std::to_string(plan.checks.size());
  if (!selection.only.empty()) {
    if (const auto near = nearest_name(selection.only.front(), ids)) {
      message += "; --only '" + excerpt(selection.only.front(), 80) + "' is near '" + *near + "'";
    }
  }
  if (!selection.tags.empty() || !selection.skip_tags.empty()) {
    message += "; the tags are:";
    for (const std::string_view tag : tags) {
      message += ' ' + std::string(tag);
    }
  }
  return {message + "; `switchgate run --list` shows them all", {}};
}

// Requests that asking the step once can take, at most.
std::size_t most_requests(const Step& step) {
  const auto pages =
      static_cast<std::size_t>(step.request.paginate ? step.request.paginate->max : 1);
  const std::size_t attempts =
      step.retry ? static_cast<std::size_t>(step.retry->within / step.retry->every) + 1 : 1;
  return pages * attempts;
}

}  // namespace

Result<std::vector<std::size_t>> select(const Plan& plan, const Selection& selection) {
  std::vector<std::size_t> selected;
  for (std::size_t i = 0; i < plan.checks.size(); ++i) {
    const Check& check = plan.checks[i];
    if ((selection.only.empty() || named_by(check, selection.only)) &&
        (selection.tags.empty() || has_any(check.tags, selection.tags)) &&
        !has_any(check.tags, selection.skip_tags)) {
      selected.push_back(i);
    }
  }
  if (selected.empty()) {
    return nothing_selected(plan, selection);
  }
  return selected;
}

bool all_safe(const std::vector<Step>& steps) {
  return std::all_of(steps.begin(), steps.end(),
                     [](const Step& step) { return step.request.safe(); });
}

std::size_t live_requests(const Plan& plan, const std::vector<std::size_t>& selected,
                          const Asks& asks) {
  std::size_t total = 0;
  std::set<std::pair<std::size_t, std::size_t>> flows;  // that run once: suite, index
  for (const std::size_t index : selected) {
    const Check& check = plan.checks[index];
    std::size_t prepared = 0;
    bool compared = false;
    for (const Step& step : check.steps) {
      prepared += most_requests(step);
      if (!step.compare || !asks.any()) {
        continue;
      }
      compared = true;
      const std::size_t each = most_requests(step);
      total += asks.headers ? kConfirmations * each : 0;
      if (step.compare->shape && asks.shape) {
        total +=
            (static_cast<std::size_t>(step.compare->shape->samples) - 1 + kConfirmations) * each;
      }
      if (step.compare->latency && asks.latency) {
        total += static_cast<std::size_t>(step.compare->latency->warmup +
                                          step.compare->latency->max_samples);
      }
    }
    total += compared ? prepared : 0;
    for (const std::size_t flow : compared ? check.flows : std::vector<std::size_t>{}) {
      const std::vector<Step>& steps = plan.suites[check.suite].flows[flow].steps;
      if (flows.emplace(check.suite, flow).second && all_safe(steps)) {
        for (const Step& step : steps) {
          total += most_requests(step);
        }
      }
    }
  }
  return total;
}

}  // namespace switchgate::exec
