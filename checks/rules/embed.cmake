# Turns the pages checks/rules/<group>/<id>.md into one C++ file, so that the program
# carries its own manual. A page that lacks a part stops the build and says which.
#
#   cmake -DPAGES=checks/rules -DOUTPUT=rule_pages.cc -P embed.cmake

include(${CMAKE_CURRENT_LIST_DIR}/../base/literal.cmake)

file(REAL_PATH "${PAGES}" PAGES)
file(GLOB_RECURSE files RELATIVE ${PAGES} ${PAGES}/*/*.md)
set(ids ${files})
list(TRANSFORM ids REPLACE "\\.md$" "")
list(SORT ids)
if(NOT ids)
  message(FATAL_ERROR "no pages in ${PAGES}")
endif()

set(rows "")
foreach(id IN LISTS ids)
  file(READ ${PAGES}/${id}.md text)
  if(NOT text MATCHES "^# ([^\n]+)\n\nlevel: (error|warning|note)\n\n([^\n]+)\n\n")
    message(FATAL_ERROR "checks/rules/${id}.md: expected '# ${id}', 'level: error|warning|note' and one line "
                        "of summary at the top, with an empty line after each")
  endif()
  set(title "${CMAKE_MATCH_1}")
  set(level "${CMAKE_MATCH_2}")
  set(summary "${CMAKE_MATCH_3}")
  string(LENGTH "${CMAKE_MATCH_0}" head)
  string(SUBSTRING "${text}" ${head} -1 page)
  if(NOT title STREQUAL id)
    message(FATAL_ERROR "checks/rules/${id}.md: its first line names '${title}'")
  endif()
  if(NOT page MATCHES "^## Meaning\n.+\n## Why it matters\n.+\n## What to do\n.+")
    message(FATAL_ERROR "checks/rules/${id}.md: expected the sections Meaning, Why it matters, What to do")
  endif()
  set(level_error kError)
  set(level_warning kWarning)
  set(level_note kNote)
  cxx_literal("${summary}" summary_literal)
  cxx_literal("${page}" page_literal)
  string(APPEND rows "    {\"${id}\", ${summary_literal}, Level::${level_${level}},\n"
                     "     ${page_literal}},\n")
endforeach()

list(LENGTH ids count)
file(WRITE ${OUTPUT}
  "// Written by checks/rules/embed.cmake from the pages in checks/rules.\n\n"
  "#include \"checks/rules/pages.h\"\n\n#include <array>\n\nnamespace switchgate {\nnamespace {\n\n"
  "constexpr std::array<Rule, ${count}> kPages = {{\n${rows}}};\n\n}  // namespace\n\n"
  "std::span<const Rule> rule_pages() { return kPages; }\n\n}  // namespace switchgate\n")
