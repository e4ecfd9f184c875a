#include "runner/exec/session.h"

#include <algorithm>
#include <array>
#include <optional>

#include "checks/base/secret_names.h"
#include "checks/base/text.h"
#include "checks/expect/capture.h"
#include "checks/expect/masked.h"
#include "checks/json/reader.h"
#include "checks/waivers.h"
#include "runner/exec/clock.h"
#include "runner/exec/paginate.h"
#include "runner/probe/curl_command.h"
#include "runner/probe/redirects.h"
#include "runner/suite/expectations.h"
#include "runner/suite/filters.h"
#include "runner/suite/interpolate.h"

namespace switchgate::exec {
namespace {

using std::chrono::steady_clock;

// Pauses before the second and third try of a connection.
constexpr std::array<Micros, 2> kRetryPauses = {Micros{300'000}, Micros{900'000}};
constexpr Micros kRetryWindow{2'000'000};
constexpr Micros kLastTryPause{1'000'000};

// Nobody could be reached at all: worth another try, and counted towards the cut-off.
bool is_unreachable(FailureKind kind) {
  return kind == FailureKind::kResolve || kind == FailureKind::kRefused ||
         kind == FailureKind::kConnectTimeout || kind == FailureKind::kProxy;
}

bool is_redirect_finding(std::string_view rule) { return rule.starts_with("redirect/"); }

Level at_most(Level level, Level limit) { return level > limit ? limit : level; }

}  // namespace

bool Asked::good() const {
  if (!response || cancelled) {
    return false;
  }
  for (const Finding& finding : findings) {
    if (finding.level == Level::kError || finding.undecided) {
      return false;
    }
  }
  return true;
}

bool is_secret(const Capture& capture) {
  if (capture.secret || Masker::sensitive_name(capture.name)) {
    return true;
  }
  switch (capture.from) {
    case CaptureFrom::kCookie:
      return may_name_secret(capture.expression);
    case CaptureFrom::kHeader:
      return names_secret(capture.expression);
    case CaptureFrom::kJson:
      return names_secret(capture.expression.substr(capture.expression.rfind('.') + 1));
    case CaptureFrom::kRegex:
    case CaptureFrom::kXPath:
    case CaptureFrom::kUrl:
      return false;
  }
  return false;
}

bool Asked::missed() const {
  for (const Finding& finding : findings) {
    if (finding.level == Level::kWarning) {
      return true;
    }
  }
  return false;
}

bool Asked::accepted() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.accepted.has_value(); });
}

bool Asked::leads_on() const {
  return good() && !accepted() &&
         std::none_of(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.rule == "capture/missing"; });
}

bool Asked::as_expected(Level level) const {
  return good() && !accepted() && !(level == Level::kWarning && missed());
}

Session::Session(const RunContext& context, const Suite& suite, const Scope& scope,
                 const Check& check, Side& side, probe::Probe& probe,
                 std::span<const Waiver* const> accepted)
    : context_(context),
      suite_(suite),
      check_(check),
      side_(side),
      probe_(probe),
      accepted_(accepted),
      cookies_(side.cookies),
      own_(context, scope, check, side.own_name()) {}

Side& Session::side_of(const Step& step) const {
  const std::string& name = step.request.target;
  for (Side* other : side_.others) {
    if (other->name == name) {
      return *other;
    }
  }
  // The loader knows every name; "candidate" means whichever side this session asks.
  return side_;
}

CookieJar& Session::cookies_of(const Side& side) {
  return &side == &side_ ? cookies_
                         : other_cookies_.try_emplace(&side, CookieJar(side.cookies)).first->second;
}

Asked Session::ask(const Step& step, std::stop_token stop) {
  return step.retry ? ask_until_good(step, std::move(stop))
                    : build_and_ask(step, Tries::kAgain, std::move(stop));
}

Asked Session::ask_once(const Step& step, std::stop_token stop) {
  return build_and_ask(step, Tries::kOnce, std::move(stop));
}

Asked Session::ask_again(const Step& step, const HttpRequest& request, std::stop_token stop) {
  return ask_built(step, request, Tries::kAgain, std::move(stop));
}

