# Every library that the program links, found in one place. Versions are Debian 12's or later.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(mimalloc REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS url)
find_package(OpenSSL 3 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(LibXml2 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)
find_package(Freetype REQUIRED)
find_package(ZLIB REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(webp REQUIRED IMPORTED_TARGET libwebp)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlidec)

find_path(STEMMER_INCLUDE libstemmer.h REQUIRED)
find_library(STEMMER_LIBRARY stemmer REQUIRED)
add_library(depeche_stemmer INTERFACE)
target_include_directories(depeche_stemmer SYSTEM INTERFACE "${STEMMER_INCLUDE}")
target_link_libraries(depeche_stemmer INTERFACE "${STEMMER_LIBRARY}")

find_path(CLD2_INCLUDE cld2/public/compact_lang_det.h REQUIRED)
find_library(CLD2_LIBRARY cld2 REQUIRED)
add_library(depeche_cld2 INTERFACE)
target_include_directories(depeche_cld2 SYSTEM INTERFACE "${CLD2_INCLUDE}")
target_link_libraries(depeche_cld2 INTERFACE "${CLD2_LIBRARY}")

# Howard Hinnant's date, on the system's tzdata. Its CMake file differs between Debian releases, so find the parts.
find_path(DATE_INCLUDE date/tz.h REQUIRED)
find_library(DATE_TZ_LIBRARY date-tz REQUIRED)
add_library(depeche_date INTERFACE)
target_include_directories(depeche_date SYSTEM INTERFACE "${DATE_INCLUDE}")
target_compile_definitions(depeche_date INTERFACE USE_OS_TZDB=1)
target_link_libraries(depeche_date INTERFACE "${DATE_TZ_LIBRARY}")

find_path(MUSTACHE_INCLUDE NAMES kainjow/mustache.hpp mustache.hpp REQUIRED)
add_library(depeche_mustache INTERFACE)
target_include_directories(depeche_mustache SYSTEM INTERFACE "${MUSTACHE_INCLUDE}")

# Asio and Beast, compiled once; the definitions must be the same in every translation unit that sees a Boost header.
add_library(boost_compiled STATIC "${CMAKE_SOURCE_DIR}/cmake/boost_compiled/asio.cpp"
                                  "${CMAKE_SOURCE_DIR}/cmake/boost_compiled/beast.cpp")
target_link_libraries(boost_compiled PUBLIC Boost::headers Boost::url OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
target_compile_definitions(boost_compiled PUBLIC
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  BOOST_ASIO_DISABLE_BOOST_COROUTINE)
