// The loop over hops, and what a request loses on its way.

#include "runner/probe/redirects.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "checks/base/text.h"
#include "runner/probe/url.h"

namespace switchgate::probe {
namespace {

using Clock = std::chrono::steady_clock;

// The Location of a redirect that a client may follow by itself; null for any
// other answer.
const std::string* location_of(const HttpResponse& response) {
  switch (response.status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return find_header(response.headers, "location");
    default:
      return nullptr;
  }
}

void rewrite_method(HttpRequest& request, int status) {
  const bool to_get = (status == 303 && request.method != "HEAD") ||
                      ((status == 301 || status == 302) && request.method == "POST");
  if (!to_get) {
    return;
  }
  request.method = "GET";
  request.body.clear();
  request.body_file.clear();
  std::erase_if(request.headers, [](const Header& header) {
    return to_lower_ascii(header.name).starts_with("content-") ||
           equals_ignore_case(header.name, "transfer-encoding") ||
           equals_ignore_case(header.name, "expect");
  });
}

// What may be told to anybody.
bool is_common_header(const Header& header) {
  constexpr std::array<std::string_view, 4> kCommon = {"accept", "accept-language",
                                                       "accept-encoding", "user-agent"};
  return std::ranges::any_of(
      kCommon, [&header](std::string_view name) { return equals_ignore_case(header.name, name); });
}

// Makes `request` fit for the origin it now goes to, which is not the one it
// came from.
void change_origin(HttpRequest& request, const HttpRequest& first, bool back_to_first) {
  std::erase_if(request.headers, [](const Header& header) { return !is_common_header(header); });
  if (back_to_first) {
    request.connect_to = first.connect_to;
    request.unix_socket = first.unix_socket;
    request.http = first.http;
    request.tls = first.tls;
    return;
  }
  request.connect_to.clear();
  request.unix_socket.clear();
  request.http = HttpVersion::kNegotiated;
  request.tls.cert.clear();
  request.tls.key.clear();
  request.tls.server_name.clear();
}

bool listed(const Url& url, const std::vector<std::string>& origins) {
  return std::ranges::any_of(origins, [&url](const std::string& text) {
    const Result<Url> allowed = parse_url(text);
    return allowed && origin(*allowed) == origin(url);
  });
}

class Chain {
 public:
  Chain(const HttpRequest& first, const Follow& rules) : first_(first), rules_(rules) {}

  // Turns `request` into the one that `response`, a redirect, asks for; or says
  // why not.
  std::optional<Refusal> step(HttpRequest& request, const HttpResponse& response,
                              const std::string& location, std::size_t hops) const {
    const Result<Url> from = parse_url(request.url);
    if (!from) {
      return Refusal{RefusalKind::kBadLocation, from.error().message, location};
    }
    if (trim(location).empty()) {
      return Refusal{RefusalKind::kBadLocation,
                     request.url + " redirects with an empty Location header, to nowhere",
                     location};
    }
    const Result<Url> to = resolve(*from, location);
    if (!to) {
      return Refusal{RefusalKind::kBadLocation,
                     request.url + " redirects to '" + excerpt(location) +
                         "', which is no http or https URL; look at its Location header",
                     location};
    }
    if (hops >= static_cast<std::size_t>(rules_.max)) {
      return too_many(request, *to);
    }
    const Result<Url> start = parse_url(first_.url);
    const bool back_to_first = start && origin(*start) == origin(*to);
    if (!back_to_first && !listed(*to, rules_.origins)) {
      return Refusal{RefusalKind::kOtherOrigin,
                     request.url + " redirects to another origin, " + origin(*to) +
                         "; if that is meant, list it in `follow: {origins: [" + origin(*to) +
                         "]}`",
                     to_string(*to)};
    }
    rewrite_method(request, response.status);
    if (origin(*from) != origin(*to)) {
      if (!request.body.empty()) {
        return Refusal{RefusalKind::kOtherOrigin,
                       request.url + " redirects (" + std::to_string(response.status) +
                           ") the body of a " + request.method + " to another origin, " +
                           origin(*to) +
                           "; bodies may hold credentials and are never sent "
                           "on: ask that origin in a step of its own",
                       to_string(*to)};
      }
      change_origin(request, first_, back_to_first);
    }
    request.url = to_string(*to);
    return std::nullopt;
  }

 private:
  Refusal too_many(const HttpRequest& request, const Url& to) const {
    return {RefusalKind::kTooMany,
            first_.url + " redirects more than " + std::to_string(rules_.max) +
                " times, at last from " + request.url + " to " + to_string(to) +
                "; is it a loop, or is `follow` too small?",
            to_string(to)};
  }

  const HttpRequest& first_;
  const Follow& rules_;
};

}  // namespace

std::string_view name_of(RefusalKind kind) {
  switch (kind) {
    case RefusalKind::kTooMany:
      return "too-many";
    case RefusalKind::kOtherOrigin:
      return "other-origin";
    case RefusalKind::kBadLocation:
      return "bad-location";
  }
  return "bad-location";
}

Followed follow(Probe& probe, const HttpRequest& request, const Follow& rules, std::stop_token stop,
                const OnHop& on_hop) {
  const Clock::time_point start = Clock::now();
  const Chain chain(request, rules);
  Followed out{{}, {}, {}, request};
  std::vector<Hop> way;
  while (true) {
    out.last = probe.perform(out.asked, stop);
    auto* response = std::get_if<HttpResponse>(&out.last);
    if (response != nullptr) {
      response->redirects = way;
    }
    const std::string* location =
        response == nullptr || rules.max <= 0 ? nullptr : location_of(*response);
    if (location == nullptr) {
      return out;
    }
    HttpRequest next = out.asked;
    out.refusal = chain.step(next, *response, *location, out.hops.size());
    if (out.refusal) {
      return out;
    }
    if (on_hop) {
      on_hop(*response, next);
    }
    next.timeout = request.timeout - std::chrono::duration_cast<Micros>(Clock::now() - start);
    way.push_back(Hop{response->status, response->url, response->headers});
    out.hops.push_back(std::move(*response));
    out.asked = std::move(next);
    if (out.asked.timeout <= Micros(0)) {
      const std::size_t count = out.hops.size();
      out.last = ExchangeFailure{FailureKind::kDeadline,
                                 request.url + " led through " + std::to_string(count) +
                                     " redirects and to no answer within " +
                                     format_duration(request.timeout) +
                                     "; is the service slow, or the timeout too short?",
                                 {},
                                 out.hops.back().address};
      return out;
    }
  }
}

}  // namespace switchgate::probe
