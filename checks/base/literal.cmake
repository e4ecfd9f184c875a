# Texts that the program carries with it, as raw string literals of C++.

# Sets `out` to a literal that holds `text`.
function(cxx_literal text out)
  if("${text}" MATCHES "\\)page\"")
    message(FATAL_ERROR "a text holds ')page\"', which would end its literal")
  endif()
  set(${out} "R\"page(${text})page\"" PARENT_SCOPE)
endfunction()

# The same of what a file holds.
function(cxx_literal_of_file path out)
  file(READ ${path} text)
  cxx_literal("${text}" literal)
  set(${out} "${literal}" PARENT_SCOPE)
endfunction()
