#include "checks/values/note.h"

#include <string>
#include <string_view>

namespace switchgate::values {
namespace {

constexpr std::string_view kPrefix = "values compared with live: ";

}  // namespace

void note_compared(RunReport& report) {
  std::erase_if(report.notes, [](const std::string& note) { return note.starts_with(kPrefix); });
  std::size_t quiet = 0;
  std::size_t noisy = 0;
  std::size_t comparisons = 0;
  for (const CheckResult& check : report.checks) {
    for (const ComparisonResult& comparison : check.comparisons) {
      if (comparison.values == "same" || comparison.values == "changed") {
        quiet += comparison.values_quiet;
        noisy += comparison.values_noisy;
        ++comparisons;
      }
    }
  }
  if (comparisons == 0) {
    return;
  }
  std::string note = std::string(kPrefix) + std::to_string(quiet) + " of " +
                     std::to_string(quiet + noisy) + " in " + std::to_string(comparisons) +
                     (comparisons == 1 ? " comparison" : " comparisons");
  if (noisy > 0) {
    note += "; the other " + std::to_string(noisy) + (noisy == 1 ? " differs" : " differ") +
            " in live's own answers";
  }
  report.notes.push_back(std::move(note));
}

}  // namespace switchgate::values