Asked Session::build_and_ask(const Step& step, Tries tries, std::stop_token stop) {
  Asked asked;
  const Side& side = side_of(step);
  CookieJar& cookies = cookies_of(side);
  Result<HttpRequest> request = own_.mistake()
                                    ? Result<HttpRequest>(*own_.mistake())
                                    : build_request(suite_, side, step.request, scope(), cookies,
                                                    context_.timeout.value_or(suite_.timeout));
  if (request) {
    request->limits = context_.limits;
  } else {
    Finding finding;
    finding.rule = "target/request";
    finding.message = "the request could not be built: " + request.error().message;
    finding.pos = request.error().pos.known() ? request.error().pos : step.pos;
    complete(finding, step, nullptr);
    asked.findings.push_back(std::move(finding));
    return asked;
  }
  asked = ask_built(step, *request, tries, std::move(stop));
  asked.request->url = request->url;  // of the first page, where there are several
  if (asked.response) {
    cookies.take(*asked.response, *asked.request, now_utc());
    if (asked.good()) {
      take_captures(step, asked);
      accept(accepted_, asked.findings);
    }
  }
  return asked;
}

Asked Session::ask_built(const Step& step, const HttpRequest& request, Tries tries,
                         std::stop_token stop) {
  Asked asked;
  asked.request = request;
  const Side& side = side_of(step);
  if (!step.request.is_absolute() && (side.breaker.dead() || side.health.degraded())) {
    asked.given_up = true;
    return asked;
  }
  if (!authorize(step, stop, asked)) {
    return asked;
  }
  Exchange exchange = tries == Tries::kOnce ? send(step, *asked.request, stop, asked)
                                            : send_with_retries(step, *asked.request, stop, asked);
  exchange = renew_token(step, std::move(exchange), stop, asked);
  exchange = wait_out(step, tries, std::move(exchange), stop, asked);
  if (asked.throttled) {
    asked.response = std::get<HttpResponse>(std::move(exchange));
    return asked;
  }
  if (step.request.paginate) {
    const HttpRequest first = *asked.request;
    exchange = read_all_pages(step, first, std::move(exchange), stop, asked);
  }
  if (auto* failure = std::get_if<ExchangeFailure>(&exchange)) {
    take_failure(step, *failure, asked);
    return asked;
  }
  learn_secrets(step, std::get<HttpResponse>(exchange));
  judge(step, std::get<HttpResponse>(std::move(exchange)), asked);
  accept(accepted_, asked.findings);
  expect::fold_into_status(asked.findings);
  return asked;
}

Exchange Session::read_all_pages(const Step& step, const HttpRequest& request, Exchange first,
                                 const std::stop_token& stop, Asked& asked) {
  if (!std::holds_alternative<HttpResponse>(first)) {
    return first;
  }
  Pages pages =
      read_pages(*step.request.paginate, request, std::get<HttpResponse>(std::move(first)),
                 [&](const HttpRequest& next) { return send(step, next, stop, asked); });
  for (Pages::Remark& remark : pages.remarks) {
    Finding finding;
    finding.rule = std::move(remark.rule);
    finding.level = remark.level;
    finding.message = std::move(remark.message);
    finding.path = std::move(remark.path);
    finding.pos = step.request.paginate->pos;
    complete(finding, step, &remark.asked);
    asked.findings.push_back(std::move(finding));
  }
  asked.request = std::move(pages.asked);
  return std::move(pages.whole);
}

Exchange Session::send(const Step& step, const HttpRequest& request, std::stop_token stop,
                       Asked& asked) {
  Side& side = side_of(step);
  if (!side.pacer.wait(stop)) {
    return ExchangeFailure{FailureKind::kCancelled, "stopped", {}, {}};
  }
  CookieJar cookies = cookies_of(side);
  probe::Followed followed = probe::follow(
      probe_, request, step.request.follow, stop, [&](const HttpResponse& hop, HttpRequest& next) {
        take_cookies_along(step.request, request, hop, cookies, next);
      });
  const std::size_t requests = followed.hops.size() + 1;
  asked.requests += requests;
  side.requests.fetch_add(requests, std::memory_order_relaxed);
  if (followed.refusal) {
    Finding finding;
    finding.rule = "redirect/" + std::string(probe::name_of(followed.refusal->kind));
    finding.message = followed.refusal->message;
    finding.pos = step.request.pos;
    complete(finding, step, &request);
    asked.findings.push_back(std::move(finding));
  }
  // An absolute URL of the suite leads elsewhere: that is not where the side was dialled.
  if (!step.request.is_absolute()) {
    side.health.answered(followed.last);
    side.remember_address(std::visit([](const auto& any) { return any.address; }, followed.last));
  }
  return std::move(followed.last);
}

