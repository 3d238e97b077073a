# depeche_embed(TARGET NAME PREFIX file...)
#   Puts files into the program, so that one binary is enough. Each becomes reachable by its path relative to PREFIX:
#     std::span<const embedded_file> NAME();   declared in base/embedded.hpp's terms
function(depeche_embed target name prefix)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${name}_embedded.cpp")
  set(list "${CMAKE_CURRENT_BINARY_DIR}/${name}_embedded.list")
  string(REPLACE ";" "\n" listing "${ARGN}")
  file(GENERATE OUTPUT "${list}" CONTENT "${listing}\n")
  add_custom_command(
    OUTPUT "${out}"
    COMMAND "${CMAKE_COMMAND}" -DOUT=${out} -DLIST=${list} -DPREFIX=${prefix} -DNAME=${name}
            -P "${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake"
    DEPENDS ${ARGN} "${list}" "${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake"
    VERBATIM)
  target_sources(${target} PRIVATE "${out}")
endfunction()
