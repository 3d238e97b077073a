#include "ingest/mixed_utf8.hpp"

#include "base/utf8.hpp"
#include "ingest/charset_conversion.hpp"

#include <algorithm>

namespace depeche {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool leads_han(char c) { return static_cast<unsigned char>(c) >= 0xE3 && static_cast<unsigned char>(c) <= 0xE9; }

// The run of bytes at `i` that are neither ASCII nor part of a sequence.
std::string_view broken_run(std::string_view bytes, std::size_t i) {
  auto end = i;
  while (end < bytes.size() && !is_ascii(bytes[end])) {
    auto probe = end;
    next_code_point(bytes, probe);
    if (probe - end > 1) break;
    ++end;
  }
  return bytes.substr(i, end - i);
}

// A sequence that lost its end.
bool is_torn(std::string_view run) {
  return run.size() < 4 && static_cast<unsigned char>(run[0]) >= 0xE0 &&
         std::all_of(run.begin() + 1, run.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; });
}

void mend_piece(std::string& out, std::string_view piece, bool chinese, bool at_end) {
  for (std::size_t i = 0; i < piece.size();) {
    auto end = i + 1;
    if (is_ascii(piece[i]) || (end = i, next_code_point(piece, end), end - i > 1)) {
      out.append(piece.substr(i, end - i));
      i = end;
      continue;
    }
    const auto run = broken_run(piece, i);
    const bool last = at_end && i + run.size() == piece.size();
    if (is_torn(run) && (run.size() > 1 || last)) {
      if (!last) out += "\xEF\xBF\xBD";
    } else if (auto gbk = chinese && run.size() % 2 == 0 ? convert(run, "gb18030") : conversion{}; !gbk.text.empty() && gbk.bad == 0) {
      out += gbk.text;
    } else {
      out += convert(run, "windows-1252").text;
    }
    i += run.size();
  }
}

}  // namespace

utf8_census count_utf8(std::string_view bytes) {
  utf8_census census;
  if (is_utf8(bytes)) {
    census.sequences = static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xC0; }));
    return census;
  }
  for (std::size_t i = 0; i < bytes.size();) {
    if (is_ascii(bytes[i])) {
      ++i;
      continue;
    }
    const std::size_t start = i;
    next_code_point(bytes, i);
    if (i - start <= 1) ++census.bad;
    else ++census.sequences;
    if (i - start == 3 && leads_han(bytes[start])) ++census.han;
  }
  return census;
}

std::string mended_utf8(std::string_view bytes, const utf8_census& census) {
  const bool chinese = census.han >= 10;
  std::string out;
  out.reserve(bytes.size() + 64);
  // Between two tags a text is of one piece: in gbk, some of its bytes may look like UTF-8.
  for (std::size_t i = 0; i < bytes.size();) {
    const auto end = std::min(bytes.find_first_of("<>", i + 1), bytes.size());
    const auto piece = bytes.substr(i, end - i);
    i = end;
    if (is_utf8(piece)) {
      out += piece;
      continue;
    }
    const auto inside = count_utf8(piece);
    auto whole = chinese && inside.bad > inside.sequences ? convert(piece, "gb18030") : conversion{};
    if (!whole.text.empty() && whole.bad == 0) out += whole.text;
    else mend_piece(out, piece, chinese, end == bytes.size());
  }
  return out;
}

}  // namespace depeche
