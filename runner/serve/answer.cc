#include "runner/serve/answer.h"

#include <cstdint>

#include "checks/json/value.h"

namespace switchgate::serve {
namespace {

constexpr std::int64_t kMicrosPerMilli = 1'000;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

std::string reason_of(const Standing& standing) {
  switch (standing.state) {
    case State::kRefused:
      return "too many runs wait already (--queue); ask again";
    case State::kWaiting:
      return standing.before == 0
                 ? "the run is about to start; ask again"
                 : "the run waits for " + std::to_string(standing.before) + " before it; ask again";
    case State::kRunning:
      return "the run is going on; ask again";
    case State::kKnown:
      return standing.conclusion.reason;
    default:
      return "no run of this revision is known";
  }
}

json::Object object_of(const Key& key, const Standing& standing) {
  const bool known = standing.state == State::kKnown;
  const Conclusion& conclusion = standing.conclusion;
  json::Array findings;
  for (const std::string& finding : conclusion.findings) {
    findings.emplace_back(finding);
  }
  json::Object object;
  object.append_new("verdict", verdict_word(standing));
  object.append_new("exit",
                    known && conclusion.exit ? json::Value(*conclusion.exit) : json::Null{});
  object.append_new("reason", reason_of(standing));
  object.append_new("findings", std::move(findings));
  object.append_new("gate", key.gate);
  object.append_new("name", key.name);
  object.append_new("namespace", key.space);
  object.append_new("revision", key.revision);
  if (known) {
    object.append_new("took_ms", std::int64_t{conclusion.took.count() / kMicrosPerMilli});
    object.append_new("expires_in_s", std::int64_t{standing.expires_in.count() / kMicrosPerSecond});
  }
  return object;
}

}  // namespace

Answer refusal(int status, std::string_view sentence) {
  json::Object object;
  object.append_new("error", sentence);
  return {status, json::to_text(std::move(object)) + '\n'};
}

std::string verdict_word(const Standing& standing) {
  switch (standing.state) {
    case State::kKnown:
      return std::string(name_of(standing.conclusion.gate));
    case State::kUnknown:
      return "unknown";
    default:
      return "running";
  }
}

std::string standing_text(const Key& key, const Standing& standing) {
  return json::to_text(object_of(key, standing)) + '\n';
}

std::string verdicts_text(const Snapshot& snapshot) {
  json::Array verdicts;
  for (const Row& row : snapshot.rows) {
    verdicts.emplace_back(object_of(row.key, row.standing));
  }
  json::Object object;
  object.append_new("verdicts", std::move(verdicts));
  return json::to_text(std::move(object)) + '\n';
}

}  // namespace switchgate::serve
