// The comparison with live: both sides asked in turn, what live shows by itself
// absorbed, and what looks broken confirmed before it counts. Rows pool their answers.

#include <algorithm>
#include <set>

#include "checks/base/text.h"
#include "checks/shape/confirm.h"
#include "checks/shape/diff.h"
#include "checks/shape/order.h"
#include "runner/exec/compare.h"
#include "runner/exec/compare_findings.h"
#include "runner/exec/live_answer.h"
#include "runner/exec/samples.h"
#include "runner/probe/url.h"

namespace switchgate::exec {
namespace {

bool any_error(const std::vector<shape::Change>& changes) {
  return std::any_of(changes.begin(), changes.end(),
                     [](const shape::Change& change) { return change.level == Level::kError; });
}

// What is kept of one row: its own shapes, to find out which row to ask again.
struct RowShapes {
  shape::Sides sides;
  std::vector<shape::Change> breaks;       // between these two
  std::size_t answers = 0;                 // of each side
  std::vector<shape::Shape> of_candidate;  // answer by answer
  std::size_t confirmations = 0;           // of these, how many to confirm a break
  std::vector<shape::Change> order;        // arrays that only differ in their order
  std::optional<json::Value> live;  // that order was seen in; only where `order` is not empty
};

class LiveComparison final : public Comparison {
 public:
  LiveComparison(const JobContext& context, std::size_t step_index, std::stop_token stop,
                 CheckRun& group)
      : Comparison(context, step_index, std::move(stop), group),
        compare_(*step().compare),
        wants_shape_(compare_.shape && context.asks.shape),
        wants_headers_(context.asks.headers),
        wants_latency_(compare_.latency && context.asks.latency),
        paths_(ComparePaths::of(compare_)) {
    result_.against = "live";
    result_.step = step_label(group, step());
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
      add_endpoint().live_side = &members_.front().row->live->side();
    }
    result_.shape_live_samples = live_.n;
    result_.shape_candidate_samples = candidate_.n;
    group_.result.comparisons.push_back(std::move(result_));
  }

 private:
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
    RowShapes& row = rows_[at];
    Samples live_one;
    Samples candidate_one;
    live_one.take(live, paths_, wants_shape_, members_[at].row->live->masker());
    candidate_one.take(candidate, paths_, wants_shape_, members_[at].row->candidate->masker());
    ++row.answers;
    if (wants_shape_) {
      shape::absorb(row.sides.before, live_one.shape);
      shape::absorb(row.sides.after, candidate_one.shape);
      row.of_candidate.push_back(candidate_one.shape);
      row.breaks = shape::diff(row.sides.before, row.sides.after, options_);
      std::erase_if(row.breaks,
                    [](const shape::Change& change) { return change.level != Level::kError; });
      take_order(row, live_one, candidate_one);
    }
    live_.join(std::move(live_one));
    candidate_.join(std::move(candidate_one));
  }

