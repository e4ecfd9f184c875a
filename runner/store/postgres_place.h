// Baselines in a PostgreSQL database: for teams whose runs happen on many machines.

#ifndef SWITCHGATE_RUNNER_STORE_POSTGRES_PLACE_H_
#define SWITCHGATE_RUNNER_STORE_POSTGRES_PLACE_H_

#include <memory>
#include <string>

#include "runner/store/place.h"

namespace switchgate::store {

// The row `name` of the table switchgate_baselines in the database at `url`, which is one of
// libpq's
// ("postgresql://gate@db.example.com/ci"); the table is made by the first update. An error when the
// address is none, carries a password, or libpq is not installed; nothing is dialled yet.
Result<std::unique_ptr<Place>> postgres_place(const std::string& url, const std::string& name,
                                              std::chrono::milliseconds patience = kPatience);

}  // namespace switchgate::store

#endif  // SWITCHGATE_RUNNER_STORE_POSTGRES_PLACE_H_
