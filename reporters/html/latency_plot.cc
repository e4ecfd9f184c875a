#include "reporters/html/latency_plot.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "checks/base/units.h"

namespace switchgate::reporters::html {
namespace {

// The picture's places, in its own units.
constexpr double kWidth = 720;
constexpr double kHeight = 286;
constexpr double kLeft = 84;
constexpr double kRight = 704;
constexpr double kTop = 40;      // of the distribution functions: 100 %
constexpr double kBottom = 176;  // 0 %
constexpr double kStripHeight = 20;
constexpr double kOldStrip = 192;
constexpr double kNewStrip = 218;
constexpr double kAxis = 246;
constexpr std::size_t kFewestTicks = 3;

bool is_drawable(double ms) { return std::isfinite(ms) && ms > 0; }

// Latencies to places, logarithmically.
class Axis {
 public:
  Axis(double from, double to) : from_(from), to_(to) {}
  double x(double ms) const {
    return kLeft + std::log(ms / from_) / std::log(to_ / from_) * (kRight - kLeft);
  }
  double from() const { return from_; }
  double to() const { return to_; }

 private:
  double from_;
  double to_;
};

double y_of(double share) { return kBottom - share * (kBottom - kTop); }

// What is drawn of one side.
struct Side {
  std::string_view name;
  std::string css;  // "old", "new"
  std::vector<double> sorted;
  double median = 0;
  double strip = 0;      // its upper edge
  double label_y = 0;    // of the median's label: each side has a line of its own
  bool rhombus = false;  // else a circle: sides differ in more than in colour
};

Axis axis_over(const std::array<Side, 2>& sides) {
  double from = 0;
  double to = 0;
  const auto include = [&](double ms) {
    if (is_drawable(ms)) {
      from = from > 0 ? std::min(from, ms) : ms;
      to = std::max(to, ms);
    }
  };
  for (const Side& side : sides) {
    include(side.median);
    if (!side.sorted.empty()) {
      include(side.sorted.front());
      include(side.sorted.back());
    }
  }
  const double room = std::max(1.02, std::pow(to / from, 0.02));
  return {from / room, to * room};
}

void line(Markup& out, std::string css, double x1, double y1, double x2, double y2) {
  out.empty("line", {{"class", std::move(css)},
                     {"x1", coordinate(x1)},
                     {"y1", coordinate(y1)},
                     {"x2", coordinate(x2)},
                     {"y2", coordinate(y2)}});
}

void label(Markup& out, std::string css, double x, double y, std::string_view text) {
  out.leaf("text", text, {{"class", std::move(css)}, {"x", coordinate(x)}, {"y", coordinate(y)}});
}

void draw_grid(Markup& out, const Axis& axis) {
  for (const int percent : {0, 25, 50, 75, 100}) {
    const double y = y_of(percent / 100.0);
    line(out, "grid", kLeft, y, kRight, y);
    label(out, "tick end", kLeft - 8, y + 4, std::to_string(percent) + " %");
  }
  for (const double tick : axis_ticks(axis.from(), axis.to())) {
    const double x = axis.x(tick);
    line(out, "grid", x, kTop, x, kAxis);
    label(out, "tick middle", x, kAxis + 16, format_number(tick, 3));
  }
  line(out, "axis", kLeft, kAxis, kRight, kAxis);
  label(out, "tick middle", (kLeft + kRight) / 2, kAxis + 34, "milliseconds, logarithmic");
}

// A step up at each sample that is drawn, to the share of all that came no later.
void draw_function(Markup& out, const Axis& axis, const Side& side) {
  if (side.sorted.empty()) {
    return;
  }
  const auto all = static_cast<double>(side.sorted.size());
  std::string path = "M" + coordinate(kLeft) + ' ' + coordinate(kBottom);
  for (const std::size_t rank : drawn_ranks(side.sorted.size())) {
    path += 'H' + coordinate(axis.x(side.sorted[rank])) + 'V' +
            coordinate(y_of(static_cast<double>(rank + 1) / all));
  }
  path += 'H' + coordinate(kRight);
  out.empty("path", {{"class", "ecdf " + side.css}, {"d", path}});
}

// A dot a sample. How high it stands in its strip says nothing; it keeps equal ones apart.
void draw_strip(Markup& out, const Axis& axis, const Side& side) {
  if (side.sorted.empty()) {
    return;
  }
  constexpr double kGoldenRatio = 0.6180339887498949;
  std::string path;
  for (const std::size_t rank : drawn_ranks(side.sorted.size())) {
    const double height = std::fmod(static_cast<double>(rank) * kGoldenRatio, 1.0);
    path += 'M' + coordinate(axis.x(side.sorted[rank])) + ' ' +
            coordinate(side.strip + height * kStripHeight) + "h0";
  }
  out.empty("path", {{"class", "strip " + side.css}, {"d", path}});
  label(out, "tick end", kLeft - 8, side.strip + kStripHeight / 2 + 4, side.name);
}

void draw_median(Markup& out, const Axis& axis, const Side& side) {
  if (!is_drawable(side.median)) {
    return;
  }
  const double x = axis.x(side.median);
  line(out, "median " + side.css, x, side.label_y + 4, x, kAxis);
  const double y = y_of(0.5);
  if (side.rhombus) {
    out.empty("path", {{"class", "mark " + side.css},
                       {"d", "M" + coordinate(x) + ' ' + coordinate(y - 6) + "l6 6l-6 6l-6 -6z"}});
  } else {
    out.empty(
        "circle",
        {{"class", "mark " + side.css}, {"cx", coordinate(x)}, {"cy", coordinate(y)}, {"r", "5"}});
  }
  const bool at_right = x > kWidth * 0.7;
  label(out, std::string("label ") + (at_right ? "end" : "start"), x + (at_right ? -6 : 6),
        side.label_y + 8, std::string(side.name) + " median " + ms_text(side.median));
}

std::string description(const Side& side) {
  if (side.sorted.empty()) {
    return std::string(side.name) + ": median " + ms_text(side.median) + ". ";
  }
  return std::string(side.name) + ": " + std::to_string(side.sorted.size()) + " answers, median " +
         ms_text(side.median) + ", 95 % within " + ms_text(quantile(side.sorted, .95)) +
         ", the slowest " + ms_text(side.sorted.back()) + ". ";
}

}  // namespace

std::string ms_text(double ms) {
  return std::isfinite(ms) && ms >= 0 ? format_number(ms, 3) + " ms" : "?";
}

std::vector<std::size_t> drawn_ranks(std::size_t count) {
  const std::size_t drawn = std::min(count, kMostPoints);
  std::vector<std::size_t> ranks;
  ranks.reserve(drawn);
  for (std::size_t i = 0; i < drawn; ++i) {
    ranks.push_back(drawn == 1 ? 0 : i * (count - 1) / (drawn - 1));
  }
  return ranks;
}

std::vector<double> even_ticks(double from, double to) {
  const double rough = (to - from) / 5;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = power;
  for (const double factor : {2.0, 5.0, 10.0}) {
    step = step < rough ? power * factor : step;
  }
  std::vector<double> ticks;
  for (double n = std::ceil(from / step); n * step <= to; ++n) {
    ticks.push_back(n * step);
  }
  return ticks;
}

std::vector<double> axis_ticks(double from, double to) {
  if (!(to / from > 1.5)) {
    return even_ticks(from, to);
  }
  // From coarse to fine; the first that labels enough places.
  static const std::array<std::vector<double>, 3> factor_sets = {
      {{1}, {1, 2, 5}, {1, 1.5, 2, 3, 4, 5, 7}}};
  std::vector<double> ticks;
  for (const std::vector<double>& factors : factor_sets) {
    ticks.clear();
    const int last = static_cast<int>(std::floor(std::log10(to)));
    for (int decade = static_cast<int>(std::floor(std::log10(from))); decade <= last; ++decade) {
      for (const double factor : factors) {
        const double tick = factor * std::pow(10.0, decade);
        if (tick >= from && tick <= to) {
          ticks.push_back(tick);
        }
      }
    }
    if (ticks.size() > kFewestTicks) {
      break;
    }
  }
  return ticks.size() < kFewestTicks ? even_ticks(from, to) : ticks;
}

bool draw_latency_plot(Markup& out, const LatencyPlot& plot) {
  const std::array<Side, 2> sides = {
      Side{plot.old_side.name, "old", usable_sorted(plot.old_side.samples), plot.old_median,
           kOldStrip, 6, false},
      Side{plot.new_side.name, "new", usable_sorted(plot.new_side.samples), plot.new_median,
           kNewStrip, 22, true}};
  if (sides[1].sorted.empty()) {
    return false;
  }
  const Axis axis = axis_over(sides);
  const std::string title = plot.id + "-title";
  const std::string told = plot.id + "-description";
  const auto svg =
      out.open("svg", {{"class", "plot"},
                       {"viewBox", "0 0 " + coordinate(kWidth) + ' ' + coordinate(kHeight)},
                       {"role", "img"},
                       {"aria-labelledby", title + ' ' + told}});
  out.leaf("title", plot.title, {{"id", title}});
  out.leaf("desc", description(sides[0]) + description(sides[1]), {{"id", told}});
  draw_grid(out, axis);
  for (const Side& side : sides) {
    draw_function(out, axis, side);
    draw_strip(out, axis, side);
  }
  for (const Side& side : sides) {
    draw_median(out, axis, side);
  }
  return true;
}

}  // namespace switchgate::reporters::html
