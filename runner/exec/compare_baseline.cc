// The comparison with a recorded baseline, and recording one: only one side is asked.

#include <algorithm>

#include "checks/base/text.h"
#include "checks/latency/latency.h"
#include "checks/shape/conceal.h"
#include "checks/shape/confirm.h"
#include "checks/shape/diff.h"
#include "runner/exec/compare.h"
#include "runner/exec/compare_findings.h"
#include "runner/exec/samples.h"

namespace switchgate::exec {
namespace {

// Asks one side alone: every row once, and in turn until there are enough samples.
class OneSided : public Comparison {
 public:
  OneSided(const JobContext& context, std::size_t step_index, std::stop_token stop, CheckRun& group)
      : Comparison(context, step_index, std::move(stop), group),
        compare_(*step().compare),
        wants_shape_(compare_.shape && context.asks.shape),
        wants_latency_(compare_.latency && context.asks.latency),
        paths_(ComparePaths::of(compare_)) {}

  void add(CheckRun& row, const Asked& first) override {
    members_.push_back({&row, {*first.request, first.response->status, {}, 0}, false});
    seen_.take(*first.response, paths_, BodyWants{wants_shape_}, row.candidate->masker());
  }

 protected:
  // False when no row is left to ask or the run was stopped.
  bool take_samples() {
    const int wanted = wants_shape_ ? compare_.shape->samples : 1;
    while (seen_.n < static_cast<std::size_t>(wanted)) {
      Member* member = stopped() ? nullptr : next();
      if (member == nullptr) {
        return false;
      }
      if (const auto response = ask_candidate(*member)) {
        seen_.take(*response, paths_, BodyWants{wants_shape_}, member->row->candidate->masker());
      }
    }
    return next() != nullptr;
  }

  void tell(Finding finding, bool with_request) {
    const Member& first = members_.front();
    finding.pos = finding.pos.known() ? finding.pos : compare_.pos;
    Comparison::tell(std::move(finding), *first.row,
                     with_request ? &first.request.candidate : nullptr);
  }

  const Compare& compare_;
  const bool wants_shape_;
  const bool wants_latency_;
  ComparePaths paths_;
  Samples seen_;
};

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

constexpr auto kReference = shape::Reference::kBaseline;

class BaselineComparison final : public OneSided {
 public:
  using OneSided::OneSided;

 protected:
  void judge() override {
    const baseline::BaselineEntry* entry = members_.empty() ? nullptr : find();
    if (entry == nullptr || !take_samples()) {
      return;
    }
    ComparisonResult result;
    result.step = step_label(group_, step());
    result.against = "baseline";
    if (wants_shape_) {
      compare_shape(*entry, result);
      result.shape_live_samples = entry->shape ? entry->shape->n() : 0;
      result.shape_candidate_samples = seen_.n;
    }
    if (compare_.values && context_.asks.values) {
      tell_no_values(result);
    }
    if (context_.asks.headers) {
      compare_around(*entry);
    }
    if (wants_latency_) {
      compare_latency();
    }
    group_.result.comparisons.push_back(std::move(result));
  }

 private:
  // The entry of this request; when there is none, the slot says what that means.
  const baseline::BaselineEntry* find() {
    const Reference& reference = *context_.reference;
    const std::string& id = group_.check->id;
    if (const auto* entry =
            baseline::find_entry(reference.baseline, id, step_label(group_, step()))) {
      return entry;
    }
    Finding finding;
    if (!baseline::knows_check(reference.baseline, id)) {
      finding.rule = "baseline/unknown-check";
      finding.level = Level::kNote;
      finding.message =
          "this check is new: the baseline does not know it, so only its expectations were judged.";
      group_.unknown.push_back(as_seen());
    } else {
      finding.rule = "baseline/missing";
      finding.undecided = true;
      finding.message =
          "the baseline knows this check but holds nothing of this request; record it again with "
          "`switchgate record --baseline " +
          reference.path + "`.";
    }
    tell(std::move(finding), false);
    return nullptr;
  }

  // What the first answers of each row were like: who looks for its former name goes by that.
  Recorded as_seen() const {
    Recorded seen{group_.check->id, step_label(group_, step()), {}, {}};
    seen.entry.status = seen_.status;
    seen.entry.content_type = seen_.content_type.value_or("");
    if (wants_shape_ && seen_.not_json.empty()) {
      seen.entry.shape = seen_.shape;
    }
    return seen;
  }

  void compare_shape(const baseline::BaselineEntry& entry, ComparisonResult& result) {
    if (!entry.shape || !has_leaf(*entry.shape)) {
      Finding finding;
      finding.rule = "shape/no-evidence";
      finding.undecided = true;
      finding.message =
          "the baseline holds no shape of this answer to compare with; record it again while the "
          "answer has data in it.";
      tell(std::move(finding), false);
      result.shape = "undecided";
      return;
    }
    if (!seen_.not_json.empty()) {
      tell(not_json_finding(step(), seen_.not_json), true);
      result.shape = "changed";
      return;
    }
    const shape::DiffOptions names{"baseline", "candidate", paths_.maps};
    // As it was recorded: no secret is a name in a baseline.
    const shape::Shape seen =
        shape::conceal(seen_.shape, members_.front().row->candidate->masker());
    const std::vector<shape::Change> changes =
        shape::weigh_against_baseline(shape::diff(*entry.shape, seen, names));
    ++group_.result.judged;
    result.shape = changes.empty() ? "same" : "changed";
    tell(changes, compare_.shape->pos);
  }

