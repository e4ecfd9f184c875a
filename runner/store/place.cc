#include "runner/store/place.h"

#include <string_view>

#include "runner/store/postgres_place.h"
#include "runner/store/sqlite_place.h"

namespace switchgate::store {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kDefaultName = "default";

// What stands behind the last '#' of `text` is the name of a row.
struct Named {
  std::string before;
  std::string row;
};

Named split_name(const std::string& text) {
  const std::size_t mark = text.rfind('#');
  return {text.substr(0, mark),
          mark == std::string::npos ? std::string(kDefaultName) : text.substr(mark + 1)};
}

bool is_postgres(std::string_view name) {
  return name.starts_with("postgresql://") || name.starts_with("postgres://");
}

}  // namespace

Result<std::unique_ptr<Place>> place_at(const std::string& name) {
  if (is_postgres(name)) {
    const Named named = split_name(name);
    if (named.row.empty()) {
      return Error{
          "no baseline is named behind the '#': expected postgresql://USER@HOST/DATABASE#NAME, "
          "such "
          "as postgresql://gate@db.example.com/ci#shop",
          {}};
    }
    return postgres_place(named.before, named.row);
  }
  if (!name.starts_with(kSqlite)) {
    return file_place(name);
  }
  const Named named = split_name(name.substr(kSqlite.size()));
  if (named.before.empty() || named.row.empty()) {
    return Error{"'" + name +
                     "' names no baseline: expected sqlite:PATH or sqlite:PATH#NAME, such as "
                     "sqlite:baselines.db#shop",
                 {}};
  }
  return sqlite_place(named.before, named.row);
}

}  // namespace switchgate::store
