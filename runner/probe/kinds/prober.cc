// The table of probers.

#include "runner/probe/kinds/prober.h"

#include <algorithm>
#include <array>

namespace switchgate::probe {
namespace {

constexpr std::array kProbers = {
    Prober{"certificate", &certificate_url, &ask_certificate, &certificate_again},
    Prober{"tcp", &tcp_url, &ask_tcp, &tcp_again},
    Prober{"dns", &dns_url, &ask_dns, &dns_again},
    Prober{"command", &command_url, &ask_command, &command_again},
    Prober{"websocket", &websocket_url, &ask_websocket, &websocket_again},
    Prober{"grpc_health", &grpc_health_url, &ask_grpc_health, &grpc_health_again},
};

}  // namespace

const Inquiry::Field* Inquiry::field(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& one) { return one.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::span<const Prober> probers() { return kProbers; }

const Prober* find_prober(std::string_view kind) {
  const auto* row = std::find_if(kProbers.begin(), kProbers.end(),
                                 [&](const Prober& prober) { return prober.kind == kind; });
  return row == kProbers.end() ? nullptr : row;
}

}  // namespace switchgate::probe
