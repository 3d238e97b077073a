#include "deliver/draft_maker.hpp"

#include "base/log.hpp"
#include "deliver/deliver_due.hpp"
#include "digest/item_text.hpp"
#include "digest/render_draft.hpp"
#include "wechat/limits.hpp"

#include <algorithm>
#include <chrono>
#include <map>

namespace depeche {
namespace {

using wechat::api_action;
using wechat::draft_article;

constexpr int media_unknown = 40007;
constexpr std::string_view place = "the draft";
// For the pictures of a draft, in real time: hosts that don't answer must not hold the issue back.
constexpr auto picture_patience = std::chrono::seconds{45};

wechat::api_failure store_failure(const error& why) { return wechat::own_failure(api_action::not_sent, to_line(why), "the database"); }

// "http://mmbiz.qpic.cn/mmbiz_jpg/..." -> "http://mmbiz.qpic.cn/"
std::string origin_of(const std::string& address) {
  const std::size_t host = address.find("://");
  const std::size_t path = host == std::string::npos ? host : address.find('/', host + 3);
  return path == std::string::npos ? std::string() : address.substr(0, path + 1);
}

}  // namespace

task<wechat::api_result<std::vector<draft_article>>> draft_maker::articles_of(const edition& e, const digest& d) {
  draft_pictures shown;
  std::map<article_id, std::string> covers;
  const auto patient_until = std::chrono::steady_clock::now() + picture_patience;
  for (std::size_t i = 0; i < std::min(d.items.size(), wechat::limits::draft_articles); ++i) {
    const digest_item& item = d.items[i];
    if (!is_plain_web_address(item.image)) continue;
    if (std::chrono::steady_clock::now() > patient_until) {
      log_warning("pictures",
                  "those from the " + std::to_string(i + 1) + "th article on are left out: the ones before took too long");
      break;
    }
    auto uploaded = co_await pictures_.of_article(item.image);
    if (!uploaded.address.empty()) {
      shown.own = origin_of(uploaded.address);
      shown.shown[item.article] = std::move(uploaded.address);
    }
    if (!uploaded.cover.empty()) covers[item.article] = std::move(uploaded.cover);
  }
  const auto pages = render_draft(templates_, d, masthead_of(e), public_url_, shown);
  if (pages.has_error()) co_return wechat::own_failure(api_action::fix_request, to_line(pages.error()), place);
  if (pages->empty()) co_return wechat::own_failure(api_action::fix_request, "a digest without items makes no draft", place);
  std::string drawn;
  std::vector<draft_article> articles;
  for (const draft_page& page : *pages) {
    std::string cover = covers[page.article];
    if (cover.empty() && drawn.empty()) {
      cover_words words{clean_line(masthead_of(e)), date_line(d), d.day};
      auto made = co_await pictures_.drawn(std::move(words));
      if (made.has_error()) co_return made.error();
      drawn = std::move(*made);
    }
    draft_article a;
    a.title = page.title;
    a.author = page.author;
    a.digest = page.digest;
    a.content = page.content;
    a.source_url = page.source_url;
    a.thumb_media_id = cover.empty() ? drawn : cover;
    articles.push_back(std::move(a));
  }
  co_return articles;
}

// A cover that somebody deleted in the console is uploaded anew the next time.
task<wechat::api_result<std::string>> draft_maker::add(std::vector<draft_article> articles) {
  auto made = co_await wechat::add_draft(api_, articles);
  if (made.has_value() || made.error().errcode != media_unknown) co_return made;
  for (const draft_article& a : articles) co_await pictures_.forget(a.thumb_media_id);
  wechat::api_failure again = made.error();
  again.action = api_action::not_sent;
  co_return again;
}

// A draft of these very articles that came into the box since; empty when there is none. When nobody can tell it fails: a second
// one would be made.
task<wechat::api_result<std::string>> draft_maker::in_box(const std::vector<draft_article>& articles, timestamp since) {
  const auto same = [&](const wechat::stored_draft& draft) {
    return draft.updated >= to_unix_seconds(since) - 60 &&
           std::equal(draft.articles.begin(), draft.articles.end(), articles.begin(), articles.end(),
                      [](const draft_article& a, const draft_article& b) { return a.title == b.title && a.source_url == b.source_url; });
  };
  const auto page = co_await wechat::list_drafts(api_, 0, 20, true);
  if (page.has_error()) co_return page.error();
  for (const auto& draft : page->drafts)
    if (same(draft)) co_return draft.media_id;
  co_return std::string{};
}

task<wechat::api_result<std::string>> draft_maker::for_push(const push& p, const edition& e, const digest& d) {
  auto known = co_await media_.draft_of(p.id);
  if (known.has_error()) co_return store_failure(known.error());
  if (*known && !(*known)->empty()) co_return std::move(**known);
  auto articles = co_await articles_of(e, d);
  if (articles.has_error()) co_return articles.error();
  std::string media_id;
  if (*known) {
    auto there = co_await in_box(*articles, p.created);
    if (there.has_error()) co_return there.error();
    media_id = std::move(*there);
  }
  if (media_id.empty()) {
    const auto intended = co_await media_.keep_draft(p.id, std::string{}, clock_.now());
    if (intended.has_error()) co_return store_failure(intended.error());
    auto made = co_await add(std::move(*articles));
    if (made.has_error()) co_return made.error();
    media_id = std::move(*made);
  }
  const auto kept = co_await media_.keep_draft(p.id, media_id, clock_.now());
  if (kept.has_error()) co_return store_failure(kept.error());
  co_return media_id;
}

std::string draft_maker::source_of(const edition& e, const digest& d) const {
  const auto pages = render_draft(templates_, d, masthead_of(e), public_url_);
  return pages.has_error() || pages->empty() ? std::string() : pages->front().source_url;
}

task<wechat::api_result<draft_maker::kept_draft>> draft_maker::to_keep(const edition& e, const digest& d) {
  auto articles = co_await articles_of(e, d);
  if (articles.has_error()) co_return articles.error();
  kept_draft kept;
  auto there = co_await in_box(*articles, timestamp{});
  if (there.has_error()) co_return there.error();
  kept.was_there = !there->empty();
  if (!kept.was_there) there = co_await add(std::move(*articles));
  if (there.has_error()) co_return there.error();
  kept.media_id = std::move(*there);
  co_return kept;
}

task<wechat::api_result<std::string>> draft_maker::for_preview(const edition& e, const digest& d) {
  auto articles = co_await articles_of(e, d);
  if (articles.has_error()) co_return articles.error();
  co_return co_await add(std::move(*articles));
}

}  // namespace depeche
