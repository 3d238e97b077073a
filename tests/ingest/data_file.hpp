// A file of tests/data/ingest, whole.
#pragma once

#include "support/catch.hpp"

#include <fstream>
#include <iterator>
#include <string>

inline std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline std::string data_file(const std::string& name) {
  const std::string path = std::string(DEPECHE_TEST_DATA) + "/ingest/" + name;
  INFO(path);
  REQUIRE(std::ifstream(path).good());
  return read_whole(path);
}
