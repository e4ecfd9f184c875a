// What a run learns of secrets while it goes on: captured ones, and what filters made of
// them. One check's secret is hidden in the findings of all others.

#ifndef SWITCHGATE_RUNNER_EXEC_SECRETS_H_
#define SWITCHGATE_RUNNER_EXEC_SECRETS_H_

#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "checks/model/masker.h"
#include "checks/model/run_report.h"

namespace switchgate::exec {

// Any thread may add.
class Secrets {
 public:
  // A captured value. One shorter than four characters would hide innocent text all over
  // the run: only its own session hides it.
  void add(const std::string& name, const std::string& value);
  // What a filter made of the secret `name`.
  void add_form(const std::string& name, const std::string& form);

  // `masker` with all of them, the same whatever order they came in.
  Masker over(const Masker& masker) const;

 private:
  using Named = std::set<std::pair<std::string, std::string>>;  // value, name
  mutable std::mutex mutex_;
  Named values_;
  Named forms_;
};

// Hides what `masker` knows in all that was told: of one finding, of a whole report.
void mask_finding(const Masker& masker, Finding& finding);
void mask_report(const Masker& masker, RunReport& report);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_SECRETS_H_
