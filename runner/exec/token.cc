#include "runner/exec/token.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "checks/base/text.h"
#include "checks/json/reader.h"
#include "runner/probe/url.h"

namespace switchgate::exec {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

// Before the server's clock says that the token is over: a tenth of its life, at most this.
constexpr seconds kMargin{30};
constexpr seconds kLongestLife{365LL * 24 * 3600};
constexpr seconds kFailureLasts{2};
constexpr seconds kJustRefused{30};
constexpr std::array<Micros, 2> kPauses = {Micros{300'000}, Micros{900'000}};

std::string text_at(const json::Value& value, std::string_view name) {
  const json::Value* found = value.object() == nullptr ? nullptr : value.object()->find(name);
  return found == nullptr || found->string() == nullptr ? "" : *found->string();
}

// A number, or the text of one, as some servers write it.
std::optional<seconds> lifetime(const json::Value& value) {
  const json::Value* found =
      value.object() == nullptr ? nullptr : value.object()->find("expires_in");
  if (found == nullptr) {
    return std::nullopt;
  }
  double count = 0;
  if (const json::Number* number = found->number()) {
    count = number->as_double();
  } else if (const std::string* text = found->string()) {
    const auto read = std::from_chars(text->data(), text->data() + text->size(), count);
    count = read.ec == std::errc() ? count : 0;
  }
  const auto longest = static_cast<double>(kLongestLife.count());
  return count > 0 ? std::optional(seconds(static_cast<std::int64_t>(std::min(count, longest))))
                   : std::nullopt;
}

// RFC 6750 section 2.1: nothing that could end a header line.
bool is_sendable(std::string_view token) {
  return !token.empty() &&
         std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

Error answered(const HttpResponse& response, const std::string& what) {
  return {"the token endpoint answered " + std::to_string(response.status) + what, {}};
}

// May the next try go better?
bool is_passing(const Exchange& exchange) {
  if (const auto* failure = std::get_if<ExchangeFailure>(&exchange)) {
    return failure->kind == FailureKind::kRefused || failure->kind == FailureKind::kResolve ||
           failure->kind == FailureKind::kConnectTimeout || failure->kind == FailureKind::kReset;
  }
  const int status = std::get<HttpResponse>(exchange).status;
  return status >= 500 || status == 429;
}

void add_field(std::string& form, std::string_view name, std::string_view value) {
  form += (form.empty() ? "" : "&") + form_encode(name) + '=' + form_encode(value);
}

}  // namespace

std::string form_encode(std::string_view text) {
  return replace_all(percent_encode(text), "%20", "+");
}

Result<TokenClient> fill_in(const OAuth2Auth& auth, const Scope& scope) {
  TokenClient client;
  client.in_body = auth.in_body;
  for (const auto& [from, to] :
       {std::pair{&auth.token_url, &client.url}, std::pair{&auth.client_id, &client.id},
        std::pair{&auth.client_secret, &client.secret}, std::pair{&auth.scope, &client.scope}}) {
    Result<std::string> value = expand(*from, scope);
    if (!value) {
      return value.error();
    }
    *to = *std::move(value);
  }
  if (const auto url = probe::parse_url(client.url); !url) {
    return Error{"'token_url': " + url.error().message, auth.token_url.pos};
  }
  client.params.reserve(auth.params.size());
  for (const NamedText& field : auth.params) {
    Result<std::string> value = expand(field.value, scope);
    if (!value) {
      return value.error();
    }
    client.params.push_back({field.name, *std::move(value)});
  }
  return client;
}

HttpRequest token_request(const TokenClient& client, const HttpRequest& same_origin,
                          Micros timeout) {
  HttpRequest request;
  const Result<probe::Url> url = probe::parse_url(client.url);
  const Result<probe::Url> there = probe::parse_url(same_origin.url);
  if (url && there && probe::origin(*url) == probe::origin(*there)) {
    request = same_origin;
    request.headers.clear();
  }
  request.target = same_origin.target + " token";
  request.method = "POST";
  request.url = client.url;
  request.timeout = timeout;
  request.headers.push_back({"Accept", "application/json"});
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.body.clear();
  add_field(request.body, "grant_type", "client_credentials");
  if (!client.scope.empty()) {
    add_field(request.body, "scope", client.scope);
  }
  for (const Header& field : client.params) {
    add_field(request.body, field.name, field.value);
  }
  if (client.in_body) {
    add_field(request.body, "client_id", client.id);
    add_field(request.body, "client_secret", client.secret);
  } else {
    const std::string pair = form_encode(client.id) + ':' + form_encode(client.secret);
    request.headers.push_back({"Authorization", "Basic " + base64_encode(pair)});
  }
  return request;
}

Result<Granted> read_token(const HttpResponse& response) {
  const Result<json::Document> document = json::read(response.body);
  const json::Value root = document ? document->root : json::Value();
  if (response.status < 200 || response.status > 299) {
    const std::string error = text_at(root, "error");
    const std::string description = text_at(root, "error_description");
    return answered(response, (error.empty() ? "" : " `" + excerpt(error, 60) + '`') +
                                  (description.empty() ? "" : ": " + excerpt(description, 120)));
  }
  if (root.object() == nullptr) {
    return answered(response, " with no JSON object");
  }
  Granted granted{text_at(root, "access_token"), lifetime(root)};
  if (!is_sendable(granted.text)) {
    return answered(response, " with no `access_token` that could be sent");
  }
  const std::string type = text_at(root, "token_type");
  if (!type.empty() && !equals_ignore_case(type, "bearer")) {
    return answered(response, " with a token of type '" + excerpt(type, 40) +
                                  "', and only bearer tokens are understood");
  }
  return granted;
}

Token::Got Token::get(probe::Probe& probe, const std::stop_token& stop) {
  const std::lock_guard lock(mutex_);
  const auto now = steady_clock::now();
  const bool fresh = !got_.text.empty() && (!refresh_at_ || now < *refresh_at_);
  const bool just_failed = !got_.failure.empty() && now < fetched_at_ + kFailureLasts;
  if (!fresh && !just_failed) {
    fetch(probe, stop);
  }
  return got_;
}

bool Token::refuse(const std::string& text) {
  const std::lock_guard lock(mutex_);
  if (got_.text != text) {
    return true;  // somebody else has it renewed already
  }
  if (after_refusal_ && steady_clock::now() < fetched_at_ + kJustRefused) {
    return false;
  }
  got_ = {};
  after_refusal_ = true;
  return true;
}

void Token::fetch(probe::Probe& probe, const std::stop_token& stop) {
  got_ = {};
  Exchange exchange = probe.perform(request_, stop);
  for (const Micros pause : kPauses) {
    if (!is_passing(exchange) || !sleep_for(pause, stop)) {
      break;
    }
    exchange = probe.perform(request_, stop);
  }
  fetched_at_ = steady_clock::now();
  refresh_at_.reset();
  if (stop.stop_requested()) {
    got_.cancelled = true;
    return;
  }
  if (const auto* failure = std::get_if<ExchangeFailure>(&exchange)) {
    got_.cancelled = failure->kind == FailureKind::kCancelled;
    got_.failure = got_.cancelled ? "" : "the token endpoint did not answer: " + failure->message;
    return;
  }
  Result<Granted> granted = read_token(std::get<HttpResponse>(exchange));
  if (!granted) {
    got_.failure = granted.error().message + '.';
    return;
  }
  got_.text = std::move(granted->text);
  if (granted->lives) {
    const std::chrono::milliseconds life = *granted->lives;
    refresh_at_ = fetched_at_ + life - std::min<std::chrono::milliseconds>(kMargin, life / 10);
  }
}

std::shared_ptr<Token> Tokens::of(const TokenClient& client, const HttpRequest& same_origin,
                                  Micros timeout) {
  const std::lock_guard lock(mutex_);
  for (const auto& [known, token] : known_) {
    if (known == client) {
      return token;
    }
  }
  known_.emplace_back(client, std::make_shared<Token>(token_request(client, same_origin, timeout)));
  return known_.back().second;
}

}  // namespace switchgate::exec
