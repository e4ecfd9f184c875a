// Where a page of a list names the next one.

#ifndef SWITCHGATE_RUNNER_EXEC_NEXT_PAGE_H_
#define SWITCHGATE_RUNNER_EXEC_NEXT_PAGE_H_

#include <string>

#include "checks/json/path.h"
#include "checks/json/value.h"
#include "checks/model/exchange.h"

namespace switchgate::exec {

struct NextPage {
  std::string text;      // a URL or a cursor; empty: the list ends here
  bool unnamed = false;  // it ends because nothing stands there, not by null, false or ""
};

// The target of rel="next" in a Link header (RFC 8288). A Link header with other relations
// alone is how such a list ends.
NextPage linked_next(const HttpResponse& response);
NextPage selected_next(const json::Path& path, const json::Value& page);

// A member of `page` that `path`, which selects nothing, may have meant: "$.next"; else empty.
std::string meant_by(const json::Path& path, const json::Value& page);

// What no server means as a URL or a cursor: true, a list, an object.
bool is_strange(const std::string& next);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_NEXT_PAGE_H_