Exchange Session::send_with_retries(const Step& step, const HttpRequest& request,
                                    std::stop_token stop, Asked& asked) {
  Side& side = side_of(step);
  const auto began = steady_clock::now();
  Exchange exchange = send(step, request, stop, asked);
  std::size_t tries = 1;
  const auto unreachable = [&]() -> const ExchangeFailure* {
    const auto* failure = std::get_if<ExchangeFailure>(&exchange);
    return failure != nullptr && is_unreachable(failure->kind) ? failure : nullptr;
  };
  for (const Micros pause : kRetryPauses) {
    if (unreachable() == nullptr || !step.request.repeatable() ||
        steady_clock::now() + pause - began > kRetryWindow || !sleep_for(pause, stop)) {
      break;
    }
    exchange = send(step, request, stop, asked);
    ++tries;
  }
  if (unreachable() != nullptr) {
    if (step.request.is_absolute() || !side.breaker.failed() || !sleep_for(kLastTryPause, stop)) {
      return exchange;
    }
    exchange = send(step, request, stop, asked);
    ++tries;
    if (unreachable() != nullptr) {
      side.breaker.declare_dead();
      return exchange;
    }
  }
  if (!step.request.is_absolute()) {
    side.breaker.succeeded();
  }
  if (tries > 1 && std::holds_alternative<HttpResponse>(exchange)) {
    Finding finding;
    finding.rule = "target/flaky";
    finding.level = Level::kNote;
    finding.message =
        side.name + " could be reached only at attempt " + std::to_string(tries) + ".";
    finding.pos = step.request.pos;
    complete(finding, step, &request);
    asked.findings.push_back(std::move(finding));
  }
  return exchange;
}

void Session::take_failure(const Step& step, const ExchangeFailure& failure, Asked& asked) {
  if (failure.kind == FailureKind::kCancelled) {
    asked.cancelled = true;
  } else {
    add_failure(step, failure, asked);
  }
}

void Session::add_failure(const Step& step, const ExchangeFailure& failure, Asked& asked) {
  Finding finding;
  finding.rule = "target/" + std::string(name_of(failure.kind));
  finding.message = failure.message;
  finding.pos = step.request.pos;
  finding.evidence.push_back({"side", side_of(step).name});
  if (!failure.address.empty()) {
    finding.evidence.push_back({"address", failure.address});
  }
  finding.evidence.push_back({"after", format_duration(failure.phases.total)});
  complete(finding, step, asked.request ? &*asked.request : nullptr);
  asked.findings.push_back(std::move(finding));
}

void Session::judge(const Step& step, HttpResponse response, Asked& asked) {
  // An answer that only a refused redirect produced is not the one that was asked for.
  asked.elsewhere = !asked.findings.empty() && is_redirect_finding(asked.findings.back().rule);
  judge_build(step, response, asked);
  if (!asked.elsewhere) {
    if (const auto expectations = this->expectations(step, asked)) {
      expect::Judged judged =
          expect::judge(*expectations, response, context_.started, masker(), suite_.mask);
      asked.judged += judged.count;
      for (Finding& finding : judged.findings) {
        if (const Side& side = side_of(step); &side != &side_) {
          finding.evidence.push_back({"side", side.name});
        }
        complete(finding, step, &*asked.request);
        asked.findings.push_back(std::move(finding));
      }
    }
  }
  asked.response = std::move(response);
}

