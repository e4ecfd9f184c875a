// One suite from the files that it was written in, as an operation on their trees: every
// node keeps its place, so that mistakes point into the file that they stand in.

#ifndef SWITCHGATE_RUNNER_SUITE_COMPOSE_H_
#define SWITCHGATE_RUNNER_SUITE_COMPOSE_H_

#include <optional>
#include <vector>

#include "checks/tree/node.h"
#include "checks/tree/problems.h"
#include "runner/suite/include.h"

namespace switchgate {

struct Composed {
  tree::Node root;            // a whole suite, without `include`
  std::vector<int> included;  // the files that were merged into it
};

// Mappings merge key by key, and what a file says wins over what it includes; lists of the
// suite itself (checks, secrets) are joined, those of included files first. Two files that
// do not include one another may not differ on a key, unless a file that includes both
// decides. Nothing when a part could not be read, which is told already: without it the
// rest would be full of mistakes that are none.
std::optional<Composed> compose(Pieces& pieces, std::size_t suite, const SourceFiles& files,
                                tree::Problems& problems);

}  // namespace switchgate

#endif  // SWITCHGATE_RUNNER_SUITE_COMPOSE_H_
