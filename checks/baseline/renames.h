// Which check is probably an old one under a new name. Baselines know checks by their ids, so a
// renamed check is a new one to them, and its comparison is lost unless somebody is told.

#ifndef SWITCHGATE_CHECKS_BASELINE_RENAMES_H_
#define SWITCHGATE_CHECKS_BASELINE_RENAMES_H_

#include <span>
#include <string>
#include <vector>

#include "checks/baseline/baseline.h"

namespace switchgate::baseline {

// A check as far as it is known: its requests by step, null where none was seen.
struct KnownCheck {
  std::string id;
  std::map<std::string, const BaselineEntry*, std::less<>> requests;
};
KnownCheck known_check(std::string_view id, const StepEntries& steps);

struct Rename {
  std::string from, to;
  std::string why;  // "the same shape, a similar name"
  friend bool operator==(const Rename&, const Rename&) = default;
};

// Pairs of a check of `gone` and one of `fresh` that are probably the same: by their requests, by
// the shapes of their answers, by their names. Each is in one pair at most, and in none when two
// others are as near as each other. In order of `from`.
std::vector<Rename> probable_renames(std::span<const KnownCheck> gone,
                                     std::span<const KnownCheck> fresh);

}  // namespace switchgate::baseline

#endif  // SWITCHGATE_CHECKS_BASELINE_RENAMES_H_
