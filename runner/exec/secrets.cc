#include "runner/exec/secrets.h"

namespace switchgate::exec {
namespace {

constexpr std::size_t kShortest = 4;

void mask_text(const Masker& masker, std::string& text) {
  if (!text.empty()) {
    text = masker.mask(text);
  }
}

}  // namespace

void Secrets::add(const std::string& name, const std::string& value) {
  if (value.size() < kShortest) {
    return;
  }
  const std::lock_guard lock(mutex_);
  values_.emplace(value, name);
}

void Secrets::add_form(const std::string& name, const std::string& form) {
  const std::lock_guard lock(mutex_);
  forms_.emplace(form, name);
}

Masker Secrets::over(const Masker& masker) const {
  const std::lock_guard lock(mutex_);
  Masker out = masker;
  for (const auto& [value, name] : values_) {
    out.add(name, value);
  }
  for (const auto& [form, name] : forms_) {
    out.add_form(name, form);
  }
  return out;
}

void mask_finding(const Masker& masker, Finding& finding) {
  mask_text(masker, finding.message);
  mask_text(masker, finding.path);
  mask_text(masker, finding.curl);
  for (Evidence& evidence : finding.evidence) {
    mask_text(masker, evidence.value);
  }
}

void mask_report(const Masker& masker, RunReport& report) {
  if (masker.empty()) {
    return;
  }
  for (Finding& finding : report.findings) {
    mask_finding(masker, finding);
  }
  for (std::string& note : report.notes) {
    mask_text(masker, note);
  }
  for (TargetInfo& target : report.targets) {
    mask_text(masker, target.url);
  }
  for (CheckResult& check : report.checks) {
    mask_text(masker, check.reason);
    for (Finding& finding : check.findings) {
      mask_finding(masker, finding);
    }
  }
}

}  // namespace switchgate::exec
