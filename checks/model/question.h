// A check that is no HTTP request, as the suite wrote it: which kind of question,
// whom it is for, and what is expected of the facts that answer it.

#ifndef SWITCHGATE_CHECKS_MODEL_QUESTION_H_
#define SWITCHGATE_CHECKS_MODEL_QUESTION_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/base/source_pos.h"
#include "checks/base/units.h"
#include "checks/json/value.h"
#include "checks/model/exchange.h"
#include "checks/model/suite.h"
#include "checks/tree/node.h"

namespace switchgate {

namespace kinds {
struct KindRow;
struct Expectations;
}  // namespace kinds

struct Question {
  const kinds::KindRow* kind = nullptr;  // never null once loaded
  tree::Node subject;  // what stands behind the kind's key; ${…} still in it, as in `fields`
  std::vector<tree::Entry> fields;   // further fields of the kind, as the suite orders them
  std::string target = "candidate";  // the side asked, for kinds that ask one
  std::string directory;             // of the suite's file; empty: the working directory
  std::optional<Micros> timeout;
  // The mappings as written; null when absent. Compiled once when they hold no ${…}, else
  // for each execution.
  std::shared_ptr<const tree::Node> expect;
  std::shared_ptr<const tree::Node> warn;
  std::shared_ptr<const kinds::Expectations> compiled;
  std::optional<Retry> retry;
  SourcePos pos;  // of the kind's key
};

// What answers a question: named values in a fixed order.
using Fact = std::pair<std::string, json::Value>;
using Facts = std::vector<Fact>;

// Null when there is no such fact.
const json::Value* find_fact(const Facts& facts, std::string_view name);

// A failure leaves the facts that were learned before it.
struct Reply {
  Facts facts;
  std::optional<ExchangeFailure> failure;
};

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_MODEL_QUESTION_H_
