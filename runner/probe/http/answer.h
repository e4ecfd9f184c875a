// Collects one answer line by line and piece by piece, within limits, and
// refuses what a contract checker must not read charitably.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_ANSWER_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_ANSWER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "checks/model/exchange.h"

namespace switchgate::probe {

// Why an answer is none, before the address is put in front of it.
struct AnswerProblem {
  FailureKind kind = FailureKind::kMalformed;
  std::string what;  // "sent two different Content-Length headers (5 and 7)"
  std::string next;  // what to do
};

class Answer {
 public:
  Answer(const ExchangeLimits& limits, bool head_only);

  // One line with its line end: a status line, a header, the empty line, a
  // trailer. Interim answers (1xx) are forgotten, trailers counted but not
  // kept. False: stop reading, problem() says why.
  bool take_line(std::string_view line);
  // Bytes of the body as they arrived. False as above.
  bool take_body(std::string_view bytes);

  // At least one line came.
  bool began() const { return head_bytes_ > 0; }
  // A final answer's headers are complete.
  bool head_complete() const { return head_complete_; }
  // A Content-Length says how long the body is, or there can be none.
  bool length_known() const { return length_known_; }
  const std::optional<AnswerProblem>& problem() const { return problem_; }

  // The answer with its content codings undone; call once, after the last byte.
  // Nothing when problem() says why.
  std::optional<HttpResponse> finish();

 private:
  bool refuse(FailureKind kind, std::string what, std::string next);
  bool start(std::string_view status_line);
  bool take_header(std::string_view name, std::string_view value);
  bool end_of_head();
  bool check_transfer();
  bool check_lengths();
  bool undo_codings();

  ExchangeLimits limits_;
  bool head_only_;
  bool head_complete_ = false;
  bool length_known_ = false;
  std::size_t head_bytes_ = 0;
  HttpResponse response_;
  std::optional<AnswerProblem> problem_;
};

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_ANSWER_H_
