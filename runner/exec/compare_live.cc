// The comparison with live: both sides asked in turn, what live shows by itself
// absorbed, and what looks broken confirmed before it counts. Rows pool their answers.

#include <algorithm>
#include <set>

#include "checks/base/text.h"
#include "checks/shape/confirm.h"
#include "checks/shape/diff.h"
#include "checks/shape/evidence.h"
#include "checks/shape/order.h"
#include "runner/exec/compare.h"
#include "runner/exec/compare_findings.h"
#include "runner/exec/compare_values.h"
#include "runner/exec/live_answer.h"
#include "runner/exec/samples.h"

namespace switchgate::exec {
namespace {

bool any_error(const std::vector<shape::Change>& changes) {
  return std::any_of(changes.begin(), changes.end(),
                     [](const shape::Change& change) { return change.level == Level::kError; });
}

// The order of one row's lists, as far as live is steady.
struct RowOrder {
  std::size_t answers = 0;             // of each side
  std::vector<shape::Change> changes;  // arrays that only differ in their order
  std::optional<json::Value> live;     // that order was seen in; only where there are changes
};

class LiveComparison final : public Comparison {
 public:
  LiveComparison(const JobContext& context, std::size_t step_index, std::stop_token stop,
                 CheckRun& group)
      : Comparison(context, step_index, std::move(stop), group),
        compare_(*step().compare),
        wants_shape_(compare_.shape && context.asks.shape),
        wants_values_(compare_.values && context.asks.values),
        wants_headers_(context.asks.headers),
        wants_latency_(compare_.latency && context.asks.latency),
        paths_(ComparePaths::of(compare_)) {
    result_.against = "live";
    result_.step = step_label(group, step());
    if (wants_values_) {
      values_.emplace(compare_, context.run.started, std::max<std::size_t>(group.rows, 1));
    }
  }

  void add(CheckRun& row, const Asked& first) override {
    Asked asked = row.live->ask(step_of(row), stop_);
    for (std::size_t asks = 1;
         asks < kAsksForEndpoint && lacks_endpoint(asked) && !is_reference(asked, row); ++asks) {
      const std::size_t before = asked.requests;
      asked = row.live->ask_once(step_of(row), stop_);
      asked.requests += before;
    }
    if (!live_is_good(row, asked, true)) {
      return;
    }
    members_.push_back({&row,
                        {*first.request, first.response->status, *asked.request,
                         asked.response->status, first.token, asked.token},
                        false});
    rows_.emplace_back();
    take(members_.size() - 1, *asked.response, *first.response);
  }

 protected:
  void judge() override {
    if (!members_.empty() && !stopped() && compare_samples() && wants_latency_ &&
        next() != nullptr) {
      measure_latency();
    }
    result_.shape_live_samples = live_.n;
    result_.shape_candidate_samples = candidate_.n;
    group_.result.comparisons.push_back(std::move(result_));
  }

 private:
  void measure_latency() {
    Endpoint& endpoint = add_endpoint();
    endpoint.live_side = &members_.front().row->live->side();
    if (const Reference* reference = context_.reference) {
      const std::string label = step_label(group_, step());
      endpoint.accepted =
          baseline::shifts_of(reference->history, reference->label, group_.check->id, label);
      endpoint.calibrated =
          baseline::is_calibrated(reference->history, reference->label, group_.check->id, label);
      endpoint.oldest =
          baseline::oldest_of(reference->history, reference->label, group_.check->id, label);
    }
  }

  bool live_is_good(CheckRun& row, const Asked& asked, bool is_first) {
    group_.result.requests += asked.requests;
    if (asked.cancelled) {
      group_.stopped = true;
      return false;
    }
    if (is_reference(asked, row)) {
      return true;
    }
    const bool absent = is_first && lacks_endpoint(asked);
    Finding finding = !absent             ? no_reference_in(asked, row.live->side().health)
                      : baseline_has_it() ? endpoint_lost(asked)
                                          : endpoint_added(asked);
    result_.shape = !finding.undecided ? "added" : wants_shape_ ? "undecided" : "";
    result_.values = finding.undecided && wants_values_ ? "undecided" : "";
    finding.pos = compare_.pos;
    complete(finding, step(), asked.request ? &*asked.request : nullptr, *row.live, group_);
    leave_out(row, std::move(finding));
    return false;
  }

  // Of a flow that it knows, a step may be new.
  bool baseline_has_it() const {
    if (context_.reference == nullptr) {
      return false;
    }
    const baseline::Baseline& known = context_.reference->baseline;
    const Check& check = *group_.check;
    return baseline::find_entry(known, check.id, step_label(group_, step())) != nullptr ||
           (!check.is_flow && baseline::knows_check(known, check.id));
  }

