// Takes one value out of an answer, for a later step to use.

#ifndef SWITCHGATE_CHECKS_EXPECT_CAPTURE_H_
#define SWITCHGATE_CHECKS_EXPECT_CAPTURE_H_

#include "checks/base/result.h"
#include "checks/json/value.h"
#include "checks/model/exchange.h"
#include "checks/model/suite.h"

namespace switchgate::expect {

// The mistake in a capture's expression, with its place: an invalid JSONPath,
// XPath or pattern, a group that the pattern does not have. Told when a suite is loaded.
Status check(const Capture& capture);

// What `capture` finds: the value of a singular JSONPath, the list of nodes of
// any other, and so the texts of nodes that an XPath selects; the first header
// line of that name; the value of a cookie that is set; a group of the first
// match of a pattern in the body, or in the URL that the answer leads to: the
// Location of a redirect that was not followed, else the URL that answered.
// Finding nothing is an error, whose message shows no part of the answer: it may hold what
// `secret` is to hide.
Result<json::Value> capture(const Capture& capture, const HttpResponse& response);

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_CAPTURE_H_
