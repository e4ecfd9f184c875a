// `switchgate baseline diff OLD NEW`: what a reviewer of a recorded baseline wants to know.

#include "checks/base/text.h"
#include "checks/baseline/coverage.h"
#include "checks/baseline/diff.h"
#include "checks/shape/picture.h"
#include "reporters/layout.h"
#include "runner/cli/baseline.h"
#include "runner/cli/change_text.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/picture_diff.h"
#include "runner/cli/stored_baseline.h"

namespace switchgate::cli {
namespace {

using baseline::BaselineDiff;
using baseline::RequestDiff;
using reporters::Paint;
using reporters::Tint;

std::string shown(std::string_view text) { return excerpt(text, 100); }

std::vector<shape::Change> all_changes(const BaselineDiff& diff) {
  std::vector<shape::Change> all;
  for (const RequestDiff& request : diff.requests) {
    all.insert(all.end(), request.changes.begin(), request.changes.end());
  }
  return all;
}

std::string about(const std::string& file, const StoredBaseline& stored) {
  const baseline::Baseline& baseline = stored.baseline;
  return shown(file) + "  " + shown(baseline.target) +
         (baseline.label.empty() ? "" : ", label " + shown(baseline.label)) + ", recorded " +
         format_date_time(baseline.recorded) + ": " +
         in_words(baseline::coverage_of(baseline, stored.history));
}

void print_names(const BaselineDiff& diff, const Paint& paint, std::ostream& out) {
  for (const std::string& line : diff.head) out << "  " << line << '\n';
  for (const baseline::Rename& rename : diff.renames) {
    out << paint(Tint::kYellow,
                 "~ check " + shown(rename.from) + " is probably renamed to " + shown(rename.to))
        << "  (" << rename.why << ")\n";
  }
  const auto list = [&](const std::vector<std::string>& names, Tint tint, const char* what) {
    for (const std::string& name : names) out << paint(tint, what + shown(name)) << '\n';
  };
  list(diff.gone, Tint::kRed, "- check ");
  list(diff.added, Tint::kGreen, "+ check ");
  list(diff.gone_requests, Tint::kRed, "- request ");
  list(diff.added_requests, Tint::kGreen, "+ request ");
}

void print_request(const RequestDiff& request, const Paint& paint, std::ostream& out) {
  if (request.changes.empty()) return;
  out << '\n' << paint(Tint::kBold, shown(baseline::request_name(request.check, request.step)));
  out << '\n';
  if (request.before != nullptr) {
    out << picture_diff(shape::pictures(*request.before, *request.after), "old", "new", paint);
  }
  print_changes(request.changes, "  ", out);
}

void print_latencies(const BaselineDiff& diff, const Paint& paint, std::ostream& out) {
  const auto in_words = [](double ms) {
    return format_duration(Micros(static_cast<std::int64_t>(ms * 1000)));
  };
  bool first = true;
  for (const RequestDiff& request : diff.requests) {
    if (!request.latency) continue;
    if (std::exchange(first, false)) out << "\nmedians of the newest latencies\n";
    const baseline::LatencyChange& latency = *request.latency;
    const Tint tint = !latency.differs()    ? Tint::kPlain
                      : latency.ratio() > 1 ? Tint::kRed
                                            : Tint::kGreen;
    out << "  "
        << paint(tint, shown(baseline::request_name(request.check, request.step)) + "  " +
                           in_words(latency.old_ms) + " -> " + in_words(latency.new_ms) + "  x" +
                           format_number(latency.ratio(), 3))
        << '\n';
  }
  if (!diff.latencies_apart.empty()) out << '\n' << diff.latencies_apart << '\n';
}

void print(const BaselineDiff& diff, const std::string& before, const std::string& after,
           const Paint& paint, std::ostream& out) {
  out << paint(Tint::kBold, "--- " + before) << '\n' << paint(Tint::kBold, "+++ " + after) << '\n';
  print_names(diff, paint, out);
  for (const RequestDiff& request : diff.requests) print_request(request, paint, out);
  print_latencies(diff, paint, out);
  out << '\n';
  print_sums(all_changes(diff), out);
  if (diff.same()) out << "No difference in what they hold.\n";
}

json::Array list(const std::vector<std::string>& texts) {
  return json::Array(texts.begin(), texts.end());
}

json::Value request_json(const RequestDiff& request) {
  json::Object object;
  object.append_new("check", request.check);
  object.append_new("step", request.step);
  object.append_new("changes", to_json(request.changes));
  if (request.latency) {
    const baseline::LatencyChange& latency = *request.latency;
    json::Object member;
    member.append_new("old_median_ms", latency.old_ms);
    member.append_new("new_median_ms", latency.new_ms);
    member.append_new("ratio", latency.ratio());
    member.append_new("old_samples", static_cast<std::int64_t>(latency.old_samples));
    member.append_new("new_samples", static_cast<std::int64_t>(latency.new_samples));
    member.append_new("differs", latency.differs());
    object.append_new("latency", std::move(member));
  }
  return object;
}

json::Value diff_json(const BaselineDiff& diff) {
  json::Array renames;
  for (const baseline::Rename& rename : diff.renames) {
    json::Object object;
    object.append_new("from", rename.from);
    object.append_new("to", rename.to);
    object.append_new("why", rename.why);
    renames.push_back(std::move(object));
  }
  json::Array requests;
  for (const RequestDiff& request : diff.requests) requests.push_back(request_json(request));
  json::Object object;
  object.append_new("same", diff.same());
  object.append_new("breaking", count(all_changes(diff), Level::kError) > 0);
  object.append_new("head", list(diff.head));
  object.append_new("checks_gone", list(diff.gone));
  object.append_new("checks_new", list(diff.added));
  object.append_new("checks_probably_renamed", std::move(renames));
  object.append_new("requests_gone", list(diff.gone_requests));
  object.append_new("requests_new", list(diff.added_requests));
  object.append_new("requests", std::move(requests));
  return object;
}

}  // namespace

int diff_baselines(const BaselineCommand& command, bool colour, std::ostream& out,
                   std::ostream& err) {
  const Result<StoredBaseline> before = read_baseline(command.file);
  const Result<StoredBaseline> after = read_baseline(command.after);
  for (const Result<StoredBaseline>* side : {&before, &after}) {
    if (!*side) {
      err << "switchgate baseline diff: " << side->error().message << '\n';
    } else if (!(*side)->history_problem.empty()) {
      err << "switchgate baseline diff: warning: " << (*side)->history_problem
          << ": latencies are not compared\n";
    }
  }
  if (!before || !after) return kUsage;
  const BaselineDiff diff =
      baseline::diff(before->baseline, before->history, after->baseline, after->history);
  if (command.format == "json") {
    out << json::to_text(diff_json(diff), 2) << '\n';
  } else {
    print(diff, about(command.file, *before), about(command.after, *after), Paint(colour), out);
  }
  return diff.same() ? kOpen : kClosed;
}

}  // namespace switchgate::cli
