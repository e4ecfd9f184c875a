#include "runner/cli/stored_baseline.h"

#include <utility>

#include "runner/store/place.h"

namespace switchgate::cli {
namespace {

Error at(const std::string& place, const std::string& message) {
  return {place + ": " + message, {}};
}

// The history that belongs to `into`, or why there is none.
void decode_history(const store::Texts& texts, const store::Place& place, StoredBaseline& into) {
  if (into.baseline.history_digest.empty()) {
    return;
  }
  if (!texts.history) {
    into.history_problem = place.history_name() + ": the history of this baseline is not there";
    return;
  }
  if (const Status status = baseline::check_digest(into.baseline, *texts.history); !status) {
    into.history_problem = place.history_name() + ": " + status.error().message;
    return;
  }
  Result<baseline::History> history = baseline::decode_history(*texts.history);
  if (!history) {
    into.history_problem = place.history_name() + ": " + history.error().message;
    return;
  }
  into.history = *std::move(history);
}

Result<StoredBaseline> decode(const store::Texts& texts, const store::Place& place,
                              const std::string& name) {
  Result<baseline::Baseline> baseline = baseline::decode(texts.baseline);
  if (!baseline) {
    return at(name, baseline.error().message);
  }
  StoredBaseline stored;
  stored.baseline = *std::move(baseline);
  decode_history(texts, place, stored);
  return stored;
}

store::Texts encode(StoredBaseline stored) {
  store::Texts texts;
  stored.baseline.history_digest.clear();
  if (!stored.history.runs.empty()) {
    texts.history = baseline::encode(stored.history);
    stored.baseline.history_digest = baseline::digest_of(*texts.history);
  }
  texts.baseline = baseline::encode(stored.baseline);
  return texts;
}

}  // namespace

Result<StoredBaseline> read_baseline(const std::string& name) {
  const Result<std::unique_ptr<store::Place>> place = store::place_at(name);
  if (!place) {
    return place.error();
  }
  const Result<std::optional<store::Texts>> texts = (*place)->read();
  if (!texts) {
    return texts.error();
  }
  if (!*texts) {
    return Error{"there is no baseline at " + name +
                     "; record one with `switchgate record "
                     "--baseline " +
                     name + "`",
                 {}};
  }
  return decode(**texts, **place, name);
}

Status require_usable(const Result<StoredBaseline>& stored) {
  if (!stored) {
    return stored.error();
  }
  return stored->history_problem.empty() ? Status(Ok{}) : Error{stored->history_problem, {}};
}

Status edit_baseline(const std::string& name, const BaselineEdit& edit) {
  const Result<std::unique_ptr<store::Place>> place = store::place_at(name);
  if (!place) {
    return place.error();
  }
  return (*place)->update([&](const std::optional<store::Texts>& texts) -> Result<store::Texts> {
    BaselineBefore before;
    if (texts) {
      before = decode(*texts, **place, name);
    }
    Result<StoredBaseline> after = edit(std::move(before));
    if (!after) {
      return after.error();
    }
    return encode(*std::move(after));
  });
}

}  // namespace switchgate::cli
