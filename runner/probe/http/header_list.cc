// Writes header lines, and the ones that keep libcurl from adding its own.

#include "runner/probe/http/header_list.h"

#include <new>
#include <string_view>

#include <curl/curl.h>

#include "checks/base/text.h"

namespace switchgate::probe {

void FreeHeaderList::operator()(curl_slist* list) const { curl_slist_free_all(list); }

void append(HeaderList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) {
    throw std::bad_alloc();
  }
  static_cast<void>(list.release());  // it is the start of `longer` now
  list.reset(longer);
}

HeaderList header_lines(const HttpRequest& request, const std::string& host) {
  HeaderList list;
  const auto absent = [&request](std::string_view name) {
    return find_header(request.headers, name) == nullptr;
  };
  for (const Header& header : request.headers) {
    // "Name:" would remove the header instead of sending an empty one.
    append(list,
           trim(header.value).empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  if (!host.empty() && absent("host")) {
    append(list, "Host: " + host);
  }
  if (absent("user-agent")) {
    append(list, "User-Agent: switchgate/" SWITCHGATE_VERSION);
  }
  if (absent("accept-encoding")) {
    append(list, "Accept-Encoding: gzip");
  }
  if (absent("content-type")) {
    append(list, "Content-Type:");  // libcurl would say that it is a form
  }
  if (absent("expect")) {
    append(list,
           "Expect:");  // a server without 100-continue would cost a second
  }
  return list;
}

}  // namespace switchgate::probe