  // Where live's own answers differ, the order of their lists says nothing.
  void take_order(RowShapes& row, const Samples& live, const Samples& candidate) {
    if (row.answers == 1 && live.first && candidate.first) {
      if (auto order = shape::compare_order(*live.first, *candidate.first, paths_.ordered)) {
        row.order = *std::move(order);
      }
      row.live = row.order.empty() ? std::nullopt : live.first;
    } else if (row.live && live.first != row.live) {
      row.order.clear();
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
    const int samples = wants_shape_ ? compare_.shape->samples : 1;
    while (live_.n < static_cast<std::size_t>(samples)) {
      if (!ask_again(next())) {
        return false;
      }
    }
    if (wants_shape_ && !compare_shapes()) {
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
      result_.shape = "changed";
      return true;
    }
    std::vector<shape::Change> changes = all_changes();
    for (shape::Change& change : changes) {
      weigh(change);
    }
    add_order(changes);
    result_.shape = changes.empty() ? "same" : "changed";
    tell(changes, compare_.shape->pos);
    return true;
  }

  std::vector<shape::Change> all_changes() const {
    std::vector<shape::Sides> sides;
    sides.reserve(rows_.size());
    for (const RowShapes& row : rows_) {
      sides.push_back(row.sides);
    }
    return shape::diff_pooled(sides, options_);
  }

  // In how many of its answers the candidate shows a break that live does not.
  struct Shown {
    std::size_t answers = 0;
    std::size_t of = 0;  // which is as often as live was asked
    double chance() const { return shape::chance_of(of, answers, of); }
  };
  Shown shown_in(const RowShapes& row, const shape::Change& wanted) const {
    const auto shows = [&](const shape::Shape& answer) {
      const std::vector<shape::Change> changes = shape::diff(row.sides.before, answer, options_);
      return std::any_of(changes.begin(), changes.end(), [&](const shape::Change& change) {
        return change.path == wanted.path && change.level == Level::kError;
      });
    };
    const auto count = std::count_if(row.of_candidate.begin(), row.of_candidate.end(), shows);
    return {static_cast<std::size_t>(count), row.of_candidate.size()};
  }
  // By all rows together, or by one of them where it is less likely to be chance.
  Shown shown_in_any(const shape::Change& change) const {
    Shown all;
    Shown best;
    for (const RowShapes& row : rows_) {
      const Shown one = shown_in(row, change);
      all.answers += one.answers;
      all.of += one.of;
      best = best.of == 0 || one.chance() < best.chance() ? one : best;
    }
    return all.chance() <= best.chance() ? all : best;
  }

  // A place that answers one by one do not have, such as that of a map, is believed as it is.
  void weigh(shape::Change& change) const {
    if (change.level != Level::kError) {
      return;
    }
    if (const Shown shown = shown_in_any(change); shown.answers > 0) {
      change = shape::weigh_against_live(std::move(change), shown.of, shown.answers, shown.of);
    }
  }

  // Could it be chance, so that asking again tells more?
  bool is_doubtful(const shape::Change& change) const {
    if (change.level != Level::kError) {
      return false;
    }
    return change.everywhere ? live_.n < shape::kSurelyEverywhere
                             : shown_in_any(change).chance() > shape::kBeyondDoubt;
  }

  // Asks both sides again while what looks broken may be chance: a row that shows it, until
  // live shows it too, or until it is beyond doubt.
  bool confirm_shapes() {
    const std::size_t limit = shape::kMaxConfirmations + members_.size() - 1;
    for (std::size_t rounds = 0; rounds < limit && candidate_.not_json.empty(); ++rounds) {
      const std::vector<shape::Change> changes =
          shape::diff(live_.shape, candidate_.shape, options_);
      Member* suspect = find_suspect(changes);
      if (suspect == nullptr) {
        return true;
      }
      std::size_t& confirmations = rows_[index_of(*suspect)].confirmations;
      if (confirmations++ == shape::kMaxConfirmations) {
        return true;
      }
      if (!ask_again(suspect)) {
        return false;
      }
    }
    return true;
  }

  // A row whose own answers show what is not certain yet; null when all is.
  Member* find_suspect(const std::vector<shape::Change>& changes) {
    const auto uncertain = [&](const RowShapes& row, const shape::Change& broken) {
      const bool pooled =
          std::any_of(changes.begin(), changes.end(), [&](const shape::Change& change) {
            return change.path == broken.path && change.rule == broken.rule &&
                   (change.level != Level::kError || is_doubtful(change));
          });
      return pooled && shown_in(row, broken).chance() > shape::kBeyondDoubt;
    };
    for (Member& member : members_) {
      const RowShapes& row = rows_[index_of(member)];
      if (!member.out && std::any_of(row.breaks.begin(), row.breaks.end(),
                                     [&](const auto& broken) { return uncertain(row, broken); })) {
        return &member;
      }
    }
    const bool any = std::any_of(changes.begin(), changes.end(),
                                 [&](const shape::Change& change) { return is_doubtful(change); });
    return any ? next() : nullptr;
  }

  // Of a single request, as far as live is steady. Of rows, what the suite calls ordered,
  // each place once, where a second answer of live has the same order.
  void add_order(std::vector<shape::Change>& changes) {
    std::set<std::string> told;
    for (Member& member : members_) {
      RowShapes& row = rows_[index_of(member)];
      if (members_.size() > 1) {
        std::erase_if(row.order, [&](const shape::Change& change) {
          return change.level != Level::kError || told.contains(change.path);
        });
        if (row.order.empty() || (row.answers == 1 && (member.out || !ask_both(member)))) {
          continue;
        }
      }
      for (const shape::Change& change : row.order) {
        if (told.insert(change.path).second) {
          changes.push_back(change);
        }
      }
    }
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

  static std::string origin_of(const HttpRequest& request) {
    const Result<probe::Url> url = probe::parse_url(request.url);
    return url ? probe::origin(*url) : request.url;
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
  const bool wants_headers_;
  const bool wants_latency_;
  ComparePaths paths_;
  shape::DiffOptions options_{"live", "candidate", paths_.maps};
  std::vector<RowShapes> rows_;  // as members_
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
