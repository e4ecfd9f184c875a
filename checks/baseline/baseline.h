// What `switchgate record` keeps of a good deployment: baseline.json for review
// in a pull request, and baseline.history.json with the raw latencies, which is
// for the machine and tied to the former by its digest. Bytes in, bytes out: no
// file is opened.

#ifndef SWITCHGATE_CHECKS_BASELINE_BASELINE_H_
#define SWITCHGATE_CHECKS_BASELINE_BASELINE_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/base/result.h"
#include "checks/latency/history.h"
#include "checks/shape/shape.h"

namespace switchgate::baseline {

// Of the bytes, not of the program. Another version is refused, never guessed.
inline constexpr int kFormatVersion = 1;
inline constexpr std::size_t kKeptRuns = 10;

// What one request answered.
struct BaselineEntry {
  int status = 0;                           // 100 to 999
  std::string content_type;                 // "application/json"; empty: there was none
  std::vector<std::string> headers;         // the watched ones that every answer had,
                                            // as the suite spells them
  std::vector<std::string> absent_headers;  // watched too, but some answer had them not
  std::optional<shape::Shape> shape;        // of JSON answers whose shape was asked for
  friend bool operator==(const BaselineEntry&, const BaselineEntry&) = default;
};

// By step (Step::name or Request::title); a check of one request has the step
// "".
using StepEntries = std::map<std::string, BaselineEntry, std::less<>>;

struct Baseline {
  std::string tool_version;
  Instant recorded{};          // whole seconds
  std::string target;          // "live", "candidate": the side that was recorded
  std::string label;           // the environment; latencies of another one are not used
  std::string history_digest;  // sha256 of baseline.history.json; empty: there is none
  // Every check that was known when this was recorded, also those that compare
  // nothing (no steps): an id that is not here is new.
  std::map<std::string, StepEntries, std::less<>> checks;
  friend bool operator==(const Baseline&, const Baseline&) = default;
};

// Null when that request was not recorded.
const BaselineEntry* find_entry(const Baseline& baseline, std::string_view check,
                                std::string_view step);
bool knows_check(const Baseline& baseline, std::string_view check);
// Was the header looked at when this was recorded? Only then its absence means something.
bool watches(const BaselineEntry& entry, std::string_view header);

// The same baseline gives the same bytes. decode(encode(b)) is b.
std::string encode(const Baseline& baseline);
// The error names the place by JSON Pointer and what to do.
Result<Baseline> decode(std::string_view text);

// Was `text` once a baseline? Also where it is broken now, or of another version.
bool names_itself(std::string_view text);

// By check and step.
template <typename T>
using ByRequest = std::map<std::string, std::map<std::string, T, std::less<>>, std::less<>>;

// Latencies of one accepted run.
struct HistoryRun {
  std::string label;
  Instant recorded{};  // whole seconds
  // Live was measured against itself, or against another process of the same build.
  bool calibration = false;
  ByRequest<std::vector<double>> samples_ms;  // in the order they were taken, above zero
  ByRequest<latency::Shift> shifts;  // of the candidate against live, where both were asked
  friend bool operator==(const HistoryRun&, const HistoryRun&) = default;
};

struct History {
  std::vector<HistoryRun> runs;  // oldest first; of one label at most kKeptRuns and a calibration
  friend bool operator==(const History&, const History&) = default;
};

// Adds a run at its date; of its label the oldest beyond kKeptRuns go, or the older calibration.
void append_run(History& history, HistoryRun run);

// The samples of one request in every run of that label, oldest first; empty where
// it was not measured, so that the runs of several requests stand side by side.
std::vector<std::vector<double>> runs_of(const History& history, std::string_view label,
                                         std::string_view check, std::string_view step);

// The oldest run of that label that measured the request, when a newer one did too: what small
// slowdowns, each of them accepted, may have added up from.
struct KeptSamples {
  Instant recorded{};
  std::vector<double> samples_ms;
};
std::optional<KeptSamples> oldest_of(const History& history, std::string_view label,
                                     std::string_view check, std::string_view step);

// How that request compared with live in every accepted run of that label that asked both sides,
// oldest first; nothing where it was not measured. One process against itself is no such run.
std::vector<std::optional<latency::Shift>> shifts_of(const History& history, std::string_view label,
                                                     std::string_view check, std::string_view step);

// Was that request, in some run of that label, compared with live, or live with itself?
bool is_calibrated(const History& history, std::string_view label, std::string_view check,
                   std::string_view step);

std::string encode(const History& history);
Result<History> decode_history(std::string_view text);

// 64 hexadecimal digits for Baseline::history_digest.
std::string digest_of(std::string_view history_text);
// Fails when the history is not the one that was stored with the baseline.
Status check_digest(const Baseline& baseline, std::string_view history_text);

}  // namespace switchgate::baseline

#endif  // SWITCHGATE_CHECKS_BASELINE_BASELINE_H_