  // Joins one answer of each side to what its row and all rows showed.
  void take(std::size_t at, const HttpResponse& live, const HttpResponse& candidate) {
    RowOrder& row = rows_[at];
    Samples live_one;
    Samples candidate_one;
    const BodyWants wants{wants_shape_, wants_values_};
    live_one.take(live, paths_, wants, members_[at].row->live->masker());
    candidate_one.take(candidate, paths_, wants, members_[at].row->candidate->masker());
    ++row.answers;
    if (wants_shape_) {
      evidence_.take(at, live_one.shape, candidate_one.shape);
    }
    if (wants_values_) {
      values_->take(at, members_[at], live_one, candidate_one);
    } else if (wants_shape_) {
      take_order(row, live_one, candidate_one);  // else the values tell it
    }
    live_.join(std::move(live_one));
    candidate_.join(std::move(candidate_one));
  }

  // Where live's own answers differ, the order of their lists says nothing.
  void take_order(RowOrder& row, const Samples& live, const Samples& candidate) {
    if (row.answers == 1 && live.first && candidate.first) {
      if (auto order = shape::compare_order(*live.first, *candidate.first, paths_.ordered)) {
        row.changes = *std::move(order);
      }
      row.live = row.changes.empty() ? std::nullopt : live.first;
    } else if (row.live && live.first != row.live) {
      row.changes.clear();
      row.live.reset();
    }
  }

  // One more answer of each side, live first in every other round. False when one of them
  // was not good; the row is out then.
  bool ask_both(Member& member) {
    const bool live_first = round_++ % 2 == 0;
    std::optional<HttpResponse> live = live_first ? ask_live(member) : std::nullopt;
    std::optional<HttpResponse> candidate =
        live_first && !live ? std::nullopt : ask_candidate(member);
    if (!live_first && candidate) {
      live = ask_live(member);
    }
    if (!live || !candidate) {
      return false;
    }
    take(index_of(member), *live, *candidate);
    return true;
  }

  std::size_t index_of(const Member& member) const {
    return static_cast<std::size_t>(&member - members_.data());
  }

  std::optional<HttpResponse> ask_live(Member& member) {
    Asked asked = member.row->live->ask_again(step_of(*member.row), member.request.live, stop_);
    if (!live_is_good(*member.row, asked, false)) {
      member.out = true;
      return std::nullopt;
    }
    return std::move(asked.response);
  }

  // Asks a row again, or another one where that one fails. False when none is left or the
  // run was stopped.
  bool ask_again(Member* member) {
    for (; member != nullptr && !stopped(); member = next()) {
      if (!member->out && ask_both(*member)) {
        return true;
      }
    }
    return false;
  }

  // Samples, compares, confirms. False when the comparison could not be finished.
  bool compare_samples() {
    std::size_t samples = wants_values_ ? values::kSamples : 1;
    if (wants_shape_) {
      samples = std::max(static_cast<std::size_t>(compare_.shape->samples),
                         wants_values_ ? values::kFewestSamples : 1);
    }
    while (live_.n < samples) {
      if (!ask_again(next())) {
        return false;
      }
    }
    if ((wants_shape_ && !compare_shapes()) || (wants_values_ && !compare_values())) {
      return false;
    }
    return !wants_headers_ || compare_around();
  }

  bool compare_shapes() {
    if (!live_.not_json.empty() || !has_leaf(live_.shape)) {
      Finding finding;
      finding.rule = "shape/no-evidence";
      finding.undecided = true;
      finding.message =
          live_.not_json.empty()
              ? "live showed no value to compare shapes by: its answer holds no string, number or "
                "boolean."
              : "live's answer has no shape to compare: " + live_.not_json + '.';
      finding.pos = compare_.pos;
      const Member& first = members_.front();
      complete(finding, step(), &first.request.live, *first.row->live, group_);
      group_.add(std::move(finding));
      result_.shape = "undecided";
      return true;
    }
    if (!confirm_shapes()) {
      return false;
    }
    ++group_.result.judged;
    if (!candidate_.not_json.empty()) {
      tell(not_json_finding(step(), candidate_.not_json));
      shape_told_not_json_ = true;
      result_.shape = "changed";
      return true;
    }
    const std::vector<shape::Weighed> weighed = evidence_.changes();
    for (const shape::Weighed& one : weighed) {
      Finding finding = finding_of(one.change, compare_.shape->pos, "live");
      finding.undecided = one.undecided;
      tell(std::move(finding));
    }
    const std::vector<shape::Change> order = changed_order();
    tell(order, compare_.shape->pos);
    result_.shape = weighed.empty() && order.empty() ? "same" : "changed";
    return true;
  }

