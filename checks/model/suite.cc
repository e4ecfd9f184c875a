#include "checks/model/suite.h"

#include "checks/base/text.h"

namespace switchgate {

std::string Request::title() const { return to_lower_ascii(method) + ' ' + url.text; }

const Target* Suite::find_target(std::string_view target_name) const {
  for (const Target& target : targets) {
    if (target.name == target_name) {
      return &target;
    }
  }
  return nullptr;
}

}  // namespace switchgate
