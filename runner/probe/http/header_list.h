// The header lines of a request as libcurl takes them.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_HEADER_LIST_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_HEADER_LIST_H_

#include <memory>
#include <string>

#include "checks/model/exchange.h"

struct curl_slist;

namespace switchgate::probe {

struct FreeHeaderList {
  void operator()(curl_slist* list) const;
};
using HeaderList = std::unique_ptr<curl_slist, FreeHeaderList>;

void append(HeaderList& list, const std::string& line);

// The request's headers, ours where it has none of that name, and none of those that
// libcurl would add by itself. `host` is empty where the URL's is right.
HeaderList header_lines(const HttpRequest& request, const std::string& host);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_HEADER_LIST_H_
