#include "runner/exec/own_values.h"

#include <utility>

#include "runner/suite/filters.h"

namespace switchgate::exec {

OwnValues::OwnValues(const RunContext& context, const Scope& suite, const Check& check,
                     std::string_view side)
    : context_(context),
      filling_{Fresh(context.seed, check.id + '\n' + std::string(side)),
               [this](std::string_view value, std::string_view result) {
                 learn_filtered(value, result);
               }} {
  scope_.outer = &suite;
  scope_.filling = &filling_;
  fill_in(check);
}

void OwnValues::fill_in(const Check& check) {
  for (const OwnVariable& variable : check.vars) {
    scope_.set(variable.name, variable.value, variable.is_data);
  }
  for (const auto& [name, node] : check.late_vars) {
    Result<tree::Node> filled = expand(*node, scope_);
    if (!filled) {
      mistake_ = filled.error();
      return;
    }
    scope_.set(name, tree::to_json(*filled), tree::holds_data(*filled));
  }
}

void OwnValues::set_captured(const std::string& name, json::Value value) {
  scope_.set(name, std::move(value), true);
}

const json::Value* OwnValues::find_own(const std::string& name) const {
  const auto found = scope_.values.find(name);
  return found == scope_.values.end() ? nullptr : &found->second;
}

void OwnValues::hide(const std::string& name, const json::Value& value) {
  if (value.is_null() || value.boolean() != nullptr) {
    return;  // gives nothing away, and stands everywhere
  }
  const std::string text = text_of(value);
  own_masker().add(name, text);
  if (context_.secrets != nullptr) {
    context_.secrets->add(name, text);
  }
}

void OwnValues::learn_filtered(std::string_view value, std::string_view result) {
  const auto name = value == result ? std::nullopt : masker().find(value);
  if (!name) {
    return;
  }
  own_masker().add_form(*name, std::string(result));
  if (context_.secrets != nullptr) {
    context_.secrets->add_form(*name, std::string(result));
  }
}

void OwnValues::mask_again(Finding& finding) const {
  if (masker_) {
    mask_finding(*masker_, finding);
  }
}

Masker& OwnValues::own_masker() {
  if (!masker_) {
    masker_ = *context_.masker;
  }
  return *masker_;
}

}  // namespace switchgate::exec
