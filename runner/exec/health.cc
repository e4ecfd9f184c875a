#include "runner/exec/health.h"

#include <algorithm>

namespace switchgate::exec {
namespace {

double median(std::vector<double> values) {
  if (values.empty()) {
    return 0;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

bool is_failure_of_server(const Exchange& exchange) {
  if (const auto* failure = std::get_if<ExchangeFailure>(&exchange)) {
    return failure->kind != FailureKind::kCancelled && failure->kind != FailureKind::kRequest;
  }
  const int status = std::get<HttpResponse>(exchange).status;
  return status == 500 || status == 502 || status == 503 || status == 504;
}

void Health::answered(const Exchange& exchange) {
  if (!watched_) {
    return;
  }
  const bool failed = is_failure_of_server(exchange);
  const std::lock_guard lock(mutex_);
  window_[seen_ % kWindow] = failed;
  ++seen_;
  if (seen_ <= kWindow) {
    warm_up_failures_ += failed ? 1 : 0;
    return;
  }
  const auto failures = static_cast<std::size_t>(std::count(window_.begin(), window_.end(), true));
  if (failures >= kFailures + 2 * warm_up_failures_ && why_.empty()) {
    why_ = "live failed to answer " + std::to_string(failures) + " of its last " +
           std::to_string(kWindow) + " requests, and " + std::to_string(warm_up_failures_) +
           " of its first " + std::to_string(kWindow) + ": it is asked nothing more.";
    degraded_.store(true);
  }
}

void Health::declare(std::string why) {
  const std::lock_guard lock(mutex_);
  if (watched_ && why_.empty()) {
    why_ = std::move(why);
    degraded_.store(true);
  }
}

std::string Health::why() const {
  const std::lock_guard lock(mutex_);
  return why_;
}

void LatencyBand::add(double milliseconds) {
  if (first_.size() < kCount) {
    first_.push_back(milliseconds);
  } else if (newest_.size() < kCount) {
    newest_.push_back(milliseconds);
  } else {
    newest_[next_++ % kCount] = milliseconds;
  }
}

bool LatencyBand::left() const {
  return newest_.size() == kCount && now() > kFactor * before() && now() > before() + kFloorMs;
}

double LatencyBand::before() const { return median(first_); }
double LatencyBand::now() const { return median(newest_); }

}  // namespace switchgate::exec
