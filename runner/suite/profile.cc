#include "runner/suite/profile.h"

#include <algorithm>
#include <array>
#include <utility>

#include "checks/base/text.h"
#include "checks/tree/merge.h"

namespace switchgate {
namespace {

using tree::Entry;
using tree::Kind;
using tree::Node;

struct Refused {
  std::string_view key;
  std::string_view why;
};

constexpr std::string_view kSaysWhatItIs =
    "it says what the suite is, and a profile changes what the suite says";

constexpr std::array<Refused, 5> kRefused = {{
    {"switchgate", kSaysWhatItIs},
    {"name", kSaysWhatItIs},
    {"include", "all profiles of a suite are made of the same files"},
    {"profiles", "profiles do not hold others"},
    {"checks",
     "what is asked stays the same in all of them; choose among checks by `tags` and "
     "--tag, and change values by `vars`"},
}};

const Refused* find_refused(std::string_view key) {
  const auto* found = std::find_if(kRefused.begin(), kRefused.end(),
                                   [&](const Refused& refused) { return refused.key == key; });
  return found == kRefused.end() ? nullptr : found;
}

// Takes out of the profile what has no place in it.
void check_profile(Entry& profile, tree::Problems& problems) {
  if (profile.value.kind != Kind::kMap) {
    problems.add(profile.value.pos, "the profile '" + excerpt(profile.key, 60) +
                                        "' expects a mapping of what it changes, such as "
                                        "{vars: {product: 7}}");
    profile.value = Node{Kind::kMap, true, profile.value.pos, "", {}, {}};
    return;
  }
  std::erase_if(profile.value.entries, [&](const Entry& entry) {
    const Refused* refused = find_refused(entry.key);
    if (refused != nullptr) {
      problems.add(entry.key_pos,
                   '\'' + entry.key + "' cannot stand in a profile: " + std::string(refused->why));
    }
    return refused != nullptr;
  });
}

}  // namespace

Node take_profiles(Node& suite, tree::Problems& problems) {
  Node profiles{Kind::kMap, true, suite.pos, "", {}, {}};
  const auto found = std::find_if(suite.entries.begin(), suite.entries.end(),
                                  [](const Entry& entry) { return entry.key == "profiles"; });
  if (found == suite.entries.end()) {
    return profiles;
  }
  if (found->value.kind == Kind::kMap) {
    profiles = std::move(found->value);
  } else {
    problems.add(found->value.pos,
                 "'profiles' expects a mapping of names, such as {staging: {vars: {product: 7}}}");
  }
  suite.entries.erase(found);
  for (Entry& profile : profiles.entries) {
    check_profile(profile, problems);
  }
  return profiles;
}

Node apply_profile(const Node& suite, const Node& profile, tree::Problems& problems) {
  tree::MergeRules rules;
  constexpr std::size_t kSuite = 0;
  constexpr std::size_t kProfile = 1;
  rules.wins = [](std::size_t over, std::size_t under) { return over > under; };
  rules.remover = kProfile;
  tree::Merged merged = tree::merge({{&suite, kSuite}, {&profile, kProfile}}, rules);
  for (const tree::IdleNull& idle : merged.idle) {
    const std::size_t dot = idle.path.rfind('.');
    const auto near =
        nearest_name(std::string_view(idle.path).substr(dot == std::string::npos ? 0 : dot + 1),
                     std::vector<std::string_view>(idle.beside.begin(), idle.beside.end()));
    problems.add(idle.pos, "null removes a key, and without this profile there is no '" +
                               excerpt(idle.path, 100) + '\'' +
                               (near ? "; did you mean '" + *near + "'?" : ""));
  }
  return std::move(merged.root);
}

void tell_unknown_profile(const std::string& profile, std::string_view chosen_by,
                          const std::vector<std::string>& known, tree::Problems& problems) {
  const std::vector<std::string_view> names(known.begin(), known.end());
  const auto near = nearest_name(profile, names);
  problems.add({},
               std::string(chosen_by) + ' ' + excerpt(profile, 60) +
                   ": no suite has a profile of this name" +
                   (near ? "; did you mean '" + *near + "'?" : "") +
                   (known.empty() ? "; there are none"
                                  : (near ? " There are: " : "; there are: ") + join(known, ", ")));
}

}  // namespace switchgate
