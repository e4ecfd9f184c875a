// One accepted connection, with a deadline for all of it: cpp-httplib's own timeouts begin anew
// with every byte, so that slow clients could hold all threads.

#ifndef SWITCHGATE_RUNNER_SERVE_CONNECTION_H_
#define SWITCHGATE_RUNNER_SERVE_CONNECTION_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

#include <sys/types.h>

namespace switchgate::serve {

class Connection {
 public:
  // Owns `fd`. Reads `most_bytes` at most.
  Connection(int fd, std::chrono::milliseconds patience, std::size_t most_bytes)
      : fd_(fd), deadline_(std::chrono::steady_clock::now() + patience), left_(most_bytes) {}
  // Says that nothing more comes and takes what still does, for a moment: closed with bytes
  // unread, the answer would be lost on its way.
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // False once the deadline has passed.
  bool is_readable() const;
  bool is_writable() const;
  // As recv() and send(); -1 also beyond the deadline or the limit.
  ssize_t read(char* into, std::size_t size);
  ssize_t write(const char* from, std::size_t size);
  int descriptor() const { return fd_; }

 private:
  bool wait(short events) const;
  ssize_t fill();  // as recv(), into ahead_

  int fd_;
  std::chrono::steady_clock::time_point deadline_;
  std::size_t left_;                  // bytes that may still be received
  std::array<char, 4'096> buffer_{};  // the library reads byte by byte
  std::string_view ahead_;            // of it, received and not read
};

}  // namespace switchgate::serve

#endif  // SWITCHGATE_RUNNER_SERVE_CONNECTION_H_
