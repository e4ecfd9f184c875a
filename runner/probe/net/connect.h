// Makes a TCP connection to whichever address of a name answers first.

#ifndef SWITCHGATE_RUNNER_PROBE_NET_CONNECT_H_
#define SWITCHGATE_RUNNER_PROBE_NET_CONNECT_H_

#include <string>
#include <vector>

#include "runner/probe/net/patience.h"
#include "runner/probe/net/resolve.h"

namespace switchgate::probe {

struct Connected {
  Descriptor socket;               // none when no address answered
  Waited waited = Waited::kReady;  // otherwise it was given up
  int error = 0;                   // errno of the last refusal
  std::string address;             // connected to, or tried last
};

// Tries the addresses in their order, the next one when the one before has failed or
// kept silent for a quarter of a second; the first to answer is taken.
Connected connect_to_any(const std::vector<Address>& addresses, Patience& patience);

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_NET_CONNECT_H_
