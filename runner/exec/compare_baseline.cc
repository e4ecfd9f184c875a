// The comparison with a recorded baseline, and recording one: only one side is asked.

#include "checks/shape/conceal.h"
#include "checks/shape/confirm.h"
#include "checks/shape/diff.h"
#include "runner/exec/compare.h"
#include "runner/exec/compare_findings.h"
#include "runner/exec/samples.h"

namespace switchgate::exec {
namespace {

void add(CheckRun& slot, const Step& step, Finding finding) {
  finding.pos = step.compare->pos;
  slot.candidate->complete(finding, step, nullptr);
  slot.add(std::move(finding));
}

// Asks until there are as many samples as the comparison wants; false when an answer
// was not good.
bool take_samples(const Step& step, const Asked& first, int wanted, const ComparePaths& paths,
                  bool with_shape, std::stop_token stop, CheckRun& slot, Samples& into) {
  into.take(*first.response, paths, with_shape);
  while (into.n < static_cast<std::size_t>(wanted)) {
    Asked asked = slot.candidate->ask_again(step, *first.request, stop);
    slot.result.requests += asked.requests;
    slot.stopped = slot.stopped || asked.cancelled;
    slot.unreachable = slot.unreachable || asked.given_up;
    for (Finding& finding : asked.findings) {
      slot.add(std::move(finding));
    }
    if (!asked.good()) {
      return false;
    }
    into.take(*asked.response, paths, with_shape);
  }
  return true;
}

void add_endpoint(const JobContext& context, const Step& step, const Asked& first, CheckRun& slot) {
  auto endpoint = std::make_unique<Endpoint>();
  endpoint->step = &step;
  endpoint->settings = *step.compare->latency;
  endpoint->candidate = *first.request;
  endpoint->candidate_side = &slot.candidate->side();
  endpoint->candidate_status = first.response->status;
  if (context.reference != nullptr) {
    endpoint->runs = baseline::runs_of(context.reference->history, context.reference->label,
                                       slot.check->id, step_label(slot, step));
  }
  slot.comparison_of.push_back(slot.result.comparisons.size());
  slot.endpoints.push_back(std::move(endpoint));
}

// The baseline's headers as an answer would carry them: only presence was stored.
std::vector<Header> as_headers(const std::vector<std::string>& names) {
  std::vector<Header> headers;
  headers.reserve(names.size());
  for (const std::string& name : names) {
    headers.push_back({name, {}});
  }
  return headers;
}

std::optional<std::string> stored_type(const baseline::BaselineEntry& entry) {
  return entry.content_type.empty() ? std::nullopt : std::optional(entry.content_type);
}

void compare_around(const Step& step, const baseline::BaselineEntry& entry,
                    const Samples& candidate, const Asked& first, CheckRun& slot) {
  ++slot.result.judged;
  std::vector<shape::Change> changes;
  if (auto change = shape::compare_status(entry.status, candidate.status)) {
    changes.push_back(*std::move(change));
  }
  if (auto change = shape::compare_media_type(stored_type(entry), candidate.content_type)) {
    changes.push_back(*std::move(change));
  }
  const std::vector<std::vector<Header>> before = {as_headers(entry.headers)};
  const std::vector<std::string> watched =
      step.compare->headers.value_or(std::vector<std::string>{});
  for (shape::Change& change : shape::compare_headers(before, candidate.headers, watched)) {
    changes.push_back(std::move(change));
  }
  add_changes(changes, step, step.compare->pos, slot, &*first.request, "baseline");
}

void compare_shape(const Step& step, const baseline::BaselineEntry& entry, const Samples& candidate,
                   const Asked& first, CheckRun& slot, ComparisonResult& result) {
  if (!entry.shape || !has_leaf(*entry.shape)) {
    Finding finding;
    finding.rule = "shape/no-evidence";
    finding.undecided = true;
    finding.message =
        "the baseline holds no shape of this answer to compare with; record it again while the "
        "answer has data in it.";
    add(slot, step, std::move(finding));
    result.shape = "undecided";
    return;
  }
  if (!candidate.not_json.empty()) {
    slot.add(not_json_finding(step, candidate.not_json, slot, &*first.request));
    result.shape = "changed";
    return;
  }
  const shape::DiffOptions names{"baseline", "candidate", {}};
  // As it was recorded: no secret is a name in a baseline.
  const shape::Shape seen = shape::conceal(candidate.shape, slot.candidate->masker());
  const std::vector<shape::Change> changes =
      shape::weigh_against_baseline(shape::diff(*entry.shape, seen, names));
  ++slot.result.judged;
  result.shape = changes.empty() ? "same" : "changed";
  add_changes(changes, step, step.compare->shape->pos, slot, &*first.request, "baseline");
}

// The entry of this request; when there is none, the slot says what that means.
const baseline::BaselineEntry* find(const Reference& reference, const Step& step, CheckRun& slot) {
  const std::string label = step_label(slot, step);
  if (const auto* entry = baseline::find_entry(reference.baseline, slot.check->id, label)) {
    return entry;
  }
  Finding finding;
  if (!baseline::knows_check(reference.baseline, slot.check->id)) {
    finding.rule = "baseline/unknown-check";
    finding.level = Level::kNote;
    finding.message =
        "this check is new: the baseline does not know it, so only its expectations were judged.";
  } else {
    finding.rule = "baseline/missing";
    finding.undecided = true;
    finding.message =
        "the baseline knows this check but holds nothing of this request; record it again with "
        "`switchgate record --baseline " +
        reference.path + "`.";
  }
  add(slot, step, std::move(finding));
  return nullptr;
}

}  // namespace

void compare_with_baseline(const JobContext& context, const Step& step, const Asked& first,
                           std::stop_token stop, CheckRun& slot) {
  const baseline::BaselineEntry* entry = find(*context.reference, step, slot);
  if (entry == nullptr) {
    return;
  }
  const bool wants_shape = step.compare->shape && context.asks.shape;
  ComparisonResult result;
  result.step = step_label(slot, step);
  result.against = "baseline";
  Samples candidate;
  if (!take_samples(step, first, wants_shape ? step.compare->shape->samples : 1,
                    ComparePaths::of(*step.compare), wants_shape, stop, slot, candidate)) {
    return;
  }
  if (wants_shape) {
    compare_shape(step, *entry, candidate, first, slot, result);
    result.shape_live_samples = entry->shape ? entry->shape->n() : 0;
    result.shape_candidate_samples = candidate.n;
  }
  if (context.asks.headers) {
    compare_around(step, *entry, candidate, first, slot);
  }
  if (step.compare->latency && context.asks.latency) {
    add_endpoint(context, step, first, slot);
  }
  slot.result.comparisons.push_back(std::move(result));
}

void record_step(const JobContext& context, const Step& step, const Asked& first,
                 std::stop_token stop, CheckRun& slot) {
  const bool wants_shape = step.compare->shape.has_value();
  Samples seen;
  if (!take_samples(step, first, wants_shape ? step.compare->shape->samples : 1,
                    ComparePaths::of(*step.compare), wants_shape, stop, slot, seen)) {
    return;
  }
  Recorded recorded;
  recorded.check = slot.check->id;
  recorded.step = step_label(slot, step);
  recorded.entry.status = seen.status;
  recorded.entry.content_type = seen.content_type.value_or("");
  for (const std::string& name : step.compare->headers.value_or(std::vector<std::string>{})) {
    const bool always = std::all_of(
        seen.headers.begin(), seen.headers.end(),
        [&](const std::vector<Header>& headers) { return find_header(headers, name) != nullptr; });
    if (always) {
      recorded.entry.headers.push_back(name);
    }
  }
  if (wants_shape && seen.not_json.empty()) {
    recorded.entry.shape = std::move(seen.shape);
  }
  slot.recorded.push_back(std::move(recorded));
  if (step.compare->latency && context.asks.latency) {
    ComparisonResult result;
    result.step = step_label(slot, step);
    result.against = "recorded";
    add_endpoint(context, step, first, slot);
    slot.result.comparisons.push_back(std::move(result));
  }
}

}  // namespace switchgate::exec
