// Character references of HTML, as hidden fields of forms carry them.

#ifndef SWITCHGATE_CHECKS_BASE_HTML_H_
#define SWITCHGATE_CHECKS_BASE_HTML_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace switchgate {

struct HtmlReference {
  char32_t character = 0;
  std::size_t length = 0;  // from '&' to ';'
};

// The reference at the start of `text`: &amp; &lt; &gt; &quot; &apos; &nbsp; or a number
// (&#43; &#x2B;; one that names no character is U+FFFD). Nothing for any other name.
std::optional<HtmlReference> read_html_reference(std::string_view text);

// Resolves those references; everything else stays as it is.
std::string html_unescape(std::string_view text);

}  // namespace switchgate

#endif  // SWITCHGATE_CHECKS_BASE_HTML_H_
