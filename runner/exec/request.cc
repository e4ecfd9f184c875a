#include "runner/exec/request.h"

#include <algorithm>

#include "checks/base/text.h"
#include "runner/exec/body.h"
#include "runner/exec/clock.h"
#include "runner/probe/url.h"

namespace switchgate::exec {
namespace {

// Later ones replace earlier ones of the same name.
void set_header(std::vector<Header>& headers, Header header) {
  for (Header& old : headers) {
    if (equals_ignore_case(old.name, header.name)) {
      old.value = std::move(header.value);
      return;
    }
  }
  headers.push_back(std::move(header));
}

Status set_headers(std::vector<Header>& headers, const std::vector<NamedText>& from,
                   const Scope& scope) {
  for (const NamedText& field : from) {
    Result<std::string> value = expand(field.value, scope);
    if (!value) {
      return value.error();
    }
    set_header(headers, {field.name, *std::move(value)});
  }
  return Ok{};
}

// A GraphQL request by GET says everything in its query.
bool says_all_in_query(const Request& request) {
  return request.method == "GET" && std::holds_alternative<GraphqlBody>(request.body);
}

Result<std::string> full_url(const Side& side, const Request& request, const Scope& scope) {
  const bool absolute = request.is_absolute();
  Result<std::string> url =
      expand(request.url, scope, absolute ? Encoding::kNone : Encoding::kPathSegment);
  if (!url) {
    return url;
  }
  Result<std::string> joined = probe::join_target_url(side.url, *url);
  if (!joined) {
    return Error{joined.error().message, request.url.pos};
  }
  std::string full = *std::move(joined);
  const Result<std::string> query = encode_fields(request.query, scope);
  if (!query) {
    return query.error();
  }
  if (!query->empty()) {
    full += (full.find('?') == std::string::npos ? '?' : '&') + *query;
  }
  const auto* graphql = std::get_if<GraphqlBody>(&request.body);
  if (graphql == nullptr || !says_all_in_query(request)) {
    return full;
  }
  const auto parameters = graphql_parameters(*graphql, scope);
  return parameters ? Result<std::string>(probe::append_query(std::move(full), *parameters))
                    : Result<std::string>(parameters.error());
}

CookiePlace place_of(const HttpRequest& request) {
  const Result<probe::Url> url = probe::parse_url(request.url);
  const std::string* host = find_header(request.headers, "Host");
  return url ? CookiePlace::of(*url, host != nullptr ? std::string_view(*host) : "")
             : CookiePlace{};
}

// The cookies that the step itself states, as they went out with `first`.
std::vector<Header> own_cookies_of(const Request& request, const HttpRequest& first) {
  std::vector<Header> own;
  const std::string* line = find_header(first.headers, "Cookie");
  if (line == nullptr || request.cookies.empty()) {
    return own;
  }
  for (const std::string_view pair : split(*line, ';')) {
    const std::string_view name = trim(pair.substr(0, pair.find('=')));
    const bool stated = std::any_of(request.cookies.begin(), request.cookies.end(),
                                    [&](const NamedText& cookie) { return cookie.name == name; });
    if (stated && pair.find('=') != std::string_view::npos) {
      own.push_back({std::string(name), std::string(pair.substr(pair.find('=') + 1))});
    }
  }
  return own;
}

Status add_headers(const Suite& suite, const Side& side, const Request& request, const Scope& scope,
                   const CookieJar& cookies, bool absolute, HttpRequest& into) {
  if (!absolute) {
    into.headers = side.headers;
  }
  for (const auto* fields : {&suite.default_headers, &request.headers}) {
    if (Status status = set_headers(into.headers, *fields, scope); !status) {
      return status;
    }
  }
  if (request.auth) {
    Result<std::vector<Header>> header = authorization(*request.auth, scope);
    if (!header) {
      return header.error();
    }
    for (Header& line : *header) {
      set_header(into.headers, std::move(line));
    }
  }
  std::vector<Header> own;
  for (const NamedText& cookie : request.cookies) {
    Result<std::string> value = expand(cookie.value, scope);
    if (!value) {
      return value.error();
    }
    own.push_back({cookie.name, *std::move(value)});
  }
  if (std::string value = cookies.header_value(place_of(into), now_utc(), !absolute, own);
      !value.empty()) {
    set_header(into.headers, {"Cookie", std::move(value)});
  }
  return Ok{};
}

}  // namespace

void take_cookies_along(const Request& request, const HttpRequest& first, const HttpResponse& hop,
                        CookieJar& cookies, HttpRequest& next) {
  const Instant now = now_utc();
  cookies.take(hop, first, now);
  const Result<probe::Url> from = probe::parse_url(first.url);
  const Result<probe::Url> to = probe::parse_url(next.url);
  if (!from || !to) {
    return;
  }
  const bool same = probe::origin(*from) == probe::origin(*to);
  const std::string value =
      cookies.header_value(place_of(next), now, same && !request.is_absolute(),
                           same ? own_cookies_of(request, first) : std::vector<Header>{});
  std::erase_if(next.headers,
                [](const Header& header) { return equals_ignore_case(header.name, "Cookie"); });
  if (!value.empty()) {
    next.headers.push_back({"Cookie", value});
  }
}

Result<HttpRequest> build_request(const Suite& suite, const Side& side, const Request& request,
                                  const Scope& scope, const CookieJar& cookies,
                                  Micros default_timeout) {
  HttpRequest out;
  out.target = side.name;
  out.method = request.method;
  out.repeatable = request.repeatable();
  out.timeout = request.timeout.value_or(default_timeout);
  Result<std::string> url = full_url(side, request, scope);
  if (!url) {
    return url.error();
  }
  out.url = *std::move(url);
  const bool absolute = request.is_absolute();
  if (!absolute) {
    out.connect_to = side.connect_to;
    out.unix_socket = side.unix_socket;
    out.proxy = side.proxy;
    out.http = side.target->http;
    out.tls = side.target->tls;
  }
  if (Status status = add_headers(suite, side, request, scope, cookies, absolute, out); !status) {
    return status.error();
  }
  Result<EncodedBody> body = says_all_in_query(request) ? Result<EncodedBody>(EncodedBody{})
                                                        : encode_body(request.body, scope);
  if (!body) {
    return body.error();
  }
  out.body = std::move(body->bytes);
  if (const auto* file = std::get_if<FileBody>(&request.body)) {
    out.body_file = file->file.path;
  }
  if (!body->content_type.empty() && find_header(out.headers, "Content-Type") == nullptr) {
    out.headers.push_back({"Content-Type", std::move(body->content_type)});
  }
  return out;
}

}  // namespace switchgate::exec
