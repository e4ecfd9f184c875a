// One prepared SQLite statement: bind in order, step, read columns.

#ifndef SWITCHGATE_SAMPLES_SHOP_STATEMENT_H_
#define SWITCHGATE_SAMPLES_SHOP_STATEMENT_H_

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include <sqlite3.h>

namespace shop {

// Throws std::runtime_error with SQLite's own words.
[[noreturn]] inline void fail(sqlite3* database) {
  throw std::runtime_error(std::string("the shop's database: ") + sqlite3_errmsg(database));
}

// `sql` may hold several statements; none returns rows.
inline void execute(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(database);
}

class Statement {
 public:
  Statement(sqlite3* database, const char* sql) : database_(database) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database, sql, -1, &raw, nullptr) != SQLITE_OK) fail(database);
    statement_.reset(raw);
  }

  Statement& bind(std::int64_t value) {
    return checked(sqlite3_bind_int64(statement_.get(), ++bound_, value));
  }
  Statement& bind(const std::string& value) {
    return checked(sqlite3_bind_text(statement_.get(), ++bound_, value.data(),
                                     static_cast<int>(value.size()), SQLITE_TRANSIENT));
  }

  // True while there is a row to read.
  bool step() {
    const int status = sqlite3_step(statement_.get());
    if (status != SQLITE_ROW && status != SQLITE_DONE) fail(database_);
    return status == SQLITE_ROW;
  }
  // Ready for the next set of values.
  void reset() {
    sqlite3_reset(statement_.get());
    bound_ = 0;
  }

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::string text(int column) const {
    const unsigned char* bytes = sqlite3_column_text(statement_.get(), column);
    return bytes == nullptr ? "" : reinterpret_cast<const char*>(bytes);
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Statement& checked(int status) {
    if (status != SQLITE_OK) fail(database_);
    return *this;
  }

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

}  // namespace shop

#endif  // SWITCHGATE_SAMPLES_SHOP_STATEMENT_H_
