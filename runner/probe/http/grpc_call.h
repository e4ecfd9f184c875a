// One gRPC call by libcurl: HTTP/2, and the trailers that say how it went.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_GRPC_CALL_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_GRPC_CALL_H_

#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "checks/model/exchange.h"

namespace switchgate::probe {

struct GrpcAnswer {
  int http_status = 0;
  std::vector<Header> headers;  // and trailers behind them
  std::string body;
  std::string address;
  Micros took{0};
};

// Posts `request.body` over a connection of its own, HTTP/2 at once without TLS, by ALPN
// with it. Deadline and order to stop as with Probe::perform.
std::variant<GrpcAnswer, ExchangeFailure> call_grpc(const HttpRequest& request,
                                                    std::stop_token stop);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_GRPC_CALL_H_
