// The bytes of a request's body, with everything filled in.

#ifndef SWITCHGATE_RUNNER_EXEC_BODY_H_
#define SWITCHGATE_RUNNER_EXEC_BODY_H_

#include <string>
#include <utility>
#include <vector>

#include "checks/model/suite.h"
#include "runner/suite/interpolate.h"

namespace switchgate::exec {

struct EncodedBody {
  std::string bytes;
  std::string content_type;  // empty: no body
};

// The error names what is undefined. Two calls with the same values give the same bytes, a
// multipart form's boundary included.
Result<EncodedBody> encode_body(const Body& body, const Scope& scope);

// "a=1&b=x%20y".
Result<std::string> encode_fields(const std::vector<NamedText>& fields, const Scope& scope);

// What a GraphQL request by GET says in its query (GraphQL over HTTP, section 6.2.1).
Result<std::vector<std::pair<std::string, std::string>>> graphql_parameters(const GraphqlBody& body,
                                                                            const Scope& scope);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_BODY_H_
