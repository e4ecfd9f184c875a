// The redirects that were followed on the way to an answer. A list says what
// each of them must be like, in order; a mapping holds matchers of the list.

#include <algorithm>
#include <array>
#include <memory>

#include "checks/base/text.h"
#include "checks/expect/subject_reading.h"
#include "checks/expect/words.h"

namespace switchgate::expect {
namespace {

using json::Value;

constexpr Rules kRules = {"http/redirects", "http/redirects", "http/redirects"};

struct Part {
  std::string_view name;
  void (*compile)(const tree::Node&, const Compiling&);
};
constexpr std::array<Part, 3> kParts = {
    {{"status", compile_status}, {"url", compile_url}, {"headers", compile_headers}}};

// The names of headers in lower case, repeated ones joined.
Value headers_value(const std::vector<Header>& headers) {
  json::Object object;
  for (const Header& header : headers) {
    const std::string name = to_lower_ascii(header.name);
    const Value* before = object.find(name);
    object.set(name, before == nullptr ? header.value : *before->string() + ", " + header.value);
  }
  return object;
}

Value list_value(const std::vector<Hop>& hops) {
  json::Array list;
  for (const Hop& hop : hops) {
    json::Object object;
    object.append_new("status", hop.status);
    object.append_new("url", hop.url);
    object.append_new("headers", headers_value(hop.headers));
    list.emplace_back(std::move(object));
  }
  return list;
}

// A redirect as an answer of its own, for the subjects that look at it.
HttpResponse answer_of(const Hop& hop) {
  HttpResponse answer;
  answer.status = hop.status;
  answer.url = hop.url;
  answer.headers = hop.headers;
  return answer;
}

std::optional<Miss> judge_list(const std::vector<Expectations>& wanted, const Answer& answer,
                               const Judging& judging) {
  const std::vector<Hop>& hops = answer.response().redirects;
  if (hops.size() != wanted.size()) {
    const Value count(static_cast<std::int64_t>(hops.size()));
    const Place place("the number of redirects");
    return wrong_value({&count, nullptr, place}, Kind::kNumber,
                       "to equal " + std::to_string(wanted.size()), judging);
  }
  for (std::size_t i = 0; i < hops.size(); ++i) {
    const HttpResponse response = answer_of(hops[i]);
    const Answer hop(response);
    for (const auto& expectation : wanted[i].list) {
      if (auto miss = expectation->judge(hop, judging)) {
        miss->place = "redirects[" + std::to_string(i) + "] " + miss->place;
        miss->pos = miss->pos.known() ? miss->pos : expectation->pos;
        return miss;
      }
    }
  }
  return std::nullopt;
}

// Nothing when a mistake was told.
std::optional<Expectations> read_item(const tree::Node& node, const Compiling& compiling) {
  Reading& reading = compiling.reading;
  const std::size_t before = reading.problems.size();
  Expectations item;
  const Compiling inner{reading, compiling.level, item};
  if (node.kind != tree::Kind::kMap || node.entries.empty()) {
    reading.problems.add(node.pos,
                         "each of 'redirects' is a mapping such as {status: 301, url: "
                         "'https://…'}, got " +
                             found_there(node));
    return std::nullopt;
  }
  for (const tree::Entry& entry : node.entries) {
    const auto* part = std::find_if(kParts.begin(), kParts.end(),
                                    [&](const Part& row) { return row.name == entry.key; });
    if (part == kParts.end()) {
      constexpr std::array<std::string_view, 3> kNames = {"status", "url", "headers"};
      tell_unknown_name(entry, "part", "a redirect", kNames, reading);
    } else {
      part->compile(entry.value, inner);
    }
  }
  return reading.problems.size() == before ? std::optional(std::move(item)) : std::nullopt;
}

void compile_list(const tree::Node& node, const Compiling& compiling) {
  std::vector<Expectations> wanted;
  bool sound = true;
  for (const tree::Node& item : node.items) {
    auto read = read_item(item, compiling);
    sound = sound && read;
    if (sound) {
      wanted.push_back(*std::move(read));
    }
  }
  if (sound) {
    auto judge = [wanted = std::move(wanted)](const Answer& answer, const Judging& judging) {
      return judge_list(wanted, answer, judging);
    };
    compiling.add({compiling.level, node.pos, {}, kRules, false, judge});
  }
}

}  // namespace

void compile_redirects(const tree::Node& node, const Compiling& compiling) {
  if (node.kind == tree::Kind::kList && !node.is_data) {
    compile_list(node, compiling);
    return;
  }
  if (node.kind != tree::Kind::kMap && !is_unresolved(node, compiling.reading)) {
    compiling.reading.problems.add(
        node.pos,
        "'redirects' expects a list such as [{status: 301}], or a mapping of matchers "
        "such as {length: 1}, got " +
            found_there(node));
    return;
  }
  add_one_value(node, "redirects", Kind::kJson, kRules, compiling,
                [](const HttpResponse& answer) { return list_value(answer.redirects); });
}

}  // namespace switchgate::expect
