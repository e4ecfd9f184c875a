#include "runner/store/postgres_connection.h"

#include <array>
#include <string_view>

#include <poll.h>

#include "checks/base/text.h"

namespace switchgate::store {
namespace {

using Clock = std::chrono::steady_clock;

// The server's and libpq's words are of several lines at times, and come from outside.
std::string one_line(const char* words) {
  const std::string_view text = trim(words == nullptr ? "" : words);
  return text.empty() ? "no reason was given"
                      : excerpt(replace_all(std::string(text), "\n", " "), 400);
}

void add_rows(const Libpq& libpq, const PGresult* result, PostgresConnection::Rows& rows) {
  for (int row = 0; row < libpq.rows(result); ++row) {
    std::vector<PostgresConnection::Cell>& cells = rows.emplace_back();
    for (int i = 0; i < libpq.columns(result); ++i) {
      if (libpq.get_is_null(result, row, i) != 0) {
        cells.emplace_back();
        continue;
      }
      const auto size = static_cast<std::size_t>(libpq.get_length(result, row, i));
      cells.emplace_back(std::string(libpq.get_value(result, row, i), size));
    }
  }
}

void drop_notice(void* /*nothing*/, const char* /*words*/) {}

constexpr const char* kNoPassword =
    "a password in the address of a baseline would be seen in reports and lists of processes: "
    "leave it out, and set PGPASSWORD or write it to ~/.pgpass";

// Does the address carry one in the way people write it? Before libpq reads it: what libpq says of
// an address that it does not understand holds the address.
bool shows_password(std::string_view url) {
  const std::size_t from = url.find("://") + 3;
  const std::string_view authority = url.substr(from, url.find_first_of("/?", from) - from);
  const std::size_t at = authority.rfind('@');
  const bool in_authority =
      at != std::string_view::npos && authority.substr(0, at).find(':') != std::string_view::npos;
  return in_authority || to_lower_ascii(url).find("password=") != std::string::npos;
}

}  // namespace

Status check_postgres_url(const Libpq& libpq, const std::string& url) {
  if (shows_password(url)) {
    return Error{kNoPassword, {}};
  }
  char* said = nullptr;
  PQconninfoOption* const options = libpq.conninfo_parse(url.c_str(), &said);
  if (options == nullptr) {
    const std::string reason = one_line(said);
    libpq.freemem(said);
    return Error{"'" + excerpt(url) + "' is no address of a PostgreSQL database: " + reason, {}};
  }
  bool secret = false;  // under a name that is percent-encoded, say
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    secret = secret || (option->val != nullptr && keyword.ends_with("password"));
  }
  libpq.conninfo_free(options);
  return secret ? Status(Error{kNoPassword, {}}) : Status(Ok{});
}

Result<PostgresConnection> PostgresConnection::open(const Libpq& libpq, const std::string& url) {
  // What stands before the address it may replace, what stands behind it not.
  const std::array keywords = {"connect_timeout", "fallback_application_name", "dbname",
                               "client_encoding", static_cast<const char*>(nullptr)};
  const std::array values = {"10", "switchgate", url.c_str(), "UTF8",
                             static_cast<const char*>(nullptr)};
  PostgresConnection made(libpq, libpq.connect(keywords.data(), values.data(), 1));
  if (libpq.status(made.connection_.get()) != CONNECTION_OK) {
    return made.problem();
  }
  libpq.set_notice_processor(made.connection_.get(), drop_notice, nullptr);
  libpq.set_nonblocking(made.connection_.get(), 1);
  return made;
}

Error PostgresConnection::problem() const {
  return {one_line(libpq_->error_message(connection_.get())), {}};
}

// Until the statement is sent and its answer, or the next part of it, is there.
Status PostgresConnection::wait(Clock::time_point until) {
  for (;;) {
    const int unsent = libpq_->flush(connection_.get());
    if (unsent < 0) {
      return problem();
    }
    if (unsent == 0 && libpq_->is_busy(connection_.get()) == 0) {
      return Ok{};
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) {
      return Error{"the server did not answer in time", {}};
    }
    pollfd socket{libpq_->socket(connection_.get()), POLLIN, 0};
    socket.events = static_cast<short>(unsent == 0 ? POLLIN : POLLIN | POLLOUT);
    ::poll(&socket, 1, static_cast<int>(left));  // interrupted or over: the loop looks again
    if (socket.revents != 0 && libpq_->consume_input(connection_.get()) == 0) {
      return problem();
    }
  }
}

Result<PostgresConnection::Rows> PostgresConnection::ask(const char* sql,
                                                         const std::vector<Cell>& values,
                                                         std::chrono::milliseconds within) {
  sqlstate_.clear();
  std::vector<const char*> texts;
  texts.reserve(values.size());
  for (const Cell& value : values) {
    if (value && value->find('\0') != std::string::npos) {
      return Error{"PostgreSQL stores no text that holds a NUL", {}};
    }
    texts.push_back(value ? value->c_str() : nullptr);
  }
  if (libpq_->send_query(connection_.get(), sql, static_cast<int>(texts.size()), nullptr,
                         texts.data(), nullptr, nullptr, 0) == 0) {
    return problem();
  }
  const Clock::time_point until = Clock::now() + within;
  Rows rows;
  std::optional<Error> wrong;
  for (;;) {
    if (const Status here = wait(until); !here) {
      return here.error();
    }
    const std::unique_ptr<PGresult, decltype(libpq_->clear)> result(
        libpq_->get_result(connection_.get()), libpq_->clear);
    if (!result) {
      return wrong ? Result<Rows>(*std::move(wrong)) : Result<Rows>(std::move(rows));
    }
    const ExecStatusType status = libpq_->result_status(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
      const char* code = libpq_->error_field(result.get(), PG_DIAG_SQLSTATE);
      sqlstate_ = code == nullptr ? "" : code;
      wrong = Error{one_line(libpq_->result_error_message(result.get())), {}};
    }
    add_rows(*libpq_, result.get(), rows);
  }
}

}  // namespace switchgate::store
