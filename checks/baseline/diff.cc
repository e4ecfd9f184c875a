#include "checks/baseline/diff.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <utility>

#include "checks/base/text.h"
#include "checks/baseline/coverage.h"
#include "checks/latency/robust.h"
#include "checks/model/suite.h"
#include "checks/shape/response_diff.h"
#include "checks/shape/rules.h"

namespace switchgate::baseline {
namespace {

std::string quoted(std::string_view text) { return '\'' + excerpt(text, 80) + '\''; }

std::string was_and_is(const std::string& what, const std::string& before,
                       const std::string& after) {
  return what + " was " + before + " and is " + after;
}

void add_head(std::vector<std::string>& head, const std::string& what, const std::string& before,
              const std::string& after) {
  if (before != after) head.push_back(was_and_is(what, quoted(before), quoted(after)));
}

std::optional<std::string> type_of(const BaselineEntry& entry) {
  return entry.content_type.empty() ? std::nullopt : std::optional(entry.content_type);
}

bool names(const std::vector<std::string>& headers, const std::string& name) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const std::string& each) { return equals_ignore_case(each, name); });
}

shape::Change note(std::string path, std::string message, std::string before, std::string after) {
  shape::Change change;
  change.rule = kNoRule;
  change.level = Level::kNote;
  change.path = std::move(path);
  change.message = std::move(message);
  change.before = std::move(before);
  change.after = std::move(after);
  change.everywhere = true;
  return change;
}

std::string header_state(const BaselineEntry& entry, const std::string& name) {
  return names(entry.headers, name)          ? "sent by every answer"
         : names(entry.absent_headers, name) ? "missing from some answer"
                                             : "not watched";
}

void compare_headers(const BaselineEntry& before, const BaselineEntry& after,
                     std::vector<shape::Change>& changes) {
  std::vector<std::string> all;
  for (const auto* list :
       {&before.headers, &before.absent_headers, &after.headers, &after.absent_headers}) {
    for (const std::string& name : *list) {
      if (!names(all, name)) all.push_back(name);
    }
  }
  for (const std::string& name : all) {
    const std::string old_state = header_state(before, name);
    const std::string new_state = header_state(after, name);
    if (old_state == new_state) continue;
    shape::Change change = note(
        name, was_and_is("the header " + quoted(name), old_state, new_state), old_state, new_state);
    if (names(before.headers, name) && names(after.absent_headers, name)) {
      shape::Change removed = shape::Change::of(shape::rule::kHeaderRemoved);
      change.rule = removed.rule;
      change.level = removed.level;
      change.hint = removed.hint;
    }
    changes.push_back(std::move(change));
  }
}

std::vector<shape::Change> changes_of(const BaselineEntry& before, const BaselineEntry& after) {
  std::vector<shape::Change> changes;
  if (auto change = shape::compare_status(before.status, after.status)) {
    change->message = was_and_is("the status", change->before, change->after);
    changes.push_back(*std::move(change));
  }
  if (auto change = shape::compare_media_type(type_of(before), type_of(after))) {
    change->message =
        was_and_is(change->rule == shape::rule::kCharset.id ? "the charset" : "the content type",
                   change->before, change->after);
    changes.push_back(*std::move(change));
  }
  compare_headers(before, after, changes);
  if (before.shape && after.shape) {
    for (shape::Change& change : shape::diff(*before.shape, *after.shape, {"old", "new", {}})) {
      changes.push_back(std::move(change));
    }
  } else if (before.shape || after.shape) {
    const auto state = [](const BaselineEntry& entry) {
      return std::string(entry.shape ? "recorded" : "not recorded");
    };
    changes.push_back(note("$", was_and_is("the shape", state(before), state(after)), state(before),
                           state(after)));
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return a.level > b.level; });
  return changes;
}

// Of the newest run in that environment that measured the request; empty when none did.
std::vector<double> newest(const History& history, const std::string& label,
                           const std::string& check, const std::string& step) {
  std::vector<std::vector<double>> runs = runs_of(history, label, check, step);
  const auto found = std::find_if(runs.rbegin(), runs.rend(),
                                  [](const std::vector<double>& run) { return !run.empty(); });
  return found == runs.rend() ? std::vector<double>() : std::move(*found);
}

