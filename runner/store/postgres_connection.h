// One connection to a PostgreSQL database, whose answers have a deadline: a server that stalls is
// an error, never a program that hangs.

#ifndef SWITCHGATE_RUNNER_STORE_POSTGRES_CONNECTION_H_
#define SWITCHGATE_RUNNER_STORE_POSTGRES_CONNECTION_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checks/base/result.h"
#include "runner/store/libpq.h"

namespace switchgate::store {

// What is wrong with `url` as a place to connect to, told without the secrets in it: no address
// that libpq understands, or one that carries a password, which reports and process lists would
// show.
Status check_postgres_url(const Libpq& libpq, const std::string& url);

class PostgresConnection {
 public:
  // Connects to `url` ("postgresql://user@host/database"), within 10 s for each of its hosts unless
  // it says otherwise by `connect_timeout`. `url` has passed check_postgres_url().
  static Result<PostgresConnection> open(const Libpq& libpq, const std::string& url);

  // Sends one statement, whose $1, $2 … are `values` (nothing is NULL), and waits for the rows of
  // its answer until `within` is over.
  using Cell = std::optional<std::string>;
  using Rows = std::vector<std::vector<Cell>>;
  Result<Rows> ask(const char* sql, const std::vector<Cell>& values,
                   std::chrono::milliseconds within);

  // The server's code for what went wrong last ("55P03": a lock was not to be had); empty when it
  // was not the server that said so.
  const std::string& sqlstate() const { return sqlstate_; }

 private:
  struct Finish {
    const Libpq* libpq;
    void operator()(PGconn* connection) const { libpq->finish(connection); }
  };
  explicit PostgresConnection(const Libpq& libpq, PGconn* connection)
      : libpq_(&libpq), connection_(connection, Finish{&libpq}) {}

  Status wait(std::chrono::steady_clock::time_point until);
  Error problem() const;

  const Libpq* libpq_;
  std::string sqlstate_;
  std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace switchgate::store

#endif  // SWITCHGATE_RUNNER_STORE_POSTGRES_CONNECTION_H_
