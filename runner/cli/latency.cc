// `switchgate latency`: judges samples that were taken elsewhere.

#include "checks/latency/latency.h"

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/json/value.h"
#include "reporters/latency_picture.h"
#include "runner/cli/commands.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/json_file.h"
#include "runner/cli/latency_input.h"

namespace switchgate::cli {
namespace {

Error in_file(const std::string& path, const Error& error) {
  return {excerpt(path) + ": " + error.message, {}};
}

Result<LatencyInput> read_input(const std::vector<std::string>& files) {
  if (files.empty() || files.size() > 2) {
    return Error{"expected one file of pairs or runs, or two files OLD NEW; found " +
                     std::to_string(files.size()),
                 {}};
  }
  std::vector<json::Value> roots;
  for (const std::string& path : files) {
    auto document = read_json_file(path);
    if (!document) {
      return document.error();
    }
    roots.push_back(std::move(document->root));
  }
  if (roots.size() == 2) {
    return latency_input(roots[0], roots[1]);
  }
  auto input = latency_input(roots[0]);
  return input ? std::move(input) : in_file(files[0], input.error());
}

latency::Judgement judge(const LatencyInput& input) {
  return std::visit(Overloaded{[&](const std::vector<latency::Pair>& pairs) {
                                 return latency::judge_paired(pairs, input.settings);
                               },
                               [&](const RecordedSamples& recorded) {
                                 return latency::judge_recorded(recorded.runs, recorded.candidate,
                                                                input.settings);
                               }},
                    input.samples);
}

// Without anything kept there is no estimate, and null says so.
json::Value estimate(const latency::Judgement& judgement, double value) {
  return judgement.kept == 0 ? json::Value() : json::Value(value);
}

json::Value count(std::size_t value) { return static_cast<std::int64_t>(value); }

json::Value to_json(const latency::Judgement& judgement) {
  json::Object out;
  out.append_new("verdict", latency::name_of(judgement.verdict));
  out.append_new("reason", judgement.reason);
  out.append_new("theta", estimate(judgement, judgement.theta));
  out.append_new("interval", judgement.kept == 0
                                 ? json::Value()
                                 : json::Value(json::Array{judgement.lower, judgement.upper}));
  out.append_new("mde80", estimate(judgement, judgement.mde80));
  out.append_new("p_body", estimate(judgement, judgement.p_body));
  out.append_new("p_tail", judgement.p_tail ? json::Value(*judgement.p_tail) : json::Value());
  out.append_new("given", count(judgement.given));
  out.append_new("unusable", count(judgement.unusable));
  out.append_new("kept", count(judgement.kept));
  out.append_new("live_median_ms", estimate(judgement, judgement.live_median_ms));
  out.append_new("candidate_median_ms", estimate(judgement, judgement.candidate_median_ms));
  return out;
}

// 0.61 -> "+61 %".
std::string signed_percent(double ratio) {
  return (ratio < 0 ? "" : "+") + format_number(100 * ratio, 3) + " %";
}

std::string p_values_of(const latency::Judgement& judgement) {
  return format_number(judgement.p_body, 2) + " of the typical answer" +
         (judgement.p_tail ? ", " + format_number(*judgement.p_tail, 2) + " of the slowest ones"
                           : std::string());
}

void print(const latency::Judgement& judgement, std::ostream& out) {
  out << latency::name_of(judgement.verdict) << ": " << judgement.reason << '\n';
  if (judgement.kept == 0) {
    return;
  }
  out << "  candidate  " << format_number(judgement.candidate_median_ms, 4) << " ms, live "
      << format_number(judgement.live_median_ms, 4) << " ms\n"
      << "  change     " << signed_percent(std::expm1(judgement.theta)) << ", 95 % interval "
      << signed_percent(std::expm1(judgement.lower)) << " to "
      << signed_percent(std::expm1(judgement.upper)) << '\n'
      << "  visible    " << signed_percent(judgement.mde80)
      << " is the smallest slowdown that is found with 80 % chance\n"
      << "  p-values   " << p_values_of(judgement) << '\n'
      << "  samples    " << judgement.kept << " judged of " << judgement.given << '\n';
}

constexpr std::size_t kPictureColumns = 40;

std::string picture_of(const LatencyInput& input) {
  std::vector<double> live;
  std::vector<double> candidate;
  std::visit(Overloaded{[&](const std::vector<latency::Pair>& pairs) {
                          for (const latency::Pair& pair : pairs) {
                            live.push_back(pair.live_ms);
                            candidate.push_back(pair.candidate_ms);
                          }
                        },
                        [&](const RecordedSamples& recorded) {
                          for (const std::vector<double>& run : recorded.runs) {
                            live.insert(live.end(), run.begin(), run.end());
                          }
                          candidate = recorded.candidate;
                        }},
             input.samples);
  return reporters::latency_picture({"live", live}, {"candidate", candidate}, kPictureColumns);
}

int exit_status(latency::Verdict verdict) {
  switch (verdict) {
    case latency::Verdict::kPass:
      return kOpen;
    case latency::Verdict::kFail:
      return kClosed;
    case latency::Verdict::kUndecided:
      break;
  }
  return kUndecided;
}

}  // namespace

int latency(const LatencyOptions& options, std::ostream& out, std::ostream& err) {
  const auto input = read_input(options.files);
  if (!input) {
    err << "switchgate latency: " << input.error().message << '\n';
    return kUsage;
  }
  const latency::Judgement judgement = judge(*input);
  if (options.as_json) {
    out << json::to_text(to_json(judgement), 2) << '\n';
  } else {
    print(judgement, out);
    out << picture_of(*input);
  }
  return exit_status(judgement.verdict);
}

}  // namespace switchgate::cli
