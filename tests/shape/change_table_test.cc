// The table of changes: samples, and exactly the findings that they are to give.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checks/json/path.h"
#include "checks/shape/order.h"
#include "checks/shape/response_diff.h"
#include "checks/shape/rules.h"
#include "tests/shape/change_cases.h"
#include "tests/shape/samples.h"

namespace switchgate::shape {
namespace {

const json::Value& at(const json::Value& value, std::string_view name) {
  static const json::Value kNone;
  const json::Value* found = value.object()->find(name);
  return found == nullptr ? kNone : *found;
}

const json::Array& items(const json::Value& value) {
  static const json::Array kNone;
  return value.array() == nullptr ? kNone : *value.array();
}

std::vector<std::string> texts(const json::Value& value) {
  std::vector<std::string> all;
  for (const json::Value& item : items(value)) all.push_back(*item.string());
  return all;
}

Shape shape_of_list(const json::Value& samples) {
  Shape shape;
  for (const json::Value& sample : items(samples)) absorb(shape, infer(sample));
  return shape;
}

std::vector<Change> changes_of_shapes(const json::Value& row) {
  DiffOptions options;
  options.maps = texts(at(row, "maps"));
  return diff(shape_of_list(at(row, "old")), shape_of_list(at(row, "new")), options);
}

std::vector<Change> changes_of_requests(const json::Value& row) {
  std::vector<Sides> requests;
  for (const json::Value& request : items(at(row, "requests"))) {
    requests.push_back({shape_of_list(at(request, "old")), shape_of_list(at(request, "new"))});
  }
  return diff_pooled(requests, {});
}

std::vector<Change> changes_of_order(const json::Value& row) {
  std::vector<json::Path> ordered;
  for (const std::string& path : texts(at(row, "ordered"))) {
    ordered.push_back(*json::Path::parse(path));
  }
  auto changes = compare_order(at(row, "live"), at(row, "candidate"), ordered);
  return changes ? *std::move(changes) : std::vector<Change>{};
}

std::vector<Change> one(std::optional<Change> change) {
  return change ? std::vector<Change>{*std::move(change)} : std::vector<Change>{};
}

std::optional<std::string> text_or_none(const json::Value& value) {
  return value.string() == nullptr ? std::nullopt : std::optional(*value.string());
}

int status_of(const json::Value& value) { return std::stoi(json::to_text(value)); }

std::vector<std::vector<Header>> answers(const json::Value& side) {
  std::vector<std::vector<Header>> all;
  for (const json::Value& answer : items(side)) {
    std::vector<Header> headers;
    for (const auto& [name, value] : *answer.object()) headers.push_back({name, *value.string()});
    all.push_back(std::move(headers));
  }
  return all;
}

Locations locations(const json::Value& value, std::string own_origin) {
  const std::optional<std::string> text = text_or_none(value);
  return {text ? std::vector{*text} : std::vector<std::string>{}, 1, {std::move(own_origin)}};
}

// Which comparison a case is about, its members tell.
std::vector<Change> changes_of(const json::Value& row) {
  const auto side = [&row](std::string_view name, std::size_t i) -> const json::Value& {
    return items(at(row, name))[i];
  };
  const json::Object& members = *row.object();
  if (members.find("requests") != nullptr) return changes_of_requests(row);
  if (members.find("ordered") != nullptr) return changes_of_order(row);
  if (members.find("status") != nullptr) {
    return one(compare_status(status_of(side("status", 0)), status_of(side("status", 1))));
  }
  if (members.find("media") != nullptr) {
    return one(compare_media_type(text_or_none(side("media", 0)), text_or_none(side("media", 1))));
  }
  if (members.find("headers") != nullptr) {
    return compare_headers(answers(side("headers", 0)), answers(side("headers", 1)),
                           texts(at(row, "watched")));
  }
  if (members.find("location") != nullptr) {
    return one(compare_location(locations(side("location", 0), "https://live.example.com"),
                                locations(side("location", 1), "https://idle.example.com")));
  }
  return changes_of_shapes(row);
}

ChangeCase to_case(const json::Value& row, const std::string& where, std::string group) {
  ChangeCase result;
  result.name = where + *at(row, "name").string();
  result.group = std::move(group);
  for (const json::Value& change : items(at(row, "changes"))) {
    const std::vector<std::string> words = texts(change);
    result.expected.push_back(words[0] + " " + words[1] + " " + words[2] +
                              (words[3].empty() ? "" : " " + words[3]));
  }
  std::sort(result.expected.begin(), result.expected.end());
  result.changes = changes_of(row);
  return result;
}

void load_file(const std::filesystem::path& path, std::vector<ChangeCase>& cases) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  const std::string file = path.filename().string() + ": ";
  const json::Value content = parse(text.str());
  for (const json::Value& row : items(content)) {
    if (row.object()->find("row") == nullptr) {
      cases.push_back(to_case(row, file, ""));
      continue;
    }
    for (const char* group : {"breaks", "safe", "noise"}) {
      for (const json::Value& value : items(at(row, group))) {
        cases.push_back(to_case(value, file + *at(row, "row").string() + ": ", group));
      }
    }
  }
}

Level worst(const std::vector<Change>& changes) {
  Level level = Level::kNote;
  for (const Change& change : changes) level = std::max(level, change.level);
  return level;
}

TEST(ChangeTable, EveryCaseGivesExactlyItsChanges) {
  const std::vector<ChangeCase> cases = load_change_cases();
  ASSERT_GT(cases.size(), 200U);
  for (const ChangeCase& c : cases) {
    std::vector<std::string> lines = lines_of(c.changes);
    std::sort(lines.begin(), lines.end());
    EXPECT_EQ(lines, c.expected) << c.name;
  }
}

TEST(ChangeTable, EveryCaseStandsInItsGroup) {
  for (const ChangeCase& c : load_change_cases()) {
    const bool quiet = worst(c.changes) == Level::kNote;
    const bool right = c.group == "breaks"  ? !quiet
                       : c.group == "safe"  ? quiet && !c.changes.empty()
                       : c.group == "noise" ? c.changes.empty()
                                            : c.group.empty();
    EXPECT_TRUE(right) << c.name;
  }
}

TEST(ChangeTable, EveryChangeIsToldCompletely) {
  std::set<std::string> known;
  for (const ChangeRule& rule : kChangeRules) known.insert(std::string(rule.id));
  for (const ChangeCase& c : load_change_cases()) {
    for (const Change& change : c.changes) {
      EXPECT_EQ(known.count(change.rule), 1U) << change.rule;
      EXPECT_FALSE(change.before.empty()) << change.message;
      EXPECT_FALSE(change.after.empty()) << change.message;
      EXPECT_LE(change.old_hits, change.old_n) << change.message;
      EXPECT_LE(change.new_hits, change.new_n) << change.message;
      if (!change.rule.starts_with("shape/")) continue;
      EXPECT_TRUE(change.message.starts_with(change.path)) << change.message;
      if (change.level == Level::kError && change.rule != rule::kArrayReordered.id) {
        EXPECT_GT(change.old_n, 0U) << change.message;
        EXPECT_EQ(change.old_hits, change.old_n) << change.message;
        EXPECT_EQ(change.everywhere, change.new_hits == 0) << change.message;
      }
    }
  }
}

TEST(ChangeTable, EveryRuleOfTheTableIsCovered) {
  std::set<std::string> missing;
  for (const ChangeRule& rule : kChangeRules) missing.insert(std::string(rule.id));
  for (const ChangeCase& c : load_change_cases()) {
    for (const Change& change : c.changes) missing.erase(change.rule);
  }
  EXPECT_EQ(missing, std::set<std::string>{});
}

}  // namespace

std::string line_of(const Change& change) {
  return std::string(name_of(change.level)) + " " + change.rule + " " + change.path +
         (change.everywhere ? " everywhere" : "");
}

std::vector<std::string> lines_of(const std::vector<Change>& changes) {
  std::vector<std::string> lines;
  for (const Change& change : changes) lines.push_back(line_of(change));
  return lines;
}

std::vector<ChangeCase> load_change_cases() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(SWITCHGATE_SOURCE_DIR "/tests/cases/shape")) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<ChangeCase> cases;
  for (const std::filesystem::path& file : files) load_file(file, cases);
  return cases;
}

}  // namespace switchgate::shape
