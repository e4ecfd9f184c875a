// The codec of baseline.history.json, and the choice of runs that may be
// compared.

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "checks/base/units.h"
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

template <typename T, typename Encode>
json::Object by_request_to_json(const ByRequest<T>& values, const Encode& encode) {
  json::Object checks;
  for (const auto& [check, steps] : values) {
    json::Object object;
    for (const auto& [step, value] : steps) object.append_new(step, encode(value));
    checks.append_new(check, std::move(object));
  }
  return checks;
}

json::Value samples_to_json(const std::vector<double>& samples) {
  return json::Array(samples.begin(), samples.end());
}

json::Value shift_to_json(const latency::Shift& shift) {
  json::Object object;
  object.append_new("se", shift.se);
  object.append_new("theta", shift.theta);
  return object;
}

json::Value run_to_json(const HistoryRun& run) {
  json::Object object;
  if (run.calibration) object.append_new("calibration", true);
  object.append_new("label", run.label);
  object.append_new("recorded", format_date_time(run.recorded));
  object.append_new("samples_ms", by_request_to_json(run.samples_ms, samples_to_json));
  if (!run.shifts.empty()) {
    object.append_new("shifts", by_request_to_json(run.shifts, shift_to_json));
  }
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

// e^20 is half a milliard times as slow.
constexpr double kMostShift = 20;

double shift_member(Members& members, std::string_view name, double least) {
  const json::Value* value = members.require(name);
  const json::Number* number = value == nullptr ? nullptr : value->number();
  const double found = number == nullptr ? std::nan("") : number->as_double();
  if (value != nullptr && !(found >= least && found <= kMostShift)) {
    members.mistake().add(members.pointer_to(name),
                          "a number from " + format_number(least, 3) + " to 20", *value);
    return 0;
  }
  return found;
}

latency::Shift shift_from_json(const json::Value& value, const std::string& pointer,
                               Mistake& mistake) {
  Members members(value, pointer, mistake);
  latency::Shift shift;
  shift.se = shift_member(members, "se", 0);
  shift.theta = shift_member(members, "theta", -kMostShift);
  members.finish();
  return shift;
}

template <typename T, typename Decode>
ByRequest<T> by_request_from_json(const json::Value& value, const std::string& pointer,
                                  Mistake& mistake, const Decode& decode) {
  ByRequest<T> out;
  if (value.object() == nullptr) {
    mistake.add(pointer, "an object of checks", value);
    return out;
  }
  for (const auto& [check, steps] : *value.object()) {
    const std::string place = below(pointer, check);
    if (steps.object() == nullptr) {
      mistake.add(place, "an object of steps", steps);
      return out;
    }
    auto& by_step = out[check];
    for (const auto& [step, one] : *steps.object()) {
      by_step.insert_or_assign(step, decode(one, below(place, step), mistake));
    }
  }
  return out;
}

HistoryRun run_from_json(const json::Value& value, const std::string& pointer, Mistake& mistake) {
  Members members(value, pointer, mistake);
  HistoryRun run;
  if (const json::Value* calibration = members.find("calibration")) {
    if (calibration->boolean() == nullptr) {
      mistake.add(members.pointer_to("calibration"), "true or false", *calibration);
    } else {
      run.calibration = *calibration->boolean();
    }
  }
  run.label = members.text("label");
  run.recorded = members.instant("recorded");
  if (const json::Value* samples = members.require("samples_ms")) {
    run.samples_ms = by_request_from_json<std::vector<double>>(
        *samples, members.pointer_to("samples_ms"), mistake, samples_from_json);
  }
  if (const json::Value* shifts = members.find("shifts")) {
    run.shifts = by_request_from_json<latency::Shift>(*shifts, members.pointer_to("shifts"),
                                                      mistake, shift_from_json);
  }
  members.finish();
  return run;
}

template <typename T>
const T* find_request(const ByRequest<T>& values, std::string_view check, std::string_view step) {
  const auto steps = values.find(check);
  if (steps == values.end()) return nullptr;
  const auto found = steps->second.find(step);
  return found == steps->second.end() ? nullptr : &found->second;
}

}  // namespace

void append_run(History& history, HistoryRun run) {
  const auto like = [label = run.label, calibration = run.calibration](const HistoryRun& kept) {
    return kept.label == label && kept.calibration == calibration;
  };
  const std::size_t most = run.calibration ? 1 : kKeptRuns;
  const auto newer =
      std::find_if(history.runs.begin(), history.runs.end(),
                   [&run](const HistoryRun& kept) { return kept.recorded > run.recorded; });
  history.runs.insert(newer, std::move(run));
  for (auto kept = std::count_if(history.runs.begin(), history.runs.end(), like);
       kept > static_cast<std::ptrdiff_t>(most); --kept) {
    history.runs.erase(std::find_if(history.runs.begin(), history.runs.end(), like));
  }
}

std::vector<std::vector<double>> runs_of(const History& history, std::string_view label,
                                         std::string_view check, std::string_view step) {
  std::vector<std::vector<double>> runs;
  for (const HistoryRun& run : history.runs) {
    if (run.label != label) continue;
    const std::vector<double>* samples = find_request(run.samples_ms, check, step);
    runs.push_back(samples == nullptr ? std::vector<double>() : *samples);
  }
  return runs;
}

std::optional<KeptSamples> oldest_of(const History& history, std::string_view label,
                                     std::string_view check, std::string_view step) {
  std::optional<KeptSamples> oldest;
  for (const HistoryRun& run : history.runs) {
    const std::vector<double>* samples =
        run.label == label ? find_request(run.samples_ms, check, step) : nullptr;
    if (samples == nullptr) continue;
    if (oldest) return oldest;
    oldest = KeptSamples{run.recorded, *samples};
  }
  return std::nullopt;
}

std::vector<std::optional<latency::Shift>> shifts_of(const History& history, std::string_view label,
                                                     std::string_view check,
                                                     std::string_view step) {
  std::vector<std::optional<latency::Shift>> shifts;
  for (const HistoryRun& run : history.runs) {
    if (run.label != label || run.shifts.empty() || run.calibration) continue;
    const latency::Shift* shift = find_request(run.shifts, check, step);
    shifts.push_back(shift == nullptr ? std::nullopt : std::optional(*shift));
  }
  return shifts;
}

bool is_calibrated(const History& history, std::string_view label, std::string_view check,
                   std::string_view step) {
  return std::any_of(history.runs.begin(), history.runs.end(), [&](const HistoryRun& run) {
    return run.label == label && find_request(run.shifts, check, step) != nullptr;
  });
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
    if (array == nullptr) {
      mistake.add("/runs", "a list of runs", *runs);
    } else {
      for (std::size_t i = 0; i < array->size(); ++i) {
        history.runs.push_back(
            run_from_json((*array)[i], below("/runs", std::to_string(i)), mistake));
      }
    }
  }
  members.finish();
  std::map<std::pair<std::string_view, bool>, std::size_t> of_label;
  for (const HistoryRun& run : history.runs) {
    if (++of_label[{run.label, run.calibration}] > (run.calibration ? 1 : kKeptRuns)) {
      mistake.add("/runs", "expected at most " + std::to_string(kKeptRuns) +
                               " runs of one label, and one calibration");
    }
  }
  if (mistake.any()) return unusable("history", mistake.error().message);
  return history;
}

}  // namespace switchgate::baseline
