#include "runner/exec/request.h"

#include <algorithm>

#include "checks/base/text.h"
#include "runner/exec/body.h"
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
    set_header(into.headers, std::move(header->front()));
  }
  CookieJar jar = absolute ? CookieJar(std::vector<Header>{}) : cookies;
  for (const NamedText& cookie : request.cookies) {
    Result<std::string> value = expand(cookie.value, scope);
    if (!value) {
      return value.error();
    }
    jar.set(cookie.name, *std::move(value));
  }
  if (std::string value = jar.header_value(); !value.empty()) {
    set_header(into.headers, {"Cookie", std::move(value)});
  }
  return Ok{};
}

}  // namespace

void CookieJar::take(const std::vector<Header>& response_headers) {
  for (const Header& header : response_headers) {
    if (!equals_ignore_case(header.name, "Set-Cookie")) {
      continue;
    }
    const std::vector<std::string_view> parts = split(header.value, ';');
    const std::size_t equals = parts[0].find('=');
    if (equals == std::string_view::npos) {
      continue;
    }
    const std::string name(trim(parts[0].substr(0, equals)));
    const bool removed =
        std::any_of(parts.begin() + 1, parts.end(), [](std::string_view attribute) {
          const std::string lower = to_lower_ascii(trim(attribute));
          return lower == "max-age=0" || lower.starts_with("max-age=-");
        });
    if (removed) {
      std::erase_if(cookies_, [&](const Header& cookie) { return cookie.name == name; });
    } else {
      set(name, std::string(trim(parts[0].substr(equals + 1))));
    }
  }
}

void CookieJar::set(std::string name, std::string value) {
  for (Header& cookie : cookies_) {
    if (cookie.name == name) {
      cookie.value = std::move(value);
      return;
    }
  }
  cookies_.push_back({std::move(name), std::move(value)});
}

void CookieJar::add(const CookieJar& other) {
  for (const Header& cookie : other.cookies_) {
    set(cookie.name, cookie.value);
  }
}

std::string CookieJar::header_value() const {
  std::string out;
  for (const Header& cookie : cookies_) {
    out += out.empty() ? "" : "; ";
    out += cookie.name + '=' + cookie.value;
  }
  return out;
}

Result<HttpRequest> build_request(const Suite& suite, const Side& side, const Request& request,
                                  const Scope& scope, const CookieJar& cookies,
                                  Micros default_timeout) {
  HttpRequest out;
  out.target = side.name;
  out.method = request.method;
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
  if (!body->content_type.empty() && find_header(out.headers, "Content-Type") == nullptr) {
    out.headers.push_back({"Content-Type", std::move(body->content_type)});
  }
  return out;
}

}  // namespace switchgate::exec
