// The subjects in the body of an answer, but for XML: JSON, text, bytes and what
// they sum up to.

#include "checks/base/sha256.h"
#include "checks/base/text.h"
#include "checks/expect/subject_reading.h"
#include "checks/expect/words.h"
#include "checks/json/path.h"

namespace switchgate::expect {
namespace {

using json::Value;

constexpr Rules kJsonRules = {"json/value", "json/type", "json/missing"};
constexpr Rules kTextRules = {"text/value", "text/value", "text/value"};
constexpr Rules kSizeRules = {"http/size", "http/size", "http/size"};
constexpr Rules kBytesRules = {"http/bytes", "http/bytes", "http/bytes"};
constexpr Rules kDigestRules = {"http/sha256", "http/sha256", "http/sha256"};

std::optional<Miss> judge_json(const json::Path& path, const Matcher& matcher, const Answer& answer,
                               const Judging& judging) {
  const Place place(path.text());
  const auto nodes = path.select(answer.json()->root);
  if (!nodes) {
    Miss out = miss(Miss::Why::kUndecided, place, matcher.expected(),
                    shown(nodes.error().message, judging), judging);
    return out;
  }
  if (!path.singular()) {
    return matcher.judge({nullptr, &*nodes, place}, judging);
  }
  return matcher.judge({nodes->empty() ? nullptr : nodes->front().value, nullptr, place}, judging);
}

void compile_json_entry(const tree::Entry& entry, const Compiling& compiling) {
  Reading& reading = compiling.reading;
  const std::string what = '\'' + excerpt(entry.key, 100) + '\'';
  if (has_unresolved_key(entry, reading)) {
    const MatcherPtr matcher = read_matcher(entry.value, Kind::kJson, what, reading);
    if (matcher != nullptr) {
      auto judge = [test = undecided_test(), text = entry.key](const Answer&,
                                                               const Judging& judging) {
        return test.judge({nullptr, nullptr, Place(text)}, judging);
      };
      compiling.add({compiling.level, entry.value.pos, entry.key, kJsonRules, true, judge});
    }
    return;
  }
  const auto path = json::Path::parse(entry.key);
  if (!path) {
    reading.problems.add(entry.key_pos, what + " is " + path.error().message);
    return;
  }
  const Kind kind = path->singular() ? Kind::kJson : Kind::kNodes;
  const MatcherPtr matcher = read_matcher(entry.value, kind, what, reading);
  if (matcher == nullptr) {
    return;
  }
  auto judge = [path = *path, matcher](const Answer& answer, const Judging& judging) {
    return judge_json(path, *matcher, answer, judging);
  };
  compiling.add({compiling.level, entry.value.pos, entry.key, kJsonRules, true, judge});
}

}  // namespace

void compile_json(const tree::Node& node, const Compiling& compiling) {
  if (const tree::Node* map = names_to_matchers(node, "json", "{$.total: 42}", compiling.reading)) {
    for (const tree::Entry& entry : map->entries) {
      compile_json_entry(entry, compiling);
    }
  }
}

void compile_text(const tree::Node& node, const Compiling& compiling) {
  const MatcherPtr matcher = read_matcher(node, Kind::kText, "'text'", compiling.reading);
  if (matcher != nullptr) {
    auto judge = [matcher](const Answer& answer, const Judging& judging) {
      return matcher->judge({&answer.text(), nullptr, Place("text")}, judging);
    };
    compiling.add({compiling.level, node.pos, {}, kTextRules, false, judge});
  }
}

void compile_bytes(const tree::Node& node, const Compiling& compiling) {
  const MatcherPtr matcher = read_matcher(node, Kind::kRawBytes, "'bytes'", compiling.reading);
  if (matcher != nullptr) {
    auto judge = [matcher](const Answer& answer, const Judging& judging) {
      return matcher->judge({&answer.text(), nullptr, Place("bytes")}, judging);
    };
    compiling.add({compiling.level, node.pos, {}, kBytesRules, false, judge});
  }
}

void compile_size(const tree::Node& node, const Compiling& compiling) {
  add_one_value(node, "size", Kind::kBytes, kSizeRules, compiling, [](const HttpResponse& answer) {
    return Value(static_cast<std::int64_t>(answer.body.size()));
  });
}

void compile_sha256(const tree::Node& node, const Compiling& compiling) {
  add_one_value(node, "sha256", Kind::kDigest, kDigestRules, compiling,
                [](const HttpResponse& answer) { return Value(sha256_hex(answer.body)); });
}

}  // namespace switchgate::expect
