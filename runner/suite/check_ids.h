// The ids of a suite's checks, each given once. Findings, baselines and selections know a
// check by its id alone: two of one id would be one to them, and one would hide the other.

#ifndef SWITCHGATE_RUNNER_SUITE_CHECK_IDS_H_
#define SWITCHGATE_RUNNER_SUITE_CHECK_IDS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "checks/model/suite.h"
#include "checks/tree/node.h"
#include "checks/tree/problems.h"

namespace switchgate {

struct Rows;  // rows.h

class CheckIds {
 public:
  // Takes what the check of `node` is called, and each of its rows (null: it has none):
  // its id, written or made of its name or its request, and the name that was written.
  // Tells each that is taken with the place of the first.
  void take(const tree::Node& node, const Check& check, const Rows* rows, const SourceFiles& files,
            tree::Problems& problems);

 private:
  struct Owner {
    SourcePos pos;
    std::size_t check = 0;
    bool is_row = false;
  };
  using Taken = std::unordered_map<std::string, Owner>;
  // Who had it before, another check than `owner`'s; null when nobody did.
  static const Owner* take_one(Taken& taken, std::string value, const Owner& owner);

  std::size_t count_ = 0;
  Taken names_;
  Taken ids_;
};

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_CHECK_IDS_H_
