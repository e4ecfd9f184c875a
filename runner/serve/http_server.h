// The HTTP server: cpp-httplib reads and writes, within bounds of time and size of our own.

#ifndef SWITCHGATE_RUNNER_SERVE_HTTP_SERVER_H_
#define SWITCHGATE_RUNNER_SERVE_HTTP_SERVER_H_

#include <chrono>
#include <memory>
#include <string>

#include "checks/base/result.h"
#include "runner/serve/routes.h"

namespace switchgate::serve {

struct Address {
  std::string host;  // an IP address
  int port = 0;      // 0: one that is free
  bool loopback() const;
};

// "127.0.0.1:8480", "[::1]:8480".
Result<Address> parse_address(const std::string& text);
std::string to_string(const Address& address);

// One request a connection. All of a request must have come, and its answer be taken, within
// `patience` of its connection; a few bytes now and then hold no thread.
class HttpServer {
 public:
  HttpServer(const Routes& routes, std::chrono::milliseconds patience);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Takes the address; its port is set when it was 0.
  Status bind(Address& address);
  // Serves until stop(), and then what is being served. An error when it ends for any other reason.
  Status serve();
  // From any thread, also before serve(), which then returns at once.
  void stop();

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_HTTP_SERVER_H_
