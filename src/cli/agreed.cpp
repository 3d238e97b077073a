#include "cli/agreed.hpp"

#include "base/result.hpp"
#include "base/text.hpp"

#include <unistd.h>

#include <cstdio>
#include <iostream>

namespace depeche {

bool agreed(bool yes, const std::string& question, const std::string& why) {
  if (yes) return true;
  if (::isatty(STDIN_FILENO) == 0) throw failure(fail(errc::bad_usage, why + " asks for a yes", question, "add --yes"));
  std::fprintf(stderr, "%s [y/N] ", question.c_str());
  std::string line;
  std::getline(std::cin, line);
  return ascii_iequal(trim(line), "y") || ascii_iequal(trim(line), "yes");
}

}  // namespace depeche
