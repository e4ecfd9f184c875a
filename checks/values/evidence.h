// What the answers of live and the candidate say about values, request by request: which
// differences are beyond chance, and whose answers would tell more. checks/values/README.md
// describes the method.

#ifndef SWITCHGATE_CHECKS_VALUES_EVIDENCE_H_
#define SWITCHGATE_CHECKS_VALUES_EVIDENCE_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/values/row.h"

namespace switchgate::values {

// Answers a side that are taken where nothing says otherwise, and at least.
inline constexpr std::size_t kSamples = 3;
inline constexpr std::size_t kFewestSamples = 2;

// The chance that a comparison may have of calling noise a difference, all its places together:
// of closing the gate, and of a mere warning.
inline constexpr double kSignificance = 0.01;
inline constexpr double kSignificanceOfWarnings = 0.001;

// Answers of each side after which a request is asked no more.
inline constexpr std::size_t kMostAnswers = 20;

// How many answers of each side must show a difference before it counts, when so many places
// could differ by chance: by Fisher's exact test, n of n against 0 of n, times the places. Two
// answers in a row count as one, for they may come from one entry of a cache.
std::size_t answers_needed(std::size_t nodes);

// Confirmations that a comparison of so many requests may take, at most.
std::size_t most_confirmations(std::size_t rows);

// How sure a difference is.
enum class Belief : std::uint8_t {
  kNone,       // noise, or too few answers show it
  kWeighed,    // comes and goes, beyond chance: a warning
  kConfirmed,  // in every answer of the candidate, and live was steady
  kUnasked,    // in every answer, but there were too few
};

class Evidence {
 public:
  // `one_of_many`: the comparison has several rows.
  Evidence(bool one_of_many, Instant now) : one_of_many_(one_of_many), now_(now) {}

  // One answer of each side to the request of `row`; rows are counted from 0.
  void take(std::size_t row, Document live, Document candidate);

  // The row to ask once more, both sides, because what it shows may be chance; counts as a
  // confirmation. Nothing when all is settled, or as often as may be was asked.
  std::optional<std::size_t> next_to_confirm(const std::function<bool(std::size_t)>& may_be_asked);

  // No more answers will come: what waits for a second one is compared as it is.
  void close();

  // Of what differs from `live`, a node of the row's reference.
  Belief belief_in(const Row& row, const json::Value& live, const Differing& differing) const;
  const std::vector<Row>& rows() const { return rows_; }

 private:
  enum class Need : std::uint8_t { kNone, kComing, kEvery, kSecond };  // the later the sooner
  Need need_of(const Row& row) const;
  bool is_noise(const Row& row, const json::Value& live, const Differing& differing) const;
  bool is_beyond_chance(std::size_t shown, std::size_t answers) const;

  bool one_of_many_;
  Instant now_;
  std::vector<Row> rows_;
  std::vector<std::optional<Need>> needs_;  // of rows_; nothing: to be found out
  std::size_t nodes_ = 0;                   // of all rows
  std::size_t answers_needed_ = 0;          // for so many nodes
  std::size_t confirmations_ = 0;
};

}  // namespace switchgate::values

#endif  // SWITCHGATE_CHECKS_VALUES_EVIDENCE_H_
