#include "sandbox/message_content.hpp"

#include "sandbox/endpoints.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace depeche::sandbox {

using nlohmann::json;

namespace {

constexpr std::size_t most_text_bytes = 2048;

std::shared_ptr<const std::string> shared(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

int read_text(const json& of, chat_message& into) {
  auto content = text_at(of, "content");
  if (content.empty()) return 44004;
  if (content.size() > most_text_bytes) return 45002;
  into.content = shared(std::move(content));
  return 0;
}

// A medium of the wanted type; a picture may be shown where a thumbnail is asked for.
int read_medium(const media_shelf& media, std::string_view id, std::string_view type, chat_message& into) {
  const auto* found = media.find(id);
  const bool fits = found != nullptr && (found->type == type || (type == "thumb" && found->type == "image"));
  if (!fits) return 40007;
  into.media_id = id;
  return 0;
}

int read_voice(const json& of, const media_shelf& media, chat_message& into) {
  into.kind = message_kind::voice;
  into.content = shared("[voice]");
  return read_medium(media, text_at(of, "media_id"), "voice", into);
}

int read_image(const std::string& id, const media_shelf& media, chat_message& into) {
  into.kind = message_kind::image;
  return read_medium(media, id, "image", into);
}

int read_video(const json& of, const media_shelf& media, chat_message& into) {
  into.kind = message_kind::video;
  into.content = shared("[video] " + text_at(of, "title"));
  if (const auto thumb = text_at(of, "thumb_media_id"); !thumb.empty() && media.find(thumb) == nullptr) return 40007;
  return read_medium(media, text_at(of, "media_id"), "video", into);
}

int read_music(const json& of, const media_shelf& media, chat_message& into) {
  into.kind = message_kind::music;
  into.content = shared(text_at(of, "title") + "\n" + text_at(of, "description"));
  into.url = text_at(of, "musicurl");
  if (into.url.empty()) into.url = text_at(of, "hqmusicurl");
  if (into.url.empty()) return 40035;
  return media.find(text_at(of, "thumb_media_id")) == nullptr ? 40007 : 0;
}

void show_cards(chat_message& into, message_kind kind, std::vector<chat_card> cards) {
  into.kind = kind;
  into.content = shared(cards.front().title + "\n" + cards.front().description);
  into.url = cards.front().url;
  into.cards = std::make_shared<const std::vector<chat_card>>(std::move(cards));
}

int read_news(const json& of, chat_message& into) {
  const auto& list = child_at(of, "articles");
  if (!list.is_array() || list.empty()) return 44003;
  if (list.size() > 1) return 45008;
  const auto& one = list.front();
  auto url = text_at(one, "url");
  if (url.size() > 1024) return 45005;
  if (text_at(one, "title").empty()) return 45003;
  show_cards(into, message_kind::news, {{text_at(one, "title"), text_at(one, "description"), std::move(url), text_at(one, "picurl")}});
  return 0;
}

int show_articles(const account& of, const media_shelf& media, const std::vector<article>& articles, chat_message& into) {
  std::vector<chat_card> cards;
  for (const auto& one : articles) {
    if (one.deleted) continue;
    const auto* cover = media.find(one.thumb_media_id);
    cards.push_back({one.title, one.digest, article_url(of, one), cover == nullptr ? std::string() : media_url(of, *cover)});
  }
  if (cards.empty()) return 40007;
  show_cards(into, message_kind::article, std::move(cards));
  return 0;
}

int read_menu(const json& menu, chat_message& into) {
  const auto& list = child_at(menu, "list");
  if (!list.is_array() || list.empty() || list.size() > 20) return 40035;
  for (const auto& item : list) {
    auto words = text_at(item, "content");
    if (words.empty()) return 40035;
    auto id = text_at(item, "id");
    if (const auto number = number_at(item, "id"); id.empty() && number) id = std::to_string(*number);
    into.menu.emplace_back(std::move(id), std::move(words));
  }
  const auto tail = text_at(menu, "tail_content");
  into.kind = message_kind::menu;
  into.content = shared(text_at(menu, "head_content") + (tail.empty() ? "" : "\n" + tail));
  return 0;
}

int read_mini_program(const json& of, const media_shelf& media, chat_message& into) {
  into.kind = message_kind::card;
  if (text_at(of, "title").empty() || text_at(of, "appid").empty()) return 40035;
  into.content = shared(text_at(of, "title") + "\n" + text_at(of, "appid") + " " + text_at(of, "pagepath"));
  return media.find(text_at(of, "thumb_media_id")) == nullptr ? 40007 : 0;
}

int read_card(const json& of, chat_message& into) {
  into.kind = message_kind::card;
  const auto id = text_at(of, "card_id");
  into.content = shared("[card] " + id);
  return id.empty() ? 40035 : 0;
}

}  // namespace

int read_custom_content(const json& body, content_sources from, chat_message& into) {
  const auto type = text_at(body, "msgtype");
  const auto& of = child_at(body, type);
  if (type == "text") return read_text(of, into);
  if (type == "image") return read_image(text_at(of, "media_id"), from.media, into);
  if (type == "voice") return read_voice(of, from.media, into);
  if (type == "video") return read_video(of, from.media, into);
  if (type == "music") return read_music(of, from.media, into);
  if (type == "news") return read_news(of, into);
  if (type == "msgmenu") return read_menu(of, into);
  if (type == "miniprogrampage") return read_mini_program(of, from.media, into);
  if (type == "wxcard") return read_card(of, into);
  if (type == "mpnewsarticle") {
    const auto* made = from.published.find_article(text_at(of, "article_id"));
    return made == nullptr ? 53600 : show_articles(from.of, from.media, *made->articles, into);
  }
  return 40008;  // mpnews among them: no longer taken since there are drafts
}

int read_mass_content(const json& body, content_sources from, bool preview, chat_message& into, std::string& draft) {
  const auto type = text_at(body, "msgtype");
  const auto& of = child_at(body, type);
  if (type == "text") return read_text(of, into);
  if (type == "voice") return read_voice(of, from.media, into);
  if (type == "mpvideo" || type == "video") return read_video(child_at(body, type), from.media, into);
  if (type == "wxcard") return preview ? read_card(of, into) : 45113;
  if (type == "image") {
    const auto& list = child_at(child_at(body, "images"), "media_ids");
    if (!preview && list.is_array() && !list.empty()) return read_image(list.front().is_string() ? list.front().get<std::string>() : "", from.media, into);
    return read_image(text_at(of, "media_id"), from.media, into);  // the older form, for which libraries still ask
  }
  if (type == "mpnews") {
    draft = text_at(of, "media_id");
    const auto* found = from.drafts.find(draft);
    return found == nullptr ? 40007 : show_articles(from.of, from.media, found->articles, into);
  }
  return 40008;
}

}  // namespace depeche::sandbox
