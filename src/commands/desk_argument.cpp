#include "commands/desk_argument.hpp"

#include "base/text.hpp"
#include "commands/understand.hpp"

#include <charconv>
#include <string_view>

namespace depeche {

desk_argument read_desk_argument(const std::string& argument) {
  desk_argument read;
  read.address = address_in(argument);
  const std::string rest = squeeze_space(read.address.empty() ? argument : replace_all(argument, read.address, " "));
  for (const std::string_view word : split(rest, ' ')) {
    if (word.empty()) continue;
    std::int64_t n = 0;
    const auto [end, bad] = std::from_chars(word.data(), word.data() + word.size(), n);
    const bool is_number = bad == std::errc{} && end == word.data() + word.size();
    if (word == "now" || word == "maintenant" || word == "立即") read.now = true;
    else if (is_number && n > 0 && read.edition.empty()) read.numbers.push_back(n);
    else if (!is_number && read.edition.empty()) read.edition = word;
    else read.good = false;
  }
  return read;
}

}  // namespace depeche
