#include "checks/base/source_pos.h"

namespace switchgate {

std::string to_string(const SourcePos& pos, const SourceFiles& files) {
  if (!pos.known() || static_cast<size_t>(pos.file) >= files.size()) {
    return {};
  }
  std::string out = files[static_cast<size_t>(pos.file)].path;
  if (pos.line > 0) {
    out += ':' + std::to_string(pos.line);
    if (pos.column > 0) {
      out += ':' + std::to_string(pos.column);
    }
  }
  return out;
}

}  // namespace switchgate
