// The parts that all changes share.

#include "checks/shape/change_list.h"

#include "checks/base/text.h"
#include "checks/shape/phrase.h"

namespace switchgate::shape {

Change Change::of(const ChangeRule& rule) {
  Change change;
  change.rule = rule.id;
  change.level = rule.level;
  change.hint = phase_of(rule.id);
  return change;
}

Change& ChangeList::report(const ChangeRule& rule, const std::string& path, const std::string& text,
                           const Hits& hits, bool everywhere) {
  Change change = Change::of(rule);
  change.path = path;
  change.message = excerpt(path, 300) + " " + text;
  change.everywhere = everywhere;
  change.old_hits = hits.old_hits;
  change.old_n = hits.old_n;
  change.new_hits = hits.new_hits;
  change.new_n = hits.new_n;
  changes_.push_back(std::move(change));
  return changes_.back();
}

std::string ChangeList::old_side(Count hits, Count of, std::string_view unit) const {
  return counted(hits, of, options_.before, unit);
}

std::string ChangeList::new_side(Count hits, Count of, std::string_view unit) const {
  return counted(hits, of, options_.after, unit);
}

}  // namespace switchgate::shape
