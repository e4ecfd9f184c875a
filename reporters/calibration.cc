#include "reporters/calibration.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/latency/reason.h"
#include "reporters/escape.h"
#include "reporters/facts.h"
#include "reporters/layout.h"

namespace switchgate::reporters {
namespace {

struct Endpoint {
  std::string name;
  const latency::Judgement* judged = nullptr;
  double shift() const { return judged->theta + judged->common; }  // ln
  bool sees() const { return judged->mde80 <= judged->detect; }
};

// The noisiest first.
std::vector<Endpoint> endpoints_of(const RunReport& report) {
  std::vector<Endpoint> out;
  for (const CheckResult& check : report.checks) {
    for (const ComparisonResult& comparison : check.comparisons) {
      if (comparison.latency && comparison.latency->kept > 0) {
        out.push_back(
            {inert_line(check.id + (comparison.step.empty() ? "" : ' ' + comparison.step) +
                            (comparison.instance.empty() ? "" : " on " + comparison.instance),
                        200),
             &*comparison.latency});
      }
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const Endpoint& a, const Endpoint& b) {
    return a.judged->mde80 > b.judged->mde80;
  });
  return out;
}

// Why an endpoint could not be measured at all.
std::vector<const Finding*> obstacles(const RunReport& report) {
  std::vector<const Finding*> out;
  const auto take = [&](const std::vector<Finding>& findings) {
    for (const Finding* finding : worst_first(findings)) {
      const bool measured =
          finding->rule.starts_with("latency/") && finding->rule != "latency/too-few-samples";
      if (gravity_of(*finding) <= Gravity::kUndecided && !measured) {
        out.push_back(finding);
      }
    }
  };
  take(report.findings);
  for (const CheckResult& check : report.checks) {
    take(check.findings);
  }
  return out;
}

std::string percent(double share) { return '+' + format_number(std::round(share * 100), 5) + " %"; }

std::string milliseconds(double ms) { return format_duration(Micros(std::llround(ms * 1000))); }

// "+20 %", or the two ends where suites ask for different ones.
std::string asked(const std::vector<Endpoint>& endpoints) {
  const auto [least, most] = std::minmax_element(
      endpoints.begin(), endpoints.end(),
      [](const auto& a, const auto& b) { return a.judged->detect < b.judged->detect; });
  const std::string from = percent(least->judged->detect);
  const std::string to = percent(most->judged->detect);
  return from == to ? from : from + " to " + to;
}

std::string summary(const RunReport& report, const std::vector<Endpoint>& endpoints) {
  const auto seen = static_cast<std::size_t>(
      std::count_if(endpoints.begin(), endpoints.end(), [](const auto& e) { return e.sees(); }));
  const std::size_t noisy = endpoints.size() - seen;
  std::string out = "A run sees " + asked(endpoints) + " on " + std::to_string(seen) + " of " +
                    counted(endpoints.size(), "endpoint", "endpoints");
  if (noisy > 0) {
    out += ", " + std::to_string(noisy) + (noisy == 1 ? " is" : " are") + " too noisy";
  }
  return out + "; " + counted(report.requests, "request", "requests") + ", " +
         format_duration(report.duration);
}

// How far apart equal builds were.
std::string spread(const std::vector<Endpoint>& endpoints) {
  std::vector<const Endpoint*> by_shift;
  by_shift.reserve(endpoints.size());
  for (const Endpoint& endpoint : endpoints) {
    by_shift.push_back(&endpoint);
  }
  std::sort(by_shift.begin(), by_shift.end(),
            [](const Endpoint* a, const Endpoint* b) { return a->shift() < b->shift(); });
  const Endpoint* middle = by_shift[(by_shift.size() - 1) / 2];
  const Endpoint* farthest =
      *std::max_element(by_shift.begin(), by_shift.end(), [](const Endpoint* a, const Endpoint* b) {
        return std::abs(a->shift()) < std::abs(b->shift());
      });
  return "Equal builds differed by " + latency::signed_percent(middle->shift()) +
         " in the middle, at most by " + latency::signed_percent(farthest->shift()) + " (" +
         farthest->name + ')';
}

class Page {
 public:
  Page(const RunReport& report, const Style& style)
      : report_(report), style_(style), paint_(style.colour), endpoints_(endpoints_of(report)) {}

  std::string text() {
    if (!style_.quiet) {
      targets();
    }
    if (!endpoints_.empty()) {
      const bool all = endpoints_.front().sees();
      line(paint_(all ? Tint::kGreen : Tint::kYellow, summary(report_, endpoints_)));
      if (!style_.quiet) {
        line(spread(endpoints_));
      }
      table();
      if (!all) {
        line("More `samples` make smaller slowdowns visible, a larger `detect` claims less.");
      }
    }
    for (const Finding* finding : obstacles(report_)) {
      line(paint_(Tint::kRed, "not measured") + "  " +
           inert_line(finding->check + (finding->check.empty() ? "" : ": ") + finding->message,
                      400));
    }
    return out_;
  }

 private:
  void targets() {
    bool candidate = false;
    for (const TargetInfo& target : report_.targets) {
      candidate = candidate || target.name == "candidate";
      line("  " + padded(target.name, 9) + "  " + inert_line(target.url, 200) +
           (target.address.empty() ? "" : ", dialled " + inert_line(target.address, 200)));
    }
    if (!candidate) {
      line("  live is compared with itself");
    }
  }

  void line(const std::string& text) { out_ += text + '\n'; }

  void table() {
    std::size_t width = 0;
    for (const Endpoint& endpoint : endpoints_) {
      width = std::max(width, endpoint.name.size());
    }
    bool headed = false;
    for (const Endpoint& endpoint : endpoints_) {
      if (style_.quiet && endpoint.sees()) {
        continue;
      }
      if (!headed) {
        line(paint_(Tint::kDim, "  visible from  " + padded("endpoint", width) + "  median"));
        headed = true;
      }
      row(endpoint, width);
    }
  }

  void row(const Endpoint& endpoint, std::size_t width) {
    const latency::Judgement& judged = *endpoint.judged;
    const Tint tint = endpoint.sees() ? Tint::kGreen : Tint::kYellow;
    line("  " + paint_(tint, padded(percent(judged.mde80), 12)) + "  " +
         padded(endpoint.name, width) + "  " + milliseconds(judged.live_median_ms) + ", " +
         counted(judged.kept, "pair", "pairs"));
    if (!endpoint.sees() && judged.verdict != latency::Verdict::kPass) {
      line("                " + inert_line(judged.reason, 300));
    }
  }

  const RunReport& report_;
  const Style& style_;
  Paint paint_;
  std::vector<Endpoint> endpoints_;
  std::string out_;
};

}  // namespace

std::string calibration(const RunReport& report, const Style& style) {
  return Page(report, style).text();
}

bool all_measured(const RunReport& report) { return obstacles(report).empty(); }

}  // namespace switchgate::reporters
