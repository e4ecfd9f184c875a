// Comparing one request of a check, or of all rows of a check with `for_each`: the rows
// are samples of one comparison, which is judged once, under the id of the group.

#ifndef SWITCHGATE_RUNNER_EXEC_COMPARISON_H_
#define SWITCHGATE_RUNNER_EXEC_COMPARISON_H_

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "runner/exec/check_run.h"

namespace switchgate::exec {

// How often both sides are asked again, at most, when something around the body looks broken.
inline constexpr int kMaxRoundsAround = 10;

// One row's part in a comparison; a check without rows is the only one.
struct Member {
  CheckRun* row = nullptr;
  PairedRequest request;
  bool out = false;  // it failed meanwhile and is asked no more
};

// Findings and results go to the group, what a row's own answer misses to the row. For a
// check without rows both are the same slot.
class Comparison {
 public:
  // `step` is the index of the compared one.
  Comparison(const JobContext& context, std::size_t step, std::stop_token stop, CheckRun& group);
  virtual ~Comparison() = default;
  Comparison(const Comparison&) = delete;
  Comparison& operator=(const Comparison&) = delete;

  // Takes a row whose candidate gave `first`, a good answer.
  virtual void add(CheckRun& row, const Asked& first) = 0;
  // A row that cannot be compared, and why: undecided, told once for all rows that share
  // the rule.
  void leave_out(CheckRun& row, Finding finding);
  // Asks as often as is needed and tells what it found. Call once, after the last row.
  void finish();

 protected:
  virtual void judge() = 0;

  const Step& step() const { return group_.check->steps[step_]; }
  const Step& step_of(const CheckRun& row) const { return row.check->steps[step_]; }
  // The next row to ask again, in turn; null when none is left.
  Member* next();
  // Asks the row's candidate once more. Nothing when its answer is not good: the slots
  // then say why.
  std::optional<HttpResponse> ask_candidate(Member& member);
  bool stopped() const { return group_.stopped; }
  // An endpoint over the requests of all rows, for the measured lane.
  Endpoint& add_endpoint();
  void tell(Finding finding, const CheckRun& row, const HttpRequest* request);

  const JobContext& context_;
  const std::size_t step_;
  const std::stop_token stop_;
  CheckRun& group_;
  std::vector<Member> members_;

 private:
  // Why rows were left out, and how many for that reason.
  struct LeftOut {
    Finding finding;
    const CheckRun* first;
    std::size_t rows;
  };
  void tell_left_out();

  std::vector<LeftOut> left_out_;
  std::size_t turn_ = 0;
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_COMPARISON_H_
