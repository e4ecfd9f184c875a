// From a request as the suite tells it to a request with nothing left to fill in.

#ifndef SWITCHGATE_RUNNER_EXEC_REQUEST_H_
#define SWITCHGATE_RUNNER_EXEC_REQUEST_H_

#include <string>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/exchange.h"
#include "checks/model/suite.h"
#include "runner/exec/cookie_jar.h"
#include "runner/exec/side.h"
#include "runner/suite/interpolate.h"

namespace switchgate::exec {

// A path is appended to the side's URL; an absolute URL gets none of the target's
// headers, own cookies, authorization and client certificate. What `cookies` holds from
// answers goes wherever it was set for.
Result<HttpRequest> build_request(const Suite& suite, const Side& side, const Request& request,
                                  const Scope& scope, const CookieJar& cookies,
                                  Micros default_timeout);

// Gives `next`, which follows `hop`, the cookies for where it goes: what `cookies` and the
// hop hold, and on the origin that `first` went to what the step itself says there.
void take_cookies_along(const Request& request, const HttpRequest& first, const HttpResponse& hop,
                        CookieJar& cookies, HttpRequest& next);

// "Authorization: …" of `auth`, filled in; nothing for one whose token is yet to come.
Result<std::vector<Header>> authorization(const Auth& auth, const Scope& scope);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_REQUEST_H_
