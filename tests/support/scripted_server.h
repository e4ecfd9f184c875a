// An HTTP server on 127.0.0.1 that answers as a test says and remembers what it was
// asked. Its own few lines of HTTP/1.1, so that ThreadSanitizer sees all of it.

#ifndef SWITCHGATE_TESTS_SUPPORT_SCRIPTED_SERVER_H_
#define SWITCHGATE_TESTS_SUPPORT_SCRIPTED_SERVER_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace switchgate::testing {

struct ScriptedRequest {
  std::string method;
  std::string path;                            // without the query
  std::string query;                           // without '?'
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::size_t number = 0;  // of its route, from 0

  std::string route() const { return method + ' ' + path; }  // "GET /products"
};

struct ScriptedReply {
  std::string body = "{}";
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string content_type = "application/json";
  std::chrono::microseconds delay{0};  // before the answer
};

// Handlers may run on several threads at once. A route without one answers 404.
class ScriptedServer {
 public:
  using Handler = std::function<ScriptedReply(const ScriptedRequest&)>;

  ScriptedServer();
  ~ScriptedServer();  // ends every connection and waits for its threads
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  // `route` is "GET /products"; a later handler replaces an earlier one.
  void on(const std::string& route, Handler handler);
  void on(const std::string& route, ScriptedReply reply);
  void on(const std::string& route, const std::string& body) { on(route, ScriptedReply{body}); }

  std::string url() const;  // "http://127.0.0.1:40123"

  std::size_t count(const std::string& route) const;
  std::size_t total() const;
  std::set<std::string> methods() const;          // of all that came
  std::vector<ScriptedRequest> requests() const;  // in order of arrival
  // Waits until the route was asked `n` times. False after half a minute.
  bool wait_for(const std::string& route, std::size_t n = 1) const;

 private:
  void accept_all();
  void serve(int fd);
  ScriptedReply answer(ScriptedRequest request);

  int port_ = 0;  // before the socket, which sets it
  int listener_;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::condition_variable arrived_;
  std::map<std::string, Handler> handlers_;
  std::map<std::string, std::size_t> counts_;
  std::vector<ScriptedRequest> requests_;
  std::set<int> open_;
  std::vector<std::thread> connections_;
  bool stopping_ = false;

  std::thread accepting_;  // last: it uses all of the above
};

// An address on 127.0.0.1 that refuses every connection while the object lives.
class RefusingPort {
 public:
  RefusingPort();
  ~RefusingPort();
  RefusingPort(const RefusingPort&) = delete;
  RefusingPort& operator=(const RefusingPort&) = delete;

  std::string url() const;

 private:
  int port_ = 0;
  int fd_;
};

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_SCRIPTED_SERVER_H_