// Both sides, and what their checks are called on the old one.
class Differ {
 public:
  Differ(const Baseline& before, const History& history_before, const Baseline& after,
         const History& history_after)
      : before_(before),
        history_before_(history_before),
        after_(after),
        history_after_(history_after) {}

  BaselineDiff diff() {
    add_head(out_.head, "the recorded side", before_.target, after_.target);
    add_head(out_.head, "the label", before_.label, after_.label);
    if (before_.label != after_.label) {
      out_.latencies_apart = "latencies of different environments are not compared (" +
                             quoted(before_.label) + " and " + quoted(after_.label) + ')';
    }
    pair_checks();
    for (const auto& [id, steps] : after_.checks) {
      const auto old = old_ids_.find(id);
      if (old != old_ids_.end()) compare_check(old->second, id, steps);
    }
    return std::move(out_);
  }

 private:
  // Fills `old_ids_`, and what has no counterpart.
  void pair_checks() {
    std::vector<KnownCheck> gone;
    std::vector<KnownCheck> fresh;
    for (const auto& [id, steps] : before_.checks) {
      if (!knows_check(after_, id)) gone.push_back(known_check(id, steps));
    }
    for (const auto& [id, steps] : after_.checks) {
      if (knows_check(before_, id)) {
        old_ids_.emplace(id, id);
      } else {
        fresh.push_back(known_check(id, steps));
      }
    }
    out_.renames = probable_renames(gone, fresh);
    std::set<std::string_view> renamed;
    for (const Rename& rename : out_.renames) {
      old_ids_.emplace(rename.to, rename.from);
      renamed.insert(rename.from);
    }
    for (const KnownCheck& check : gone) {
      if (renamed.count(check.id) == 0) out_.gone.push_back(check.id);
    }
    for (const KnownCheck& check : fresh) {
      if (old_ids_.count(check.id) == 0) out_.added.push_back(check.id);
    }
  }

  void compare_check(const std::string& old_id, const std::string& id, const StepEntries& steps) {
    const StepEntries& old_steps = before_.checks.find(old_id)->second;
    for (const auto& [step, entry] : old_steps) {
      if (steps.count(step) == 0) out_.gone_requests.push_back(request_name(old_id, step));
    }
    for (const auto& [step, entry] : steps) {
      const auto old = old_steps.find(step);
      if (old == old_steps.end()) {
        out_.added_requests.push_back(request_name(id, step));
        continue;
      }
      RequestDiff request{id, step, changes_of(old->second, entry), nullptr, nullptr, {}};
      if (old->second.shape && entry.shape) {
        request.before = &*old->second.shape;
        request.after = &*entry.shape;
      }
      request.latency = latency_of(old_id, id, step);
      if (!request.changes.empty() || request.latency) out_.requests.push_back(std::move(request));
    }
  }

  std::optional<LatencyChange> latency_of(const std::string& old_id, const std::string& id,
                                          const std::string& step) const {
    if (!out_.latencies_apart.empty()) return std::nullopt;
    const std::vector<double> was = newest(history_before_, before_.label, old_id, step);
    const std::vector<double> is = newest(history_after_, after_.label, id, step);
    if (was.empty() || is.empty()) return std::nullopt;
    LatencyChange change;
    change.old_samples = was.size();
    change.new_samples = is.size();
    change.old_ms = latency::median(was);
    change.new_ms = latency::median(is);
    return change;
  }

  const Baseline& before_;
  const History& history_before_;
  const Baseline& after_;
  const History& history_after_;
  std::map<std::string, std::string, std::less<>> old_ids_;  // new id -> old id
  BaselineDiff out_;
};

}  // namespace

bool LatencyChange::differs() const {
  const LatencySettings usual;
  const double floor_ms = std::chrono::duration<double, std::milli>(usual.floor).count();
  const double difference = std::abs(new_ms - old_ms);
  return difference > floor_ms && difference > usual.tolerance * old_ms;
}

bool BaselineDiff::same() const {
  return head.empty() && gone.empty() && added.empty() && renames.empty() &&
         gone_requests.empty() && added_requests.empty() &&
         std::none_of(requests.begin(), requests.end(), [](const RequestDiff& request) {
           return !request.changes.empty() || (request.latency && request.latency->differs());
         });
}

BaselineDiff diff(const Baseline& before, const History& history_before, const Baseline& after,
                  const History& history_after) {
  return Differ(before, history_before, after, history_after).diff();
}

}  // namespace switchgate::baseline
