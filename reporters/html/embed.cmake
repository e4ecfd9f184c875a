# Turns style.css and script.js into one C++ file, so that a report is one file too.
#
#   cmake -DASSETS=reporters/html -DOUTPUT=html_assets.cc -P embed.cmake

include(${CMAKE_CURRENT_LIST_DIR}/../../checks/base/literal.cmake)

cxx_literal_of_file(${ASSETS}/style.css style)
cxx_literal_of_file(${ASSETS}/script.js script)

file(WRITE ${OUTPUT}
  "// Written by reporters/html/embed.cmake from style.css and script.js.\n\n"
  "#include \"reporters/html/assets.h\"\n\nnamespace switchgate::reporters::html {\n\n"
  "std::string_view style() { return ${style}; }\n\n"
  "std::string_view script() { return ${script}; }\n\n"
  "}  // namespace switchgate::reporters::html\n")
