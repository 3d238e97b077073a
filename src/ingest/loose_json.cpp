#include "ingest/loose_json.hpp"

#include "base/text.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace depeche {
namespace {

using nlohmann::json;

bool too_deep(int depth, json::parse_event_t, json&) { return depth < 64; }

json parse(std::string_view text) { return json::parse(text, too_deep, false, true); }

std::string_view without_cdata(std::string_view script) {
  constexpr std::string_view opening = "<![CDATA[", closing = "]]>";
  const auto first = script.find_first_of("{[");
  if (first == std::string_view::npos || first < 2 || script.substr(first - 2, opening.size()) != opening) return script;
  script.remove_prefix(first - 2 + opening.size());
  return script.substr(0, script.rfind(closing));
}

std::string_view bare_json(std::string_view script) {
  script = without_cdata(script);
  const auto begin = script.find_first_of("{[");
  const auto end = script.find_last_of("}]");
  return begin == std::string_view::npos || end == std::string_view::npos || end < begin ? script
                                                                                         : script.substr(begin, end - begin + 1);
}

std::string without_control_characters(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return out;
}

char next_sign(std::string_view text, std::size_t& at) {
  at = text.find_first_not_of(' ', at);
  return at == std::string_view::npos ? '\0' : text[at];
}

// Whether a quote ends its string, by what follows: 'He said "no", and left' goes on.
bool ends_string(std::string_view text, std::size_t quote) {
  auto at = quote + 1;
  const char next = next_sign(text, at);
  if (next != ',') return next == ':' || next == '}' || next == ']' || next == '\0';
  ++at;
  const char value = next_sign(text, at);
  return value == '\0' || std::string_view("\"{[}]-0123456789").find(value) != std::string_view::npos;
}

// `text` has no control characters.
std::string repaired(std::string_view text) {
  std::string out;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\' && i + 1 < text.size()) {
      const char escaped = text[++i];
      if (std::string_view("\"\\/bfnrtu").find(escaped) != std::string_view::npos) out += c;
      out += escaped;
    } else if (c == '"') {
      const bool inner = in_string && !ends_string(text, i);
      if (inner) out += '\\';
      in_string = !in_string || inner;
      out += c;
    } else if (!in_string && c == ',') {
      auto at = i + 1;
      const char next = next_sign(text, at);
      if (next != '}' && next != ']') out += c;
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

json read_loose_json(std::string_view script) {
  const auto bare = bare_json(script);
  auto document = parse(bare);
  if (!document.is_discarded()) return document;
  auto text = without_control_characters(bare);
  document = parse(text);
  if (!document.is_discarded()) return document;
  if (text.find('"') == std::string::npos)
    for (const auto& [from, to] : {std::pair{"&quot;", "\""}, {"&#34;", "\""}, {"&amp;", "&"}}) text = replace_all(text, from, to);
  return parse(repaired(text));
}

}  // namespace depeche
