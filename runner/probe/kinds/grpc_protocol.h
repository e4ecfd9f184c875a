// The two messages of grpc.health.v1 that are needed, in bytes: length-prefixed as gRPC
// sends them, protobuf inside.

#ifndef SWITCHGATE_RUNNER_PROBE_KINDS_GRPC_PROTOCOL_H_
#define SWITCHGATE_RUNNER_PROBE_KINDS_GRPC_PROTOCOL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "checks/base/result.h"

namespace switchgate::probe {

// HealthCheckRequest{service}.
std::string health_request(std::string_view service);

// The status of a HealthCheckResponse, a number that health_name() may know. The error
// says what is no such message in `body`.
Result<std::int64_t> read_health_response(std::string_view body);

// "SERVING"; "7" for a number without a name.
std::string health_name(std::int64_t status);

// "NOT_FOUND", "UNIMPLEMENTED"; "code 99" for one that gRPC does not have.
std::string grpc_status_name(int status);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_KINDS_GRPC_PROTOCOL_H_
