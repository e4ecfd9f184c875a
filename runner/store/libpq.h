// PostgreSQL's own client library, loaded when a baseline lives in one of its databases and not
// before: nobody else needs it installed, and no start pays for the dozen libraries that it brings.

#ifndef SWITCHGATE_RUNNER_STORE_LIBPQ_H_
#define SWITCHGATE_RUNNER_STORE_LIBPQ_H_

#include <libpq-fe.h>

#include "checks/base/result.h"

namespace switchgate::store {

// The functions of libpq that are used, by the names they have there without "PQ".
struct Libpq {
  decltype(&PQclear) clear;
  decltype(&PQconninfoFree) conninfo_free;
  decltype(&PQconninfoParse) conninfo_parse;
  decltype(&PQconnectdbParams) connect;
  decltype(&PQconsumeInput) consume_input;
  decltype(&PQerrorMessage) error_message;
  decltype(&PQfinish) finish;
  decltype(&PQflush) flush;
  decltype(&PQfreemem) freemem;
  decltype(&PQgetResult) get_result;
  decltype(&PQgetisnull) get_is_null;
  decltype(&PQgetlength) get_length;
  decltype(&PQgetvalue) get_value;
  decltype(&PQisBusy) is_busy;
  decltype(&PQnfields) columns;
  decltype(&PQntuples) rows;
  decltype(&PQresultErrorField) error_field;
  decltype(&PQresultErrorMessage) result_error_message;
  decltype(&PQresultStatus) result_status;
  decltype(&PQsendQueryParams) send_query;
  decltype(&PQsetNoticeProcessor) set_notice_processor;
  decltype(&PQsetnonblocking) set_nonblocking;
  decltype(&PQsocket) socket;
  decltype(&PQstatus) status;
};

// Loads `library` ("libpq.so.5"); it stays loaded. The error names the package to install.
Result<Libpq> load_libpq(const char* library);

// The installed one, loaded by the first call. Threads: any.
const Result<Libpq>& libpq();

}  // namespace switchgate::store

#endif  // SWITCHGATE_RUNNER_STORE_LIBPQ_H_
