// The hash by which GitHub recognises a line of a file from one upload to the
// next.

#ifndef SWITCHGATE_REPORTERS_LINE_HASH_H_
#define SWITCHGATE_REPORTERS_LINE_HASH_H_

#include <string>
#include <string_view>
#include <vector>

namespace switchgate::reporters {

// `primaryLocationLineHash` of every line of `text`, the first at index 0:
// "39fa2ee980eb94b0:1". A hash covers the 100 characters (UTF-16 units, blanks
// left out) from the line's start, so lines that follow may change it; the
// number counts how often it has occurred. It must be computed in exactly this
// way, or GitHub warns about each result; see reporters/README.md.
std::vector<std::string> line_hashes(std::string_view text);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_LINE_HASH_H_
