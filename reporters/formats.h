// One function a format; formats.cc lists them in the table.

#ifndef SWITCHGATE_REPORTERS_FORMATS_H_
#define SWITCHGATE_REPORTERS_FORMATS_H_

#include <string>

#include "reporters/reporter.h"

namespace switchgate::reporters {

std::string render_console(const RunReport& report, const Style& style);
std::string render_json(const RunReport& report, const Style& style);
std::string render_junit(const RunReport& report, const Style& style);
// Without what the schema of Jenkins' xUnit plugin refuses: file and line.
std::string render_junit_jenkins_xunit(const RunReport& report, const Style& style);
// Without what is waived or expected: GitHub ignores suppressions and would show it as open.
std::string render_sarif(const RunReport& report, const Style& style);
std::string render_sarif_with_suppressions(const RunReport& report, const Style& style);
std::string render_gitlab(const RunReport& report, const Style& style);
std::string render_openmetrics(const RunReport& report, const Style& style);
std::string render_markdown(const RunReport& report, const Style& style);
std::string render_tap(const RunReport& report, const Style& style);
std::string render_github(const RunReport& report, const Style& style);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_FORMATS_H_
