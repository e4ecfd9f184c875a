// A server on 127.0.0.1 that says byte for byte what a test scripts, with or without TLS:
// for protocols that are no HTTP/1.1.

#ifndef SWITCHGATE_TESTS_SUPPORT_RAW_SERVER_H_
#define SWITCHGATE_TESTS_SUPPORT_RAW_SERVER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/support/certificates.h"

namespace switchgate::testing {

// One accepted connection; ends with its handler.
class RawConnection {
 public:
  virtual ~RawConnection() = default;
  virtual bool send(std::string_view bytes) = 0;
  // Appends what came; false at the end.
  virtual bool receive(std::string& into) = 0;

  // The next `size` bytes; fewer at the end.
  std::string take(std::size_t size);
  // All up to and including `end`; empty at the end of the connection.
  std::string take_until(std::string_view end);

 private:
  std::string ahead_;
};

struct RawServerOptions {
  Identity identity;            // with one, the server speaks TLS
  std::string protocol = "h2";  // that it agrees to by ALPN, when it is offered
};

class RawServer {
 public:
  using Handler = std::function<void(RawConnection&)>;  // on a thread of its own

  explicit RawServer(Handler handler, RawServerOptions options = {});
  ~RawServer();  // ends every connection and waits for its threads
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::string address() const;  // "127.0.0.1:40123"
  std::string url() const;      // "http://127.0.0.1:40123"

 private:
  void accept_all();
  void serve(int fd);

  Handler handler_;
  RawServerOptions options_;
  int port_ = 0;
  int listener_ = -1;
  std::mutex mutex_;  // guards what follows
  std::set<int> open_;
  std::vector<std::thread> connections_;
  bool stopping_ = false;
  std::thread accepting_;  // last: it uses all of the above
};

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_RAW_SERVER_H_
