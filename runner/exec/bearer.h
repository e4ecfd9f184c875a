// The token that goes with what a side is asked, by request or by question: fetched, and
// hidden together with the client's secret.

#ifndef SWITCHGATE_RUNNER_EXEC_BEARER_H_
#define SWITCHGATE_RUNNER_EXEC_BEARER_H_

#include <memory>
#include <stop_token>

#include "checks/model/finding.h"
#include "runner/exec/own_values.h"
#include "runner/exec/side.h"
#include "runner/exec/token.h"
#include "runner/probe/probe.h"

namespace switchgate::exec {

struct Bearer {
  std::shared_ptr<Token> token;  // never null
  Token::Got got;
};

// Blocks while the token is fetched, within `timeout`. Secret and token are hidden in `own`
// under names after the side.
Bearer bearer_for(Side& side, const TokenClient& client, Micros timeout, OwnValues& own,
                  probe::Probe& probe, const std::stop_token& stop);

// target/token, where there is none: still to be completed, without a place.
Finding no_token(const Side& side, const Token::Got& got);

// Replaces what the request has for Authorization.
void set_bearer(HttpRequest& request, const std::string& token);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_BEARER_H_
