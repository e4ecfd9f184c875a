// Text from outside within markdown, as GitHub and GitLab render it in comments and summaries.

#ifndef SWITCHGATE_REPORTERS_MARKUP_H_
#define SWITCHGATE_REPORTERS_MARKUP_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace switchgate::reporters {

// One line of running text, at most `max_bytes` of the original: shown as it is. Whatever could
// be markdown or HTML is a character reference, which neither reads as markup; an invisible
// character breaks what their renderers look for in the text itself: mentions, references to
// issues and the like, addresses. For anywhere but the start of a line.
std::string markup_text(std::string_view text, std::size_t max_bytes);

// The same in a typewriter face.
std::string markup_code(std::string_view text, std::size_t max_bytes);

// Lines to be copied, each at most `max_bytes`: their text is unchanged. `<pre>` begins a block,
// in which nothing is markdown and nobody is mentioned. Not empty.
std::string markup_block(const std::vector<std::string>& lines, std::size_t max_bytes);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_MARKUP_H_
