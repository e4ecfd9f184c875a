// Prepares libcurl and OpenSSL for threads.

#include <curl/curl.h>

#include "runner/probe/probe.h"

namespace switchgate::probe {

void init_network() { curl_global_init(CURL_GLOBAL_ALL); }

}  // namespace switchgate::probe
