// What names mean to one check on one side, and the secrets that it alone knows.

#ifndef SWITCHGATE_RUNNER_EXEC_OWN_VALUES_H_
#define SWITCHGATE_RUNNER_EXEC_OWN_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "checks/base/calendar.h"
#include "checks/base/units.h"
#include "checks/model/masker.h"
#include "checks/model/suite.h"
#include "runner/exec/secrets.h"
#include "runner/suite/interpolate.h"

namespace switchgate::exec {

// What all sessions of a run share; outlives them.
struct RunContext {
  Instant started{};
  const Masker* masker = nullptr;
  std::optional<Micros> timeout;  // --timeout, over the suite's
  std::uint64_t seed = 0;         // of ${uuid}
  Secrets* secrets = nullptr;     // what sessions learn; null: nobody else needs it
  ExchangeLimits limits = {};     // of each answer
};

class OwnValues {
 public:
  // The check's variables over `suite`; those that waited for the run are filled in now.
  OwnValues(const RunContext& context, const Scope& suite, const Check& check,
            std::string_view side);
  OwnValues(const OwnValues&) = delete;  // its scope refers to itself
  OwnValues& operator=(const OwnValues&) = delete;

  const Scope& scope() const { return scope_; }
  // Of what an answer held.
  void set_captured(const std::string& name, json::Value value);
  // A value of its own that was set; null for any other name.
  const json::Value* find_own(const std::string& name) const;
  // The first of the check's variables that could not be filled in.
  const std::optional<Error>& mistake() const { return mistake_; }

  const Masker& masker() const { return masker_ ? *masker_ : *context_.masker; }
  // From now on `value` shows nowhere in the run.
  void hide(const std::string& name, const json::Value& value);
  // So does `form`, which was made of a hidden `value`.
  void hide_form(std::string_view value, std::string_view form) { learn_filtered(value, form); }
  // Masks what became a secret since the finding was completed.
  void mask_again(Finding& finding) const;

 private:
  void fill_in(const Check& check);
  void learn_filtered(std::string_view value, std::string_view result);
  Masker& own_masker();

  const RunContext& context_;
  Filling filling_;
  Scope scope_;
  std::optional<Error> mistake_;
  std::optional<Masker> masker_;  // made when the first secret is learned
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_OWN_VALUES_H_
