// A PostgreSQL server of one test: in a folder of its own, reached by a socket there, ended with
// it.

#ifndef SWITCHGATE_TESTS_SUPPORT_POSTGRES_SERVER_H_
#define SWITCHGATE_TESTS_SUPPORT_POSTGRES_SERVER_H_

#include <string>

#include <sys/types.h>

#include "tests/support/scratch_dir.h"

namespace switchgate::testing {

class PostgresServer {
 public:
  // Starts the one that Debian's package `postgresql` installs; problem() tells when that failed.
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // Why there is none; empty when it runs.
  const std::string& problem() const { return problem_; }
  // Of the database "postgres", for a user who may do everything.
  std::string url() const { return "postgresql://gate@/postgres?host=" + socket_folder(); }
  std::string socket_folder() const { return folder_.path() + "/data"; }
  // Runs `sql` by psql; what it printed.
  std::string sql(const std::string& sql) const;
  void signal(int number) const;  // to the process that takes connections

 private:
  std::string program(const std::string& name) const;

  ScratchDir folder_;
  std::string problem_;
  pid_t server_ = -1;
};

// Whether the server is installed at all; the sentence for GTEST_SKIP() when not, else empty.
std::string postgres_missing();

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_POSTGRES_SERVER_H_
