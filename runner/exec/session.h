// One check on one side: its variables, captures, cookies and masked secrets, and
// how a step is asked and judged.

#ifndef SWITCHGATE_RUNNER_EXEC_SESSION_H_
#define SWITCHGATE_RUNNER_EXEC_SESSION_H_

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "checks/base/calendar.h"
#include "checks/expect/expectations.h"
#include "checks/model/finding.h"
#include "checks/model/masker.h"
#include "checks/model/suite.h"
#include "checks/model/waiver.h"
#include "runner/exec/own_values.h"
#include "runner/exec/request.h"
#include "runner/exec/side.h"
#include "runner/probe/probe.h"

namespace switchgate::exec {

// What came of asking once.
struct Asked {
  std::optional<HttpRequest> request;    // nothing when it could not be built
  std::optional<HttpResponse> response;  // nothing when there was no answer
  std::size_t requests = 0;              // really sent, retries and redirects included
  std::size_t judged = 0;
  std::vector<Finding> findings;
  bool given_up = false;         // not sent: its side was found dead before
  bool throttled = false;        // 429 to the end
  bool elsewhere = false;        // where a refused redirect ended: its expectations were not judged
  std::shared_ptr<Token> token;  // that went with it, where there is one
  std::string bearer;            // its text
  bool cancelled = false;        // this program was stopped: says nothing about the target

  // Answered, and no finding that fails it or leaves it open: what is accepted does not.
  bool good() const;
  // Is there a warning?
  bool missed() const;
  // Is there a miss that a waiver or `expected:` covers?
  bool accepted() const;
  // May later steps go on? A mere warning does not end them, an accepted miss does, and so
  // does a capture that was not made: they build on it.
  bool leads_on() const;
  // Is it what a check of this level waits for? One of `level: warning` has nothing but
  // warnings to say that it is not.
  bool as_expected(Level level) const;
};

// Is what it captures hidden everywhere?
bool is_secret(const Capture& capture);

// What a session leaves to others that begin where it ended.
struct Seed {
  struct Captured {
    std::string name;
    json::Value value;
    bool secret = false;
  };
  CookieJar cookies{{}};
  std::map<const Side*, CookieJar> other_cookies;  // of the suite's other targets
  std::vector<Captured> captured;
};

class Session {
 public:
  // `accepted` are the waivers about this check; they must outlive the session.
  Session(const RunContext& context, const Suite& suite, const Scope& scope, const Check& check,
          Side& side, probe::Probe& probe, std::span<const Waiver* const> accepted = {});

  // Sends the step's request, follows, judges, captures. A connection that fails is
  // tried twice more within 2 s when the request may be repeated. With `retry:` the whole is
  // done again until the answer is as expected; the last attempt's findings are told.
  Asked ask(const Step& step, std::stop_token stop);

  // The same without a second try: for those who ask again by themselves.
  Asked ask_once(const Step& step, std::stop_token stop);

  // Sends `request` once more and judges it by the same expectations; no captures.
  Asked ask_again(const Step& step, const HttpRequest& request, std::stop_token stop);

  // What `steps`, asked here, have captured, with the cookies.
  Seed leave(const std::vector<Step>& steps) const;
  void begin_with(const Seed& seed);

  // Masks what was captured as a secret since the finding was completed.
  void mask_again(Finding& finding) const { own_.mask_again(finding); }

  Side& side() { return side_; }
  // Whom the step's request goes to: this side, or the target that it names.
  Side& side_of(const Step& step) const;
  // Names the finding's check, step and fingerprint, hides secrets, adds the curl line.
  void complete(Finding& finding, const Step& step, const HttpRequest* request) const;
  const Masker& masker() const { return own_.masker(); }
  // Places of values that no finding shows.
  std::span<const json::Path> mask() const { return suite_.mask; }
  // May the step be sent as far as variables go? Names the first missing one.
  std::optional<std::string> missing_variable(const Step& step) const;
  // The names as they mean something on this side now.
  const Scope& scope() const { return own_.scope(); }

 private:
  enum class Tries { kOnce, kAgain };
  Asked build_and_ask(const Step& step, Tries tries, std::stop_token stop);
  Asked ask_built(const Step& step, const HttpRequest& request, Tries tries, std::stop_token stop);
  Asked ask_until_good(const Step& step, std::stop_token stop);
  Exchange read_all_pages(const Step& step, const HttpRequest& request, Exchange first,
                          const std::stop_token& stop, Asked& asked);
  void take_failure(const Step& step, const ExchangeFailure& failure, Asked& asked);
  Exchange send(const Step& step, const HttpRequest& request, std::stop_token stop, Asked& asked);
  Exchange send_with_retries(const Step& step, const HttpRequest& request, std::stop_token stop,
                             Asked& asked);
  std::optional<TokenClient> token_client(const Step& step) const;
  bool authorize(const Step& step, const std::stop_token& stop, Asked& asked);
  Exchange renew_token(const Step& step, Exchange exchange, const std::stop_token& stop,
                       Asked& asked);
  bool expects_status(const Step& step, const HttpResponse& response) const;
  Exchange wait_out(const Step& step, Tries tries, Exchange exchange, const std::stop_token& stop,
                    Asked& asked);
  CookieJar& cookies_of(const Side& side);
  void judge(const Step& step, HttpResponse response, Asked& asked);
  void judge_build(const Step& step, const HttpResponse& response, Asked& asked);
  void learn_secrets(const Step& step, const HttpResponse& response);
  void take_captures(const Step& step, Asked& asked);
  void add_failure(const Step& step, const ExchangeFailure& failure, Asked& asked);
  std::shared_ptr<const expect::Expectations> expectations(const Step& step, Asked& asked) const;

  const RunContext& context_;
  const Suite& suite_;
  const Check& check_;
  Side& side_;
  probe::Probe& probe_;
  std::span<const Waiver* const> accepted_;
  CookieJar cookies_;
  std::map<const Side*, CookieJar> other_cookies_;  // each target has its own, and gets no other's
  OwnValues own_;
};

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_SESSION_H_
