// What comparisons with live, with a baseline and recordings have in common.

#include "runner/exec/comparison.h"

#include <algorithm>
#include <utility>

#include "runner/exec/compare_findings.h"

namespace switchgate::exec {

Comparison::Comparison(const JobContext& context, std::size_t step, std::stop_token stop,
                       CheckRun& group)
    : context_(context), step_(step), stop_(std::move(stop)), group_(group) {}

void Comparison::leave_out(CheckRun& row, Finding finding) {
  for (LeftOut& before : left_out_) {
    if (before.finding.rule == finding.rule) {
      ++before.rows;
      return;
    }
  }
  left_out_.push_back({std::move(finding), &row, 1});
}

void Comparison::finish() {
  judge();
  tell_left_out();
}

Member* Comparison::next() {
  for (std::size_t tried = 0; tried < members_.size(); ++tried) {
    Member& member = members_[turn_++ % members_.size()];
    if (!member.out) {
      return &member;
    }
  }
  return nullptr;
}

std::optional<HttpResponse> Comparison::ask_candidate(Member& member) {
  CheckRun& row = *member.row;
  Asked asked = row.candidate->ask_again(step_of(row), member.request.candidate, stop_);
  group_.result.requests += asked.requests;
  group_.stopped = group_.stopped || asked.cancelled;
  if (asked.good()) {
    return std::move(asked.response);
  }
  // The same request was good a moment ago: a defect all the same.
  member.out = true;
  row.unreachable = row.unreachable || asked.given_up;
  for (Finding& finding : asked.findings) {
    row.add(std::move(finding));
  }
  return std::nullopt;
}

Endpoint& Comparison::add_endpoint() {
  auto endpoint = std::make_unique<Endpoint>();
  endpoint->step = &step();
  endpoint->settings = *step().compare->latency;
  for (Member& member : members_) {
    if (!member.out) {
      endpoint->asks.push_back(member.request);
      endpoint->rows.push_back(member.row);
    }
  }
  endpoint->candidate_side = &members_.front().row->candidate->side();
  group_.comparison_of.push_back(group_.result.comparisons.size());
  group_.endpoints.push_back(std::move(endpoint));
  return *group_.endpoints.back();
}

void Comparison::tell(Finding finding, const CheckRun& row, const HttpRequest* request) {
  complete(finding, step(), request, *row.candidate, group_);
  group_.add(std::move(finding));
}

void Comparison::tell_left_out() {
  for (LeftOut& left : left_out_) {
    if (group_.is_group()) {
      left.finding.message += left.finding.message.ends_with('.') ? "" : ".";
      left.finding.message += " So it is for " + std::to_string(left.rows) + " of " +
                              std::to_string(group_.rows) + " rows, first for " +
                              left.first->check->id + '.';
    }
    group_.add(std::move(left.finding));
  }
}

}  // namespace switchgate::exec
