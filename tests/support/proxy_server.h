// An HTTP proxy on 127.0.0.1 for one test: forwards, tunnels, or refuses.

#ifndef SWITCHGATE_TESTS_SUPPORT_PROXY_SERVER_H_
#define SWITCHGATE_TESTS_SUPPORT_PROXY_SERVER_H_

#include <memory>
#include <string>
#include <vector>

namespace switchgate::testing {

struct ProxyServerOptions {
  int refuse_with = 0;      // this status instead of any service
  bool close = false;       // close instead
  bool hang = false;        // take the request and say nothing
  std::string credentials;  // "user:password" to ask for
};

class ProxyServer {
 public:
  explicit ProxyServer(ProxyServerOptions options = {});
  ~ProxyServer();  // ends every connection and waits for its threads
  ProxyServer(const ProxyServer&) = delete;
  ProxyServer& operator=(const ProxyServer&) = delete;

  std::string address() const;             // "127.0.0.1:40123"
  std::vector<std::string> heads() const;  // of each request to the proxy itself

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_PROXY_SERVER_H_
