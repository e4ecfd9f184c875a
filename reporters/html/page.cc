// One self-contained page for people. It loads nothing and runs nothing but its own script,
// which a digest in its content security policy names: whatever an answer holds, it is text.

#include "checks/base/sha256.h"
#include "checks/base/text.h"
#include "reporters/facts.h"
#include "reporters/formats.h"
#include "reporters/html/about.h"
#include "reporters/html/assets.h"
#include "reporters/html/checks.h"
#include "reporters/html/latency.h"
#include "reporters/html/markup.h"
#include "reporters/html/timeline.h"
#include "reporters/html/verdict.h"

namespace switchgate::reporters {
namespace html {
namespace {

std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

std::string content_security_policy() {
  return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" +
         base64_encode(bytes_of_hex(sha256_hex(script()))) +
         "'; base-uri 'none'; form-action 'none'";
}

void write_head(Markup& out, const RunReport& report) {
  const auto head = out.open("head");
  out.empty("meta", {{"charset", "utf-8"}});
  out.empty("meta",
            {{"http-equiv", "Content-Security-Policy"}, {"content", content_security_policy()}});
  out.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  out.empty("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  out.leaf("title", title_of(report));
  const auto element = out.open("style");
  out.own(style());
}

void write_navigation(Markup& out, const RunReport& report, bool latencies) {
  const auto nav = out.open("nav", {{"aria-label", "Sections"}});
  const auto list = out.open("ul");
  const auto item = [&](std::string_view id, std::string_view text) {
    const auto li = out.open("li");
    out.leaf("a", text, {{"href", "#" + std::string(id)}});
  };
  if (latencies) {
    item("latency", "Latency");
  }
  if (!report.checks.empty()) {
    item("checks", "Checks");
  }
  item("about", "About this run");
}

void write_body(Markup& out, const RunReport& report) {
  const std::vector<Measured> measured = measured_of(report);
  const auto body = out.open("body");
  out.leaf("a", "Skip to what was found", {{"class", "skip"}, {"href", "#main"}});
  write_verdict(out, report);
  write_navigation(out, report, !measured.empty());
  {
    const auto main = out.open("main", {{"id", "main"}});
    write_broken(out, report);
    write_run_findings(out, report);
    write_latencies(out, report, measured);
    write_checks(out, report, measured);
    write_accepted(out, report);
    write_timeline(out, report);
    write_about(out, report);
  }
  {
    const auto footer = out.open("footer");
    const auto line = out.open("p");
    out.leaf("code", "switchgate explain RULE");
    out.text(" tells more about a rule.");
  }
  const auto element = out.open("script");
  out.own(script());
}

}  // namespace
}  // namespace html

std::string render_html(const RunReport& report, const Style&) {
  html::Markup out;
  out.own("<!DOCTYPE html>");
  {
    const auto root = out.open("html", {{"lang", "en"}});
    html::write_head(out, report);
    html::write_body(out, report);
  }
  out.own("\n");
  return out.take();
}

}  // namespace switchgate::reporters
