#include "runner/store/sqlite_place.h"

#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <sqlite3.h>
#include <unistd.h>

namespace switchgate::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCreate =
    "CREATE TABLE IF NOT EXISTS switchgate_baselines (name TEXT PRIMARY KEY, baseline TEXT NOT "
    "NULL, history TEXT)";
constexpr const char* kTable =
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'switchgate_baselines'";
constexpr const char* kSelect =
    "SELECT baseline, history FROM switchgate_baselines WHERE name = ?1";
constexpr const char* kReplace =
    "INSERT INTO switchgate_baselines (name, baseline, history) VALUES (?1, ?2, ?3) ON "
    "CONFLICT(name) DO UPDATE SET baseline = ?2, history = ?3";

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct EndStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, EndStatement>;

void bind(sqlite3_stmt* statement, int at, const std::string& text) {
  sqlite3_bind_text64(statement, at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

std::optional<std::string> column(sqlite3_stmt* statement, int at) {
  const unsigned char* text = sqlite3_column_text(statement, at);
  if (text == nullptr) {
    return std::nullopt;
  }
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, at));
  return std::string(reinterpret_cast<const char*>(text), size);
}

// One connection; its statements are told apart by what went wrong.
class Database {
 public:
  Database(std::string path, std::chrono::milliseconds patience)
      : path_(std::move(path)), patience_(patience) {}

  Status open(int flags) {
    // "./" keeps SQLite from taking names such as ":memory:" for something else.
    const std::string name = path_.starts_with('/') ? path_ : "./" + path_;
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &database, flags, nullptr);
    database_.reset(database);
    if (code != SQLITE_OK) {
      return problem(code);
    }
    sqlite3_busy_timeout(database, static_cast<int>(patience_.count()));
    return Ok{};
  }

  Status run(const char* sql) {
    const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? Status(Ok{}) : Status(problem(code));
  }

  Result<Statement> prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr);
    if (code != SQLITE_OK) {
      return problem(code);
    }
    return Statement(statement);
  }

  // Is there a row? The error is that of the step.
  Result<bool> step(sqlite3_stmt* statement) {
    const int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      return problem(code);
    }
    return code == SQLITE_ROW;
  }

 private:
  Error problem(int code) const {
    switch (code & 0xff) {
      case SQLITE_NOTADB:
        return {path_ + " is no SQLite database, and stays as it is: name another file", {}};
      case SQLITE_BUSY:
        return {path_ + " is locked: another process has been writing to it for " +
                    std::to_string(patience_.count()) +
                    " ms; wait for its end, or end it, then try again",
                {}};
      default:
        return {"cannot use " + path_ + ": " +
                    (database_ ? sqlite3_errmsg(database_.get()) : sqlite3_errstr(code)),
                {}};
    }
  }

  std::string path_;
  std::chrono::milliseconds patience_;
  std::unique_ptr<sqlite3, CloseDatabase> database_;
};

class SqlitePlace final : public Place {
 public:
  SqlitePlace(std::string path, std::string name, std::chrono::milliseconds patience)
      : path_(std::move(path)), name_(std::move(name)), patience_(patience) {}

  Result<std::optional<Texts>> read() const override {
    std::error_code ignored;
    if (!fs::exists(path_, ignored)) {
      return std::optional<Texts>();
    }
    // Not read-only: what a killed writer left half done is undone by the next who looks.
    Database database(path_, patience_);
    if (const Status opened = database.open(SQLITE_OPEN_READWRITE); !opened) {
      return opened.error();
    }
    return stored(database);
  }

  Status may_write() const override {
    std::error_code ignored;
    const fs::path parent = fs::path(path_).parent_path();
    const std::string folder = parent.empty() ? "." : parent.string();
    const bool there = fs::exists(path_, ignored);
    if (::access(folder.c_str(), W_OK | X_OK) != 0 ||
        (there && ::access(path_.c_str(), W_OK) != 0)) {
      return Error{"cannot write " + path_ + ": it or its folder " + folder +
                       " is not there or may not be written to",
                   {}};
    }
    return Ok{};
  }

  Status update(const Edit& edit) override {
    Database database(path_, patience_);
    if (Status opened = database.open(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE); !opened) {
      return opened;
    }
    if (Status begun = database.run("BEGIN IMMEDIATE"); !begun) {
      return begun;
    }
    Status done = update(database, edit);
    if (!done) {
      const Status undone = database.run("ROLLBACK");  // else at the end of the connection
      static_cast<void>(undone);
    }
    return done;
  }

  std::string history_name() const override { return "sqlite:" + path_ + '#' + name_; }
  std::vector<std::string> files() const override {
    return {path_, path_ + "-journal", path_ + "-wal"};
  }

 private:
  Result<std::optional<Texts>> stored(Database& database) const {
    const Result<Statement> table = database.prepare(kTable);
    if (!table) {
      return table.error();
    }
    const Result<bool> there = database.step(table->get());
    if (!there) {
      return there.error();
    }
    if (!*there) {
      return std::optional<Texts>();
    }
    const Result<Statement> select = database.prepare(kSelect);
    if (!select) {
      return select.error();
    }
    bind(select->get(), 1, name_);
    const Result<bool> row = database.step(select->get());
    if (!row) {
      return row.error();
    }
    if (!*row) {
      return std::optional<Texts>();
    }
    return std::optional(Texts{column(select->get(), 0).value_or(""), column(select->get(), 1)});
  }

  Status update(Database& database, const Edit& edit) const {
    const Result<std::optional<Texts>> before = stored(database);
    if (!before) {
      return before.error();
    }
    const Result<Texts> after = edit(*before);
    if (!after) {
      return after.error();
    }
    if (Status made = database.run(kCreate); !made) {
      return made;
    }
    const Result<Statement> replace = database.prepare(kReplace);
    if (!replace) {
      return replace.error();
    }
    bind(replace->get(), 1, name_);
    bind(replace->get(), 2, after->baseline);
    if (after->history) {
      bind(replace->get(), 3, *after->history);
    }
    if (const Result<bool> done = database.step(replace->get()); !done) {
      return done.error();
    }
    return database.run("COMMIT");
  }

  std::string path_;
  std::string name_;
  std::chrono::milliseconds patience_;
};

}  // namespace

std::unique_ptr<Place> sqlite_place(const std::string& path, const std::string& name,
                                    std::chrono::milliseconds patience) {
  return std::make_unique<SqlitePlace>(path, name, patience);
}

}  // namespace switchgate::store
