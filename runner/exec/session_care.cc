// What a session does for a request besides sending it: a token where one is asked for, and
// patience with a target that is asked too much.

#include <algorithm>

#include "checks/base/text.h"
#include "runner/exec/bearer.h"
#include "runner/exec/clock.h"
#include "runner/exec/session.h"
#include "runner/exec/throttle.h"

namespace switchgate::exec {
namespace {

bool states_authorization(const std::vector<NamedText>& headers) {
  return std::any_of(headers.begin(), headers.end(), [](const NamedText& header) {
    return equals_ignore_case(header.name, "Authorization");
  });
}

}  // namespace

// The client whose token goes with the step; nothing when none does.
std::optional<TokenClient> Session::token_client(const Step& step) const {
  if (step.request.auth) {
    const auto* oauth = std::get_if<OAuth2Auth>(&*step.request.auth);
    Result<TokenClient> client =
        oauth != nullptr ? fill_in(*oauth, scope()) : Result<TokenClient>(Error{});
    return client ? std::optional(*std::move(client)) : std::nullopt;
  }
  const bool stated = step.request.is_absolute() || states_authorization(step.request.headers) ||
                      states_authorization(suite_.default_headers);
  return stated ? std::nullopt : side_of(step).token_client;
}

// False when there is no token to send; `asked` then says why.
bool Session::authorize(const Step& step, const std::stop_token& stop, Asked& asked) {
  const std::optional<TokenClient> client = token_client(step);
  if (!client) {
    return true;
  }
  Side& side = side_of(step);
  Bearer bearer =
      bearer_for(side, *client, context_.timeout.value_or(suite_.timeout), own_, probe_, stop);
  asked.token = bearer.token;
  if (bearer.got.cancelled) {
    asked.cancelled = true;
    return false;
  }
  if (bearer.got.text.empty()) {
    Finding finding = no_token(side, bearer.got);
    finding.pos = step.request.auth ? step.request.pos : side.target->pos;
    complete(finding, step, &asked.token->request());
    asked.findings.push_back(std::move(finding));
    return false;
  }
  asked.bearer = bearer.got.text;
  set_bearer(*asked.request, asked.bearer);
  return true;
}

// A token may have been withdrawn before its time: once more with a new one.
Exchange Session::renew_token(const Step& step, Exchange exchange, const std::stop_token& stop,
                              Asked& asked) {
  const auto* response = std::get_if<HttpResponse>(&exchange);
  if (!asked.token || response == nullptr || response->status != 401 ||
      !step.request.repeatable() || !asked.token->refuse(asked.bearer)) {
    return exchange;
  }
  const std::string refused = asked.bearer;
  if (!authorize(step, stop, asked) || asked.bearer == refused) {
    return exchange;
  }
  return send(step, *asked.request, stop, asked);
}

// Is this status what the step wants to see?
bool Session::expects_status(const Step& step, const HttpResponse& response) const {
  Asked scratch;
  const auto expectations = this->expectations(step, scratch);
  if (!expectations) {
    return true;  // told when it is judged
  }
  const expect::Judged judged =
      expect::judge(*expectations, response, context_.started, masker(), suite_.mask);
  return std::none_of(judged.findings.begin(), judged.findings.end(), [](const Finding& finding) {
    return finding.rule == "http/status" && finding.level == Level::kError;
  });
}

// Waits as a 429 asks for, and asks again. What stays one is no evidence of anything.
Exchange Session::wait_out(const Step& step, Tries tries, Exchange exchange,
                           const std::stop_token& stop, Asked& asked) {
  Side& side = side_of(step);
  Patience patience;
  while (true) {
    const auto* response = std::get_if<HttpResponse>(&exchange);
    if (response == nullptr || response->status != kTooManyRequests ||
        expects_status(step, *response)) {
      return exchange;
    }
    side.pacer.slow_down();
    const std::optional<Micros> pause = tries == Tries::kAgain && step.request.repeatable()
                                            ? patience.next(*response, now_utc())
                                            : std::nullopt;
    if (!pause) {
      asked.throttled = true;
      Finding finding;
      finding.rule = "target/throttled";
      finding.undecided = true;
      const std::string* asks = find_header(response->headers, "Retry-After");
      finding.message =
          "expected an answer, found that " + side.name + " takes no more requests (status 429)" +
          (patience.pauses() == 0 ? std::string()
                                  : ", also after waiting " + format_duration(patience.waited())) +
          (asks == nullptr ? std::string() : "; it asks to wait: " + excerpt(*asks, 60)) +
          ". Nothing is known of what it would have answered.";
      finding.pos = step.request.pos;
      finding.evidence.push_back({"side", side.name});
      complete(finding, step, &*asked.request);
      asked.findings.push_back(std::move(finding));
      return exchange;
    }
    if (!sleep_for(*pause, stop)) {
      return ExchangeFailure{FailureKind::kCancelled, "stopped", {}, {}};
    }
    exchange = send(step, *asked.request, stop, asked);
  }
}

}  // namespace switchgate::exec
