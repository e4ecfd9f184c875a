// A report format: a finished run to bytes. Pure: no clock, no locale, no files.

#ifndef SWITCHGATE_REPORTERS_REPORTER_H_
#define SWITCHGATE_REPORTERS_REPORTER_H_

#include <span>
#include <string>
#include <string_view>

#include "checks/model/run_report.h"

namespace switchgate::reporters {

struct Style {
  bool colour = false;
  int width = 80;        // of the terminal; 0: no limit
  bool quiet = false;    // only what is wrong, and the verdict
  bool verbose = false;  // passed checks and notes one by one
};

struct Format {
  std::string_view name;     // "junit"
  std::string_view summary;  // for --help: "JUnit XML, for Jenkins, GitLab and others"
  std::string (*render)(const RunReport& report, const Style& style);
};

// The explicit table: console, json, junit, sarif.
std::span<const Format> formats();
const Format* find_format(std::string_view name);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_REPORTER_H_
