// Expectations written as YAML, judged against answers made by hand.

#ifndef SWITCHGATE_TESTS_SUPPORT_EXPECT_TESTING_H_
#define SWITCHGATE_TESTS_SUPPORT_EXPECT_TESTING_H_

#include <string>
#include <string_view>
#include <vector>

#include "checks/expect/expectations.h"
#include "checks/model/exchange.h"
#include "checks/tree/node.h"

namespace switchgate::expect_testing {

// The tree of a YAML text; a mistake in it fails the test.
tree::Node parse_yaml(const std::string& text);

// A 200 OK with a JSON content type.
HttpResponse answer_with(std::string body);

// What judging at 2026-11-22T10:00:00Z finds.
std::vector<Finding> findings_of(const tree::Node& expect, const HttpResponse& answer,
                                 const Masker& masker = {});
std::vector<Finding> findings_of(const std::string& expect, const HttpResponse& answer,
                                 const Masker& masker = {});

// "[http/status] expected …", with "warning " or "undecided " in front where it
// is so.
std::vector<std::string> lines_of(const std::vector<Finding>& findings);

// The messages of the mistakes in an `expect:`, in order.
std::vector<std::string> mistakes_of(const tree::Node& expect,
                                     expect::Stage stage = expect::Stage::kWritten);
std::vector<std::string> mistakes_of(const std::string& expect,
                                     expect::Stage stage = expect::Stage::kWritten);

}  // namespace switchgate::expect_testing

#endif  // SWITCHGATE_TESTS_SUPPORT_EXPECT_TESTING_H_
