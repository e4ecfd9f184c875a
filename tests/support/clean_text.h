// What no report may hold, whatever the targets answered.

#ifndef SWITCHGATE_TESTS_SUPPORT_CLEAN_TEXT_H_
#define SWITCHGATE_TESTS_SUPPORT_CLEAN_TEXT_H_

#include <string_view>

namespace switchgate::support {

// Valid UTF-8 in which nothing moves a cursor, colours, reorders, hides or commands a reader
// of CI logs.
bool is_clean(std::string_view text);

// Does a line begin as a workflow command of GitHub does, behind any of Unicode's blanks?
bool has_workflow_command(std::string_view text);

// The same for a report of this format: the annotations of `github`, thirty at most, are its own.
bool has_foreign_command(std::string_view format, std::string_view text);

}  // namespace switchgate::support

#endif  // SWITCHGATE_TESTS_SUPPORT_CLEAN_TEXT_H_
