#include "runner/exec/paginate.h"

#include <set>
#include <utility>

#include "checks/base/text.h"
#include "checks/json/path.h"
#include "checks/json/reader.h"
#include "runner/probe/url.h"

namespace switchgate::exec {
namespace {

// The target of rel="next" in a Link header (RFC 8288); empty when there is none.
std::string linked_next(const HttpResponse& response) {
  for (const Header& header : response.headers) {
    if (!equals_ignore_case(header.name, "Link")) {
      continue;
    }
    std::string_view rest = header.value;
    for (std::size_t open = rest.find('<'); open != std::string_view::npos; open = rest.find('<')) {
      const std::size_t close = rest.find('>', open);
      if (close == std::string_view::npos) {
        break;
      }
      const std::string_view url = rest.substr(open + 1, close - open - 1);
      rest.remove_prefix(close + 1);
      const std::string parameters = to_lower_ascii(rest.substr(0, rest.find('<')));
      for (const std::string_view part : split(parameters, ';')) {
        const std::string_view parameter = trim(part);
        if (parameter.starts_with("rel=next") || parameter.starts_with("rel=\"next\"")) {
          return std::string(url);
        }
      }
    }
  }
  return {};
}

// Empty at the last page: the path selects nothing, null, false or an empty text.
std::string selected_next(const json::Path& path, const json::Value& page) {
  const auto nodes = path.select(page);
  if (!nodes || nodes->empty()) {
    return {};
  }
  const json::Value& value = *nodes->front().value;
  if (const std::string* text = value.string()) {
    return *text;
  }
  const bool ends = value.is_null() || (value.boolean() != nullptr && !*value.boolean());
  return ends ? std::string() : json::to_text(value);
}

// What no server means as a URL or a cursor: true, a list, an object.
bool is_strange(const std::string& next) {
  return next == "true" || next.starts_with('[') || next.starts_with('{');
}

// `url` with `name` set to `value` in its query.
std::string with_parameter(const std::string& url, const std::string& name,
                           const std::string& value) {
  const std::size_t mark = url.find('?');
  std::string out = url.substr(0, mark);
  std::string query;
  if (mark != std::string::npos) {
    for (const std::string_view field : split(std::string_view(url).substr(mark + 1), '&')) {
      if (field.substr(0, field.find('=')) != percent_encode(name) && !field.empty()) {
        query += (query.empty() ? "" : "&") + std::string(field);
      }
    }
  }
  return out + '?' + query + (query.empty() ? "" : "&") + percent_encode(name) + '=' +
         percent_encode(value);
}

class Reading {
 public:
  Reading(const Paginate& paginate, const HttpRequest& request, HttpResponse first)
      : paginate_(paginate), pages_{std::move(first), request, {}} {
    if (const auto path = json::Path::parse(paginate.next); path && !paginate.by_link) {
      next_ = *path;
    }
  }

  Pages go(const std::function<Exchange(const HttpRequest&)>& fetch) {
    HttpRequest request = pages_.asked;
    if (!take(std::get<HttpResponse>(pages_.whole))) {
      return std::move(pages_);
    }
    seen_.insert(request.url);
    while (!following_.empty()) {
      if (!aim(request)) {
        break;
      }
      Exchange page = fetch(request);
      ++count_;
      const auto* response = std::get_if<HttpResponse>(&page);
      if (response == nullptr || response->status != status_ || !take(*response)) {
        pages_.whole = std::move(page);
        pages_.asked = std::move(request);
        return std::move(pages_);
      }
      remember(std::get<HttpResponse>(std::move(page)));
    }
    finish();
    return std::move(pages_);
  }

 private:
  // Joins the page and finds out which is the next; false when it is no page.
  bool take(const HttpResponse& response) {
    status_ = response.status;
    Result<json::Document> document = json::read(response.body);
    if (!document) {
      return false;
    }
    following_ = next_ ? selected_next(*next_, document->root) : linked_next(response);
    bytes_ += response.body.size();
    if (count_ == 1) {
      whole_ = std::move(document->root);
    } else {
      join_page(whole_, std::move(document->root));
    }
    return true;
  }

