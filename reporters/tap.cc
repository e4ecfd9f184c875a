// TAP 14: a test point a check, with YAML diagnostics. `not ok` stands in it if and only if the
// gate is not open. Values of the diagnostics are JSON, which is YAML, so that no text from
// outside is read as anything but text.

#include <optional>

#include "checks/base/text.h"
#include "reporters/escape.h"
#include "reporters/facts.h"
#include "reporters/finding_text.h"
#include "reporters/formats.h"
#include "reporters/json_text.h"
#include "reporters/marks.h"

namespace switchgate::reporters {
namespace {

constexpr std::size_t kMostFindings = 100;  // of one test point

// A description or a reason: '#' starts a directive, unless a backslash stands before it.
std::string plain(std::string_view text, std::size_t max_bytes) {
  return replace_all(replace_all(inert_line(text, max_bytes), "\\", "\\\\"), "#", "\\#");
}

std::string quoted(std::string_view text, std::size_t max_bytes) {
  return std::string(trim(json_text(json::Value(inert_line(text, max_bytes)))));
}

// `  key: "value"`, at the depth of `indent`.
std::string member(std::string_view indent, std::string_view key, std::string_view value,
                   std::size_t max_bytes = 1000) {
  return std::string(indent) + std::string(key) + ": " + quoted(value, max_bytes) + '\n';
}

std::string place_of_finding(const Finding& finding, const SourceFiles& files) {
  const SourceFile* file = file_of(finding.pos, files);
  return file == nullptr ? ""
                         : portable_path(*file) + ':' + std::to_string(finding.pos.line) + ':' +
                               std::to_string(finding.pos.column);
}

std::string diagnostic_of(const Finding& finding, const SourceFiles& files) {
  const std::string inner = "      ";
  std::string out = member("    - ", "level", word_of(finding));
  out += member(inner, "rule", finding.rule, 200);
  out += member(inner, "message", finding.message);
  for (const auto& [key, value] :
       {std::pair("at", place_of_finding(finding, files)), std::pair("step", finding.step),
        std::pair("path", finding.path), std::pair("accepted", acceptance_of(finding))}) {
    out += value.empty() ? "" : member(inner, key, value);
  }
  if (!finding.evidence.empty()) {
    out += inner + "evidence:\n";
    for (const Evidence& fact : finding.evidence) {
      out += inner + "  - " + quoted(fact.label + ": " + fact.value, 500) + '\n';
    }
  }
  return finding.curl.empty() ? out
                              : out + member(inner, "command", finding.curl, kMostCommandBytes);
}

std::string diagnostics(const std::string& head, const std::vector<Finding>& findings,
                        const SourceFiles& files) {
  std::string out = "  ---\n" + head;
  const std::vector<const Finding*> order = worst_first(findings);
  if (!order.empty()) {
    out += "  findings:\n";
  }
  for (std::size_t i = 0; i < order.size() && i < kMostFindings; ++i) {
    out += diagnostic_of(*order[i], files);
  }
  if (order.size() > kMostFindings) {
    out += "  left_out: " + std::to_string(order.size() - kMostFindings) + '\n';
  }
  return out + "  ...\n";
}

std::string milliseconds(Micros value) {
  return "  duration_ms: " + std::to_string(value.count() / 1000) + '\n';
}

class Tap {
 public:
  explicit Tap(const RunReport& report) : report_(report) {}

  std::string text() {
    for (const CheckResult& check : report_.checks) {
      const TestMark mark = mark_of(check, report_);
      any_bad_ = any_bad_ || is_bad(mark);
      std::string reason = check.reason;
      if (mark == TestMark::kSkipped && check.outcome != Outcome::kSkipped) {
        reason.insert(0, reason.empty() ? "" : ": ");
        reason.insert(0, "undecided, which --on-undecided=open lets pass");
      }
      point(mark, check.id, reason);
      std::string head = member("  ", "outcome", name_of(check.outcome));
      head += reason.empty() ? "" : member("  ", "reason", reason);
      out_ += diagnostics(head + milliseconds(check.duration), check.findings, report_.files);
    }
    if (const std::optional<TestMark> mark = mark_of_run(report_, any_bad_)) {
      point(*mark, "the run as a whole", "");
      const std::string head =
          is_bad(*mark) ? member("  ", "reason", report_.verdict.reason) : std::string();
      out_ += diagnostics(head + milliseconds(report_.duration), report_.findings, report_.files);
    }
    return "TAP version 14\n1.." + std::to_string(points_) + "\n# gate " +
           std::string(name_of(report_.verdict.gate)) + ": " + plain(report_.verdict.reason, 500) +
           '\n' + out_;
  }

 private:
  void point(TestMark mark, std::string_view name, std::string_view reason) {
    out_ +=
        (is_bad(mark) ? "not ok " : "ok ") + std::to_string(++points_) + " - " + plain(name, 300);
    if (mark == TestMark::kSkipped) {
      out_ += " # SKIP " + plain(reason, 300);
    }
    out_ += '\n';
  }

  const RunReport& report_;
  std::string out_;
  std::size_t points_ = 0;
  bool any_bad_ = false;
};

}  // namespace

std::string render_tap(const RunReport& report, const Style&) { return Tap(report).text(); }

}  // namespace switchgate::reporters
