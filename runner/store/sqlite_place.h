// Baselines in an SQLite database, several under names of their own: for those who keep them on a
// machine rather than in a repository.

#ifndef SWITCHGATE_RUNNER_STORE_SQLITE_PLACE_H_
#define SWITCHGATE_RUNNER_STORE_SQLITE_PLACE_H_

#include <memory>
#include <string>

#include "runner/store/place.h"

namespace switchgate::store {

// The row `name` of the table switchgate_baselines in the database at `path`; both are made by the
// first update. A file that is no database stays untouched.
std::unique_ptr<Place> sqlite_place(const std::string& path, const std::string& name,
                                    std::chrono::milliseconds patience = kPatience);

}  // namespace switchgate::store

#endif  // SWITCHGATE_RUNNER_STORE_SQLITE_PLACE_H_
