// Telling the operations of GraphQL documents apart.

#include "runner/suite/graphql.h"

#include "gtest/gtest.h"

namespace switchgate {
namespace {

struct Case {
  std::string_view document;
  std::string operations;
};

std::string listed(std::string_view document) {
  std::string out;
  for (const GraphqlOperation& operation : graphql_operations(document)) {
    out += (out.empty() ? "" : ", ") + operation.type + (operation.name.empty() ? "" : " ") +
           operation.name;
  }
  return out;
}

TEST(GraphqlOperations, AreFoundAtTheTopOfADocumentOnly) {
  const std::vector<Case> cases = {
      {"{ mutation }", "query"},
      {"query { a }", "query"},
      {"query Q { mutation { id } }", "query Q"},
      {"mutation M { a }", "mutation M"},
      {"query A { a } mutation B { b }", "query A, mutation B"},
      {"subscription { a }", "subscription"},
      {"fragment F on T { mutation } query Q { ...F }", "query Q"},
      {"fragment mutation on T { a } { b }", "query"},
      {"# mutation { a }\n{ a }", "query"},
      {"query Q($x: In = {mutation: 1}) @d(a: {b: \"}\"}) { a }", "query Q"},
      {"query { a(s: \"\\\"} mutation { x }\") }", "query"},
      {"{ a(s: \"\"\"} mutation \\\"\"\" { x }\"\"\") } mutation { b }", "query, mutation"},
      {"\xEF\xBB\xBF{ a }", "query"},
      {"", ""},
      {"query", "query"},
      {"{ a(s: \"", "query"},
      {"{ a(s: \"\"\"", "query"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(listed(c.document), c.operations) << c.document;
  }
}

TEST(GraphqlOperations, OnlyQueriesAreSafeAndNothingIsNot) {
  EXPECT_TRUE(only_queries(graphql_operations("query A { a } query B { b }")));
  EXPECT_FALSE(only_queries(graphql_operations("query A { a } mutation B { b }")));
  EXPECT_FALSE(only_queries(graphql_operations("fragment F on T { a }")));
}

}  // namespace
}  // namespace switchgate
