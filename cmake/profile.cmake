# What ships is optimised by the profile of a run (docs/decisions/0013-profile-guided-release.md; scripts/build-release trains one).
#   DEPECHE_PROFILE=generate       the program counts what it does, for the file that LLVM_PROFILE_FILE names
#   DEPECHE_PROFILE=FILE.profdata  optimised to what was counted, and as a whole (ThinLTO)
set(DEPECHE_PROFILE "" CACHE STRING "generate, or a profile to optimise to (Clang only)")
if(DEPECHE_PROFILE STREQUAL "generate")
  # Counters are shared by threads.
  add_compile_options(-fprofile-generate -fprofile-update=atomic)
  add_link_options(-fprofile-generate)
elseif(DEPECHE_PROFILE)
  if(NOT EXISTS "${DEPECHE_PROFILE}")
    message(FATAL_ERROR "DEPECHE_PROFILE: ${DEPECHE_PROFILE}: no such file: scripts/build-release makes one")
  endif()
  # A profile is of the sources that it was taken from: what changed since is optimised without.
  add_compile_options("-fprofile-use=${DEPECHE_PROFILE}" -Wno-profile-instr-unprofiled -Wno-profile-instr-out-of-date
                      -flto=thin -ffunction-sections -fdata-sections)
  # lld, last on the line: it orders functions by who calls whom, which mold doesn't.
  add_link_options(-flto=thin -fuse-ld=lld-19 -Wl,--gc-sections -Wl,--icf=safe "-Wl,--thinlto-cache-dir=${CMAKE_BINARY_DIR}/lto")
endif()
