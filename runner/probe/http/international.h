// International host names in the form that name servers and certificates know.

#ifndef SWITCHGATE_RUNNER_PROBE_HTTP_INTERNATIONAL_H_
#define SWITCHGATE_RUNNER_PROBE_HTTP_INTERNATIONAL_H_

#include <optional>
#include <string>
#include <string_view>

namespace switchgate::probe {

// `url`, absolute or beginning with "//", with its host in ASCII: "bücher.example"
// becomes "xn--bcher-kva.example" (IDNA 2008). Everything else stays as it is.
// Nothing when the host is no valid name.
std::optional<std::string> with_ascii_host(std::string_view url);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_HTTP_INTERNATIONAL_H_
