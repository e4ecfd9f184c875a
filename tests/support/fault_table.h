// The form of the fault server's tables of behaviours.

#ifndef SWITCHGATE_TESTS_SUPPORT_FAULT_TABLE_H_
#define SWITCHGATE_TESTS_SUPPORT_FAULT_TABLE_H_

#include <span>
#include <string_view>

#include "tests/support/fault_behaviours.h"
#include "tests/support/fault_connection.h"

namespace switchgate::testing {

struct FaultBehaviour {
  std::string_view path;
  // True: the connection is fit for another request.
  bool (*act)(FaultConnection&, const FaultRequest&);
};

// Answers that somebody made to hurt, or that only a broken server sends.
std::span<const FaultBehaviour> hostile_behaviours();

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_FAULT_TABLE_H_
