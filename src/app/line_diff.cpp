#include "app/line_diff.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <vector>

namespace depeche {

std::string line_diff(std::string_view was, std::string_view is) {
  const auto a = split(was, '\n'), b = split(is, '\n');
  // longest[i][j]: of the common lines of a from i and b from j.
  std::vector<std::vector<std::size_t>> longest(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;)
      longest[i][j] = a[i] == b[j] ? longest[i + 1][j + 1] + 1 : std::max(longest[i + 1][j], longest[i][j + 1]);
  std::string out;
  const auto line = [&out](std::string_view mark, std::string_view text) { out.append(mark).append(text).append("\n"); };
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      line("  ", a[i]);
      ++i, ++j;
    } else if (j == b.size() || (i < a.size() && longest[i + 1][j] >= longest[i][j + 1])) {
      line("- ", a[i++]);
    } else {
      line("+ ", b[j++]);
    }
  }
  return out;
}

}  // namespace depeche
