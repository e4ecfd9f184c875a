// The queries of the shop: each function is one statement, or one transaction.

#include "samples/shop/store.h"

#include <sqlite3.h>

#include "samples/shop/seed.h"
#include "samples/shop/statement.h"

namespace shop {
namespace {

constexpr int kProductColumns = 6;

Product read_product(const Statement& row) {
  return {row.integer(0), row.text(1), row.text(2), row.integer(3), row.integer(4), row.integer(5)};
}

// Undoes a transaction unless it was committed.
class Transaction {
 public:
  explicit Transaction(sqlite3* database) : database_(database) { execute(database_, "BEGIN"); }
  ~Transaction() {
    if (!committed_) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    execute(database_, "COMMIT");
    committed_ = true;
  }

 private:
  sqlite3* database_;
  bool committed_ = false;
};

}  // namespace

std::int64_t Cart::total_cents() const {
  std::int64_t total = 0;
  for (const CartLine& line : lines) total += line.quantity * line.product.price_cents;
  return total;
}

void Store::Close::operator()(sqlite3* database) const { sqlite3_close(database); }

Store::Store() {
  sqlite3* raw = nullptr;
  // The lock is ours, so SQLite need not take its own.
  const int status = sqlite3_open_v2(
      ":memory:", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  database_.reset(raw);
  if (status != SQLITE_OK) fail(raw);
  seed(raw);
}

Store::~Store() = default;

std::vector<Product> Store::products(std::int64_t limit, std::int64_t offset) const {
  const std::lock_guard lock(mutex_);
  Statement rows(database_.get(), "SELECT * FROM products ORDER BY id LIMIT ? OFFSET ?");
  rows.bind(limit).bind(offset);
  std::vector<Product> found;
  while (rows.step()) found.push_back(read_product(rows));
  return found;
}

std::int64_t Store::product_count() const {
  const std::lock_guard lock(mutex_);
  Statement rows(database_.get(), "SELECT count(*) FROM products");
  rows.step();
  return rows.integer(0);
}

std::optional<Product> Store::product(std::int64_t id) const {
  const std::lock_guard lock(mutex_);
  Statement rows(database_.get(), "SELECT * FROM products WHERE id = ?");
  if (!rows.bind(id).step()) return std::nullopt;
  return read_product(rows);
}

std::vector<Review> Store::reviews(std::int64_t product) const {
  const std::lock_guard lock(mutex_);
  Statement rows(database_.get(),
                 "SELECT id, author, stars, text FROM reviews WHERE product = "
                 "? ORDER BY id");
  rows.bind(product);
  std::vector<Review> found;
  while (rows.step())
    found.push_back({rows.integer(0), rows.text(1), rows.integer(2), rows.text(3)});
  return found;
}

std::vector<CategorySales> Store::sales_by_category() const {
  const std::lock_guard lock(mutex_);
  Statement rows(database_.get(),
                 "SELECT category, count(*), sum(quantity), sum(quantity * price_cents) "
                 "FROM sales JOIN products ON products.id = sales.product GROUP BY "
                 "category ORDER BY category");
  std::vector<CategorySales> found;
  while (rows.step())
    found.push_back({rows.text(0), rows.integer(1), rows.integer(2), rows.integer(3)});
  return found;
}

std::int64_t Store::create_cart(std::int64_t customer) {
  const std::lock_guard lock(mutex_);
  Statement(database_.get(), "INSERT INTO carts (customer) VALUES (?)").bind(customer).step();
  return sqlite3_last_insert_rowid(database_.get());
}

std::optional<Cart> Store::cart(std::int64_t id) const {
  const std::lock_guard lock(mutex_);
  Statement row(database_.get(), "SELECT id, customer, ordered FROM carts WHERE id = ?");
  if (!row.bind(id).step()) return std::nullopt;
  Cart cart{row.integer(0), row.integer(1), row.integer(2) != 0, {}};
  Statement lines(database_.get(),
                  "SELECT products.*, quantity FROM cart_items JOIN products "
                  "ON products.id = cart_items.product "
                  "WHERE cart = ? ORDER BY products.id");
  lines.bind(id);
  while (lines.step()) cart.lines.push_back({read_product(lines), lines.integer(kProductColumns)});
  return cart;
}

bool Store::set_items(std::int64_t cart, const std::vector<CartItem>& items) {
  const std::lock_guard lock(mutex_);
  Transaction transaction(database_.get());
  Statement(database_.get(), "DELETE FROM cart_items WHERE cart = ?").bind(cart).step();
  Statement exists(database_.get(), "SELECT 1 FROM products WHERE id = ?");
  Statement insert(database_.get(),
                   "INSERT INTO cart_items VALUES (?, ?, ?) "
                   "ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity");
  for (const CartItem& item : items) {
    const bool known = exists.bind(item.product).step();
    exists.reset();
    if (!known) return false;
    insert.bind(cart).bind(item.product).bind(item.quantity).step();
    insert.reset();
  }
  transaction.commit();
  return true;
}

bool Store::mark_ordered(std::int64_t cart) {
  const std::lock_guard lock(mutex_);
  Statement(database_.get(), "UPDATE carts SET ordered = 1 WHERE id = ? AND ordered = 0")
      .bind(cart)
      .step();
  return sqlite3_changes(database_.get()) > 0;
}

bool Store::remove_cart(std::int64_t id) {
  const std::lock_guard lock(mutex_);
  Statement(database_.get(), "DELETE FROM carts WHERE id = ?").bind(id).step();
  return sqlite3_changes(database_.get()) > 0;
}

}  // namespace shop
