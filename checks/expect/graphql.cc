// What goes without saying of a GraphQL answer: that it holds data, and no errors.

#include <algorithm>

#include "checks/base/text.h"
#include "checks/expect/expectations.h"
#include "checks/expect/subjects.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

constexpr Rules kRules = {"graphql/errors", "graphql/errors", "graphql/errors"};
constexpr Rules kDataRules = {"graphql/no-data", "graphql/no-data", "graphql/no-data"};

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

// The answer's member of that name; null when it is absent or null.
const json::Value* member_of(const Answer& answer, std::string_view name) {
  const json::Object* root = answer.json()->root.object();
  const json::Value* value = root != nullptr ? root->find(name) : nullptr;
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<Miss> judge_errors(const Answer& answer, const Judging& judging) {
  const json::Value* errors = member_of(answer, "errors");
  if (errors == nullptr) {
    return std::nullopt;
  }
  Miss out = miss(Miss::Why::kValue, Place("$.errors"), "to be absent",
                  describe_errors(*errors, judging), judging);
  out.advice = "A GraphQL answer is a failure when it holds errors, whatever its status.";
  return out;
}

// Errors explain why there is no data, and so does a status that is no success.
std::optional<Miss> judge_data(const Answer& answer, const Judging& judging) {
  if (answer.response().status / 100 != 2 || member_of(answer, "errors") != nullptr ||
      member_of(answer, "data") != nullptr) {
    return std::nullopt;
  }
  const json::Object* root = answer.json()->root.object();
  const std::string found = root == nullptr                 ? "an answer that is no object"
                            : root->find("data") == nullptr ? "nothing"
                                                            : "null";
  Miss out = miss(Miss::Why::kMissing, Place("$.data"), "to be there and not null", found, judging);
  out.advice = "A GraphQL answer without data tells nothing of what was asked.";
  return out;
}

template <typename Path>
bool asks(const Expectations& expectations, Path path) {
  return std::any_of(expectations.list.begin(), expectations.list.end(),
                     [&](const auto& expectation) { return path(expectation->path); });
}

}  // namespace

void add_sound_graphql_answer(SourcePos pos, Level level, Expectations& into) {
  const bool errors = asks(into, [](std::string_view path) {
    return path.starts_with("$.errors") || path.starts_with("$['errors']");
  });
  const bool data =
      asks(into, [](std::string_view path) { return path == "$.data" || path == "$['data']"; });
  tree::Problems none;
  Reading reading{none, Stage::kFilledIn};
  const Compiling compiling{reading, level, into};
  if (!errors) {
    compiling.add({level, pos, "$.errors", kRules, true, judge_errors});
  }
  if (!data) {
    compiling.add({level, pos, "$.data", kDataRules, true, judge_data});
  }
}

}  // namespace switchgate::expect
