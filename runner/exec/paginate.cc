#include "runner/exec/paginate.h"

#include <set>
#include <utility>

#include "checks/base/text.h"
#include "checks/json/path.h"
#include "checks/json/reader.h"
#include "runner/exec/next_page.h"
#include "runner/exec/page_lists.h"
#include "runner/probe/url.h"

namespace switchgate::exec {
namespace {

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
      path_ = *path;
    }
  }

  Pages go(const std::function<Exchange(const HttpRequest&)>& fetch) {
    HttpRequest request = pages_.asked;
    std::optional<json::Value> page = read(std::get<HttpResponse>(pages_.whole));
    if (!page) {
      return std::move(pages_);
    }
    whole_ = *std::move(page);
    tell_unnamed_end(std::get<HttpResponse>(pages_.whole));
    seen_.insert(request.url);
    while (!next_.text.empty() && aim(request)) {
      Exchange answer = fetch(request);
      ++count_;
      const auto* response = std::get_if<HttpResponse>(&answer);
      page = response == nullptr || response->status != status_ ? std::nullopt : read(*response);
      if (!page) {
        pages_.whole = std::move(answer);
        pages_.asked = std::move(request);
        return std::move(pages_);
      }
      if (!goes_on(*page, request)) {
        break;
      }
      join_page(whole_, *std::move(page));
      remember(std::get<HttpResponse>(std::move(answer)));
    }
    finish();
    return std::move(pages_);
  }

 private:
  // The page, with its next one found; nothing when it is no JSON.
  std::optional<json::Value> read(const HttpResponse& response) {
    status_ = response.status;
    Result<json::Document> document = json::read(response.body);
    if (!document) {
      return std::nullopt;
    }
    next_ = path_ ? selected_next(*path_, document->root) : linked_next(response);
    bytes_ += response.body.size();
    return std::move(document->root);
  }

  // A path that is misspelt looks like the end of a short list: nobody can tell them apart,
  // so the only page is a note's worth. What is no success has no next page to name.
  void tell_unnamed_end(const HttpResponse& response) {
    if (!next_.unnamed || response.status / 100 != 2) {
      return;
    }
    const std::string meant = path_ ? meant_by(*path_, whole_) : std::string();
    pages_.remarks.push_back({"paginate/no-next", Level::kNote,
                              "read one page only: " +
                                  (path_ ? "nothing stands at " + excerpt(path_->text(), 100)
                                         : "it has no Link header") +
                                  ", which was taken for the end of the list" +
                                  (meant.empty() ? "." : "; was " + meant + " meant?"),
                              path_ ? path_->text() : "Link", pages_.asked});
  }

  // Is it a page of the same list? One that has lost some of its lists is joined and read
  // on from, so that who accepts the loss still has the others whole.
  bool goes_on(const json::Value& page, const HttpRequest& request) {
    const PageLists lists = lists_of_page(whole_, page);
    if (lists.lost.empty()) {
      return true;
    }
    if (!told_lost_) {
      told_lost_ = true;
      pages_.remarks.push_back({"paginate/lost-list", Level::kError,
                                "expected page " + std::to_string(count_) +
                                    " to go on with the list" +
                                    (lists.lost.size() == 1 ? "" : "s") +
                                    " of the page before, found " + told(lists.lost) + '.',
                                lists.lost.front().place, request});
    }
    return lists.any_left;
  }

  static std::string told(const std::vector<LostList>& lost) {
    constexpr std::size_t kShown = 3;
    std::vector<std::string> parts;
    for (const LostList& list : lost) {
      if (parts.size() == kShown) {
        parts.push_back(std::to_string(lost.size() - kShown) + " more like that");
        break;
      }
      parts.push_back(list.found + " at " + excerpt(list.place, 100));
    }
    return join(parts, ", ");
  }

  // Where the next page is; false when that cannot be asked.
  bool aim(HttpRequest& request) {
    const auto refuse = [this](std::string rule, std::string message) {
      pages_.remarks.push_back(
          {std::move(rule), Level::kError, std::move(message), {}, pages_.asked});
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
            ? probe::resolve(*base, next_.text)
            : probe::parse_url(with_parameter(pages_.asked.url, paginate_.parameter, next_.text));
    const std::string page = "page " + std::to_string(count_ + 1);
    const std::string shown = '\'' + excerpt(next_.text, 100) + '\'';
    if (path_ && is_strange(next_.text)) {
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
  std::optional<json::Path> path_;  // to `next`; nothing: the Link header
  json::Value whole_;
  NextPage next_;  // of the page that was read last
  std::set<std::string> seen_;
  int status_ = 0;
  int count_ = 1;
  bool told_lost_ = false;
  std::size_t bytes_ = 0;
};

}  // namespace

Pages read_pages(const Paginate& paginate, const HttpRequest& request, HttpResponse first,
                 const std::function<Exchange(const HttpRequest&)>& fetch) {
  return Reading(paginate, request, std::move(first)).go(fetch);
}

}  // namespace switchgate::exec
