// Two distributions of latencies as one SVG picture: how many of the answers came within
// which time (the empirical distribution functions), and below, each answer as a dot. Both
// share one logarithmic axis.

#ifndef SWITCHGATE_REPORTERS_HTML_LATENCY_PLOT_H_
#define SWITCHGATE_REPORTERS_HTML_LATENCY_PLOT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "reporters/distribution.h"
#include "reporters/html/markup.h"

namespace switchgate::reporters::html {

// Of a side; more are thinned out.
constexpr std::size_t kMostPoints = 400;

// Which of `count` samples in order of size are drawn: at most kMostPoints, evenly by rank,
// the smallest and the largest always. The same for the same count.
std::vector<std::size_t> drawn_ranks(std::size_t count);

struct LatencyPlot {
  std::string id;     // unique on the page
  std::string title;  // "latencies of shop/search"
  Distribution old_side;
  Distribution new_side;
  double old_median = 0;  // ms, as judged; drawn where it is above zero, also without samples
  double new_median = 0;
};

// Draws nothing and returns false when the new side has no usable sample.
bool draw_latency_plot(Markup& out, const LatencyPlot& plot);

// Where an axis from `from` to `to` (above zero, in this order) is labelled: round numbers.
std::vector<double> axis_ticks(double from, double to);

// Round numbers from `from` to `to` that lie evenly apart, some five of them.
std::vector<double> even_ticks(double from, double to);

// "12.3 ms"; "?" for what is no number.
std::string ms_text(double ms);

}  // namespace switchgate::reporters::html

#endif  // SWITCHGATE_REPORTERS_HTML_LATENCY_PLOT_H_
