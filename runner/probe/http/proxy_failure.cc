// The words for each way in which a proxy stands between us and the target.

#include "runner/probe/http/proxy_failure.h"

#include <cerrno>
#include <string_view>

#include <curl/curl.h>

#include "checks/base/units.h"
#include "runner/probe/http/failure_words.h"

namespace switchgate::probe {
namespace {

constexpr std::string_view kCheckIt =
    "; check `proxy` of the target, or http_proxy and https_proxy of the environment "
    "(`proxy: none` takes none)";

FailureText trouble(std::string message) { return {FailureKind::kProxy, std::move(message)}; }

FailureText timed_out(const TransferFacts& facts) {
  const std::string within = " within " + format_duration(facts.timeout);
  if (facts.progress == Progress::kResolving) {
    return trouble("the name of the proxy " + facts.proxy + " was not resolved" + within +
                   std::string(kCheckIt));
  }
  if (!facts.proxy_connected) {
    return trouble("no connection to the proxy " + facts.proxy + within + std::string(kCheckIt));
  }
  return trouble("the proxy " + facts.proxy + " opened no way to " + facts.address + within +
                 "; is " + facts.address + " up, and may the proxy reach it?");
}

FailureText not_connected(const TransferFacts& facts) {
  const std::string why = facts.os_error == ECONNREFUSED ? "connection refused"
                          : facts.os_error != 0          ? std::string("no route")
                                                         : detail_of(facts);
  return trouble("no connection to the proxy " + facts.proxy + " (" + why + ")" +
                 std::string(kCheckIt));
}

FailureText refused_way(const TransferFacts& facts) {
  constexpr int kCredentials = 407;
  constexpr int kServerErrors = 500;
  if (facts.proxy_status == kCredentials) {
    return proxy_wants_credentials(facts.proxy);
  }
  const std::string status = " (" + std::to_string(facts.proxy_status) + ")";
  if (facts.proxy_status >= kServerErrors) {
    return trouble("the proxy " + facts.proxy + " could not reach " + facts.address + status +
                   "; is the service up, and does the proxy know its name?");
  }
  return trouble("the proxy " + facts.proxy + " refused the way to " + facts.address + status +
                 "; does it allow this host and port?");
}

bool opened(int status) { return status >= 200 && status < 300; }

}  // namespace

FailureText proxy_wants_credentials(const std::string& name) {
  return trouble("the proxy " + name +
                 " asks for credentials (407); give the right ones in `proxy`, as in "
                 "http://USER:${PASSWORD}@" +
                 name);
}

std::optional<FailureText> proxy_failure(const TransferFacts& facts) {
  const bool past_it =
      facts.progress != Progress::kResolving && facts.progress != Progress::kConnecting;
  if (facts.proxy.empty() || past_it) {
    return std::nullopt;
  }
  if (facts.proxy_status != 0 && !opened(facts.proxy_status)) {
    return refused_way(facts);
  }
  switch (facts.code) {
    case CURLE_OPERATION_TIMEDOUT:
      return timed_out(facts);
    case CURLE_COULDNT_RESOLVE_PROXY:
      return trouble("the name of the proxy " + facts.proxy + " has no address" +
                     std::string(kCheckIt));
    case CURLE_COULDNT_CONNECT:
      return not_connected(facts);
    case CURLE_PROXY:
      return trouble("the proxy " + facts.proxy + " opened no way to " + facts.address + " (" +
                     detail_of(facts) + "); is the service up, and may the proxy reach it?");
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return trouble("the proxy " + facts.proxy + " answered with no way to " + facts.address +
                     " (" + detail_of(facts) +
                     "); is it a proxy of the scheme that `proxy` names?");
    default:
      return std::nullopt;
  }
}

}  // namespace switchgate::probe
