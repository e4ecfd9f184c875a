// Compared latencies: a table of all endpoints, worst first, with the interval of each ratio
// drawn on one axis; and the two distributions of an endpoint, with its numbers.

#ifndef SWITCHGATE_REPORTERS_HTML_LATENCY_H_
#define SWITCHGATE_REPORTERS_HTML_LATENCY_H_

#include <cstddef>
#include <string>
#include <vector>

#include "checks/model/run_report.h"
#include "reporters/html/markup.h"

namespace switchgate::reporters::html {

// Distributions take some 20 KB each: so many are drawn, the worst endpoints' first.
constexpr std::size_t kMostPlots = 100;

// One endpoint that was measured.
struct Measured {
  const CheckResult* check = nullptr;
  const ComparisonResult* comparison = nullptr;
  std::string name;      // check, step and instance
  std::string check_id;  // of its check, on the page
  std::string id;        // its own
  bool drawn = false;    // its distributions are on the page
};

// Those of the report, worst first: fail, undecided, pass.
std::vector<Measured> measured_of(const RunReport& report);

// Nothing when there is none.
void write_latencies(Markup& out, const RunReport& report, const std::vector<Measured>& all);

// The picture and the numbers of one of them.
void write_distributions(Markup& out, const Measured& measured);

}  // namespace switchgate::reporters::html

#endif  // SWITCHGATE_REPORTERS_HTML_LATENCY_H_
