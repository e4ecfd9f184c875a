#include "runner/exec/lane.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "checks/base/units.h"
#include "runner/exec/clock.h"

namespace switchgate::exec {
namespace {

using std::chrono::steady_clock;

// Pairs that may be dropped for each one that counts, before giving up.
constexpr std::size_t kDropFactor = 1;
constexpr std::size_t kDropAllowance = 20;
constexpr int kLiveFailures = 3;

double milliseconds(Micros value) { return static_cast<double>(value.count()) / 1000.0; }

std::string bearer_of(const HttpRequest& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string* line = find_header(request.headers, "Authorization");
  return line != nullptr && line->starts_with(kScheme) ? line->substr(kScheme.size()) : "";
}

}  // namespace

void Lane::warm_up(std::stop_token stop) {
  std::vector<Micros> spans;
  for (int i = 0; i < endpoint_.settings.warmup && !endpoint_.ended; ++i) {
    if (!sleep_until(next_, stop)) {  // after a 429
      endpoint_.ended = true;
      return;
    }
    const auto began = steady_clock::now();
    step(false, stop);
    spans.push_back(std::chrono::duration_cast<Micros>(steady_clock::now() - began));
  }
  if (spans.empty()) {
    return;
  }
  const std::size_t p90 = spans.size() * 9 / 10;
  std::nth_element(spans.begin(), spans.begin() + static_cast<std::ptrdiff_t>(p90), spans.end());
  interval_ = spans[p90] * 3 / 2;
}

void Lane::take(std::stop_token stop, std::vector<Micros>& lateness) {
  const auto planned = std::max(next_, steady_clock::now());
  if (!sleep_until(planned, stop)) {
    endpoint_.ended = true;
    return;
  }
  const auto late = std::chrono::duration_cast<Micros>(steady_clock::now() - planned);
  lateness.push_back(late);
  next_ = planned + interval_;
  if (late > kLate) {
    ++endpoint_.dropped;
    ++endpoint_.late;
  } else {
    step(true, stop);
  }
  give_up_when_hopeless();
}

std::size_t Lane::taken() const {
  return endpoint_.has_live() ? endpoint_.pairs.size() : endpoint_.samples.size();
}

void Lane::refresh(PairedRequest& asked, bool is_candidate, const std::stop_token& stop) {
  const auto& token = is_candidate ? asked.candidate_token : asked.live_token;
  if (!token) {
    return;
  }
  const Token::Got got = token->get(probe_, stop);
  for (Header& header : (is_candidate ? asked.candidate : asked.live).headers) {
    if (header.name == "Authorization" && !got.text.empty()) {
      header.value = "Bearer " + got.text;
    }
  }
}

bool Lane::is_throttled(const Exchange& exchange, int expected, Side& side) {
  const auto* response = std::get_if<HttpResponse>(&exchange);
  if (response == nullptr || response->status != kTooManyRequests || expected == kTooManyRequests) {
    return false;
  }
  side.pacer.slow_down();
  const std::optional<Micros> pause = patience_.next(*response, now_utc());
  if (pause) {
    next_ = std::max(next_, steady_clock::now() + *pause);
  } else {
    endpoint_.throttled = side.name;
    endpoint_.ended = true;
  }
  return true;
}

void Lane::watch_latency(std::size_t at, Micros served) {
  bands_.resize(endpoint_.asks.size());
  LatencyBand& band = bands_[at];
  band.add(milliseconds(served));
  if (band.left()) {
    const auto shown = [](double ms) { return format_duration(Micros(std::llround(ms * 1000))); };
    endpoint_.live_side->health.declare(
        "live answers in " + shown(band.now()) + " (median of the newest " +
        std::to_string(LatencyBand::kCount) + "), and in " + shown(band.before()) +
        " when measuring began: it is asked nothing more.");
  }
}

Lane::Shot Lane::shoot(std::size_t at, bool is_candidate, std::stop_token stop) {
  PairedRequest& asked = endpoint_.asks[at];
  refresh(asked, is_candidate, stop);
  const HttpRequest& request = is_candidate ? asked.candidate : asked.live;
  const int status = is_candidate ? asked.candidate_status : asked.live_status;
  Side& side = is_candidate ? *endpoint_.candidate_side : *endpoint_.live_side;
  Exchange exchange = probe_.perform(request, stop);
  ++endpoint_.requests;
  side.requests.fetch_add(1, std::memory_order_relaxed);
  if (stop.stop_requested()) {
    endpoint_.ended = true;
    return {};
  }
  side.health.answered(exchange);
  if (is_throttled(exchange, status, side)) {
    return {};
  }
  const auto* response = std::get_if<HttpResponse>(&exchange);
  const auto& token = is_candidate ? asked.candidate_token : asked.live_token;
  if (token && response != nullptr && response->status == 401 && status != 401 &&
      token->refuse(bearer_of(request))) {
    return {};
  }
  // Another build's time says nothing about this one, whatever it answers.
  const Header* wanted = response == nullptr ? nullptr : other_build(side, *response);
  if (response == nullptr || response->status != status || wanted != nullptr) {
    if (is_candidate) {
      endpoint_.wrong_build = wanted;
      endpoint_.candidate_failure = std::move(exchange);
      endpoint_.failed_ask = at;
      endpoint_.ended = true;
    }
    return {std::nullopt, true};
  }
  (is_candidate ? endpoint_.candidate_http : endpoint_.live_http) = response->http_version;
  if (!response->reused_connection) {
    return {};
  }
  if (!is_candidate) {
    watch_latency(at, response->phases.served);
  }
  return {response->phases.served, false};
}

void Lane::step(bool counts, std::stop_token stop) {
  // `record --from live` measures live as the candidate: its rate holds there too.
  if ((endpoint_.has_live() && !endpoint_.live_side->pacer.wait(stop)) ||
      !endpoint_.candidate_side->pacer.wait(stop)) {
    endpoint_.ended = true;
    return;
  }
  if (endpoint_.has_live() && endpoint_.live_side->health.degraded()) {
    endpoint_.live_degraded = true;
    endpoint_.ended = true;
    return;
  }
  // A B, B A, A B …: neither side is always first, whichever row it is.
  const bool candidate_first = turn_ % 2 == 1;
  const std::size_t pair = endpoint_.has_live() ? turn_ / 2 : turn_;
  const std::size_t at = row_of_turn(pair, endpoint_.asks.size());
  ++turn_;
  Shot live;
  Shot candidate;
  const auto shoot_live = [&] {
    if (endpoint_.has_live() && !endpoint_.ended) {
      live = shoot(at, false, stop);
    }
  };
  if (!candidate_first) {
    shoot_live();
  }
  if (!endpoint_.ended) {
    candidate = shoot(at, true, stop);
  }
  if (candidate_first) {
    shoot_live();
  }
  if (!endpoint_.ended) {
    record(live, candidate, counts);
  }
}

void Lane::record(const Shot& live, const Shot& candidate, bool counts) {
  live_failures_ = live.failed ? live_failures_ + 1 : 0;
  if (live_failures_ >= kLiveFailures) {
    endpoint_.live_failed = true;
    endpoint_.ended = true;
  }
  endpoint_.ended = endpoint_.ended || endpoint_.versions_differ();
  if (!counts || endpoint_.ended) {
    return;
  }
  if (!candidate.served || (endpoint_.has_live() && !live.served)) {
    ++endpoint_.dropped;
  } else if (endpoint_.has_live()) {
    endpoint_.pairs.push_back({milliseconds(*live.served), milliseconds(*candidate.served)});
  } else {
    endpoint_.samples.push_back(milliseconds(*candidate.served));
  }
}

void Lane::give_up_when_hopeless() {
  if (endpoint_.dropped - dropped_before_ > kDropAllowance + kDropFactor * taken()) {
    endpoint_.ended = true;
  }
}

}  // namespace switchgate::exec