  void tell_no_values(ComparisonResult& result) {
    Finding finding;
    finding.rule = "compare/no-reference";
    finding.undecided = true;
    finding.pos = compare_.values->pos;
    finding.message =
        "values cannot be compared with a baseline, which holds none by design: give --live URL, "
        "or leave them out with --compare shape,headers,latency.";
    tell(std::move(finding), false);
    result.values = "undecided";
  }

  // Measured is only what there is something to compare with.
  void compare_latency() {
    const Reference& reference = *context_.reference;
    Finding finding;
    finding.undecided = true;
    finding.pos = compare_.latency->pos;
    if (reference.label != reference.baseline.label) {
      finding.rule = "latency/other-environment";
      finding.message = "the baseline was recorded in '" + excerpt(reference.baseline.label, 60) +
                        "' and this run is in '" + excerpt(reference.label, 60) +
                        "': latencies of another environment are not compared. Give the same "
                        "--label, or record here.";
      tell(std::move(finding), false);
      return;
    }
    std::vector<std::vector<double>> runs = baseline::runs_of(
        reference.history, reference.label, group_.check->id, step_label(group_, step()));
    const latency::Judgement before = latency::judge_recorded(runs, {}, {});
    if (before.why == latency::Why::kNoBaseline) {
      finding.rule = "baseline/missing";
      finding.message = before.reason +
                        "; record one with `switchgate record --append --baseline " +
                        excerpt(reference.path, 120) + "`.";
      tell(std::move(finding), false);
      return;
    }
    Endpoint& endpoint = add_endpoint();
    endpoint.runs = std::move(runs);
    endpoint.oldest = baseline::oldest_of(reference.history, reference.label, group_.check->id,
                                          step_label(group_, step()));
  }

  // What some row answers as the baseline has it is no change: rows may differ.
  void compare_around(const baseline::BaselineEntry& entry) {
    ++group_.result.judged;
    std::vector<shape::Change> changes;
    const bool rows = members_.size() > 1;
    if (!rows || !seen_.statuses.contains(entry.status)) {
      if (auto change = shape::compare_status(entry.status, seen_.status, kReference)) {
        changes.push_back(*std::move(change));
      }
    }
    if (!rows || !seen_.content_types.contains(stored_type(entry))) {
      if (auto change =
              shape::compare_media_type(stored_type(entry), seen_.content_type, kReference)) {
        changes.push_back(*std::move(change));
      }
    }
    const std::vector<std::vector<Header>> before = {as_headers(entry.headers)};
    for (shape::Change& change :
         shape::compare_headers(before, seen_.headers, watched_then(entry), kReference)) {
      changes.push_back(std::move(change));
    }
    tell(changes, compare_.pos);
  }

  // The headers that were looked at when the entry was recorded. Whether the others were sent
  // then nobody knows.
  std::vector<std::string> watched_then(const baseline::BaselineEntry& entry) {
    std::vector<std::string> watched;
    for (const std::string& name : compare_.headers.value_or(std::vector<std::string>{})) {
      if (baseline::watches(entry, name)) {
        watched.push_back(name);
        continue;
      }
      Finding finding;
      finding.rule = "baseline/missing";
      finding.undecided = true;
      finding.path = name;
      finding.message = "the header '" + excerpt(name, 80) +
                        "' was not watched when the baseline was recorded, so it is not known "
                        "whether it was sent; record it again with `switchgate record --baseline " +
                        context_.reference->path + "`.";
      tell(std::move(finding), false);
    }
    return watched;
  }

  using OneSided::tell;
  void tell(const std::vector<shape::Change>& changes, SourcePos pos) {
    for (const shape::Change& change : changes) {
      tell(finding_of(change, pos, "baseline"), true);
    }
  }
};

class Recording final : public OneSided {
 public:
  using OneSided::OneSided;

 protected:
  void judge() override {
    if (members_.empty() || !take_samples()) {
      return;
    }
    Recorded recorded;
    recorded.check = group_.check->id;
    recorded.step = step_label(group_, step());
    recorded.entry.status = seen_.status;
    recorded.entry.content_type = seen_.content_type.value_or("");
    for (const std::string& name : compare_.headers.value_or(std::vector<std::string>{})) {
      const bool always = std::all_of(seen_.headers.begin(), seen_.headers.end(),
                                      [&](const std::vector<Header>& headers) {
                                        return find_header(headers, name) != nullptr;
                                      });
      (always ? recorded.entry.headers : recorded.entry.absent_headers).push_back(name);
    }
    if (wants_shape_ && seen_.not_json.empty()) {
      recorded.entry.shape = std::move(seen_.shape);
    }
    group_.recorded.push_back(std::move(recorded));
    if (wants_latency_) {
      ComparisonResult result;
      result.step = step_label(group_, step());
      result.against = "recorded";
      add_endpoint();
      group_.result.comparisons.push_back(std::move(result));
    }
  }
};

}  // namespace

std::unique_ptr<Comparison> compare_with_baseline(const JobContext& context, std::size_t step,
                                                  std::stop_token stop, CheckRun& group) {
  return std::make_unique<BaselineComparison>(context, step, std::move(stop), group);
}

std::unique_ptr<Comparison> record_step(const JobContext& context, std::size_t step,
                                        std::stop_token stop, CheckRun& group) {
  return std::make_unique<Recording>(context, step, std::move(stop), group);
}

}  // namespace switchgate::exec
