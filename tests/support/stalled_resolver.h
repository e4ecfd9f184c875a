// A resolver that never answers, for one process.
//
// The resolver of the C library asks the servers of /etc/resolv.conf on
// port 53. The process gets a network and a view of the files of its own, where
// that server is a socket that nobody reads.

#ifndef SWITCHGATE_TESTS_SUPPORT_STALLED_RESOLVER_H_
#define SWITCHGATE_TESTS_SUPPORT_STALLED_RESOLVER_H_

#include "tests/support/scratch_dir.h"

namespace switchgate::testing {

// From here on no name is resolved for this process, which must have one
// thread, and for its children; until it ends. False where the system does not
// permit it: it takes the right to make namespaces (root).
bool stall_the_resolver(const ScratchDir& files);

}  // namespace switchgate::testing

#endif  // SWITCHGATE_TESTS_SUPPORT_STALLED_RESOLVER_H_
