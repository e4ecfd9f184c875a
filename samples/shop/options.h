// The command line of the shop.

#ifndef SWITCHGATE_SAMPLES_SHOP_OPTIONS_H_
#define SWITCHGATE_SAMPLES_SHOP_OPTIONS_H_

#include <string>

#include "samples/shop/release.h"

namespace shop {

struct Options {
  int port = 0;           // 0: the kernel chooses
  std::string port_file;  // empty: none is written
  Release release;
  std::string problem;  // not empty: the command line is wrong, and why
};

// `--port N --port-file FILE --release good|bad --version STRING`, in any
// order.
Options parse_options(int argc, const char* const* argv);

}  // namespace shop

#endif  // SWITCHGATE_SAMPLES_SHOP_OPTIONS_H_
