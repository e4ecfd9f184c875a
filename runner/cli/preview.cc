#include "runner/cli/preview.h"

#include <set>
#include <utility>

#include "checks/base/text.h"
#include "runner/cli/exit_status.h"
#include "runner/cli/ready.h"
#include "runner/exec/select.h"
#include "runner/suite/parts.h"

namespace switchgate::cli {
namespace {

std::string compared(const Step& step) {
  if (!step.compare) {
    return {};
  }
  std::string out;
  const auto add = [&](const std::string& what) {
    out += (out.empty() ? "  compares " : ", ") + what;
  };
  if (step.compare->shape) {
    add("shape (" + std::to_string(step.compare->shape->samples) + " samples a side)");
  }
  if (step.compare->values) {
    add("values");
  }
  if (step.compare->headers) {
    add("headers");
  }
  if (step.compare->latency) {
    add("latency (at most " + std::to_string(step.compare->latency->max_samples) +
        " samples a side)");
  }
  return out;
}

void print_step(const Step& step, std::string_view prefix, std::ostream& out) {
  std::string query;
  for (const NamedText& field : step.request.query) {
    const bool hidden =
        Masker::sensitive_name(field.name) && field.value.text.find("${") == std::string::npos;
    query += (query.empty() ? "?" : "&") + field.name + '=' + (hidden ? "***" : field.value.text);
  }
  out << "  " << prefix << step.request.method << ' ' << excerpt(step.request.url.text + query)
      << compared(step) << '\n';
}

// "  uses login, basket": the flows before its steps.
std::string used(const Check& check, const Plan& plan) {
  std::vector<std::string> names;
  for (const std::size_t flow : check.flows) {
    names.push_back(plan.suites[check.suite].flows[flow].name);
  }
  for (const Step& step : check.steps) {
    if (!step.flow.empty() && (names.empty() || names.back() != step.flow)) {
      names.push_back(step.flow);
    }
  }
  return names.empty() ? "" : "  uses " + excerpt(join(names, ", "), 120);
}

// The files and the profile that a suite is made of, where it is more than one file.
void print_parts(const Suite& suite, const SourceFiles& files, std::ostream& out) {
  if (suite.included.empty() && suite.profile.empty()) {
    return;
  }
  std::vector<std::string> included;
  for (const int file : suite.included) {
    included.push_back(excerpt(files[static_cast<std::size_t>(file)].path));
  }
  out << excerpt(files[static_cast<std::size_t>(suite.file)].path)
      << (included.empty() ? "" : "  includes " + join(included, ", "))
      << (suite.profile.empty() ? "" : "  with the profile " + excerpt(suite.profile, 60)) << '\n';
}

// The flows that run once for the selected checks.
void print_flows(const Plan& plan, const std::vector<std::size_t>& selected, std::ostream& out) {
  std::set<std::pair<std::size_t, std::size_t>> needed;
  for (const std::size_t index : selected) {
    for (const std::size_t flow : plan.checks[index].flows) {
      needed.emplace(plan.checks[index].suite, flow);
    }
  }
  for (const auto& [suite, index] : needed) {
    const Flow& flow = plan.suites[suite].flows[index];
    out << "flow " << excerpt(flow.name, 60) << ", once\n";
    for (const Step& step : flow.steps) {
      print_step(step, "", out);
    }
    for (const Step& step : flow.cleanup) {
      print_step(step, "finally ", out);
    }
  }
}

}  // namespace

int list_checks(const RunCommand& command, std::ostream& out, std::ostream& err) {
  SourceFiles files;
  tree::Problems problems;
  const std::optional<Loaded> loaded = load(command.load, files, problems);
  if (!loaded) {
    err << harmless(problems.to_text(files));
    return kUsage;
  }
  Result<std::vector<std::size_t>> selected = exec::select(loaded->plan, command.run.selection);
  if (!selected) {
    err << "switchgate: " << selected.error().message << '\n';
    return kUsage;
  }
  if (command.run.shard) {
    selected = exec::shard_of(loaded->plan, *selected, command.run.asks, *command.run.shard);
  }
  for (const std::size_t index : *selected) {
    const Check& check = loaded->plan.checks[index];
    out << check.id;
    for (const std::string& tag : check.tags) {
      out << " #" << tag;
    }
    out << "  (" << to_string(check.pos, loaded->plan.files) << ")" << used(check, loaded->plan)
        << '\n';
  }
  return kOpen;
}

int preview_run(const Loaded& loaded, const exec::Prepared& prepared, const RunCommand& command,
                std::ostream& out) {
  for (const exec::SuiteRun& suite : prepared.suites) {
    print_parts(*suite.suite, loaded.plan.files, out);
    for (const exec::Side* side : suite.all_sides()) {
      out << side->name << "  " << loaded.masker.mask(side->url)
          << (side->instance.empty() ? "" : " at " + excerpt(side->instance, 80)) << "  (from "
          << side->target->url_from << ")\n";
    }
    if (suite.suite->ready) {
      print_step(suite.suite->ready->step, "ready ", out);
    }
  }
  print_flows(loaded.plan, prepared.selected, out);
  for (const std::size_t index : prepared.selected) {
    const Check& check = loaded.plan.checks[index];
    out << check.id << used(check, loaded.plan) << '\n';
    if (check.question && title_of(*check.question) != check.id) {
      out << "  " << excerpt(title_of(*check.question)) << '\n';
    }
    for (const Step& step : check.steps) {
      print_step(step, step.flow.empty() ? "" : excerpt(step.flow, 60) + ": ", out);
    }
    for (const Step& step : check.cleanup) {
      print_step(step, step.flow.empty() ? "finally " : excerpt(step.flow, 60) + ": finally ", out);
    }
  }
  const std::size_t n = prepared.selected.size();
  out << n << (n == 1 ? " check" : " checks") << "; at most " << prepared.live_requests
      << " requests to live (budget " << command.run.budget << ')'
      << (prepared.live_requests > 0
              ? ", besides latencies that are measured again where they look slow"
              : "")
      << "; nothing was sent\n";
  return kOpen;
}

}  // namespace switchgate::cli
