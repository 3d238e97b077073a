#include "sandbox/draft_box.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "sandbox/article_content.hpp"
#include "sandbox/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace depeche::sandbox {

const draft& draft_box::add(std::vector<article> articles, bool in_box) {
  constexpr std::size_t most_drafts = 10'000;
  if (drafts_.size() >= most_drafts) drafts_.pop_back();
  for (auto& one : articles) one.key = random_word(random_, 22);
  return drafts_.emplace_front(draft{random_word(random_, 64), std::move(articles), clock_.now(), clock_.now(), in_box});
}

const draft* draft_box::find(std::string_view media_id) const {
  const auto found = std::find_if(drafts_.begin(), drafts_.end(), [&](const draft& one) { return one.media_id == media_id; });
  return found == drafts_.end() ? nullptr : &*found;
}

bool draft_box::replace(std::string_view media_id, std::size_t index, article with) {
  const auto found = std::find_if(drafts_.begin(), drafts_.end(), [&](const draft& one) { return one.media_id == media_id; });
  if (found == drafts_.end() || index >= found->articles.size()) return false;
  with.key = found->articles[index].key;
  found->articles[index] = std::move(with);
  found->updated = clock_.now();
  return true;
}

bool draft_box::remove(std::string_view media_id) {
  return std::erase_if(drafts_, [&](const draft& one) { return one.media_id == media_id; }) > 0;
}

std::vector<const draft*> draft_box::listed() const {
  std::vector<const draft*> list;
  for (const auto& one : drafts_)
    if (one.in_box) list.push_back(&one);
  return list;
}

const article* draft_box::by_key(std::string_view key) const {
  for (const auto& one : drafts_)
    for (const auto& a : one.articles)
      if (a.key == key) return &a;
  for (const auto& list : published_)
    for (const auto& a : *list)
      if (a.key == key && !a.deleted) return &a;
  return nullptr;
}

std::shared_ptr<std::vector<article>> draft_box::publish(const draft& from) {
  auto kept = std::make_shared<std::vector<article>>(from.articles);
  for (auto& one : *kept) one.key = random_word(random_, 22);  // a lasting address, unlike the draft's
  published_.push_back(kept);
  return kept;
}

int read_article(const nlohmann::json& from, bool alone, const media_shelf& media, std::string_view base_url, article& into) {
  constexpr std::size_t most_title = 32, most_author = 16, most_digest = 128, most_characters = 20'000, most_bytes = 1024 * 1024;
  if (!from.is_object()) return 47001;
  if (const auto type = text_at(from, "article_type"); !type.empty()) into.type = type;
  if (into.type != "news" && into.type != "newspic") return 40035;
  into.title = text_at(from, "title");
  into.author = text_at(from, "author");
  into.digest = text_at(from, "digest");
  into.content = text_at(from, "content");
  into.source_url = text_at(from, "content_source_url");
  into.thumb_media_id = text_at(from, "thumb_media_id");
  into.open_comment = flag_at(from, "need_open_comment");
  into.fans_comment = flag_at(from, "only_fans_can_comment");
  if (into.title.empty() || count_code_points(into.title) > most_title) return 45003;
  if (count_code_points(into.author) > most_author) return 45110;
  if (count_code_points(into.digest) > most_digest) return 45004;
  if (into.content.empty()) return 44004;
  if (into.content.size() >= most_bytes || count_code_points(into.content) >= most_characters) return 45002;
  const bool is_link = into.source_url.starts_with("http://") || into.source_url.starts_with("https://");
  if (into.source_url.size() > 1024 || (!into.source_url.empty() && !is_link)) return 41039;
  if (into.type == "newspic") {
    const auto& list = child_at(child_at(from, "image_info"), "image_list");
    if (!list.is_array() || list.empty() || list.size() > 20) return 40007;
    for (const auto& one : list) {
      into.pictures.push_back(text_at(one, "image_media_id"));
      if (media.find_permanent(into.pictures.back()) == nullptr) return 40007;
    }
  } else if (const auto* cover = media.find_permanent(into.thumb_media_id); cover == nullptr || !cover->content_type.starts_with("image/")) {
    return 40007;
  }
  into.content = filter_content(into.content, base_url);
  if (into.digest.empty() && alone) {
    const auto words = plain_content(into.content);
    into.digest = words.substr(0, bytes_of_code_points(words, 54));
  }
  return 0;
}

}  // namespace depeche::sandbox