  // False when it could not be finished.
  bool compare_values() {
    while (live_.not_json.empty() && candidate_.not_json.empty()) {
      const auto row = values_->next_to_confirm([&](std::size_t at) { return !members_[at].out; });
      if (!row) {
        break;
      }
      if (!ask_again(&members_[*row])) {
        return false;
      }
    }
    if (!live_.not_json.empty()) {
      result_.values = "undecided";
      if (result_.shape != "undecided") {
        const Member& first = members_.front();
        Finding finding = no_values("live's answer has no values to compare: " + live_.not_json,
                                    *compare_.values);
        complete(finding, step(), &first.request.live, *first.row->live, group_);
        group_.add(std::move(finding));
      }
      return true;
    }
    ++group_.result.judged;
    if (!candidate_.not_json.empty()) {
      result_.values = "changed";
      if (!shape_told_not_json_) {
        tell(not_json_finding(step(), candidate_.not_json));
      }
      return true;
    }
    tell_bounded(values_->judge(members_, group_.result.findings, result_), group_,
                 [&](Finding finding, std::size_t row) {
                   const Member& member = members_[row];
                   Comparison::tell(std::move(finding), *member.row, &member.request.candidate);
                 });
    return true;
  }

  // Asks both sides again while what looks broken may be chance. False when that could not be
  // finished.
  bool confirm_shapes() {
    const std::size_t limit = shape::kMaxConfirmations + members_.size() - 1;
    for (std::size_t rounds = 0; rounds < limit && candidate_.not_json.empty(); ++rounds) {
      const auto row = evidence_.next_to_confirm([&](std::size_t at) { return !members_[at].out; });
      if (!row) {
        return true;
      }
      if (!ask_again(&members_[*row])) {
        return false;
      }
    }
    return true;
  }

  // Of a single request, as far as live is steady. Of rows, what the suite calls ordered,
  // each place once, where a second answer of live has the same order.
  std::vector<shape::Change> changed_order() {
    std::vector<shape::Change> changes;
    std::set<std::string> told;
    for (Member& member : members_) {
      RowOrder& row = rows_[index_of(member)];
      if (members_.size() > 1) {
        std::erase_if(row.changes, [&](const shape::Change& change) {
          return change.level != Level::kError || told.contains(change.path);
        });
        if (row.changes.empty() || (row.answers == 1 && (member.out || !ask_both(member)))) {
          continue;
        }
      }
      for (const shape::Change& change : row.changes) {
        if (told.insert(change.path).second) {
          changes.push_back(change);
        }
      }
    }
    return changes;
  }

  // Status, media type, headers and Location. What looks broken is asked for again:
  // live may show it too. False when that could not be finished.
  bool compare_around() {
    std::vector<shape::Change> changes = changes_around();
    while (any_error(changes) && rounds_around_ < kMaxRoundsAround) {
      ++rounds_around_;
      if (!ask_again(next())) {
        return false;
      }
      changes = changes_around();
    }
    ++group_.result.judged;
    tell(changes, compare_.pos);
    return true;
  }

  std::vector<shape::Change> changes_around() {
    std::vector<shape::Change> changes;
    for (const int status : candidate_.statuses) {
      if (live_.statuses.contains(status)) {
        continue;
      }
      if (auto change = shape::compare_status(live_.status, status)) {
        changes.push_back(*std::move(change));
      }
    }
    for (const auto& type : candidate_.content_types) {
      if (live_.content_types.contains(type)) {
        continue;
      }
      if (auto change = shape::compare_media_type(live_.content_type, type)) {
        changes.push_back(*std::move(change));
      }
    }
    const std::vector<std::string> watched = compare_.headers.value_or(std::vector<std::string>{});
    for (shape::Change& change :
         shape::compare_headers(live_.headers, candidate_.headers, watched)) {
      changes.push_back(std::move(change));
    }
    live_.locations.own_origins = {origin_of(members_.front().request.live)};
    candidate_.locations.own_origins = {origin_of(members_.front().request.candidate)};
    if (auto change = shape::compare_location(live_.locations, candidate_.locations)) {
      changes.push_back(*std::move(change));
    }
    return changes;
  }

  void tell(Finding finding) {
    const Member& first = members_.front();
    Comparison::tell(std::move(finding), *first.row, &first.request.candidate);
  }

  void tell(const std::vector<shape::Change>& changes, SourcePos pos) {
    for (const shape::Change& change : changes) {
      tell(finding_of(change, pos, "live"));
    }
  }

  const Compare& compare_;
  const bool wants_shape_;
  const bool wants_values_;
  const bool wants_headers_;
  const bool wants_latency_;
  ComparePaths paths_;
  shape::Evidence evidence_{{"live", "candidate", paths_.maps}};  // its rows are the members
  std::vector<RowOrder> rows_;                                    // as members_
  std::optional<ValueComparison> values_;                         // likewise its rows
  bool shape_told_not_json_ = false;
  Samples live_;
  Samples candidate_;
  ComparisonResult result_;
  std::size_t round_ = 0;
  int rounds_around_ = 0;
};

}  // namespace

std::unique_ptr<Comparison> compare_with_live(const JobContext& context, std::size_t step,
                                              std::stop_token stop, CheckRun& group) {
  return std::make_unique<LiveComparison>(context, step, std::move(stop), group);
}

}  // namespace switchgate::exec
