// What nearly every test includes, for the compiler to read once; see tests/CMakeLists.txt.
// A test still names what it uses: nothing is gained from a header that is not here.

#ifndef SWITCHGATE_TESTS_SUPPORT_COMMON_HEADERS_H_
#define SWITCHGATE_TESTS_SUPPORT_COMMON_HEADERS_H_

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#endif  // SWITCHGATE_TESTS_SUPPORT_COMMON_HEADERS_H_
