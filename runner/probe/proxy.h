// Proxies: which one a URL goes through, and how to speak of it.

#ifndef SWITCHGATE_RUNNER_PROBE_PROXY_H_
#define SWITCHGATE_RUNNER_PROBE_PROXY_H_

#include <functional>
#include <string>
#include <string_view>

#include "checks/base/result.h"
#include "runner/probe/url.h"

namespace switchgate::probe {

// The value of an environment variable; empty when it is not set.
using Variables = std::function<std::string(const std::string& name)>;

// This process's own.
std::string environment_variable(const std::string& name);

// The proxy that the environment names for `url`; empty for none. As curl has it:
// http_proxy (never HTTP_PROXY, which a web server fills from a request header),
// https_proxy, all_proxy and their upper-case forms; no_proxy lists hosts, domains,
// addresses and networks that are dialled directly.
std::string environment_proxy(const Url& url, const Variables& variables);

// Fails unless `text` is scheme://host:port, credentials allowed, with scheme http,
// https, socks4, socks4a, socks5 or socks5h. The message shows no credentials.
Status check_proxy(std::string_view text);

// "proxy.example.com:3128": host and port without scheme and credentials.
std::string proxy_name(std::string_view text);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_PROXY_H_
