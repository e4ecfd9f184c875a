// Findings that a person accepts beforehand: a known defect (a waiver) or a change that this
// release makes on purpose (`expected:`).

#ifndef SWITCHGATE_CHECKS_MODEL_WAIVER_H_
#define SWITCHGATE_CHECKS_MODEL_WAIVER_H_

#include <optional>
#include <string>

#include "checks/base/calendar.h"
#include "checks/base/source_pos.h"

namespace switchgate {

struct Waiver {
  bool planned = false;  // written under `expected:`
  std::string rule;      // an id, no glob
  std::string check;     // a glob over ids and names; empty: every check
  std::string path;      // a glob; empty: everywhere in the answer
  std::string reason;
  std::string owner;               // may be empty
  std::optional<Instant> expires;  // midnight (UTC) at which its last day begins
  SourcePos pos;
};

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_MODEL_WAIVER_H_