void Session::judge_build(const Step& step, const HttpResponse& response, Asked& asked) {
  if (step.request.is_absolute()) {
    return;  // that leads elsewhere: no answer of the target's
  }
  Side& side = side_of(step);
  const Header* wanted = other_build(side, response);
  if (wanted == nullptr) {
    return;
  }
  Finding finding = wrong_build(side, *wanted, response, masker());
  complete(finding, step, &*asked.request);
  asked.findings.push_back(std::move(finding));
}

std::shared_ptr<const expect::Expectations> Session::expectations(const Step& step,
                                                                  Asked& asked) const {
  if (step.compiled) {
    return step.compiled;
  }
  tree::Problems problems;
  const auto filled = [&](const tree::Node* node) -> std::optional<tree::Node> {
    if (node == nullptr) {
      return std::nullopt;
    }
    Result<tree::Node> result = expand(*node, scope());
    if (!result) {
      problems.add(result.error().pos, result.error().message);
      return std::nullopt;
    }
    return *std::move(result);
  };
  const std::optional<tree::Node> expect = filled(step.expect.get());
  const std::optional<tree::Node> warn = filled(step.warn.get());
  auto compiled = std::make_shared<expect::Expectations>(
      compile_expectations(expect ? &*expect : nullptr, warn ? &*warn : nullptr, step.request,
                           check_.level, expect::Stage::kFilledIn, problems));
  if (problems.empty()) {
    return compiled;
  }
  for (const Error& error : problems.errors()) {
    Finding finding;
    finding.rule = "capture/unusable";
    finding.message =
        "this expectation does not hold together with the values captured: " + error.message;
    finding.pos = error.pos;
    complete(finding, step, nullptr);
    asked.findings.push_back(std::move(finding));
  }
  return nullptr;
}

// Before the answer is judged: a value that is to be captured as a secret shows in no
// finding, also when the expectations fail and it never is captured.
void Session::learn_secrets(const Step& step, const HttpResponse& response) {
  std::optional<Masker> masked;  // made when a capture needs it
  for (const Capture& capture : step.captures) {
    const bool named = is_secret(capture);
    if (!named && suite_.mask.empty()) {
      continue;
    }
    const Result<json::Value> value = expect::capture(capture, response);
    if (!value) {
      continue;
    }
    if (!named && !masked) {
      const Result<json::Document> document = json::read(response.body);
      masked = document ? expect::Masked(document->root, suite_.mask).over({}) : Masker();
    }
    if (named || masked->find(text_of(*value))) {
      own_.hide(capture.name, *value);
    }
  }
}

void Session::take_captures(const Step& step, Asked& asked) {
  for (const Capture& capture : step.captures) {
    Result<json::Value> value = expect::capture(capture, *asked.response);
    ++asked.judged;
    if (!value) {
      Finding finding;
      finding.rule = "capture/missing";
      finding.message = masker().mask_quotes(value.error().message, asked.response->body);
      finding.pos = capture.pos;
      finding.path = capture.expression;
      complete(finding, step, &*asked.request);
      asked.findings.push_back(std::move(finding));
      continue;
    }
    own_.set_captured(capture.name, *std::move(value));
  }
}

std::optional<std::string> Session::missing_variable(const Step& step) const {
  const Result<HttpRequest> request =
      build_request(suite_, side_of(step), step.request, scope(), cookies_, suite_.timeout);
  if (request) {
    return std::nullopt;
  }
  return request.error().message;
}

void Session::complete(Finding& finding, const Step& step, const HttpRequest* request) const {
  finding.check = check_.id;
  if (check_.is_flow) {
    finding.step = step.name.empty() ? step.request.title() : step.name;
  }
  // A deployment that cannot be reached is never a mere warning.
  if (!finding.rule.starts_with("target/")) {
    finding.level = at_most(finding.level, check_.level);
  }
  finding.message = masker().mask(finding.message);
  finding.path = masker().mask(finding.path);
  for (Evidence& evidence : finding.evidence) {
    evidence.value = excerpt(masker().mask(evidence.value));
  }
  if (request != nullptr) {
    finding.curl = probe::curl_command(*request, masker());
  }
  finding.fingerprint = fingerprint_of(finding);
}

}  // namespace switchgate::exec
