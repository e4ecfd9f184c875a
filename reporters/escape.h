// Text from outside, made harmless for the reader of one format: terminals take
// escape sequences, CI logs take commands, XML and URIs refuse characters.

#ifndef SWITCHGATE_REPORTERS_ESCAPE_H_
#define SWITCHGATE_REPORTERS_ESCAPE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace switchgate::reporters {

// One line for a terminal or a CI log, at most `max_bytes` long (and a "…"):
// valid UTF-8, control and bidirectional characters written out, and nothing
// that a CI system reads as a command ("::error::" at a line's start, "##[" or
// "##vso[").
std::string inert_line(std::string_view text, std::size_t max_bytes = 2000);

// The same for a text of several lines; empty lines at its end are dropped.
std::vector<std::string> inert_lines(std::string_view text, std::size_t max_bytes = 2000);

// `line` with a blank inside everything that a CI system would obey. What is
// laid out anew (wrapped) needs it again, because a word may have come to the
// start.
std::string break_commands(std::string line);

// What XML 1.0 may hold, at most `max_bytes` of it (and a "…"): terminal
// colours dropped, forbidden and ill-formed characters as U+FFFD, bidirectional
// ones written out, line ends as LF. Markup is the XML writer's affair.
std::string xml_text(std::string_view text, std::size_t max_bytes = 65536);

// A repository-relative path as a URI reference: all but '/' and unreserved
// characters percent-encoded.
std::string uri_path(std::string_view path);

// Up to the first full stop or line end that another sentence follows.
std::string_view first_sentence(std::string_view message);

}  // namespace switchgate::reporters

#endif  // SWITCHGATE_REPORTERS_ESCAPE_H_
