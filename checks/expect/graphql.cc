// What goes without saying of a GraphQL answer: that it holds no errors.

#include <algorithm>

#include "checks/base/text.h"
#include "checks/expect/expectations.h"
#include "checks/expect/subjects.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

constexpr Rules kRules = {"graphql/errors", "graphql/errors", "graphql/errors"};

// "2 errors, the first \"Cannot query field…\"".
std::string describe_errors(const json::Value& errors, const Judging& judging) {
  const json::Array* list = errors.array();
  if (list == nullptr || list->empty()) {
    return shown(json::to_text(errors), judging);
  }
  const json::Object* first = list->front().object();
  const json::Value* message = first != nullptr ? first->find("message") : nullptr;
  const bool said = message != nullptr && message->string() != nullptr;
  const std::string what = shown(json::to_text(said ? *message : list->front()), judging);
  return list->size() == 1 ? "the error " + what
                           : std::to_string(list->size()) + " errors, the first " + what;
}

std::optional<Miss> judge_errors(const Answer& answer, const Judging& judging) {
  const json::Object* root = answer.json()->root.object();
  const json::Value* errors = root != nullptr ? root->find("errors") : nullptr;
  if (errors == nullptr || errors->is_null()) {
    return std::nullopt;
  }
  Miss out = miss(Miss::Why::kValue, Place("$.errors"), "to be absent",
                  describe_errors(*errors, judging), judging);
  out.advice = "A GraphQL answer is a failure when it holds errors, whatever its status.";
  return out;
}

}  // namespace

void add_no_graphql_errors(SourcePos pos, Level level, Expectations& into) {
  const bool asked = std::any_of(into.list.begin(), into.list.end(), [](const auto& expectation) {
    return expectation->path.starts_with("$.errors") ||
           expectation->path.starts_with("$['errors']");
  });
  if (!asked) {
    tree::Problems none;
    Reading reading{none, Stage::kFilledIn};
    Compiling{reading, level, into}.add({level, pos, "$.errors", kRules, true, judge_errors});
  }
}

}  // namespace switchgate::expect
