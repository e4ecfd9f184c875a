// From a request as the suite tells it to a request with nothing left to fill in.

#ifndef SWITCHGATE_RUNNER_EXEC_REQUEST_H_
#define SWITCHGATE_RUNNER_EXEC_REQUEST_H_

#include <string>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/exchange.h"
#include "checks/model/suite.h"
#include "runner/exec/side.h"
#include "runner/suite/interpolate.h"

namespace switchgate::exec {

// The cookies of one session on one side: what answers set goes with later requests
// to the same target.
class CookieJar {
 public:
  explicit CookieJar(std::vector<Header> initial) : cookies_(std::move(initial)) {}
  // Takes the Set-Cookie headers of an answer; Max-Age=0 removes.
  void take(const std::vector<Header>& response_headers);
  void set(std::string name, std::string value);
  // All of the other's, in the place of those of the same name.
  void add(const CookieJar& other);
  std::string header_value() const;  // "a=1; b=2"; empty without cookies

 private:
  std::vector<Header> cookies_;
};

// A path is appended to the side's URL; an absolute URL gets none of the target's
// headers, cookies, authorization and client certificate.
Result<HttpRequest> build_request(const Suite& suite, const Side& side, const Request& request,
                                  const Scope& scope, const CookieJar& cookies,
                                  Micros default_timeout);

// "Authorization: …" of `auth`, filled in.
Result<std::vector<Header>> authorization(const Auth& auth, const Scope& scope);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_REQUEST_H_
