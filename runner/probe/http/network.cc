// Prepares libcurl and OpenSSL for threads.

#include <csignal>

#include <curl/curl.h>

#include "runner/probe/probe.h"

namespace switchgate::probe {

void init_network() {
  curl_global_init(CURL_GLOBAL_ALL);
  // OpenSSL writes to sockets that the peer may have closed, and libcurl leaves
  // signals alone because NOSIGNAL is set: without this a broken connection
  // ends the program.
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
}

}  // namespace switchgate::probe
