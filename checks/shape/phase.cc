// The table of steps, and the line that counts them.

#include "checks/shape/phase.h"

#include <algorithm>
#include <array>
#include <utility>

#include "checks/base/text.h"
#include "checks/shape/rules.h"

namespace switchgate::shape {
namespace {

constexpr std::string_view kNotePrefix = "changes of shape: ";

constexpr auto kExpand = Phase::kExpand;
constexpr auto kContract = Phase::kContract;
constexpr auto kRemoval = Effect::kRemoval;
constexpr auto kWidening = Effect::kWidening;
constexpr auto kOther = Effect::kOther;
constexpr std::string_view kNoReader = "safe only after no reader uses it; readers first";
constexpr std::string_view kRelyLater =
    "safe at once; readers rely on it after the last old instance is gone";
constexpr std::string_view kFewerCases = "safe at once; readers may forget the rest afterwards";

constexpr std::array kHints = {
    PhaseHint{rule::kPropertyRemoved.id, kContract, kRemoval, kNoReader},
    PhaseHint{rule::kPropertyBecameOptional.id, kContract, kWidening,
              "safe only after every reader does without it; readers first"},
    PhaseHint{rule::kBecameNullable.id, kContract, kWidening,
              "safe only after every reader takes null; readers first"},
    PhaseHint{rule::kBecameNull.id, kContract, kRemoval, kNoReader},
    PhaseHint{rule::kKindChanged.id, kContract, kWidening,
              "no order is safe; send the new kind under a new name, then remove the old one"},
    PhaseHint{rule::kKindWidened.id, kContract, kWidening,
              "safe only after every reader takes each kind; readers first"},
    PhaseHint{rule::kIntegerBecameNumber.id, kContract, kWidening,
              "safe only after every reader takes fractions; readers first"},
    PhaseHint{rule::kIntegerRange.id, kContract, kWidening,
              "safe only after every reader takes the larger range; readers first"},
    PhaseHint{rule::kFormatChanged.id, kContract, kWidening,
              "safe only after every reader takes each format; readers first"},
    PhaseHint{rule::kArrayEmptied.id, Phase::kNone, kOther, ""},
    PhaseHint{rule::kMapKeyFormatChanged.id, kContract, kWidening,
              "safe only after every reader takes keys of each format; readers first"},
    PhaseHint{rule::kVariantAdded.id, kExpand, kWidening,
              "safe only after every reader tolerates variants that it does not know; readers "
              "first"},
    PhaseHint{rule::kArrayReordered.id, kContract, kOther,
              "safe only after no reader relies on the order; readers first"},
    PhaseHint{rule::kVariantRemoved.id, kContract, kRemoval, kFewerCases},
    PhaseHint{rule::kPropertyAdded.id, kExpand, Effect::kAddition, kRelyLater},
    PhaseHint{rule::kBecameRequired.id, kExpand, kOther, kRelyLater},
    PhaseHint{rule::kBecameNotNullable.id, kExpand, kOther, kRelyLater},
    PhaseHint{rule::kKindNarrowed.id, kContract, kOther, kFewerCases},
    PhaseHint{rule::kNumberBecameInteger.id, kExpand, kOther, kRelyLater},
    PhaseHint{rule::kNumberSpelling.id, Phase::kNone, kOther, ""},
    PhaseHint{rule::kEvidenceGrew.id, Phase::kNone, kOther, ""},
    PhaseHint{rule::kStatus.id, kContract, kOther,
              "safe only after every caller handles the new status; callers first"},
    PhaseHint{rule::kContentType.id, kContract, kOther,
              "safe only after every reader takes the new type; readers first"},
    PhaseHint{rule::kCharset.id, kContract, kOther,
              "safe only after every reader takes the new charset; readers first"},
    PhaseHint{rule::kHeaderRemoved.id, kContract, kRemoval, kNoReader},
    PhaseHint{rule::kHeaderAbsent.id, Phase::kNone, kOther, ""},
    PhaseHint{rule::kLocation.id, Phase::kNone, kOther, ""}};
static_assert(kHints.size() == kChangeRules.size());

std::string counted(std::size_t n, std::string_view what) {
  return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

}  // namespace

std::span<const PhaseHint> phase_hints() { return kHints; }

const PhaseHint& phase_of(std::string_view rule) {
  static constexpr PhaseHint kNoHint{};
  const auto* found =
      std::find_if(kHints.begin(), kHints.end(), [rule](const auto& h) { return h.rule == rule; });
  return found == kHints.end() ? kNoHint : *found;
}

std::string_view name_of(Phase phase) {
  switch (phase) {
    case Phase::kNone:
      return "";
    case Phase::kExpand:
      return "expand";
    case Phase::kContract:
      return "contract";
  }
  return "";
}

std::string in_words(const PhaseHint& hint) {
  if (hint.phase == Phase::kNone) return {};
  return std::string(name_of(hint.phase)) + " step: " + std::string(hint.order);
}

std::string count_effects(std::span<const std::string_view> rules) {
  constexpr std::array<std::pair<Effect, std::string_view>, 3> kWords = {
      {{Effect::kAddition, "addition"}, {kRemoval, "removal"}, {kWidening, "widening"}}};
  std::vector<std::string> parts;
  for (const auto& word : kWords) {
    const auto n = std::count_if(rules.begin(), rules.end(), [&word](std::string_view rule) {
      return phase_of(rule).effect == word.first;
    });
    if (n > 0) parts.push_back(counted(static_cast<std::size_t>(n), word.second));
  }
  return switchgate::join(parts, ", ");
}

void note_effects(RunReport& report) {
  std::erase_if(report.notes, [](const std::string& n) { return n.starts_with(kNotePrefix); });
  std::vector<std::string_view> rules;
  for (const CheckResult& check : report.checks) {
    for (const Finding& finding : check.findings) rules.push_back(finding.rule);
  }
  const std::string counts = count_effects(rules);
  if (!counts.empty()) report.notes.push_back(std::string(kNotePrefix) + counts);
}

}  // namespace switchgate::shape
