// A request as a command that a person can paste into a shell to see it again.

#ifndef SWITCHGATE_RUNNER_PROBE_CURL_COMMAND_H_
#define SWITCHGATE_RUNNER_PROBE_CURL_COMMAND_H_

#include <string>

#include "checks/model/exchange.h"
#include "checks/model/masker.h"

namespace switchgate::probe {

// One line. It sends what the probe sends, except for the name of the client.
// Everything is single-quoted, or $'…' where it holds control characters, which takes bash, zsh
// or ksh to paste; secrets, and the values of headers, cookies,
// parameters and members of the body whose names are sensitive, are references to environment
// variables ("$SHOP_TOKEN"). A body of a file is read from there; another that is binary or large
// from a file that the command names, with a comment that says so.
std::string curl_command(const HttpRequest& request, const Masker& masker);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_CURL_COMMAND_H_
