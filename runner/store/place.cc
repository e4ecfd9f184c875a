#include "runner/store/place.h"

#include <string_view>

#include "runner/store/sqlite_place.h"

namespace switchgate::store {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

}  // namespace

Result<std::unique_ptr<Place>> place_at(const std::string& name) {
  if (!name.starts_with(kSqlite)) {
    return file_place(name);
  }
  const std::string rest = name.substr(kSqlite.size());
  const std::size_t mark = rest.rfind('#');
  const std::string path = rest.substr(0, mark);
  const std::string row = mark == std::string::npos ? "default" : rest.substr(mark + 1);
  if (path.empty() || row.empty()) {
    return Error{"'" + name +
                     "' names no baseline: expected sqlite:PATH or sqlite:PATH#NAME, such as "
                     "sqlite:baselines.db#shop",
                 {}};
  }
  return sqlite_place(path, row);
}

}  // namespace switchgate::store
