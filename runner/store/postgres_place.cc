#include "runner/store/postgres_place.h"

#include <algorithm>
#include <utility>

#include "runner/store/postgres_connection.h"

namespace switchgate::store {
namespace {

using Rows = PostgresConnection::Rows;

// What the server may take for a statement, beside what it waits for other writers.
constexpr std::chrono::seconds kAnswerWithin{20};
constexpr const char* kLockNotAvailable = "55P03";

constexpr const char* kThere = "SELECT to_regclass('switchgate_baselines') IS NOT NULL";
constexpr const char* kSelect =
    "SELECT baseline, history FROM switchgate_baselines WHERE name = $1";
// Each statement sees what was committed before it, whatever the server's default is: the baseline
// is read after the lock was got.
constexpr const char* kBegin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
constexpr const char* kPatient = "SELECT set_config('lock_timeout', $1, true)";
// One writer at a time in a database, whichever name it writes: so the table is made only once.
constexpr const char* kLock =
    "SELECT pg_advisory_xact_lock(hashtextextended('switchgate_baselines', 0))";
constexpr const char* kCreate =
    "CREATE TABLE IF NOT EXISTS switchgate_baselines (name text PRIMARY KEY, baseline text NOT "
    "NULL, history text)";
constexpr const char* kReplace =
    "INSERT INTO switchgate_baselines (name, baseline, history) VALUES ($1, $2, $3) ON CONFLICT "
    "(name) DO UPDATE SET baseline = EXCLUDED.baseline, history = EXCLUDED.history";
constexpr const char* kMayWrite =
    "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool, "
    "CASE WHEN to_regclass('switchgate_baselines') IS NULL "
    "THEN coalesce(has_schema_privilege(current_schema()::text, 'CREATE'), false) "
    "ELSE has_table_privilege(to_regclass('switchgate_baselines'), 'SELECT') "
    "AND has_table_privilege(to_regclass('switchgate_baselines'), 'INSERT') "
    "AND has_table_privilege(to_regclass('switchgate_baselines'), 'UPDATE') END, "
    "current_user::text";

bool is_true(const PostgresConnection::Cell& cell) { return cell == "t"; }

class PostgresPlace final : public Place {
 public:
  PostgresPlace(const Libpq& libpq, std::string url, std::string name,
                std::chrono::milliseconds patience)
      : libpq_(libpq), url_(std::move(url)), name_(std::move(name)), patience_(patience) {}

  Result<std::optional<Texts>> read() const override {
    Result<PostgresConnection> connection = connect();
    if (!connection) {
      return connection.error();
    }
    return stored(*connection);
  }

  Status may_write() const override {
    Result<PostgresConnection> connection = connect();
    if (!connection) {
      return connection.error();
    }
    const Result<Rows> rows = ask(*connection, kMayWrite);
    if (!rows) {
      return rows.error();
    }
    const std::vector<PostgresConnection::Cell>& may = rows->at(0);
    if (is_true(may.at(0))) {
      return Error{"cannot write " + url_ +
                       ": the database is read-only (a standby, say); name the primary server",
                   {}};
    }
    if (!is_true(may.at(1))) {
      return Error{
          "cannot write " + url_ + ": the user " + may.at(2).value_or("") +
              " may neither make nor change the table switchgate_baselines there; grant it "
              "CREATE on the schema, or SELECT, INSERT and UPDATE on the table",
          {}};
    }
    return Ok{};
  }

  Status update(const Edit& edit) override {
    Result<PostgresConnection> connection = connect();
    if (!connection) {
      return connection.error();
    }
    // Whatever fails before the commit: the server undoes it when the connection ends.
    if (Status begun = begin(*connection); !begun) {
      return begun;
    }
    const Result<std::optional<Texts>> before = stored(*connection);
    if (!before) {
      return before.error();
    }
    const Result<Texts> after = edit(*before);
    if (!after) {
      return after.error();
    }
    if (const Result<Rows> made = ask(*connection, kCreate); !made) {
      return made.error();
    }
    const Result<Rows> replaced =
        ask(*connection, kReplace, {name_, after->baseline, after->history});
    if (!replaced) {
      return replaced.error();
    }
    if (const Result<Rows> done = ask(*connection, "COMMIT"); !done) {
      return Error{done.error().message +
                       "; whether the baseline was replaced is not known: look with `switchgate "
                       "baseline show`",
                   {}};
    }
    return Ok{};
  }

  std::string history_name() const override { return url_ + '#' + name_; }
  std::vector<std::string> files() const override { return {}; }

 private:
  Result<PostgresConnection> connect() const {
    Result<PostgresConnection> connection = PostgresConnection::open(libpq_, url_);
    if (!connection) {
      return Error{"cannot connect to " + url_ + ": " + connection.error().message, {}};
    }
    return connection;
  }

  // A transaction of the only writer.
  Status begin(PostgresConnection& connection) const {
    const std::string patience = std::to_string(std::max<long long>(patience_.count(), 1));
    if (const Result<Rows> begun = ask(connection, kBegin); !begun) {
      return begun.error();
    }
    if (const Result<Rows> set = ask(connection, kPatient, {patience}); !set) {
      return set.error();
    }
    const Result<Rows> locked = ask(connection, kLock);
    return locked ? Status(Ok{}) : Status(locked.error());
  }

  Result<Rows> ask(PostgresConnection& connection, const char* sql,
                   const std::vector<PostgresConnection::Cell>& values = {}) const {
    Result<Rows> rows = connection.ask(sql, values, patience_ + kAnswerWithin);
    if (rows) {
      return rows;
    }
    if (connection.sqlstate() == kLockNotAvailable) {
      return Error{url_ + " is locked: another process has been writing to it for " +
                       std::to_string(patience_.count()) +
                       " ms; wait for its end, or end it, then try again",
                   {}};
    }
    return Error{"cannot use " + url_ + ": " + rows.error().message, {}};
  }

  Result<std::optional<Texts>> stored(PostgresConnection& connection) const {
    const Result<Rows> there = ask(connection, kThere);
    if (!there) {
      return there.error();
    }
    if (!is_true(there->at(0).at(0))) {
      return std::optional<Texts>();
    }
    const Result<Rows> rows = ask(connection, kSelect, {name_});
    if (!rows) {
      return rows.error();
    }
    if (rows->empty()) {
      return std::optional<Texts>();
    }
    return std::optional(Texts{rows->at(0).at(0).value_or(""), rows->at(0).at(1)});
  }

  const Libpq& libpq_;
  std::string url_;
  std::string name_;
  std::chrono::milliseconds patience_;
};

}  // namespace

Result<std::unique_ptr<Place>> postgres_place(const std::string& url, const std::string& name,
                                              std::chrono::milliseconds patience) {
  const Result<Libpq>& loaded = libpq();
  if (!loaded) {
    return loaded.error();
  }
  if (const Status usable = check_postgres_url(*loaded, url); !usable) {
    return usable.error();
  }
  return std::unique_ptr<Place>(std::make_unique<PostgresPlace>(*loaded, url, name, patience));
}

}  // namespace switchgate::store
