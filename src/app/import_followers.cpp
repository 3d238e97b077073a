#include "app/import_followers.hpp"

#include "async/gate.hpp"
#include "base/localisation.hpp"
#include "base/text.hpp"
#include "wechat/patiently.hpp"
#include "wechat/tag.hpp"
#include "wechat/user.hpp"

#include <algorithm>
#include <charconv>

namespace depeche {
namespace {

constexpr std::size_t questions_at_once = 4;
constexpr int unknown_openid = 40003, unauthorised = 48001;

// What helps, and that an import goes on where it stopped.
const char* remedy_for(const wechat::api_failure& why) {
  if (why.errcode == unauthorised) return "only verified accounts may list their followers: verify the account, then run the import again";
  switch (why.action) {
    case wechat::api_action::wait_quota:
      return "run the import again after midnight in China, when the day's calls are counted anew: it goes on where it stopped";
    case wechat::api_action::stop_and_tell: return "mend that at the platform, then run the import again: it goes on where it stopped";
    default: return "run the import again: it goes on where it stopped";
  }
}

error platform_says(const wechat::api_failure& why) { return fail(errc::platform_error, why.to_line(), {}, remedy_for(why)); }

task<wechat::api_result<wechat::follower_page>> page_after(wechat::api_client& api, std::string openid) {
  std::function<task<wechat::api_result<wechat::follower_page>>()> ask = [&api, openid] { return wechat::followers_after(api, openid); };
  co_return co_await wechat::patiently(std::move(ask));
}

// Where an interrupted import stands: "started done next".
struct bookmark {
  timestamp started{};
  std::int64_t done = 0;
  std::string next;

  std::string text() const { return std::to_string(to_unix_ms(started)) + " " + std::to_string(done) + " " + next; }
  static std::optional<bookmark> parse(std::string_view text) {
    const auto words = split(text, ' ');
    if (words.size() != 3) return std::nullopt;
    std::int64_t ms = 0;
    bookmark b;
    std::from_chars(words[0].data(), words[0].data() + words[0].size(), ms);
    std::from_chars(words[1].data(), words[1].data() + words[1].size(), b.done);
    b.started = from_unix_ms(ms);
    b.next = words[2];
    return b;
  }
};

// One page of openids, described and kept by several at once.
struct page_work {
  page_work(const asio::any_io_executor& loop, std::vector<std::string> ids) : openids(std::move(ids)), finished(loop) {}
  std::vector<std::string> openids;
  std::size_t next = 0;
  std::size_t busy = 0;
  listing_counts counts;
  std::optional<error> failed;
  gate finished;
};

listed_follower listed(const wechat::user_profile& u) {
  listed_follower f;
  f.openid = u.openid;
  f.followed_at = from_unix_seconds(u.subscribe_time);
  f.language = std::string(known_language(u.language));
  f.scene = u.scene;
  f.tags = u.tags;
  return f;
}

task<> describe(parts& p, wechat::api_client& api, follower_store& store, std::string account, timestamp started,
                std::shared_ptr<page_work> work) {
  while (work->next < work->openids.size() && !work->failed) {
    const std::size_t from = work->next, count = std::min(wechat::most_users_a_call, work->openids.size() - from);
    work->next += count;
    const auto first = work->openids.begin() + static_cast<std::ptrdiff_t>(from);
    std::vector<std::string> some(first, first + static_cast<std::ptrdiff_t>(count));
    std::function<task<wechat::api_result<std::vector<wechat::user_profile>>>()> ask = [&api, some] { return wechat::user_infos(api, some); };
    auto profiles = co_await wechat::patiently(std::move(ask));
    if (profiles.has_error()) {
      work->failed = platform_says(profiles.error());
      break;
    }
    std::vector<listed_follower> followers;
    for (const auto& u : *profiles)
      if (u.subscribed) followers.push_back(listed(u));
    auto kept = co_await store.keep(account, std::move(followers), started);
    if (kept.has_error()) {
      work->failed = kept.error();
      break;
    }
    work->counts.added += kept->added;
    work->counts.known += kept->known;
    work->counts.revived += kept->revived;
  }
  if (--work->busy == 0) work->finished.open();
}

}  // namespace

task<result<import_progress>> import_followers(parts& p, std::string account, std::function<void(const import_progress&)> report) {
  const auto found = std::find_if(p.settings.accounts.begin(), p.settings.accounts.end(),
                                  [&](const account_config& a) { return a.name == account; });
  if (found == p.settings.accounts.end())
    co_return fail(errc::not_found, "the settings have no such account", account, "name one of [[account]]");
  wechat::api_client& api = *p.lines[static_cast<std::size_t>(found - p.settings.accounts.begin())].api;
  if (!found->profile.may_read_users())
    co_return fail(errc::platform_error, "only verified accounts may list their followers", account,
                   "verify the account at the platform, then set verified = true; a person's account can't be: its followers become known as they write");
  follower_store store(*p.db);
  const std::string setting = "import/" + account;
  auto kept = co_await p.kept_settings->get(setting);
  if (kept.has_error()) co_return kept.error();
  import_progress progress;
  bookmark at{p.time.now(), 0, ""};
  if (*kept)
    if (const auto earlier = bookmark::parse(**kept)) {
      at = *earlier;
      progress.resumed = true;
    }

  std::function<task<wechat::api_result<std::vector<wechat::follower_tag>>>()> ask_tags = [&api] { return wechat::list_tags(api); };
  auto tags = co_await wechat::patiently(std::move(ask_tags));
  if (tags.has_error()) co_return platform_says(tags.error());
  std::vector<listed_tag> names;
  for (const auto& t : *tags) names.push_back({t.id, t.name});
  auto tags_kept = co_await store.keep_tags(account, std::move(names));
  if (tags_kept.has_error()) co_return tags_kept.error();

  bool begun_anew = false;
  for (;;) {
    auto page = co_await page_after(api, at.next);
    // Whom the last page ended with may be gone from the platform since: then there is no way on but from the beginning.
    if (page.has_error() && page.error().errcode == unknown_openid && !at.next.empty() && !begun_anew) {
      begun_anew = true;
      progress = import_progress{};
      at = bookmark{p.time.now(), 0, ""};
      page = co_await page_after(api, at.next);
    }
    if (page.has_error()) co_return platform_says(page.error());
    const auto work = std::make_shared<page_work>(p.loop, std::move(page->openids));
    const auto count = static_cast<std::int64_t>(work->openids.size());
    work->busy = questions_at_once;
    for (std::size_t i = 0; i < questions_at_once; ++i) p.group.spawn("import", describe(p, api, store, account, at.started, work));
    co_await work->finished.wait();
    progress.counts.added += work->counts.added;
    progress.counts.known += work->counts.known;
    progress.counts.revived += work->counts.revived;
    if (work->failed) co_return *work->failed;
    at.done += count;
    at.next = page->next;
    progress.done = at.done;
    progress.total = page->total;
    report(progress);
    const bool last = page->next.empty() || count == 0;
    // An empty text: nothing to go on from.
    std::string place = last ? std::string() : at.text();
    auto noted = co_await p.kept_settings->set(setting, std::move(place));
    if (noted.has_error()) co_return noted.error();
    if (last) co_return progress;
  }
}

}  // namespace depeche
