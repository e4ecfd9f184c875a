// What is told, once, when a body is not what it is asked to be: JSON or XML.

#ifndef SWITCHGATE_CHECKS_EXPECT_INVALID_BODY_H_
#define SWITCHGATE_CHECKS_EXPECT_INVALID_BODY_H_

#include <span>

#include "checks/expect/subjects.h"

namespace switchgate::expect {

// A kind of body that expectations read.
struct BodyFormat {
  std::string_view name;  // "JSON"
  std::string_view rule;  // of a body that is not that
  bool Expectation::*reads;
  // Why the body cannot be read; null when it can.
  const Error* (*error)(const Answer&);
};

std::span<const BodyFormat> body_formats();

// The finding for all that read `format`, at the place of the first. Its level
// is the highest of theirs.
Finding invalid_body(const BodyFormat& format, const Expectations& expectations,
                     const Expectation& first, const Answer& answer, const Judging& judging);

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_INVALID_BODY_H_
