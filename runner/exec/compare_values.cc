#include "runner/exec/compare_values.h"

#include <algorithm>
#include <utility>

#include "checks/base/text.h"
#include "checks/shape/phase.h"
#include "checks/values/document.h"
#include "checks/waivers.h"

namespace switchgate::exec {
namespace {

constexpr std::size_t kMostFindings = 10;

Finding finding_of(values::Change change, SourcePos pos) {
  Finding finding;
  finding.rule = std::move(change.rule);
  finding.level = change.level;
  finding.undecided = change.undecided;
  finding.message = std::move(change.message);
  finding.path = std::move(change.path);
  finding.pos = pos;
  finding.evidence = {{"live", std::move(change.live)}, {"candidate", std::move(change.candidate)}};
  if (const std::string step = shape::in_words(shape::phase_of(finding.rule)); !step.empty()) {
    finding.evidence.push_back({"phase", step});
  }
  return finding;
}

// Where the shape's findings of this request tell that something is gone, or of another kind.
std::vector<std::string> places_of(std::span<const Finding> findings, const std::string& step) {
  std::vector<std::string> places;
  for (const Finding& finding : findings) {
    if (finding.rule.starts_with("shape/") && finding.level != Level::kNote &&
        finding.step == step) {
      places.push_back(finding.path);
    }
  }
  return places;
}

bool is_accepted(const Finding& finding, const CheckRun& group) {
  std::vector<Finding> one = {finding};
  accept(group.waivers, one);
  return one.front().accepted.has_value();
}

}  // namespace

ValueComparison::ValueComparison(const Compare& settings, Instant now, std::size_t rows)
    : shape_paths_(ComparePaths::of(settings)),
      paths_(ComparePaths::of(*settings.values)),
      settings_(*settings.values),
      rows_(rows),
      evidence_(rows > 1, now) {}

void ValueComparison::take(std::size_t row, const Member& member, Samples& live,
                           Samples& candidate) {
  if (!live.whole || !candidate.whole) {
    return;
  }
  const auto read = [&](Samples& samples, const HttpRequest& request) {
    const values::Reading reading{
        {&shape_paths_.ignore, &paths_.ignore}, member.row->candidate->mask(), origin_of(request)};
    Result<values::Document> document =
        values::document_of(*std::exchange(samples.whole, std::nullopt), reading);
    if (!document && samples.not_json.empty()) {
      samples.not_json = document.error().message;
    }
    return document;
  };
  Result<values::Document> before = read(live, member.request.live);
  Result<values::Document> after = read(candidate, member.request.candidate);
  if (before && after) {
    evidence_.take(row, *std::move(before), *std::move(after));
  }
}

std::vector<ValueComparison::Told> ValueComparison::judge(std::span<const Member> members,
                                                          std::span<const Finding> told,
                                                          ComparisonResult& result) {
  evidence_.close();
  values::Telling telling;
  telling.ordered = {&shape_paths_.ordered, &paths_.ordered};
  telling.told = places_of(told, result.step);
  telling.rows = rows_;
  telling.live_masker = [&](std::size_t row) -> const Masker& {
    return members[row].row->live->masker();
  };
  telling.candidate_masker = [&](std::size_t row) -> const Masker& {
    return members[row].row->candidate->masker();
  };
  for (const values::Row& row : evidence_.rows()) {
    result.values_quiet += row.quiet();
    result.values_noisy += row.noisy();
  }
  std::vector<Told> all;
  for (values::Change& change : values::changes(evidence_, telling)) {
    const std::size_t row = change.row;
    all.push_back({finding_of(std::move(change), settings_.pos), row});
  }
  result.values = all.empty() ? "same" : "changed";
  if (result.values_quiet == 0 && all.empty()) {
    result.values = "undecided";
    all.push_back({no_values("live's own answers differ in every value, so there is none to "
                             "compare with",
                             settings_),
                   0});
  }
  return all;
}

void tell_bounded(std::vector<ValueComparison::Told> all, CheckRun& group,
                  const std::function<void(Finding, std::size_t row)>& tell) {
  std::size_t told = 0;
  std::vector<ValueComparison::Told> rest;
  for (ValueComparison::Told& one : all) {
    if (one.finding.undecided || is_accepted(one.finding, group)) {
      tell(std::move(one.finding), one.row);
    } else if (told < kMostFindings) {
      ++told;
      tell(std::move(one.finding), one.row);
    } else {
      rest.push_back(std::move(one));
    }
  }
  if (rest.empty()) {
    return;
  }
  const auto worst = std::max_element(rest.begin(), rest.end(), [](const auto& a, const auto& b) {
    return a.finding.level < b.finding.level;
  });
  Finding finding;
  finding.rule = "compare/value";
  finding.level = worst->finding.level;
  finding.pos = worst->finding.pos;
  finding.message = std::to_string(rest.size()) +
                    (rest.size() == 1 ? " more path differs: " : " more paths differ, first ") +
                    excerpt(rest.front().finding.path, 200);
  tell(std::move(finding), rest.front().row);
}

Finding no_values(std::string why, const ValueSettings& settings) {
  Finding finding;
  finding.rule = "compare/no-values";
  finding.undecided = true;
  finding.message = std::move(why) + '.';
  finding.pos = settings.pos;
  return finding;
}

}  // namespace switchgate::exec