  // Where the next page is; false when that cannot be asked.
  bool aim(HttpRequest& request) {
    const auto refuse = [this](std::string rule, std::string message) {
      pages_.refusal = Pages::Refusal{std::move(rule), std::move(message)};
      return false;
    };
    if (count_ >= paginate_.max) {
      return refuse("paginate/too-many",
                    "expected the list to end within " + std::to_string(paginate_.max) +
                        " pages, found a further one; raise `max` or ask for less.");
    }
    if (bytes_ > request.limits.body_bytes) {
      return refuse("paginate/too-many", "expected the list to end within " +
                                             format_bytes(request.limits.body_bytes) +
                                             ", found a further page; ask for less, or raise "
                                             "--max-body.");
    }
    const Result<probe::Url> base = probe::parse_url(pages_.asked.url);
    const Result<probe::Url> next =
        !base ? base
        : paginate_.parameter.empty()
            ? probe::resolve(*base, following_)
            : probe::parse_url(with_parameter(pages_.asked.url, paginate_.parameter, following_));
    const std::string page = "page " + std::to_string(count_ + 1);
    const std::string shown = '\'' + excerpt(following_, 100) + '\'';
    if (next_ && is_strange(following_)) {
      return refuse("paginate/bad-next", "expected the URL or the cursor of " + page +
                                             ", or null at the end, found " + shown + '.');
    }
    if (!next) {
      return refuse("paginate/bad-next", "expected the URL of " + page + ", found " + shown + ": " +
                                             next.error().message);
    }
    if (probe::origin(*next) != probe::origin(*base)) {
      return refuse("paginate/bad-next",
                    "expected " + page + " at " + probe::origin(*base) + ", found " + shown +
                        ". What was meant for this target is not sent to another origin; is the "
                        "new deployment's public URL configured?");
    }
    request.url = probe::to_string(*next);
    return seen_.insert(request.url).second ||
           refuse("paginate/bad-next",
                  "expected " + page +
                      " to be a new one, found the URL of an earlier page: " + shown + '.');
  }

  void remember(HttpResponse response) {
    auto& whole = std::get<HttpResponse>(pages_.whole);
    if (response.phases.total < whole.phases.total) {
      response.phases = whole.phases;
    }
    response.wire_bytes += whole.wire_bytes;
    whole = std::move(response);
  }

  void finish() {
    if (count_ > 1) {
      std::get<HttpResponse>(pages_.whole).body = json::to_text(whole_);
    }
  }

  const Paginate& paginate_;
  Pages pages_;
  std::optional<json::Path> next_;
  json::Value whole_;
  std::string following_;
  std::set<std::string> seen_;
  int status_ = 0;
  int count_ = 1;
  std::size_t bytes_ = 0;
};

}  // namespace

void join_page(json::Value& into, json::Value page) {
  if (into.array() != nullptr && page.array() != nullptr) {
    for (json::Value& item : *page.array()) {
      into.array()->push_back(std::move(item));
    }
    return;
  }
  if (into.object() == nullptr || page.object() == nullptr) {
    into = std::move(page);
    return;
  }
  std::vector<json::Object::Member> members;
  std::set<std::string, std::less<>> names;
  const json::Object& before = *std::as_const(into).object();
  for (const json::Object::Member& member : std::as_const(*page.object())) {
    names.insert(member.first);
    members.push_back(member);
    if (const json::Value* earlier = before.find(member.first)) {
      json::Value value = *earlier;
      join_page(value, std::move(members.back().second));
      members.back().second = std::move(value);
    }
  }
  for (const json::Object::Member& member : before) {
    if (member.second.array() != nullptr && !names.contains(member.first)) {
      members.push_back(member);
    }
  }
  into = json::Object::of(std::move(members));
}

Pages read_pages(const Paginate& paginate, const HttpRequest& request, HttpResponse first,
                 const std::function<Exchange(const HttpRequest&)>& fetch) {
  return Reading(paginate, request, std::move(first)).go(fetch);
}

}  // namespace switchgate::exec
