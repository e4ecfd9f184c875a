// The shop's schema and its rows: the same at every start, so that two
// instances answer alike.

#ifndef SWITCHGATE_SAMPLES_SHOP_SEED_H_
#define SWITCHGATE_SAMPLES_SHOP_SEED_H_

struct sqlite3;

namespace shop {

// Creates the tables in an empty database and fills them. Throws
// std::runtime_error.
void seed(sqlite3* database);

}  // namespace shop

#endif  // SWITCHGATE_SAMPLES_SHOP_SEED_H_
