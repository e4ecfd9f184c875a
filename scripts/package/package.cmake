# What `cmake --install` and CPack put where: the programs, what they need to complete their commands
# in a shell, the pages to begin with. `scripts/release` calls CPack; see README.md beside this file.
include(GNUInstallDirs)

install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

# As the program itself writes them. A debug build is for working on the program, not for installing.
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  set(completions ${CMAKE_BINARY_DIR}/completions)
  add_custom_command(
    OUTPUT ${completions}/switchgate ${completions}/_switchgate ${completions}/switchgate.fish
    COMMAND ${CMAKE_COMMAND} -E make_directory ${completions}
    COMMAND switchgate completion bash > ${completions}/switchgate
    COMMAND switchgate completion zsh > ${completions}/_switchgate
    COMMAND switchgate completion fish > ${completions}/switchgate.fish
    DEPENDS switchgate COMMENT "Writing the completions of three shells" VERBATIM)
  add_custom_target(completions ALL DEPENDS ${completions}/switchgate ${completions}/_switchgate
                                            ${completions}/switchgate.fish)
  install(FILES ${completions}/switchgate DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${completions}/_switchgate DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
  install(FILES ${completions}/switchgate.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME switchgate)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "gate between a fresh deployment and its traffic")
set(CPACK_PACKAGE_DESCRIPTION
    "Asks the idle side of a deployment what users would ask, compares its answers and latencies with the live side or a
recorded baseline, and says whether traffic may move. Writes JUnit XML, SARIF and more for CI systems.")
set(CPACK_PACKAGE_VENDOR "")
set(CPACK_PACKAGE_CONTACT "The switchgate maintainers <maintainers@switchgate.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libpq5")  # for baselines in PostgreSQL alone
include(CPack)
