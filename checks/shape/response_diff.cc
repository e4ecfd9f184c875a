// Pure comparisons of statuses, media types and headers.

#include "checks/shape/response_diff.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "checks/base/text.h"
#include "checks/model/masker.h"
#include "checks/shape/phrase.h"
#include "checks/shape/rules.h"

namespace switchgate::shape {
namespace {

Change make_change(const ChangeRule& rule, Level level, std::string path, std::string message,
                   std::string before, std::string after) {
  Change change = Change::of(rule);
  change.level = level;
  change.path = std::move(path);
  change.message = std::move(message);
  change.before = std::move(before);
  change.after = std::move(after);
  change.everywhere = true;
  return change;
}

bool without_body(int status) { return status == 204 || status == 205 || status == 304; }

Level level_of_status(int live, int candidate) {
  const int old_class = live / 100;
  const int new_class = candidate / 100;
  const bool worked = old_class == 2 || old_class == 3;
  const bool works = new_class == 2 || new_class == 3;
  if (new_class == 5 && old_class != 5) return Level::kError;
  if (worked && !works) return Level::kError;
  if (old_class == 2 && new_class != 2) return Level::kError;
  if (old_class == 2 && without_body(candidate) && !without_body(live)) return Level::kError;
  return Level::kWarning;
}

struct MediaType {
  std::string type;     // lower case, "application/json"
  std::string charset;  // lower case; empty: none given
};

MediaType parse_media_type(std::string_view value) {
  MediaType media;
  const std::vector<std::string_view> parts = split(value, ';');
  media.type = to_lower_ascii(trim(parts.front()));
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::size_t equals = parts[i].find('=');
    if (equals == std::string_view::npos) continue;
    if (!equals_ignore_case(trim(parts[i].substr(0, equals)), "charset")) continue;
    std::string_view charset = trim(parts[i].substr(equals + 1));
    if (charset.size() >= 2 && charset.front() == '"' && charset.back() == '"') {
      charset = charset.substr(1, charset.size() - 2);
    }
    media.charset = to_lower_ascii(charset);
  }
  // JSON is UTF-8 whether it says so or not (RFC 8259 section 8.1).
  const bool json = media.type == "application/json" || media.type.ends_with("+json");
  if (media.charset.empty() && json) media.charset = "utf-8";
  return media;
}

std::string quoted(std::string_view text) { return "'" + excerpt(text, 80) + "'"; }

// A Location in parts, its own origin as nothing.
struct Place {
  std::string without_query;
  std::string query;  // with the fragment
  friend bool operator==(const Place&, const Place&) = default;
  friend bool operator<(const Place& a, const Place& b) {
    return std::tie(a.without_query, a.query) < std::tie(b.without_query, b.query);
  }
};

Place parse_place(std::string_view location, std::span<const std::string> own_origins) {
  for (const std::string& origin : own_origins) {
    const std::string_view front = location.substr(0, origin.size());
    const std::string_view rest = location.substr(front.size());
    const bool ends = rest.empty() || rest[0] == '/' || rest[0] == '?' || rest[0] == '#';
    if (!origin.empty() && ends && equals_ignore_case(front, origin)) {
      location = rest;
      break;
    }
  }
  const std::size_t mark = location.find_first_of("?#");
  Place place{std::string(location.substr(0, mark)), std::string()};
  if (mark != std::string_view::npos) place.query = location.substr(mark);
  if (place.without_query.empty()) place.without_query = "/";
  return place;
}

std::set<Place> places_of(const Locations& side, bool with_query) {
  std::set<Place> places;
  for (const std::string& value : side.values) {
    Place place = parse_place(value, side.own_origins);
    if (!with_query) place.query.clear();
    places.insert(std::move(place));
  }
  return places;
}

std::size_t count_with(std::span<const std::vector<Header>> answers, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(answers.begin(), answers.end(), [name](const std::vector<Header>& headers) {
        return find_header(headers, name) != nullptr;
      }));
}

// `present` of `n` old answers had the header, `still` of `m` new ones have it. A baseline
// holds a header that every answer had, and not how many these were.
Change presence_lost(const ChangeRule& rule, Level level, const std::string& name,
                     std::size_t present, std::size_t n, std::size_t still, std::size_t m,
                     Reference reference) {
  const auto count = [](std::size_t value) { return static_cast<Count>(value); };
  const bool recorded = reference == Reference::kBaseline;
  const std::string was =
      recorded ? "was recorded in the baseline"
               : "was present in " + counted(count(present), count(n), "live", "answer");
  Change change =
      make_change(rule, level, name,
                  "The header " + quoted(name) + ' ' + was + " and is missing from " +
                      counted(count(m - still), count(m), "candidate", "answer"),
                  recorded ? "present" : "present in " + ratio(count(present), count(n), "answer"),
                  "present in " + ratio(count(still), count(m), "answer"));
  change.everywhere = still == 0;
  change.old_hits = present;
  change.old_n = n;
  change.new_hits = still;
  change.new_n = m;
  return change;
}

std::string_view at(Reference reference) {
  return reference == Reference::kLive ? "on live" : "in the baseline";
}

std::string_view name_of(Reference reference) {
  return reference == Reference::kLive ? "live" : "the baseline";
}

