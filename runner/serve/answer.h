// Answers as values, and the texts of them: nothing here knows a socket.

#ifndef SWITCHGATE_RUNNER_SERVE_ANSWER_H_
#define SWITCHGATE_RUNNER_SERVE_ANSWER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/serve/ledger.h"
#include "runner/serve/runs.h"

namespace switchgate::serve {

struct Answer {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers = {};
};

// {"error": "…"}
Answer refusal(int status, std::string_view sentence);

// "open", "closed", "undecided"; "running" while there is no verdict yet; "unknown" when nobody
// asked for one.
std::string verdict_word(const Standing& standing);

// The members that every answer about a gate has: verdict, exit, reason, findings, and the key.
std::string standing_text(const Key& key, const Standing& standing);

std::string verdicts_text(const Snapshot& snapshot);

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_ANSWER_H_
