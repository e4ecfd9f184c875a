#include "runner/serve/metrics.h"

#include <utility>

namespace switchgate::serve {
namespace {

std::string family(const std::string& name, const char* type, const char* help) {
  return "# TYPE " + name + ' ' + type + "\n# HELP " + name + ' ' + help + '\n';
}

std::string gauge(const std::string& name, const char* help, std::size_t value) {
  return family(name, "gauge", help) + name + ' ' + std::to_string(value) + '\n';
}

}  // namespace

std::string metrics_text(const Config& config, const Snapshot& snapshot) {
  std::string started =
      family("switchgate_serve_runs_started", "counter", "Runs that were started.");
  std::string verdicts = family("switchgate_serve_verdicts", "counter", "What runs came to.");
  for (const GateConfig& gate : config.gates) {
    const auto found = snapshot.counts.find(gate.name);
    const GateCounts counts = found == snapshot.counts.end() ? GateCounts() : found->second;
    const std::string label = "{gate=\"" + gate.name + '"';
    started += "switchgate_serve_runs_started_total" + label + "} " +
               std::to_string(counts.started) + '\n';
    for (const auto& [word, count] : {std::pair("open", counts.open),
                                      {"closed", counts.closed},
                                      {"undecided", counts.undecided}}) {
      verdicts += "switchgate_serve_verdicts_total" + label + ",verdict=\"" + word + "\"} " +
                  std::to_string(count) + '\n';
    }
  }
  return started + verdicts +
         gauge("switchgate_serve_running", "Runs going on.", snapshot.running) +
         gauge("switchgate_serve_waiting", "Runs that wait for a place.", snapshot.waiting) +
         gauge("switchgate_serve_known", "Verdicts, waiting and running ones included.",
               snapshot.rows.size()) +
         family("switchgate_serve_refused", "counter", "Requests for a run beyond --queue.") +
         "switchgate_serve_refused_total " + std::to_string(snapshot.refused) + "\n# EOF\n";
}

}  // namespace switchgate::serve
