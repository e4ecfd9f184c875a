#include "reporters/html/timeline.h"

#include <algorithm>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "reporters/facts.h"
#include "reporters/html/latency_plot.h"
#include "reporters/html/parts.h"

namespace switchgate::reporters::html {
namespace {

constexpr double kWidth = 720;
constexpr double kLeft = 200;
constexpr double kRight = 704;
constexpr double kRow = 20;
constexpr double kBar = 12;
constexpr double kNarrowest = 2;        // of a bar, so that it is seen
constexpr std::size_t kNameBytes = 30;  // what fits left of the bars

Micros time_of(const CheckResult& check) {
  Micros sum{0};
  for (const Period& period : check.worked) {
    sum += period.to - period.from;
  }
  return sum;
}

// In the order of the suites, at most kMostBars of them.
std::vector<const CheckResult*> drawn_of(const RunReport& report) {
  std::vector<const CheckResult*> drawn;
  for (const CheckResult& check : report.checks) {
    if (!check.worked.empty()) {
      drawn.push_back(&check);
    }
  }
  if (drawn.size() > kMostBars) {
    std::vector<const CheckResult*> longest = drawn;
    std::stable_sort(longest.begin(), longest.end(),
                     [](const auto* a, const auto* b) { return time_of(*a) > time_of(*b); });
    longest.resize(kMostBars);
    std::sort(longest.begin(), longest.end());  // all of them stand in one list
    drawn = std::move(longest);
  }
  return drawn;
}

class Picture {
 public:
  Picture(Markup& out, Micros end, std::size_t rows)
      : out_(out), end_(end), bottom_(kRow * static_cast<double>(rows) + 6) {}

  double height() const { return bottom_ + 24; }

  void grid() {
    for (const double tick : even_ticks(0, static_cast<double>(end_.count()))) {
      const double x = x_of(Micros(static_cast<std::int64_t>(tick)));
      out_.empty("path",
                 {{"class", "grid"}, {"d", "M" + coordinate(x) + " 0V" + coordinate(bottom_)}});
      out_.leaf("text", format_duration(Micros(static_cast<std::int64_t>(tick))),
                {{"class", "tick middle"}, {"x", coordinate(x)}, {"y", coordinate(bottom_ + 16)}});
    }
  }

  void row(std::size_t index, const CheckResult& check) {
    const double top = kRow * static_cast<double>(index) + (kRow - kBar) / 2;
    out_.leaf("text", excerpt(check.id, kNameBytes),
              {{"class", "tick end"}, {"x", coordinate(kLeft - 8)}, {"y", coordinate(top + 10)}});
    for (const Period& period : check.worked) {
      const double from = x_of(period.from);
      out_.empty("rect", {{"class", "period " + std::string(css_of(check.outcome))},
                          {"x", coordinate(from)},
                          {"y", coordinate(top)},
                          {"width", coordinate(std::max(x_of(period.to) - from, kNarrowest))},
                          {"height", coordinate(kBar)}});
    }
  }

 private:
  double x_of(Micros at) const {
    const double share = static_cast<double>(at.count()) / static_cast<double>(end_.count());
    return kLeft + std::clamp(share, 0.0, 1.0) * (kRight - kLeft);
  }

  Markup& out_;
  Micros end_;
  double bottom_;
};

}  // namespace

void write_timeline(Markup& out, const RunReport& report) {
  const std::vector<const CheckResult*> drawn = drawn_of(report);
  if (drawn.empty()) {
    return;
  }
  Micros end = std::max(report.duration, Micros(1));
  for (const CheckResult* check : drawn) {
    end = std::max(end, check->worked.back().to);
  }
  const Section section(out, "timeline", "When each check ran");
  Picture picture(out, end, drawn.size());
  {
    const auto svg = out.open(
        "svg", {{"class", "plot timeline"},
                {"viewBox", "0 0 " + coordinate(kWidth) + ' ' + coordinate(picture.height())},
                {"role", "img"},
                {"aria-labelledby", "timeline-title timeline-description"}});
    out.leaf("title", "When each check ran", {{"id", "timeline-title"}});
    out.leaf("desc",
             "A row for each of " + counted(drawn.size(), "check", "checks") + ", over the " +
                 format_duration(end) +
                 " of the run. How long each took stands in the list of checks.",
             {{"id", "timeline-description"}});
    picture.grid();
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      picture.row(i, *drawn[i]);
    }
  }
  const auto list = out.open("ul", {{"class", "remarks"}});
  out.leaf("li", "A further bar is the measurement of latencies, in which endpoints take turns.");
  if (drawn.size() == kMostBars) {
    out.leaf("li", "At most " + std::to_string(kMostBars) +
                       " checks are drawn: those that took longest.");
  }
}

}  // namespace switchgate::reporters::html
