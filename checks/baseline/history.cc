// The codec of baseline.history.json, and the choice of runs that may be
// compared.

#include <cmath>
#include <utility>

#include "checks/baseline/baseline.h"
#include "checks/baseline/canonical.h"
#include "checks/baseline/document.h"
#include "checks/baseline/members.h"
#include "checks/json/pointer.h"

namespace switchgate::baseline {
namespace {

constexpr std::string_view kFormat = "switchgate-history";

std::string below(const std::string& pointer, std::string_view token) {
  std::string place = pointer;
  json::append_token(place, token);
  return place;
}

json::Value run_to_json(const HistoryRun& run) {
  json::Object checks;
  for (const auto& [check, steps] : run.samples_ms) {
    json::Object object;
    for (const auto& [step, samples] : steps) {
      object.append_new(step, json::Array(samples.begin(), samples.end()));
    }
    checks.append_new(check, std::move(object));
  }
  json::Object object;
  object.append_new("label", run.label);
  object.append_new("recorded", format_date_time(run.recorded));
  object.append_new("samples_ms", std::move(checks));
  return object;
}

std::vector<double> samples_from_json(const json::Value& value, const std::string& pointer,
                                      Mistake& mistake) {
  std::vector<double> samples;
  const json::Array* array = value.array();
  if (array == nullptr) {
    mistake.add(pointer, "a list of milliseconds", value);
    return samples;
  }
  samples.reserve(array->size());
  for (std::size_t i = 0; i < array->size(); ++i) {
    const json::Number* number = (*array)[i].number();
    const double sample = number == nullptr ? 0 : number->as_double();
    if (!(sample > 0) || !std::isfinite(sample)) {
      mistake.add(below(pointer, std::to_string(i)), "milliseconds above zero", (*array)[i]);
    }
    samples.push_back(sample);
  }
  return samples;
}

void read_samples(HistoryRun& run, const json::Value& value, const std::string& pointer,
                  Mistake& mistake) {
  if (value.object() == nullptr) return mistake.add(pointer, "an object of checks", value);
  for (const auto& [check, steps] : *value.object()) {
    const std::string place = below(pointer, check);
    if (steps.object() == nullptr) return mistake.add(place, "an object of steps", steps);
    auto& by_step = run.samples_ms[check];
    for (const auto& [step, samples] : *steps.object()) {
      by_step.insert_or_assign(step, samples_from_json(samples, below(place, step), mistake));
    }
  }
}

HistoryRun run_from_json(const json::Value& value, const std::string& pointer, Mistake& mistake) {
  Members members(value, pointer, mistake);
  HistoryRun run;
  run.label = members.text("label");
  run.recorded = members.instant("recorded");
  if (const json::Value* samples = members.require("samples_ms")) {
    read_samples(run, *samples, members.pointer_to("samples_ms"), mistake);
  }
  members.finish();
  return run;
}

}  // namespace

void append_run(History& history, HistoryRun run) {
  history.runs.push_back(std::move(run));
  if (history.runs.size() > kKeptRuns) {
    const auto surplus = static_cast<std::ptrdiff_t>(history.runs.size() - kKeptRuns);
    history.runs.erase(history.runs.begin(), history.runs.begin() + surplus);
  }
}

std::vector<std::vector<double>> runs_of(const History& history, std::string_view label,
                                         std::string_view check, std::string_view step) {
  std::vector<std::vector<double>> runs;
  for (const HistoryRun& run : history.runs) {
    if (run.label != label) continue;
    std::vector<double>& samples = runs.emplace_back();
    if (const auto steps = run.samples_ms.find(check); steps != run.samples_ms.end()) {
      if (const auto found = steps->second.find(step); found != steps->second.end()) {
        samples = found->second;
      }
    }
  }
  return runs;
}

std::string encode(const History& history) {
  json::Array runs;
  for (const HistoryRun& run : history.runs) runs.push_back(run_to_json(run));
  json::Object object = document_head(kFormat);
  object.append_new("runs", std::move(runs));
  return to_canonical_text(object);
}

Result<History> decode_history(std::string_view text) {
  const Result<json::Value> root = read_document(text, kFormat);
  if (!root) return root.error();
  Mistake mistake;
  Members members(*root, "", mistake);
  skip_document_head(members);
  History history;
  if (const json::Value* runs = members.require("runs")) {
    const json::Array* array = runs->array();
    if (array == nullptr || array->size() > kKeptRuns) {
      mistake.add("/runs", "expected a list of at most " + std::to_string(kKeptRuns) + " runs");
    } else {
      for (std::size_t i = 0; i < array->size(); ++i) {
        history.runs.push_back(
            run_from_json((*array)[i], below("/runs", std::to_string(i)), mistake));
      }
    }
  }
  members.finish();
  if (mistake.any()) return unusable("history", mistake.error().message);
  return history;
}

}  // namespace switchgate::baseline
