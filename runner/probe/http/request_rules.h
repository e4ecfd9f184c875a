// What a request must look like to be sent exactly as it was written.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_REQUEST_RULES_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_REQUEST_RULES_H_

#include "checks/base/result.h"
#include "checks/model/exchange.h"

namespace switchgate::probe {

// Fails for what would be sent as something else: a line end inside a header, a
// name or method that is no token, a Content-Length that is not the body's, a
// body with HEAD.
Status check_request(const HttpRequest& request);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_REQUEST_RULES_H_
