// What the fault server does at each path.

#ifndef SWITCHGATE_TESTS_SUPPORT_FAULT_BEHAVIOURS_H_
#define SWITCHGATE_TESTS_SUPPORT_FAULT_BEHAVIOURS_H_

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/fault_connection.h"

namespace switchgate::testing {

// A request as a behaviour sees it.
struct FaultRequest {
  std::string text;  // head and body
  std::string method;
  std::string path;  // without the query
  int number = 1;    // on its connection, from 1
  std::string redirect_elsewhere;
};

// Answers, or fails to. True: the connection is fit for another request.
bool behave(FaultConnection& connection, const FaultRequest& request);

// Every path that has a behaviour.
std::vector<std::string_view> fault_paths();

// `text` as one gzip stream, as one brotli stream.
std::string gzip(std::string_view text);
std::string brotli(std::string_view text);

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_FAULT_BEHAVIOURS_H_
