// `switchgate baseline show`: a baseline as a reader of a report asks for it, what it covers and
// how old it is, and then each request.

#include "checks/base/text.h"
#include "checks/baseline/coverage.h"
#include "checks/baseline/shape_json.h"
#include "checks/latency/reason.h"
#include "checks/latency/robust.h"
#include "runner/cli/baseline.h"
#include "runner/cli/change_text.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/stored_baseline.h"

namespace switchgate::cli {
namespace {

std::string shown(std::string_view text, std::size_t most = 100) { return excerpt(text, most); }

std::string in_milliseconds(double ms) {
  return format_duration(Micros(static_cast<std::int64_t>(ms * 1000)));
}

std::string entry_text(const baseline::BaselineEntry& entry) {
  std::string text = std::to_string(entry.status);
  if (!entry.content_type.empty()) text += ' ' + shown(entry.content_type);
  if (!entry.headers.empty()) text += ", headers " + shown(join(entry.headers, ", "));
  if (!entry.absent_headers.empty()) {
    text += ", watched and not in every answer: " + shown(join(entry.absent_headers, ", "));
  }
  return text;
}

void print_entry(const baseline::BaselineEntry& entry, const std::string& indent,
                 std::ostream& out) {
  if (entry.shape) {
    out << indent << shown(shape::describe(*entry.shape), 160) << "  ("
        << counted(entry.shape->n(), "sample") << ")\n";
  }
}

void print_checks(const baseline::Baseline& baseline, std::ostream& out) {
  for (const auto& [id, steps] : baseline.checks) {
    const auto only = steps.find("");
    const bool single = steps.size() == 1 && only != steps.end();
    out << '\n' << shown(id);
    if (single) out << "  " << entry_text(only->second);
    out << (steps.empty() ? "  known, nothing to compare" : "") << '\n';
    if (single) {
      print_entry(only->second, "  ", out);
      continue;
    }
    for (const auto& [step, entry] : steps) {
      out << "  " << shown(step) << "  " << entry_text(entry) << '\n';
      print_entry(entry, "    ", out);
    }
  }
}

void print_runs(const baseline::History& history, std::ostream& out) {
  for (const baseline::HistoryRun& run : history.runs) {
    out << (run.calibration ? "\ncalibration of " : "\nlatencies of ")
        << format_date_time(run.recorded)
        << (run.label.empty() ? "" : ", label " + shown(run.label)) << '\n';
    for (const auto& [check, steps] : run.samples_ms) {
      for (const auto& [step, samples] : steps) {
        out << "  " << shown(baseline::request_name(check, step)) << "  "
            << counted(samples.size(), "sample");
        if (!samples.empty()) out << ", median " << in_milliseconds(latency::median(samples));
        out << '\n';
      }
    }
    for (const auto& [check, steps] : run.shifts) {
      for (const auto& [step, shift] : steps) {
        out << "  " << shown(baseline::request_name(check, step)) << "  "
            << latency::signed_percent(shift.theta) << " beside live\n";
      }
    }
  }
}

void print(const StoredBaseline& stored, const std::string& file, Instant now, std::ostream& out) {
  const baseline::Baseline& baseline = stored.baseline;
  out << shown(file, 500) << "\n  target    " << shown(baseline.target) << "\n  label     "
      << (baseline.label.empty() ? "none" : shown(baseline.label)) << "\n  recorded  "
      << format_date_time(baseline.recorded) << ", "
      << baseline::age_in_words(baseline.recorded, now) << ", by switchgate "
      << shown(baseline.tool_version) << "\n  covers    "
      << in_words(baseline::coverage_of(baseline, stored.history)) << '\n';
  print_checks(baseline, out);
  print_runs(stored.history, out);
}

json::Value number(std::size_t n) { return json::Value(static_cast<std::int64_t>(n)); }

json::Array list(const std::vector<std::string>& texts) {
  return json::Array(texts.begin(), texts.end());
}

json::Value to_json(const std::string& step, const baseline::BaselineEntry& entry) {
  json::Object object;
  object.append_new("step", step);
  object.append_new("status", entry.status);
  object.append_new("content_type",
                    entry.content_type.empty() ? json::Value() : json::Value(entry.content_type));
  object.append_new("headers", list(entry.headers));
  object.append_new("headers_absent", list(entry.absent_headers));
  object.append_new("shape_samples", entry.shape ? number(entry.shape->n()) : json::Value());
  object.append_new("shape", entry.shape ? baseline::shape_to_json(*entry.shape) : json::Value());
  return object;
}

json::Value to_json(const baseline::HistoryRun& run) {
  json::Array requests;
  for (const auto& [check, steps] : run.samples_ms) {
    for (const auto& [step, samples] : steps) {
      json::Object request;
      request.append_new("check", check);
      request.append_new("step", step);
      request.append_new("samples", number(samples.size()));
      request.append_new("median_ms",
                         samples.empty() ? json::Value() : json::Value(latency::median(samples)));
      requests.push_back(std::move(request));
    }
  }
  json::Array compared;
  for (const auto& [check, steps] : run.shifts) {
    for (const auto& [step, shift] : steps) {
      json::Object request;
      request.append_new("check", check);
      request.append_new("step", step);
      request.append_new("theta", shift.theta);
      request.append_new("theta_se", shift.se);
      compared.push_back(std::move(request));
    }
  }
  json::Object object;
  object.append_new("recorded", format_date_time(run.recorded));
  object.append_new("label", run.label);
  object.append_new("calibration", run.calibration);
  object.append_new("compared_with_live", std::move(compared));
  object.append_new("requests", std::move(requests));
  return object;
}

json::Value to_json(const StoredBaseline& stored, const std::string& file, Instant now) {
  const baseline::Baseline& baseline = stored.baseline;
  const auto age = std::chrono::floor<std::chrono::seconds>(now - baseline.recorded);
  json::Array checks;
  for (const auto& [id, steps] : baseline.checks) {
    json::Array requests;
    for (const auto& [step, entry] : steps) requests.push_back(to_json(step, entry));
    json::Object check;
    check.append_new("id", id);
    check.append_new("requests", std::move(requests));
    checks.push_back(std::move(check));
  }
  json::Array runs;
  for (const baseline::HistoryRun& run : stored.history.runs) runs.push_back(to_json(run));
  json::Object object;
  object.append_new("file", file);
  object.append_new("target", baseline.target);
  object.append_new("label", baseline.label);
  object.append_new("recorded", format_date_time(baseline.recorded));
  object.append_new("age_seconds", json::Value(static_cast<std::int64_t>(age.count())));
  object.append_new("tool_version", baseline.tool_version);
  object.append_new("checks", std::move(checks));
  object.append_new("latency_runs", std::move(runs));
  return object;
}

}  // namespace

int show_baseline(const BaselineCommand& command, Instant now, std::ostream& out,
                  std::ostream& err) {
  const Result<StoredBaseline> stored = read_baseline(command.file);
  if (!stored) {
    err << "switchgate baseline show: " << stored.error().message << '\n';
    return kUsage;
  }
  if (!stored->history_problem.empty()) {
    err << "switchgate baseline show: warning: " << stored->history_problem << '\n';
  }
  if (command.format == "json") {
    out << json::to_text(to_json(*stored, command.file, now), 2) << '\n';
  } else {
    print(*stored, command.file, now, out);
  }
  return kOpen;
}

}  // namespace switchgate::cli
