// Reads samples of latency; every unit becomes milliseconds here.

#include "runner/cli/latency_input.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "checks/base/text.h"

namespace switchgate::cli {
namespace {

struct Unit {
  std::string_view name;
  double ms;
};
constexpr std::array<Unit, 3> kUnits = {{{"us", 1e-3}, {"ms", 1}, {"s", 1e3}}};

constexpr std::string_view kShapes = R"({"unit": "ms", "pairs": [[live, candidate], ..]} or )"
                                     R"({"unit": "ms", "runs": [[..], ..], "candidate": [..]})";

// "pairs[3][1]".
std::string element(const std::string& name, std::size_t index) {
  return name + '[' + std::to_string(index) + ']';
}

Error expected(const std::string& where, std::string_view what, const json::Value& found) {
  return {where + ": expected " + std::string(what) + ", found " + std::string(found.kind_name()),
          {}};
}

Result<double> unit_of(const json::Object& object) {
  const json::Value* unit = object.find("unit");
  if (unit == nullptr) {
    return Error{R"("unit" is missing: expected "us", "ms" or "s")", {}};
  }
  if (unit->string() == nullptr) {
    return expected("unit", R"("us", "ms" or "s")", *unit);
  }
  for (const Unit& known : kUnits) {
    if (*unit->string() == known.name) {
      return known.ms;
    }
  }
  return Error{
      "unit: expected \"us\", \"ms\" or \"s\", found \"" + excerpt(*unit->string(), 20) + '"', {}};
}

Result<std::vector<double>> numbers(const json::Value& value, const std::string& where, double ms) {
  if (value.array() == nullptr) {
    return expected(where, "an array of numbers", value);
  }
  std::vector<double> out;
  out.reserve(value.array()->size());
  for (const json::Value& item : *value.array()) {
    if (item.number() == nullptr) {
      return expected(element(where, out.size()), "a number", item);
    }
    out.push_back(item.number()->as_double() * ms);
  }
  return out;
}

Result<std::vector<latency::Pair>> pairs_of(const json::Value& value, double ms) {
  if (value.array() == nullptr) {
    return expected("pairs", "an array of [live, candidate]", value);
  }
  std::vector<latency::Pair> out;
  out.reserve(value.array()->size());
  for (const json::Value& item : *value.array()) {
    const std::string where = element("pairs", out.size());
    const auto pair = numbers(item, where, ms);
    if (!pair) {
      return pair.error();
    }
    if (pair->size() != 2) {
      return Error{where + ": expected two numbers, live and candidate, found " +
                       std::to_string(pair->size()),
                   {}};
    }
    out.push_back({pair->front(), pair->back()});
  }
  return out;
}

Result<RecordedSamples> recorded_of(const json::Value& runs, const json::Value& candidate,
                                    double ms) {
  if (runs.array() == nullptr) {
    return expected("runs", "an array of arrays of numbers", runs);
  }
  RecordedSamples out;
  for (const json::Value& item : *runs.array()) {
    auto run = numbers(item, element("runs", out.runs.size()), ms);
    if (!run) {
      return run.error();
    }
    out.runs.push_back(std::move(run).value());
  }
  auto samples = numbers(candidate, "candidate", ms);
  if (!samples) {
    return samples.error();
  }
  out.candidate = std::move(samples).value();
  return out;
}

// Takes the member over `setting` when it is there.
Status override_setting(const json::Object& object, std::string_view name, double& setting) {
  const json::Value* value = object.find(name);
  if (value == nullptr) {
    return Ok{};
  }
  if (value->number() == nullptr) {
    return expected(std::string(name), "a number of milliseconds", *value);
  }
  const double ms = value->number()->as_double();
  if (!(ms >= 0 && ms <= 1e9)) {
    return Error{std::string(name) + ": expected milliseconds from 0 to 1e9, found " +
                     excerpt(value->number()->text(), 40),
                 {}};
  }
  setting = ms;
  return Ok{};
}

Status override_settings(const json::Object& object, latency::Settings& settings) {
  if (auto status = override_setting(object, "floor_ms", settings.floor_ms); !status) {
    return status;
  }
  return override_setting(object, "timer_resolution_ms", settings.timer_resolution_ms);
}

// The samples of one of two files.
Result<std::vector<double>> lone_samples(const json::Value& root, latency::Settings& settings) {
  if (root.object() == nullptr) {
    return expected("the file", R"({"unit": "ms", "samples": [..]})", root);
  }
  const json::Value* samples = root.object()->find("samples");
  if (samples == nullptr) {
    return Error{R"("samples" is missing: expected two files of {"unit": "ms", "samples": [..]}, )"
                 R"(or one of )" +
                     std::string(kShapes),
                 {}};
  }
  const auto ms = unit_of(*root.object());
  if (!ms) {
    return ms.error();
  }
  if (auto status = override_settings(*root.object(), settings); !status) {
    return status.error();
  }
  return numbers(*samples, "samples", *ms);
}

}  // namespace

Result<LatencyInput> latency_input(const json::Value& root) {
  const json::Object* object = root.object();
  if (object == nullptr) {
    return expected("the file", kShapes, root);
  }
  const json::Value* pairs = object->find("pairs");
  const json::Value* runs = object->find("runs");
  const json::Value* candidate = object->find("candidate");
  if (pairs != nullptr && (runs != nullptr || candidate != nullptr)) {
    return Error{R"(expected "pairs", or "runs" and "candidate", found both)", {}};
  }
  if (pairs == nullptr && (runs == nullptr || candidate == nullptr)) {
    const bool lone = object->find("samples") != nullptr;
    return Error{lone ? std::string(R"("samples" needs a second file to compare with: OLD NEW)")
                      : "no samples: expected " + std::string(kShapes),
                 {}};
  }
  const auto ms = unit_of(*object);
  if (!ms) {
    return ms.error();
  }
  LatencyInput out;
  if (auto status = override_settings(*object, out.settings); !status) {
    return status.error();
  }
  if (pairs != nullptr) {
    auto paired = pairs_of(*pairs, *ms);
    if (!paired) {
      return paired.error();
    }
    out.samples = std::move(paired).value();
    return out;
  }
  auto recorded = recorded_of(*runs, *candidate, *ms);
  if (!recorded) {
    return recorded.error();
  }
  out.samples = std::move(recorded).value();
  return out;
}

Result<LatencyInput> latency_input(const json::Value& old_root, const json::Value& new_root) {
  LatencyInput out;
  auto before = lone_samples(old_root, out.settings);
  if (!before) {
    return Error{"the old samples: " + before.error().message, {}};
  }
  auto now = lone_samples(new_root, out.settings);
  if (!now) {
    return Error{"the new samples: " + now.error().message, {}};
  }
  RecordedSamples recorded;
  recorded.runs.push_back(std::move(before).value());
  recorded.candidate = std::move(now).value();
  out.samples = std::move(recorded);
  return out;
}

}  // namespace switchgate::cli