// "?page=2&token=***": each part begins with the mark before it.
std::string shown_query(std::string_view query) {
  std::string out;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find_first_of("&;#", 1));
    const std::size_t equals = part.find('=');
    const bool hidden =
        equals != std::string_view::npos && Masker::sensitive_name(part.substr(1, equals - 1));
    out += hidden ? std::string(part.substr(0, equals)) + "=***" : std::string(part);
    query.remove_prefix(part.size());
  }
  return out;
}

// Where one side leads to, the first of several. As long as it is: it is shortened when
// secrets are masked in it, not before.
std::string shown_place(const std::set<Place>& places) {
  const Place& place = *places.begin();
  return place.without_query + shown_query(place.query) +
         (places.size() > 1 ? " and " + std::to_string(places.size() - 1) + " more" : "");
}

}  // namespace

std::optional<Change> compare_status(int live, int candidate, Reference reference) {
  if (live == candidate) return std::nullopt;
  const std::string before = std::to_string(live);
  const std::string after = std::to_string(candidate);
  return make_change(rule::kStatus, level_of_status(live, candidate), "status",
                     "The status was " + before + ' ' + std::string(at(reference)) + " and is " +
                         after + " on the candidate",
                     before, after);
}

std::optional<Change> compare_media_type(const std::optional<std::string>& live,
                                         const std::optional<std::string>& candidate,
                                         Reference reference) {
  if (!live && !candidate) return std::nullopt;
  const std::string there = ' ' + std::string(at(reference));
  if (!live) {
    const std::string type = parse_media_type(*candidate).type;
    return make_change(rule::kContentType, Level::kNote, "Content-Type",
                       "The candidate says its content type, " + quoted(type) + "; " +
                           std::string(name_of(reference)) + " has no Content-Type",
                       "none", excerpt(type, 80));
  }
  const MediaType before = parse_media_type(*live);
  if (!candidate) {
    return make_change(rule::kContentType, rule::kContentType.level, "Content-Type",
                       "The content type was " + quoted(before.type) + there +
                           " and the candidate sends no Content-Type",
                       excerpt(before.type, 80), "none");
  }
  const MediaType after = parse_media_type(*candidate);
  if (before.type != after.type) {
    return make_change(rule::kContentType, rule::kContentType.level, "Content-Type",
                       "The content type was " + quoted(before.type) + there + " and is " +
                           quoted(after.type) + " on the candidate",
                       excerpt(before.type, 80), excerpt(after.type, 80));
  }
  if (before.charset == after.charset) return std::nullopt;
  const auto charset = [](const MediaType& media) {
    return media.charset.empty() ? std::string("not given") : quoted(media.charset);
  };
  return make_change(rule::kCharset, rule::kCharset.level, "Content-Type",
                     "The charset of " + quoted(before.type) + " was " + charset(before) + there +
                         " and is " + charset(after) + " on the candidate",
                     charset(before), charset(after));
}

std::vector<Change> compare_headers(std::span<const std::vector<Header>> live,
                                    std::span<const std::vector<Header>> candidate,
                                    std::span<const std::string> watched, Reference reference) {
  std::vector<Change> changes;
  if (live.empty() || candidate.empty()) return changes;
  for (const std::string& name : watched) {
    const std::size_t present = count_with(live, name);
    const std::size_t still = count_with(candidate, name);
    if (present == 0 && still == 0) {
      changes.push_back(make_change(rule::kHeaderAbsent, rule::kHeaderAbsent.level, name,
                                    "The header " + quoted(name) + " is neither " +
                                        std::string(at(reference)) +
                                        " nor on the candidate, so there was nothing to compare; "
                                        "is this its name?",
                                    "absent", "absent"));
      continue;
    }
    if (present < live.size() || still == candidate.size()) continue;
    const Level level = still == 0 ? rule::kHeaderRemoved.level : Level::kWarning;
    changes.push_back(presence_lost(rule::kHeaderRemoved, level, name, present, live.size(), still,
                                    candidate.size(), reference));
  }
  return changes;
}

std::optional<Change> compare_location(const Locations& live, const Locations& candidate) {
  if (live.values.empty() || candidate.answers == 0) return std::nullopt;
  if (candidate.values.size() < candidate.answers && live.values.size() == live.answers) {
    const Level level = candidate.values.empty() ? rule::kLocation.level : Level::kWarning;
    return presence_lost(rule::kLocation, level, "Location", live.values.size(), live.answers,
                         candidate.values.size(), candidate.answers, Reference::kLive);
  }
  for (const bool with_query : {false, true}) {
    const std::set<Place> before = places_of(live, with_query);
    const std::set<Place> after = places_of(candidate, with_query);
    if (before.size() != 1 || after.empty() || before == after) continue;
    return make_change(
        rule::kLocation, with_query ? Level::kWarning : rule::kLocation.level, "Location",
        with_query ? "The header 'Location' leads to the same path with another query or "
                     "fragment on the candidate than on live"
                   : "The header 'Location' leads to another place on the candidate than "
                     "on live (each side's own origin counts as equal)",
        shown_place(before), shown_place(after));
  }
  return std::nullopt;
}

}  // namespace switchgate::shape
