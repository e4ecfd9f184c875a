// The shop's data: products, reviews, sales and carts in an SQLite database
// that lives in memory and is filled with the same rows at every start.

#ifndef SWITCHGATE_SAMPLES_SHOP_STORE_H_
#define SWITCHGATE_SAMPLES_SHOP_STORE_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

struct sqlite3;

namespace shop {

struct Product {
  std::int64_t id = 0;
  std::string name;
  std::string category;
  std::int64_t price_cents = 0;
  std::int64_t weight_grams = 0;
  std::int64_t stock = 0;
};

struct Review {
  std::int64_t id = 0;
  std::string author;
  std::int64_t stars = 0;  // 1 to 5
  std::string text;
};

struct CategorySales {
  std::string category;
  std::int64_t orders = 0;
  std::int64_t units = 0;
  std::int64_t revenue_cents = 0;
};

struct CartItem {
  std::int64_t product = 0;
  std::int64_t quantity = 0;
};

struct CartLine {
  Product product;
  std::int64_t quantity = 0;
};

struct Cart {
  std::int64_t id = 0;
  std::int64_t customer = 0;
  bool ordered = false;
  std::vector<CartLine> lines;
  std::int64_t total_cents() const;
};

// Any thread may call any function: one connection behind one lock. A failure
// of SQLite itself is a std::runtime_error; "there is no such row" is a value.
class Store {
 public:
  Store();  // opens an empty database and seeds it
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  std::vector<Product> products(std::int64_t limit, std::int64_t offset) const;
  std::int64_t product_count() const;
  std::optional<Product> product(std::int64_t id) const;
  std::vector<Review> reviews(std::int64_t product) const;
  std::vector<CategorySales> sales_by_category() const;

  std::int64_t create_cart(std::int64_t customer);
  std::optional<Cart> cart(std::int64_t id) const;
  // Replaces the cart's items, all or none: false when a product does not
  // exist. Requires an existing cart.
  bool set_items(std::int64_t cart, const std::vector<CartItem>& items);
  bool mark_ordered(std::int64_t cart);  // false when it already was, or there is none
  bool remove_cart(std::int64_t id);     // false when there was none

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  mutable std::mutex mutex_;
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace shop

#endif  // SWITCHGATE_SAMPLES_SHOP_STORE_H_
