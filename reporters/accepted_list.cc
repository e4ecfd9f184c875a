#include "reporters/accepted_list.h"

#include "checks/base/text.h"
#include "reporters/escape.h"
#include "reporters/facts.h"

namespace switchgate::reporters {
namespace {

// A long line goes on below its beginning.
void add_entry(const std::string& text, const Paint& paint, std::size_t width,
               std::vector<std::string>& lines) {
  std::string start = "~ ";
  for (const std::string& part : wrap(text, width > 24 ? width - 2 : 0)) {
    lines.push_back(start + paint(Tint::kDim, break_commands(part)));
    start = "  ";
  }
}

std::string entry_of(const CheckResult& check, const Finding& finding) {
  std::string text = inert_line(check.id, 200) + "  " + inert_line(finding.rule, 200);
  for (const std::string& part : {finding.step, finding.path}) {
    text += part.empty() ? "" : "  " + inert_line(part, 200);
  }
  return text + "  " + inert_line(acceptance_of(finding), 600);
}

}  // namespace

std::vector<std::string> accepted_list(const RunReport& report, const Paint& paint,
                                       std::size_t width, std::size_t most) {
  std::vector<std::string> lines;
  std::size_t told = 0;
  std::size_t left = 0;
  for (const CheckResult& check : report.checks) {
    for (const Finding& finding : check.findings) {
      if (!finding.accepted) {
        continue;
      }
      if (most != 0 && told == most) {
        ++left;
        continue;
      }
      ++told;
      add_entry(entry_of(check, finding), paint, width, lines);
    }
  }
  if (left > 0) {
    lines.push_back("  … and " + std::to_string(left) + " more; -v shows all");
  }
  return lines;
}

}  // namespace switchgate::reporters
