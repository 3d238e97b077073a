#include "sandbox/chat_text.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"
#include "net/http_message.hpp"

#include <optional>

namespace depeche::sandbox {
namespace {

// The value of href in the tag's inside, `a href="..." data-x="..."`; nothing when it has none.
std::optional<std::string> href_of(std::string_view tag) {
  const auto at = tag.find("href=");
  if (at == std::string_view::npos || at + 6 > tag.size()) return std::nullopt;
  const char quote = tag[at + 5];
  if (quote != '"' && quote != '\'') return std::nullopt;
  const auto end = tag.find(quote, at + 6);
  if (end == std::string_view::npos) return std::nullopt;
  return replace_all(tag.substr(at + 6, end - at - 6), "&amp;", "&");
}

constexpr std::string_view menu_scheme = "weixin://bizmsgmenu?";

chat_part make_part(std::string_view label, std::string_view href) {
  chat_part part{.text = std::string(label), .url = {}, .say = {}, .menu_id = {}};
  if (href.starts_with(menu_scheme)) {
    const auto query = href.substr(menu_scheme.size());
    part.say = query_value(query, "msgmenucontent").value_or("");
    part.menu_id = query_value(query, "msgmenuid").value_or("");
  } else if (href.starts_with("https://") || href.starts_with("http://")) {
    part.url = href;
  }
  return part;
}

}  // namespace

std::vector<chat_part> read_chat_text(std::string_view content) {
  std::vector<chat_part> parts;
  const auto add_plain = [&parts](std::string_view text) {
    if (text.empty()) return;
    if (!parts.empty() && parts.back().url.empty() && parts.back().say.empty())
      parts.back().text += text;
    else
      parts.push_back(make_part(text, {}));
  };
  while (!content.empty()) {
    const auto open = content.find("<a ");
    const auto close = open == std::string_view::npos ? open : content.find('>', open);
    const auto end = close == std::string_view::npos ? close : content.find("</a>", close);
    if (end == std::string_view::npos) {
      add_plain(content);
      break;
    }
    add_plain(content.substr(0, open));
    const auto label = content.substr(close + 1, end - close - 1);
    if (const auto href = href_of(content.substr(open + 1, close - open - 1))) {
      auto part = make_part(label, *href);
      if (part.url.empty() && part.say.empty())
        add_plain(label);
      else
        parts.push_back(std::move(part));
    } else {
      add_plain(content.substr(open, end + 4 - open));
    }
    content.remove_prefix(end + 4);
  }
  return parts;
}

std::string plain_text(const std::vector<chat_part>& parts) {
  std::string out;
  for (const auto& part : parts) out += part.text;
  return out;
}

}  // namespace depeche::sandbox
