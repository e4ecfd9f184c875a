#include "reporters/latency_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "checks/base/text.h"
#include "checks/base/units.h"
#include "checks/latency/reason.h"
#include "reporters/escape.h"
#include "reporters/facts.h"

namespace switchgate::reporters {
namespace {

constexpr std::size_t kColumns = 5;
using Cells = std::array<std::string, kColumns>;
using Widths = std::array<std::size_t, kColumns>;

struct Row {
  Cells cells;
  latency::Verdict verdict = latency::Verdict::kUndecided;
  std::string reason;
};

std::string milliseconds(double ms) {
  return std::isfinite(ms) && ms >= 0 && ms < 3.6e9
             ? format_duration(Micros(std::llround(ms * 1000)))
             : "?";
}

// A ratio with three decimals at most.
std::string ratio(double ln) {
  const double value = std::exp(ln);
  return std::isfinite(ln) && std::isfinite(value) ? format_number(value, value < 1 ? 3 : 4) : "?";
}

std::string percent_more(double share) {
  return std::isfinite(share) && share > 0 ? '+' + format_number(share * 100, 2) + '%' : "?";
}

Row row_of(const CheckResult& check, const ComparisonResult& comparison) {
  const latency::Judgement& judged = *comparison.latency;
  Row row;
  row.cells = {
      inert_line(check.id + (comparison.step.empty() ? "" : ' ' + comparison.step) +
                     (comparison.instance.empty() ? "" : " on " + comparison.instance),
                 200),
      milliseconds(judged.live_median_ms) + " → " + milliseconds(judged.candidate_median_ms),
      ratio(judged.theta) + " (" + ratio(judged.lower) + "–" + ratio(judged.upper) + ')',
      std::string(latency::name_of(judged.verdict)), percent_more(judged.mde80)};
  row.verdict = judged.verdict;
  row.reason = judged.reason;
  if (comparison.latency_dropped > 0) {
    row.reason += (row.reason.empty() ? "" : "; ") +
                  counted(comparison.latency_dropped, "pair", "pairs") + " did not count";
  }
  return row;
}

Tint tint_of(latency::Verdict verdict) {
  switch (verdict) {
    case latency::Verdict::kPass:
      return Tint::kGreen;
    case latency::Verdict::kFail:
      return Tint::kRed;
    case latency::Verdict::kUndecided:
      return Tint::kYellow;
  }
  return Tint::kYellow;
}

std::string first_heading(const RunReport& report) {
  for (const CheckResult& check : report.checks) {
    for (const ComparisonResult& comparison : check.comparisons) {
      if (comparison.latency) {
        return inert_line(comparison.against.empty() ? "live" : comparison.against, 40);
      }
    }
  }
  return "live";
}

std::string columns_from_second(const Cells& cells, const Widths& widths, const Paint& paint,
                                Tint verdict) {
  return padded(cells[1], widths[1]) + "  " + padded(cells[2], widths[2]) + "  " +
         paint(verdict, cells[3]) + std::string(widths[3] - count_code_points(cells[3]), ' ') +
         "  " + cells[4];
}

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

std::vector<Row> rows_of(const RunReport& report) {
  std::vector<Row> rows;
  for (const CheckResult& check : report.checks) {
    for (const ComparisonResult& comparison : check.comparisons) {
      if (comparison.latency) {
        rows.push_back(row_of(check, comparison));
      }
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return rank(a.verdict) < rank(b.verdict); });
  return rows;
}

// The name takes what the numbers leave; a longer one gets a line of its own.
Widths widths_of(const Cells& heading, const std::vector<Row>& rows, std::size_t width) {
  Widths widths{};
  const auto widen = [&](const Cells& cells) {
    for (std::size_t i = 0; i < kColumns; ++i) {
      widths[i] = std::max(widths[i], count_code_points(cells[i]));
    }
  };
  widen(heading);
  for (const Row& row : rows) {
    widen(row.cells);
  }
  const std::size_t numbers =
      widths[1] + widths[2] + widths[3] + widths[4] + 10;  // and what stands between
  if (width != 0 && widths[0] + numbers > width) {
    widths[0] = std::max<std::size_t>(8, width > numbers ? width - numbers : 0);
  }
  return widths;
}

void add_row(const Row& row, const Widths& widths, const Paint& paint, std::size_t width,
             std::vector<std::string>& lines) {
  std::string name = row.cells[0];
  if (count_code_points(name) > widths[0]) {
    lines.push_back("  " + name);
    name.clear();
  }
  lines.push_back("  " + padded(name, widths[0]) + "  " +
                  columns_from_second(row.cells, widths, paint, tint_of(row.verdict)));
  if (row.verdict == latency::Verdict::kPass || row.reason.empty()) {
    return;
  }
  for (const std::string& line : wrap(inert_line(row.reason, 500), width > 24 ? width - 4 : 0)) {
    lines.push_back("    " + paint(Tint::kDim, break_commands(line)));
  }
}

// What was taken off the endpoints that were judged last.
double common_of(const RunReport& report) {
  double common = 0;
  for (const CheckResult& check : report.checks) {
    for (const ComparisonResult& comparison : check.comparisons) {
      if (comparison.latency && std::isfinite(comparison.latency->common) &&
          comparison.latency->common != 0) {
        common = comparison.latency->common;
      }
    }
  }
  return common;
}

}  // namespace

std::vector<std::string> latency_table(const RunReport& report, const Paint& paint,
                                       std::size_t width, std::size_t most) {
  std::vector<Row> rows = rows_of(report);
  if (rows.empty()) {
    return {};
  }
  const std::size_t all = rows.size();
  if (most != 0 && all > most) {
    rows.resize(most);
  }
  const Cells heading = {"latency", first_heading(report) + " → candidate", "ratio (95 %)",
                         "verdict", "detects"};
  const Widths widths = widths_of(heading, rows, width);
  std::vector<std::string> lines;
  lines.push_back("  " + paint(Tint::kBold, padded(heading[0], widths[0])) + "  " +
                  columns_from_second(heading, widths, paint, Tint::kPlain));
  for (const Row& row : rows) {
    add_row(row, widths, paint, width, lines);
  }
  if (rows.size() < all) {
    lines.push_back("  … and " + counted(all - rows.size(), "row", "rows") +
                    " more; -v shows all of them");
  }
  if (const double common = common_of(report); common != 0) {
    lines.push_back(paint(Tint::kDim, "  ratio: beyond the " + latency::signed_percent(common) +
                                          " that all endpoints share"));
  }
  lines.push_back(
      paint(Tint::kDim, "  detects: the smallest slowdown that would be found with 80 % chance"));
  if (report.timer_lateness_p95) {
    lines.push_back(paint(Tint::kDim, "  this machine woke the measurement up to " +
                                          format_duration(*report.timer_lateness_p95) +
                                          " late (95 % of the time less)"));
  }
  return lines;
}

}  // namespace switchgate::reporters
