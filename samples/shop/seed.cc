// The shop's schema and its rows. The numbers come from a fixed multiplicative
// sequence, not from chance.

#include "samples/shop/seed.h"

#include <array>
#include <cstdint>
#include <string>

#include "samples/shop/statement.h"

namespace shop {
namespace {

constexpr const char* kSchema = R"sql(
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, category TEXT NOT NULL,
                       price_cents INTEGER NOT NULL, weight_grams INTEGER NOT NULL, stock INTEGER NOT NULL);
CREATE TABLE reviews  (id INTEGER PRIMARY KEY, product INTEGER NOT NULL REFERENCES products,
                       author TEXT NOT NULL, stars INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE sales    (id INTEGER PRIMARY KEY, product INTEGER NOT NULL REFERENCES products,
                       quantity INTEGER NOT NULL);
CREATE TABLE carts    (id INTEGER PRIMARY KEY AUTOINCREMENT, customer INTEGER NOT NULL,
                       ordered INTEGER NOT NULL DEFAULT 0);
CREATE TABLE cart_items (cart INTEGER NOT NULL REFERENCES carts ON DELETE CASCADE,
                         product INTEGER NOT NULL REFERENCES products, quantity INTEGER NOT NULL,
                         PRIMARY KEY (cart, product));
CREATE INDEX reviews_by_product ON reviews (product);
)sql";

constexpr std::int64_t kProducts = 60;
constexpr std::int64_t kReviewsPerProduct = 6;
constexpr std::int64_t kSales = 200;

constexpr std::array<const char*, 6> kMaterials = {"oak",   "steel", "linen",
                                                   "glass", "cork",  "wool"};
constexpr std::array<const char*, 5> kThings = {"lamp", "chair", "table", "shelf", "basket"};
constexpr std::array<const char*, 5> kCategories = {"lighting", "seating", "tables", "storage",
                                                    "storage"};
constexpr std::array<const char*, 6> kAuthors = {"Ada", "Ben", "Chloe", "Dev", "Elif", "Femi"};
constexpr std::array<const char*, 4> kTexts = {"Does what it should.", "Better than the picture.",
                                               "Arrived late, but whole.",
                                               "I bought a second one."};

// The same spread of numbers below `bound` for the same `index`, on every
// machine.
std::int64_t spread(std::int64_t index, std::int64_t bound) {
  return (index * 7919 + 104729) % 100003 % bound;
}

void seed_products(sqlite3* database) {
  Statement insert(database, "INSERT INTO products VALUES (?, ?, ?, ?, ?, ?)");
  for (std::int64_t id = 1; id <= kProducts; ++id) {
    const auto thing = static_cast<std::size_t>(id) % kThings.size();
    const auto material = static_cast<std::size_t>(id) / kThings.size() % kMaterials.size();
    insert.bind(id)
        .bind(std::string(kMaterials.at(material)) + " " + kThings.at(thing))
        .bind(std::string(kCategories.at(thing)))
        .bind(990 + spread(id, 20000))
        .bind(150 + spread(id, 9000))
        .bind(1 + spread(id, 80))
        .step();
    insert.reset();
  }
}

void seed_reviews(sqlite3* database) {
  Statement insert(database,
                   "INSERT INTO reviews (product, author, stars, text) VALUES (?, ?, ?, ?)");
  for (std::int64_t row = 0; row < kProducts * kReviewsPerProduct; ++row) {
    insert.bind(1 + row / kReviewsPerProduct)
        .bind(std::string(kAuthors.at(static_cast<std::size_t>(row) % kAuthors.size())))
        .bind(1 + spread(row, 5))
        .bind(std::string(kTexts.at(static_cast<std::size_t>(row) % kTexts.size())))
        .step();
    insert.reset();
  }
}

void seed_sales(sqlite3* database) {
  Statement insert(database, "INSERT INTO sales (product, quantity) VALUES (?, ?)");
  for (std::int64_t row = 0; row < kSales; ++row) {
    insert.bind(1 + spread(row, kProducts)).bind(1 + spread(row + 13, 4)).step();
    insert.reset();
  }
}

}  // namespace

void seed(sqlite3* database) {
  execute(database, "PRAGMA foreign_keys = ON; BEGIN");
  execute(database, kSchema);
  seed_products(database);
  seed_reviews(database);
  seed_sales(database);
  execute(database, "COMMIT");
}

}  // namespace shop
