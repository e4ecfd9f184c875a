// What several formats derive from a run: order by gravity, places, paths.

#ifndef SWITCHGATE_REPORTERS_FACTS_H_
#define SWITCHGATE_REPORTERS_FACTS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/run_report.h"

namespace switchgate::reporters {

// From worst to least. Undecided is not wrong, but it does not open the gate
// either.
enum class Gravity : std::uint8_t { kError, kUndecided, kWarning, kNote };

Gravity gravity_of(const Finding& finding);
std::string_view name_of(Gravity gravity);  // "error", "undecided", "warning", "note"

// The gravity's name, or "waived", "expected" for what a person has accepted.
std::string_view word_of(const Finding& finding);

// How many findings have which word, the run's own included.
std::map<std::string_view, std::size_t> count_by_word(const RunReport& report);

// "waived until 2026-12-31 by shop-team: the reason"; empty for what nobody accepted.
std::string acceptance_of(const Finding& finding);

// The same findings, worst first, otherwise in their old order.
std::vector<const Finding*> worst_first(const std::vector<Finding>& findings);

// Does this finding by itself close the gate?
bool closes(const Finding& finding, const Policy& policy);

// The file of `pos`, or null.
const SourceFile* file_of(const SourcePos& pos, const SourceFiles& files);

bool in_repository(const SourcePos& pos, const SourceFiles& files);

// Where a finding is shown to stand: its own place, else its check's, else the beginning of
// the first suite in the repository.
SourcePos place_of(const Finding& finding, const SourcePos& check, const RunReport& report);

// How stored reports name a file: relative to the repository, else as the user
// named it, of an absolute path only the last part: reports from two machines
// are equal.
std::string portable_path(const SourceFile& file);
std::string portable_path(std::string_view path);

// "3 errors", "1 error".
std::string counted(std::size_t n, std::string_view one, std::string_view many);

// The first paragraph under "What to do" of a rule's page, as one line; empty
// for an unknown rule.
std::string advice_for(std::string_view rule);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_FACTS_H_
