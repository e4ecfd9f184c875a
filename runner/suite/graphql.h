// What a GraphQL document would do, as far as a gate must know before it sends it.

#ifndef SWITCHGATE_RUNNER_SUITE_GRAPHQL_H_
#define SWITCHGATE_RUNNER_SUITE_GRAPHQL_H_

#include <string>
#include <string_view>
#include <vector>

namespace switchgate {

struct GraphqlOperation {
  std::string type;  // "query", "mutation", "subscription"
  std::string name;  // may be empty
};

// The operations at the top of a document, in order; fragments are none. Comments, strings
// and block strings are skipped (GraphQL October 2021, section 2.1); a document that is not
// well-formed yields what could be told apart.
std::vector<GraphqlOperation> graphql_operations(std::string_view document);

// Does everything in it only read? Not for a document without an operation.
bool only_queries(const std::vector<GraphqlOperation>& operations);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_GRAPHQL_H_
