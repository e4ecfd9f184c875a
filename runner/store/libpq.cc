#include "runner/store/libpq.h"

#include <string>

#include <dlfcn.h>

namespace switchgate::store {
namespace {

// Sets `function` to what the library calls `name`; false when it has none of it.
template <typename Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

}  // namespace

Result<Libpq> load_libpq(const char* library) {
  void* const loaded = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (loaded == nullptr) {
    return Error{std::string("baselines in PostgreSQL need ") + library +
                     ", PostgreSQL's client library, which is not installed here: install it "
                     "(Debian's package is libpq5), or keep the baseline in a file",
                 {}};
  }
  Libpq all{};
  const bool complete =
      find(loaded, "PQclear", all.clear) && find(loaded, "PQconninfoFree", all.conninfo_free) &&
      find(loaded, "PQconninfoParse", all.conninfo_parse) &&
      find(loaded, "PQconnectdbParams", all.connect) &&
      find(loaded, "PQconsumeInput", all.consume_input) &&
      find(loaded, "PQerrorMessage", all.error_message) && find(loaded, "PQfinish", all.finish) &&
      find(loaded, "PQflush", all.flush) && find(loaded, "PQfreemem", all.freemem) &&
      find(loaded, "PQgetResult", all.get_result) && find(loaded, "PQgetisnull", all.get_is_null) &&
      find(loaded, "PQgetlength", all.get_length) && find(loaded, "PQgetvalue", all.get_value) &&
      find(loaded, "PQisBusy", all.is_busy) && find(loaded, "PQnfields", all.columns) &&
      find(loaded, "PQntuples", all.rows) && find(loaded, "PQresultErrorField", all.error_field) &&
      find(loaded, "PQresultErrorMessage", all.result_error_message) &&
      find(loaded, "PQresultStatus", all.result_status) &&
      find(loaded, "PQsendQueryParams", all.send_query) &&
      find(loaded, "PQsetNoticeProcessor", all.set_notice_processor) &&
      find(loaded, "PQsetnonblocking", all.set_nonblocking) &&
      find(loaded, "PQsocket", all.socket) && find(loaded, "PQstatus", all.status);
  if (!complete) {
    return Error{std::string(library) +
                     " is installed and lacks functions of PostgreSQL's client library; expected "
                     "that of PostgreSQL 10 or later",
                 {}};
  }
  return all;
}

const Result<Libpq>& libpq() {
  static const Result<Libpq> loaded = load_libpq("libpq.so.5");
  return loaded;
}

}  // namespace switchgate::store
