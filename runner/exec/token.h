// OAuth 2.0 client credentials (RFC 6749 section 4.4): one token for a client of a side,
// fetched when it is first needed, and again before it expires.

#ifndef SWITCHGATE_RUNNER_EXEC_TOKEN_H_
#define SWITCHGATE_RUNNER_EXEC_TOKEN_H_

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "checks/base/result.h"
#include "checks/model/exchange.h"
#include "checks/model/suite.h"
#include "runner/exec/clock.h"
#include "runner/probe/probe.h"
#include "runner/suite/interpolate.h"

namespace switchgate::exec {

// `auth: {oauth2: …}` with every ${…} filled in.
struct TokenClient {
  std::string url;
  std::string id;
  std::string secret;
  std::string scope;           // empty: what the server gives by itself
  std::vector<Header> params;  // further fields of the form: audience, resource
  bool in_body = false;        // id and secret as fields of the form, not as HTTP Basic
  friend bool operator==(const TokenClient&, const TokenClient&) = default;
};

Result<TokenClient> fill_in(const OAuth2Auth& auth, const Scope& scope);

// As forms encode it: blanks become '+'.
std::string form_encode(std::string_view text);

// What is sent for a token. `same_origin` is dialled as it says (address, client
// certificate, proxy) when the token's URL has its origin; any other is dialled plainly.
HttpRequest token_request(const TokenClient& client, const HttpRequest& same_origin,
                          Micros timeout);

struct Granted {
  std::string text;
  std::optional<std::chrono::seconds> lives;  // nothing: the server does not say
};

// What the server answered; the error says which status and, by RFC 6749 section 5.2,
// which `error` and `error_description`.
Result<Granted> read_token(const HttpResponse& response);

// Any thread.
class Token {
 public:
  struct Got {
    std::string text;     // empty: there is none
    std::string failure;  // why
    bool cancelled = false;
  };

  explicit Token(HttpRequest request) : request_(std::move(request)) {}
  Token(const Token&) = delete;
  Token& operator=(const Token&) = delete;

  // Blocks while it is fetched; whoever comes meanwhile waits for the same answer. A
  // failure is told for a moment before the server is asked again.
  Got get(probe::Probe& probe, const std::stop_token& stop);

  // `text` was answered with 401. True when it is worth another try with get(): not when
  // the server has just given this token in the place of another refused one.
  bool refuse(const std::string& text);

  const HttpRequest& request() const { return request_; }

 private:
  void fetch(probe::Probe& probe, const std::stop_token& stop);

  const HttpRequest request_;
  std::mutex mutex_;  // guards what follows
  Got got_;
  std::optional<SteadyTime> refresh_at_;
  SteadyTime fetched_at_{};
  bool after_refusal_ = false;
};

// The tokens of a side, one for each client.
class Tokens {
 public:
  std::shared_ptr<Token> of(const TokenClient& client, const HttpRequest& same_origin,
                            Micros timeout);

 private:
  std::mutex mutex_;
  std::vector<std::pair<TokenClient, std::shared_ptr<Token>>> known_;
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_TOKEN_H_
