add_library(depeche_warnings INTERFACE)
target_compile_options(depeche_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these from coroutine frames that it made itself.
  target_compile_options(depeche_warnings INTERFACE -Wno-maybe-uninitialized -Wno-missing-field-initializers)
endif()
if(DEPECHE_WERROR)
  target_compile_options(depeche_warnings INTERFACE -Werror)
endif()
