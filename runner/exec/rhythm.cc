#include "runner/exec/rhythm.h"

#include <algorithm>
#include <utility>

namespace switchgate::exec {

using std::chrono::steady_clock;

Rhythm::Rhythm(const Retry& retry) : retry_(retry), pause_(retry.every) {}

std::string Rhythm::so_far() const {
  const auto took = std::chrono::duration_cast<Micros>(steady_clock::now() - began_);
  return std::to_string(attempts_) + (attempts_ == 1 ? " attempt in " : " attempts in ") +
         format_duration(took);
}

bool Rhythm::wait(std::stop_token stop) {
  const auto next = steady_clock::now() + std::chrono::duration_cast<Micros>(pause_);
  pause_ = std::min<decltype(pause_)>(pause_ * retry_.backoff, retry_.within);
  if (next >= began_ + retry_.within || !sleep_until(next, std::move(stop))) {
    return false;
  }
  ++attempts_;
  return true;
}

}  // namespace switchgate::exec
