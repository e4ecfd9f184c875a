// Two distributions of latencies as lines of text, one above the other.

#ifndef SWITCHGATE_REPORTERS_LATENCY_PICTURE_H_
#define SWITCHGATE_REPORTERS_LATENCY_PICTURE_H_

#include <cstddef>
#include <string>

#include "reporters/distribution.h"

namespace switchgate::reporters {

// Histograms on one logarithmic axis, each as a line of blocks whose height is the share of its
// side's samples, with the median, the 95 % and the 99 % quantile (type 7) behind. A place where
// there is any sample is never blank. `columns` is the width of a histogram, at least 8. Empty
// when a side has no usable sample.
std::string latency_picture(const Distribution& before, const Distribution& after,
                            std::size_t columns);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_LATENCY_PICTURE_H_
