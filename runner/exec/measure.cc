#include "runner/exec/measure.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <string>

#include "checks/base/units.h"
#include "checks/latency/reason.h"
#include "runner/exec/clock.h"
#include "runner/exec/health.h"
#include "runner/exec/throttle.h"

namespace switchgate::exec {
namespace {

using std::chrono::steady_clock;

// Later than this, the machine was busy with something else.
constexpr Micros kLate{5'000};
// Pairs that may be dropped for each one that counts, before giving up.
constexpr std::size_t kDropFactor = 1;
constexpr std::size_t kDropAllowance = 20;
constexpr int kLiveFailures = 3;
// Long enough for a scheduler to move a process that shares its core.
constexpr Micros kBeforeConfirming{1'500'000};
constexpr double kUncalibratedTolerance = 0.25;

double milliseconds(Micros value) { return static_cast<double>(value.count()) / 1000.0; }

std::string bearer_of(const HttpRequest& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string* line = find_header(request.headers, "Authorization");
  return line != nullptr && line->starts_with(kScheme) ? line->substr(kScheme.size()) : "";
}

// Sends to both sides, or to the candidate alone, and keeps the schedule.
class Lane {
 public:
  Lane(Endpoint& endpoint, probe::Probe& probe) : endpoint_(endpoint), probe_(probe) {}

  void warm_up(std::stop_token stop) {
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

  // Waits for the endpoint's turn and takes one pair or sample.
  void take(std::stop_token stop, std::vector<Micros>& lateness) {
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
    } else {
      step(true, stop);
    }
    give_up_when_hopeless();
  }

  Endpoint& endpoint() { return endpoint_; }
  std::size_t taken() const {
    return endpoint_.has_live() ? endpoint_.pairs.size() : endpoint_.samples.size();
  }

 private:
  // The response when it counts as a sample: the expected status on an old connection.
  struct Shot {
    std::optional<Micros> served;
    bool failed = false;
  };

  // Gives the request the token of now; it may have expired since the last turn.
  void refresh(PairedRequest& asked, bool is_candidate, const std::stop_token& stop) {
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

  // A 429 is no sample: the lane waits as long as it asks for. Gives up when it goes on.
  bool is_throttled(const Exchange& exchange, int expected, Side& side) {
    const auto* response = std::get_if<HttpResponse>(&exchange);
    if (response == nullptr || response->status != kTooManyRequests ||
        expected == kTooManyRequests) {
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

  // Keeps an eye on live: true when it is asked nothing more.
  void watch_latency(std::size_t at, Micros served) {
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

  Shot shoot(std::size_t at, bool is_candidate, std::stop_token stop) {
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

  void step(bool counts, std::stop_token stop) {
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

  void record(const Shot& live, const Shot& candidate, bool counts) {
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

  void give_up_when_hopeless() {
    if (endpoint_.dropped > kDropAllowance + kDropFactor * taken()) {
      endpoint_.ended = true;
    }
  }

  Endpoint& endpoint_;
  probe::Probe& probe_;
  Micros interval_{0};
  steady_clock::time_point next_{};
  std::size_t turn_ = 0;
  int live_failures_ = 0;
  Patience patience_;
  std::vector<LatencyBand> bands_;  // of live, one a row
};

// Looks at the pairs so far; ends the endpoint when they decide.
void look(Endpoint& endpoint, std::size_t& next_look) {
  const auto max_pairs = static_cast<std::size_t>(endpoint.settings.max_samples);
  latency::Progress progress =
      latency::look(endpoint.pairs, settings_of(endpoint.settings, false), max_pairs);
  endpoint.judgement = std::move(progress.judgement);
  next_look = progress.next_pairs;
  endpoint.ended = endpoint.ended || progress.finished;
}

bool decided(const Endpoint& endpoint) {
  return endpoint.judgement && endpoint.judgement->verdict != latency::Verdict::kUndecided;
}

bool failed(const Endpoint& endpoint) {
  return endpoint.judgement && endpoint.judgement->verdict == latency::Verdict::kFail;
}

// No more samples will come: this judgement is the last.
void judge_finally(Endpoint& endpoint) {
  const latency::Settings settings = settings_of(endpoint.settings, false);
  if (endpoint.has_live() && !decided(endpoint)) {
    endpoint.judgement = latency::look(endpoint.pairs, settings, endpoint.pairs.size()).judgement;
  } else if (!endpoint.has_live()) {
    endpoint.judgement = latency::judge_recorded(endpoint.runs, endpoint.samples, settings);
  }
}

// One series of each endpoint, round-robin, until it is decided or hopeless.
void run_series(std::span<Endpoint* const> endpoints, probe::Probe& probe,
                const std::stop_token& stop, std::vector<Micros>& lateness) {
  struct Turn {
    Lane lane;
    std::size_t next_look;
  };
  std::vector<Turn> turns;
  turns.reserve(endpoints.size());
  for (Endpoint* endpoint : endpoints) {
    const auto first_look = endpoint->has_live()
                                ? latency::kLooks.front().pairs
                                : static_cast<std::size_t>(endpoint->settings.samples);
    turns.push_back({Lane(*endpoint, probe), first_look});
    turns.back().lane.warm_up(stop);
  }
  for (bool any = true; any && !stop.stop_requested();) {
    any = false;
    for (Turn& turn : turns) {
      Endpoint& endpoint = turn.lane.endpoint();
      if (endpoint.ended) {
        continue;
      }
      any = true;
      turn.lane.take(stop, lateness);
      if (turn.lane.taken() < turn.next_look) {
        continue;
      }
      if (endpoint.has_live()) {
        look(endpoint, turn.next_look);
      } else {
        endpoint.ended = true;
      }
    }
  }
  for (Endpoint* endpoint : endpoints) {
    judge_finally(*endpoint);
  }
}

std::string slowdown_of(const latency::Judgement& judgement) {
  return latency::signed_percent(judgement.theta);
}

// Measures the slow ones again. What the second series does not show is not held
// against the candidate, and not excluded either.
void confirm(std::span<Endpoint* const> endpoints, probe::Probe& probe, const std::stop_token& stop,
             std::vector<Micros>& lateness) {
  std::vector<Endpoint*> slow;
  std::vector<latency::Judgement> first;
  for (Endpoint* endpoint : endpoints) {
    if (failed(*endpoint) && !endpoint->candidate_failure && !endpoint->live_failed &&
        !endpoint->live_degraded && endpoint->throttled.empty()) {
      slow.push_back(endpoint);
      first.push_back(*endpoint->judgement);
      endpoint->pairs.clear();
      endpoint->samples.clear();
      endpoint->judgement.reset();
      endpoint->ended = false;
    }
  }
  if (slow.empty() || !sleep_for(kBeforeConfirming, stop)) {
    return;
  }
  run_series(slow, probe, stop, lateness);
  for (std::size_t i = 0; i < slow.size(); ++i) {
    latency::Judgement& second = *slow[i]->judgement;
    if (second.verdict == latency::Verdict::kFail) {
      continue;
    }
    second.reason = "a first series of samples was slower (" + slowdown_of(first[i]) +
                    "), a second one did not show it (" + slowdown_of(second) +
                    "): one of the two sides was disturbed while it was measured";
    second.verdict = latency::Verdict::kUndecided;
    second.why = latency::Why::kNoisy;
  }
}

std::optional<Micros> quantile_95(std::vector<Micros> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  const std::size_t at = values.size() * 95 / 100;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

}  // namespace

latency::Settings settings_of(const LatencySettings& settings, bool calibrated) {
  latency::Settings out;
  out.tolerance =
      calibrated ? settings.tolerance : std::max(settings.tolerance, kUncalibratedTolerance);
  out.detect = settings.detect;
  out.floor_ms = milliseconds(settings.floor);
  return out;
}

// Strides of about the golden section, with no divisor in common, visit every row
// once before any comes again, and no stretch of them late.
std::size_t row_of_turn(std::size_t turn, std::size_t rows) {
  constexpr double kGoldenSection = 0.618;
  auto stride = static_cast<std::size_t>(static_cast<double>(rows) * kGoldenSection);
  while (stride > 1 && std::gcd(stride, rows) != 1) {
    --stride;
  }
  return turn * std::max<std::size_t>(stride, 1) % rows;
}

LaneReport measure(std::vector<Endpoint*> endpoints, probe::Probe& probe, std::stop_token stop) {
  std::vector<Micros> lateness;
  run_series(endpoints, probe, stop, lateness);
  confirm(endpoints, probe, stop, lateness);
  return {quantile_95(std::move(lateness))};
}

}  // namespace switchgate::exec
