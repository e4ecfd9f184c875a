// What libcurl knows about a transfer besides its answer.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_MEASURE_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_MEASURE_H_

#include <string>

#include "checks/model/exchange.h"

namespace switchgate::probe {

struct Measured {
  Phases phases;           // `served` is not libcurl's to know and stays zero
  bool reused = false;     // no connection had to be made
  bool resolved = false;   // an address was known
  bool connected = false;  // the peer, or the proxy, took the connection
  bool sent = false;       // the request was on its way
  int proxy_status = 0;    // of the proxy's answer to CONNECT; 0: none
  std::string peer;        // "127.0.0.1:8080"; empty: no connection was tried
  int os_error = 0;        // errno of the last failed connect
};

// `easy` is a CURL* whose transfer has ended and that was not reset since.
Measured measure(void* easy);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_MEASURE_H_
