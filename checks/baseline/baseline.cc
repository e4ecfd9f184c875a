// The codec of baseline.json.

#include "checks/baseline/baseline.h"

#include <algorithm>
#include <utility>

#include "checks/base/sha256.h"
#include "checks/base/text.h"
#include "checks/baseline/canonical.h"
#include "checks/baseline/document.h"
#include "checks/baseline/members.h"
#include "checks/baseline/shape_json.h"
#include "checks/json/pointer.h"

namespace switchgate::baseline {
namespace {

constexpr std::string_view kFormat = "switchgate-baseline";

json::Value entry_to_json(const BaselineEntry& entry) {
  json::Object object;
  if (!entry.content_type.empty()) object.append_new("content_type", entry.content_type);
  if (!entry.headers.empty()) {
    object.append_new("headers", json::Array(entry.headers.begin(), entry.headers.end()));
  }
  if (!entry.absent_headers.empty()) {
    object.append_new("headers_absent",
                      json::Array(entry.absent_headers.begin(), entry.absent_headers.end()));
  }
  if (entry.shape) object.append_new("shape", shape_to_json(*entry.shape));
  object.append_new("status", entry.status);
  return object;
}

BaselineEntry entry_from_json(const json::Value& value, const std::string& pointer,
                              Mistake& mistake) {
  Members members(value, pointer, mistake);
  BaselineEntry entry;
  entry.status = static_cast<int>(members.integer("status", 100, 999));
  if (members.find("content_type") != nullptr) entry.content_type = members.text("content_type");
  if (members.find("headers") != nullptr) entry.headers = members.texts("headers");
  if (members.find("headers_absent") != nullptr) {
    entry.absent_headers = members.texts("headers_absent");
  }
  if (const json::Value* shape = members.find("shape")) {
    entry.shape = shape_from_json(*shape, members.pointer_to("shape"), mistake);
  }
  members.finish();
  return entry;
}

StepEntries steps_from_json(const json::Value& value, const std::string& pointer,
                            Mistake& mistake) {
  StepEntries steps;
  const json::Object* object = value.object();
  if (object == nullptr) {
    mistake.add(pointer, "an object of steps", value);
    return steps;
  }
  for (const auto& [step, entry] : *object) {
    std::string place = pointer;
    json::append_token(place, step);
    steps.insert_or_assign(step, entry_from_json(entry, place, mistake));
  }
  return steps;
}

bool is_digest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

const BaselineEntry* find_entry(const Baseline& baseline, std::string_view check,
                                std::string_view step) {
  const auto steps = baseline.checks.find(check);
  if (steps == baseline.checks.end()) return nullptr;
  const auto entry = steps->second.find(step);
  return entry == steps->second.end() ? nullptr : &entry->second;
}

bool knows_check(const Baseline& baseline, std::string_view check) {
  return baseline.checks.find(check) != baseline.checks.end();
}

bool watches(const BaselineEntry& entry, std::string_view header) {
  const auto holds = [header](const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [header](const std::string& name) {
      return equals_ignore_case(name, header);
    });
  };
  return holds(entry.headers) || holds(entry.absent_headers);
}

std::string encode(const Baseline& baseline) {
  std::vector<json::Object::Member> checks;
  for (const auto& [check, entries] : baseline.checks) {
    json::Object steps;
    for (const auto& [step, entry] : entries) steps.append_new(step, entry_to_json(entry));
    checks.emplace_back(check, std::move(steps));
  }
  json::Object object = document_head(kFormat);
  object.append_new("checks", json::Object::of(std::move(checks)));
  if (!baseline.history_digest.empty()) {
    object.append_new("history_sha256", baseline.history_digest);
  }
  object.append_new("label", baseline.label);
  object.append_new("recorded", format_date_time(baseline.recorded));
  object.append_new("target", baseline.target);
  object.append_new("tool_version", baseline.tool_version);
  return to_canonical_text(object);
}

bool names_itself(std::string_view text) { return text.find(kFormat) != std::string_view::npos; }

Result<Baseline> decode(std::string_view text) {
  const Result<json::Value> root = read_document(text, kFormat);
  if (!root) return root.error();
  Mistake mistake;
  Members members(*root, "", mistake);
  skip_document_head(members);
  Baseline baseline;
  if (members.find("history_sha256") != nullptr) {
    baseline.history_digest = members.text("history_sha256");
    if (!is_digest(baseline.history_digest)) {
      mistake.add("/history_sha256", "expected 64 hexadecimal digits in lower case");
    }
  }
  baseline.label = members.text("label");
  baseline.recorded = members.instant("recorded");
  baseline.target = members.text("target");
  baseline.tool_version = members.text("tool_version");
  if (const json::Value* checks = members.require("checks")) {
    if (checks->object() == nullptr) {
      mistake.add("/checks", "an object of checks", *checks);
    } else {
      for (const auto& [check, steps] : *checks->object()) {
        std::string place = "/checks";
        json::append_token(place, check);
        baseline.checks.insert_or_assign(check, steps_from_json(steps, place, mistake));
      }
    }
  }
  members.finish();
  if (mistake.any()) return unusable("baseline", mistake.error().message);
  return baseline;
}

std::string digest_of(std::string_view history_text) { return sha256_hex(history_text); }

Status check_digest(const Baseline& baseline, std::string_view history_text) {
  if (baseline.history_digest == digest_of(history_text)) return Ok{};
  if (baseline.history_digest.empty()) {
    return Error{
        "The baseline was stored without a history, but a history stands "
        "beside it: "
        "remove that file, or record again with 'switchgate record'",
        {}};
  }
  return Error{
      "The history is not the one that was stored with the baseline (its "
      "SHA-256 differs from "
      "history_sha256): restore both files from one commit, or record again "
      "with "
      "'switchgate record'",
      {}};
}

}  // namespace switchgate::baseline
