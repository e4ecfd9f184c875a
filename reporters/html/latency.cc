#include "reporters/html/latency.h"

#include <algorithm>
#include <cmath>

#include "checks/base/units.h"
#include "checks/latency/reason.h"
#include "reporters/facts.h"
#include "reporters/html/latency_plot.h"
#include "reporters/html/parts.h"

namespace switchgate::reporters::html {
namespace {

constexpr double kBarWidth = 260;
constexpr double kBarHeight = 24;
constexpr double kWidest = 2.3;  // ln: ten times slower or faster; beyond it the bar is cut

// Fail, undecided, pass.
int rank(latency::Verdict verdict) {
  switch (verdict) {
    case latency::Verdict::kFail:
      return 0;
    case latency::Verdict::kUndecided:
      return 1;
    case latency::Verdict::kPass:
      return 2;
  }
  return 0;
}

// "1.58": a difference of logarithms as a ratio.
std::string ratio_text(double ln) {
  const double value = std::exp(ln);
  return std::isfinite(ln) && std::isfinite(value) ? format_number(value, value < 1 ? 3 : 4) : "?";
}

std::string interval_text(const latency::Judgement& judged) {
  return ratio_text(judged.lower) + " to " + ratio_text(judged.upper);
}

std::string percent_more(double share) {
  return std::isfinite(share) && share > 0 ? '+' + format_number(share * 100, 2) + " %" : "?";
}

std::string_view css_of(latency::Verdict verdict) {
  switch (verdict) {
    case latency::Verdict::kFail:
      return "bad";
    case latency::Verdict::kUndecided:
      return "unsure";
    case latency::Verdict::kPass:
      return "good";
  }
  return "unsure";
}

// Of logarithms of ratios; "equal" always lies on it.
struct RatioAxis {
  double from = -0.1;
  double to = 0.1;
  void include(double ln) {
    if (std::isfinite(ln)) {
      from = std::min(from, std::max(ln, -kWidest));
      to = std::max(to, std::min(ln, kWidest));
    }
  }
  double x(double ln) const {
    const double within = std::clamp(ln, from, to);
    return 8 + (within - from) / (to - from) * (kBarWidth - 16);
  }
};

RatioAxis axis_over(const std::vector<Measured>& all) {
  RatioAxis axis;
  for (const Measured& measured : all) {
    axis.include(measured.comparison->latency->lower);
    axis.include(measured.comparison->latency->upper);
  }
  return axis;
}

// The interval as a bar, its estimate as a square, and a line where both sides are equal.
void draw_interval(Markup& out, const latency::Judgement& judged, const RatioAxis& axis) {
  if (!std::isfinite(judged.theta) || !std::isfinite(judged.lower) ||
      !std::isfinite(judged.upper)) {
    return;
  }
  const auto svg = out.open(
      "svg", {{"class", "interval " + std::string(css_of(judged.verdict))},
              {"viewBox", "0 0 " + coordinate(kBarWidth) + ' ' + coordinate(kBarHeight)},
              {"role", "img"},
              {"aria-label", "ratio " + ratio_text(judged.theta) + ", 95 % interval " +
                                 interval_text(judged) + "; the upright line is 1, equally fast"}});
  const double middle = kBarHeight / 2;
  const std::string equal = coordinate(axis.x(0));
  const std::string from = coordinate(axis.x(judged.lower));
  const std::string to = coordinate(axis.x(judged.upper));
  out.empty("path", {{"class", "equal"}, {"d", "M" + equal + " 0V" + coordinate(kBarHeight)}});
  out.empty("path", {{"class", "bar"},
                     {"d", "M" + from + ' ' + coordinate(middle) + 'H' + to + 'M' + from + ' ' +
                               coordinate(middle - 5) + "v10M" + to + ' ' + coordinate(middle - 5) +
                               "v10"}});
  out.empty("rect", {{"class", "estimate"},
                     {"x", coordinate(axis.x(judged.theta) - 4)},
                     {"y", coordinate(middle - 4)},
                     {"width", "8"},
                     {"height", "8"}});
}

void write_row(Markup& out, const Measured& measured, const RatioAxis& axis) {
  const latency::Judgement& judged = *measured.comparison->latency;
  const auto row = out.open("tr");
  {
    const auto name = out.open("th", {{"scope", "row"}});
    out.leaf("a", measured.name, {{"href", "#" + measured.check_id}});
  }
  out.leaf("td", ms_text(judged.live_median_ms), {{"class", "number"}});
  out.leaf("td", ms_text(judged.candidate_median_ms), {{"class", "number"}});
  out.leaf("td", ratio_text(judged.theta), {{"class", "number"}});
  out.leaf("td", interval_text(judged), {{"class", "number"}});
  {
    const auto cell = out.open("td");
    draw_interval(out, judged, axis);
  }
  {
    const auto cell = out.open("td");
    write_badge(out, css_of(judged.verdict), latency::name_of(judged.verdict));
  }
  out.leaf("td", percent_more(judged.mde80), {{"class", "number"}});
}

// What the numbers mean, below the table.
void write_legend(Markup& out, const RunReport& report, const std::vector<Measured>& all) {
  const auto list = out.open("ul", {{"class", "remarks"}});
  out.leaf("li",
           "The bar is the 95 % interval of the ratio, the square its estimate, the upright line "
           "equally fast.");
  out.leaf("li", "Detects: the smallest slowdown that would be found with 80 % chance.");
  for (const Measured& measured : all) {
    const double common = measured.comparison->latency->common;
    if (std::isfinite(common) && common != 0) {
      out.leaf("li", "The ratio is what lies beyond the " + latency::signed_percent(common) +
                         " that all endpoints share.");
      break;
    }
  }
  if (report.timer_lateness_p95) {
    out.leaf("li", "This machine woke the measurement up to " +
                       format_duration(*report.timer_lateness_p95) +
                       " late (95 % of the time less).");
  }
  if (all.size() > kMostPlots) {
    out.leaf("li", "Distributions are drawn of the first " + std::to_string(kMostPlots) +
                       " rows; the JSON report holds the samples of all.");
  }
}

void write_side(Markup& out, const std::string& css, std::string_view name,
                const std::vector<double>& samples, double median) {
  const std::vector<double> sorted = usable_sorted(samples);
  const auto row = out.open("tr");
  {
    const auto head = out.open("th", {{"scope", "row"}});
    out.leaf("span", name, {{"class", "key " + css}});
  }
  const auto number = [&](const std::string& text) { out.leaf("td", text, {{"class", "number"}}); };
  number(sorted.empty() ? "–" : std::to_string(sorted.size()));
  number(ms_text(median));
  number(sorted.empty() ? "–" : ms_text(quantile(sorted, .95)));
  number(sorted.empty() ? "–" : ms_text(sorted.back()));
}

void write_numbers(Markup& out, const Measured& measured, std::string_view old_name) {
  const ComparisonResult& comparison = *measured.comparison;
  const latency::Judgement& judged = *comparison.latency;
  const auto scroll = open_scroll(out, "numbers of " + measured.name);
  const auto table = out.open("table");
  {
    const auto head = out.open("thead");
    write_headings(out, {"side", "answers", "median", "95 % within", "slowest"});
  }
  const auto body = out.open("tbody");
  write_side(out, "old", old_name, comparison.live_ms, judged.live_median_ms);
  write_side(out, "new", "candidate", comparison.candidate_ms, judged.candidate_median_ms);
}

// How the numbers came about: what was judged, left out, and thinned.
std::string remarks(const ComparisonResult& comparison) {
  const latency::Judgement& judged = *comparison.latency;
  std::string text = "Ratio " + ratio_text(judged.theta) + ", 95 % interval " +
                     interval_text(judged) + ". Medians and ratio are of the " +
                     std::to_string(judged.kept) + " of " + std::to_string(judged.given) +
                     " that count; the picture shows all that were taken.";
  if (comparison.latency_dropped > 0) {
    text += ' ' + counted(comparison.latency_dropped, "pair", "pairs") + " did not count.";
  }
  const std::size_t most = std::max(comparison.live_ms.size(), comparison.candidate_ms.size());
  if (most > kMostPoints) {
    text += " Of " + std::to_string(most) + " answers a side, " + std::to_string(kMostPoints) +
            " are drawn, evenly by rank, the fastest and the slowest among them.";
  }
  return text;
}

}  // namespace

std::vector<Measured> measured_of(const RunReport& report) {
  std::vector<Measured> all;
  for (std::size_t i = 0; i < report.checks.size(); ++i) {
    const CheckResult& check = report.checks[i];
    for (const ComparisonResult& comparison : check.comparisons) {
      if (comparison.latency) {
        all.push_back({&check, &comparison,
                       check.id + (comparison.step.empty() ? "" : ' ' + comparison.step) +
                           (comparison.instance.empty() ? "" : " on " + comparison.instance),
                       check_anchor(i), "latency-" + std::to_string(all.size() + 1), false});
      }
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Measured& a, const Measured& b) {
    return rank(a.comparison->latency->verdict) < rank(b.comparison->latency->verdict);
  });
  for (std::size_t i = 0; i < std::min(all.size(), kMostPlots); ++i) {
    all[i].drawn = true;
  }
  return all;
}

void write_latencies(Markup& out, const RunReport& report, const std::vector<Measured>& all) {
  if (all.empty()) {
    return;
  }
  const RatioAxis axis = axis_over(all);
  const Section section(out, "latency", "Latency");
  {
    const auto scroll = open_scroll(out, "compared latencies");
    const auto table = out.open("table");
    {
      const auto head = out.open("thead");
      const std::string& against = all.front().comparison->against;
      write_headings(out, {"endpoint", against.empty() ? "live" : against, "candidate", "ratio",
                           "95 % interval", "on one axis", "verdict", "detects"});
    }
    const auto body = out.open("tbody");
    for (const Measured& measured : all) {
      write_row(out, measured, axis);
    }
  }
  write_legend(out, report, all);
}

void write_distributions(Markup& out, const Measured& measured) {
  const ComparisonResult& comparison = *measured.comparison;
  const latency::Judgement& judged = *comparison.latency;
  const std::string old_name = comparison.against.empty() ? "live" : comparison.against;
  const auto figure = out.open("figure");
  if (measured.drawn) {
    draw_latency_plot(out, {measured.id,
                            "Latencies of " + measured.name,
                            {old_name, comparison.live_ms},
                            {"candidate", comparison.candidate_ms},
                            judged.live_median_ms,
                            judged.candidate_median_ms});
  }
  const auto caption = out.open("figcaption");
  write_numbers(out, measured, old_name);
  {
    const auto verdict = out.open("p");
    write_badge(out, css_of(judged.verdict), latency::name_of(judged.verdict));
    out.text(" latency: " + judged.reason);
  }
  out.leaf("p", remarks(comparison), {{"class", "quiet"}});
}

}  // namespace switchgate::reporters::html
