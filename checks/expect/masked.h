// The values of an answer that no message shows, because a suite names their places under
// `mask:`.

#ifndef SWITCHGATE_CHECKS_EXPECT_MASKED_H_
#define SWITCHGATE_CHECKS_EXPECT_MASKED_H_

#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "checks/json/path.h"
#include "checks/json/value.h"
#include "checks/model/masker.h"

namespace switchgate::expect {

// Of one document, which must outlive it.
class Masked {
 public:
  Masked() = default;
  // Whatever `paths` select in `root`, with all that is below.
  Masked(const json::Value& root, std::span<const json::Path> paths);

  bool hides(const json::Value& value) const { return all_ || nodes_.contains(&value); }

  // `masker` with these values too, for texts that were not read as JSON. Values of fewer
  // than four characters would hide innocent text, and are left out.
  Masker over(const Masker& masker) const;

 private:
  void add(const json::Value& value);

  std::unordered_set<const json::Value*> nodes_;
  std::unordered_set<std::string> texts_;
  bool all_ = false;  // a path was too much to follow: nothing is shown then
};

}  // namespace switchgate::expect

#endif  // SWITCHGATE_CHECKS_EXPECT_MASKED_H_
