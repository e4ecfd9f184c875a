// A matcher: what is asked of one value, compiled from the tree under a
// subject. A plain value or list asks for equality, and so does all that is data; a
// mapping that was written holds operators, and all of them must hold. The operators themselves are
// rows of one table (operators.h).

#ifndef SWITCHGATE_CHECKS_EXPECT_MATCHER_H_
#define SWITCHGATE_CHECKS_EXPECT_MATCHER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/expect/expectations.h"
#include "checks/expect/masked.h"
#include "checks/expect/place.h"
#include "checks/json/path.h"
#include "checks/json/value.h"
#include "checks/model/finding.h"
#include "checks/model/masker.h"
#include "checks/tree/node.h"
#include "checks/tree/problems.h"

namespace switchgate::expect {

// What a subject yields: which operators make sense, and how operands are
// written.
enum class Kind : std::uint8_t {
  kJson,            // any JSON value
  kNodes,           // the list of nodes of a JSONPath that is not singular
  kText,            // a body; operands are taken as written
  kHeader,          // a text that may be repeated
  kNumber,          // a count, a length
  kStatus,          // a number; 2xx is a value of it too
  kBytes,           // a number of bytes
  kDuration,        // microseconds; operands are written "300ms"
  kOptionalText,    // a text that may not be there
  kTexts,           // a list of texts
  kOptionalNumber,  // a number that may not be there
  kBoolean,
  kRawBytes,  // a body, byte for byte; operands are written in hexadecimal
  kDigest,    // a SHA-256 in hexadecimal, of either case
};

// Is it a text whose operands are taken as written?
inline bool is_text(Kind kind) {
  return kind == Kind::kText || kind == Kind::kHeader || kind == Kind::kOptionalText;
}

// What a matcher looks at.
struct Seen {
  const json::Value* value = nullptr;              // null: nothing there
  const std::vector<json::Node>* nodes = nullptr;  // of kNodes, and of a repeated header
  const Place& place;
};

struct Judging {
  Instant now;
  const Masker& masker;
  bool explain = true;             // false: only whether it holds is asked, a Miss stays
                                   // without words
  const Masked* masked = nullptr;  // values of the answer that are never shown; null when
                                   // the suite masks none
};

// Why a matcher does not hold, in words that are masked and short enough to
// show.
struct Miss {
  enum class Why : std::uint8_t { kMissing, kType, kValue, kUndecided };
  Why why = Why::kValue;
  std::string place;     // "$.items[2].price"
  std::string expected;  // "to be a number"
  std::string found;     // "the string \"9.50\""
  std::string advice;    // further sentences; may be empty
  std::vector<Evidence> evidence;
  SourcePos pos;  // of the operator
};

// One compiled operator.
struct Test {
  std::string expected;  // "to be at most 300ms"
  // Pure; nothing when it holds.
  std::function<std::optional<Miss>(const Seen&, const Judging&)> judge;
};

class Matcher {
 public:
  struct Step {
    Test test;
    SourcePos pos;
  };
  explicit Matcher(std::vector<Step> steps) : steps_(std::move(steps)) {}

  // The first operator that does not hold; nothing when all do.
  std::optional<Miss> judge(const Seen& seen, const Judging& judging) const;
  // judge() without the words.
  bool holds(const Seen& seen, const Judging& judging) const;
  // "to be a number and to be at least 0".
  std::string expected() const;

 private:
  std::vector<Step> steps_;
};

using MatcherPtr = std::shared_ptr<const Matcher>;

// What reading needs beside the tree.
struct Reading {
  tree::Problems& problems;
  Stage stage = Stage::kWritten;
};

// `what` names the place in the suite for messages: "'status'", "'$.items'".
// Null when a mistake was told.
MatcherPtr read_matcher(const tree::Node& node, Kind kind, std::string_view what, Reading& reading);

// Does the node hold a ${ (not $${) that is still to be filled in?
bool is_unresolved(const tree::Node& node, const Reading& reading);

// What stands at a node, for messages: "'abc'", "a list", "nothing".
std::string found_there(const tree::Node& node);

// A test that nothing can decide, for operands that are still to be filled in.
Test undecided_test();

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_MATCHER_H_
