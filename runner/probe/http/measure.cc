// Reads libcurl's marks on the time line and turns them into phases.

#include "runner/probe/http/measure.h"

#include <algorithm>
#include <string>

#include <curl/curl.h>

namespace switchgate::probe {
namespace {

Micros time_of(CURL* easy, CURLINFO info) {
  curl_off_t micros = 0;
  curl_easy_getinfo(easy, info, &micros);
  return Micros(micros);
}

long number_of(CURL* easy, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(easy, info, &value);
  return value;
}

// The time between two marks; none when the second was not reached.
Micros between(Micros from, Micros to) { return std::max(Micros(0), to - from); }

std::string peer_of(CURL* easy) {
  const char* ip = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &ip);
  if (ip == nullptr || *ip == '\0') {
    return {};
  }
  const std::string address(ip);
  const bool v6 = address.find(':') != std::string::npos;
  return (v6 ? "[" + address + "]" : address) + ":" +
         std::to_string(number_of(easy, CURLINFO_PRIMARY_PORT));
}

}  // namespace

Measured measure(void* easy) {
  const Micros resolved = time_of(easy, CURLINFO_NAMELOOKUP_TIME_T);
  Measured out;
  out.reused = number_of(easy, CURLINFO_NUM_CONNECTS) == 0;
  out.resolved = resolved > Micros(0);
  out.sent = time_of(easy, CURLINFO_PRETRANSFER_TIME_T) > Micros(0);
  const Micros connected = time_of(easy, CURLINFO_CONNECT_TIME_T);
  // The mark is set when the way through a proxy is open; before that, what was
  // sent to the proxy tells.
  out.connected = connected > Micros(0) || number_of(easy, CURLINFO_REQUEST_SIZE) > 0;
  out.proxy_status = static_cast<int>(number_of(easy, CURLINFO_HTTP_CONNECTCODE));
  if (!out.reused) {
    const Micros secured = time_of(easy, CURLINFO_APPCONNECT_TIME_T);
    out.phases.dns = resolved;
    out.phases.connect = between(resolved, connected);
    out.phases.tls = between(connected, secured);
  }
  out.phases.first_byte = time_of(easy, CURLINFO_STARTTRANSFER_TIME_T);
  out.phases.total = time_of(easy, CURLINFO_TOTAL_TIME_T);
  out.peer = peer_of(easy);
  out.os_error = static_cast<int>(number_of(easy, CURLINFO_OS_ERRNO));
  return out;
}

}  // namespace switchgate::probe
