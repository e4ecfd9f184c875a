// Lines for a terminal: colour, columns, wrapping. Knows nothing of runs.

#ifndef SWITCHGATE_REPORTERS_LAYOUT_H_
#define SWITCHGATE_REPORTERS_LAYOUT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace switchgate::reporters {

enum class Tint : std::uint8_t { kPlain, kBold, kDim, kRed, kGreen, kYellow, kCyan };

// Text in a colour, or as it is when colours are off.
class Paint {
 public:
  explicit Paint(bool on) : on_(on) {}
  std::string operator()(Tint tint, std::string_view text) const;

 private:
  bool on_;
};

// `text` in lines of at most `width` characters (code points), broken at
// blanks, within a word only when it is longer than a line. `width` 0: no
// limit.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

// `text` with blanks up to `width` characters.
std::string padded(std::string_view text, std::size_t width);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_LAYOUT_H_
