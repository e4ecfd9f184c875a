#include <array>

#include "reporters/reporter.h"

namespace switchgate::reporters {

std::span<const Format> formats() { return {}; }

const Format* find_format(std::string_view name) {
  for (const Format& format : formats()) {
    if (format.name == name) {
      return &format;
    }
  }
  return nullptr;
}

}  // namespace switchgate::reporters
