#include "app/wiring.hpp"

#include "app/desk_alarm.hpp"
#include "app/guard_lists.hpp"
#include "app/hubs.hpp"
#include "async/with_timeout.hpp"
#include "base/log.hpp"
#include "ingest/feed_fetcher.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <sys/stat.h>

namespace depeche {
namespace {

result<void> open_stores(parts& p) {
  // The database holds openids and what people asked: not for everybody on the machine.
  ::umask(S_IWGRP | S_IRWXO);
  auto opened = database::open(p.settings.database_file(), p.loop);
  if (opened.has_error()) {
    // A database that can't be opened is a setting to mend, whatever SQLite calls it.
    error why = opened.error();
    if (why.code == errc::database_failed) why.code = errc::bad_config;
    return why;
  }
  p.db = std::move(*opened);
  p.inbox_rows = std::make_unique<inbox_store>(p.settings.callback_folder(), p.loop, p.pool);
  p.subscribers = std::make_unique<subscriber_store>(*p.db);
  p.articles = std::make_unique<article_store>(*p.db);
  p.digests = std::make_unique<digest_store>(*p.db);
  p.ledger = std::make_unique<ledger_store>(*p.db);
  p.media = std::make_unique<media_store>(*p.db);
  p.scenes = std::make_unique<scene_store>(*p.db);
  p.desk = std::make_unique<desk_store>(*p.db);
  p.added_sources = std::make_unique<source_store>(*p.db);
  p.holds = std::make_unique<hold_store>(*p.db);
  p.picks_kept = std::make_unique<pick_store>(*p.db);
  p.urgents = std::make_unique<urgent_store>(*p.db);
  p.api_answers = std::make_unique<api_store>(*p.db);
  p.kept_settings = std::make_unique<setting_store>(*p.db);
  p.rewrites = std::make_unique<rewrite_store>(*p.db);
  p.tokens = std::make_unique<token_store>(*p.db);
  return {};
}

result<void> open_lines(parts& p) {
  const std::string holder = random_word(p.random, 16);
  for (const account_config& a : p.settings.accounts) {
    platform_line line;
    https_client_options options;
    options.ca_file = a.api_ca;
    options.connections_per_host = a.concurrency + 8;
    auto client = make_https_client(p.loop, std::move(options));
    if (client.has_error()) return client.error();
    line.client = std::move(*client);
    const wechat::credentials who{a.app_id, a.app_secret, parse_url(a.api_base).value()};
    line.shared = std::make_unique<shared_token>(*p.tokens, token_place{a.app_id, a.api_base}, holder);
    line.token = std::make_unique<wechat::access_token>(p.loop, *line.client, p.time, who, line.shared.get());
    line.api = std::make_unique<wechat::api_client>(*line.client, *line.token, who);
    line.api->keep_to(a.profile, [&p, place = p.lines.size()](wechat::capability what, const wechat::api_failure& why) {
      p.group.spawn("desk alarm", tell_refusal(p, place, what, why.to_line()));
    });
    p.lines.push_back(std::move(line));
  }
  https_client_options options;
  options.guard = address_guard{};
  options.ca_file = p.settings.fetch_ca;
  options.proxy = p.settings.fetch_proxy;
  options.connections_per_host = std::max<std::size_t>(4, p.settings.polling.per_host);
  for (const auto& range : p.settings.allow_addresses)
    if (auto allowed = options.guard.allow(range); allowed.has_error()) return allowed.error();
  auto fetcher = make_https_client(p.loop, std::move(options));
  if (fetcher.has_error()) return fetcher.error();
  p.fetcher = std::move(*fetcher);
  return {};
}

// Who runs the endpoint chose its address: it may be on this machine.
result<void> open_model(parts& p) {
  if (p.settings.rewrite.url.empty()) return {};
  https_client_options options;
  options.ca_file = p.settings.rewrite.ca;
  options.connections_per_host = 4;
  auto client = make_https_client(p.loop, std::move(options));
  if (client.has_error()) return client.error();
  p.rewrite_client = std::move(*client);
  p.model = std::make_unique<model_endpoint>(*p.rewrite_client, p.time, *p.kept_settings, p.settings.rewrite);
  if (p.settings.rewrite.summaries) p.rewriter = std::make_unique<summary_endpoint>(*p.model, p.time, *p.rewrites);
  const bool wanted = std::any_of(p.settings.editions.begin(), p.settings.editions.end(), [](const edition& e) { return !e.translate.empty(); });
  if (wanted) p.translator = std::make_unique<translation_endpoint>(*p.model, p.time, *p.rewrites);
  return {};
}

void build_codes(parts& p) {
  std::map<std::string, scene_codes::account> accounts;
  for (std::size_t i = 0; i < p.lines.size(); ++i)
    accounts[p.settings.accounts[i].name] = {p.settings.accounts[i].profile, p.lines[i].api.get()};
  p.codes = std::make_unique<scene_codes>(*p.scenes, p.time, std::move(accounts));
}

task<> fetch_all(parts& p, std::shared_ptr<asio::steady_timer> patience) {
  auto reports = co_await p.poller->poll_all();
  log_info("schedule", "fetched " + std::to_string(reports.size()) + " sources before composing");
  patience->cancel();
}

// The latest news for an edition that is due, as far as ten seconds reach: readers wait at their hour, slow sources don't hold it up.
task<> fetch_before_composing(parts& p) {
  const auto patience = std::make_shared<asio::steady_timer>(p.loop, std::chrono::seconds{10});
  p.group.spawn("fetch before composing", fetch_all(p, patience));
  boost::system::error_code ignored;
  co_await patience->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

// An article's picture, through the guard that sources have.
task<result<std::string>> fetch_picture(parts& p, std::string url) {
  fetch_request request;
  request.url = std::move(url);
  request.accept = "image/jpeg, image/png, image/webp;q=0.9";
  request.now = p.time.now();
  request.pool = p.pool;
  server_wish ignored;
  auto work = fetch(*p.fetcher, std::move(request), ignored);
  auto got = co_await with_timeout(std::move(work), std::chrono::seconds{15});
  if (got.has_error()) co_return got.error();
  co_return std::move(got->body);
}

picture_parts picture_parts_of(parts& p) {
  picture_parts with;
  with.media = p.media.get();
  with.pool = p.pool;
  with.fetch = [&p](std::string url) { return fetch_picture(p, std::move(url)); };
  with.fonts = usual_fonts();
  if (!p.settings.cover_font.empty()) with.fonts.insert(with.fonts.begin(), p.settings.cover_font);
  return with;
}

void build_journeys(parts& p, guard_lists lists) {
  p.guard = std::make_unique<guard_desk>(p.time, *p.holds, p.settings.editions, std::move(lists));
  p.guard->on_hold([&p](const std::vector<hold>& holds) { p.group.spawn("desk alarm", tell_held(p, holds)); });
  p.board = std::make_unique<edition_board>(p.loop, p.pool, p.time, *p.articles, *p.digests, p.settings.editions);
  p.board->guard_with(*p.guard);
  p.board->pick_with(*p.picks_kept);
  p.picks = std::make_unique<pick_desk>(p.time, *p.picks_kept, *p.board, *p.articles);
  if (p.translator)
    p.translations = std::make_unique<translation_desk>(p.loop, p.time, *p.articles, p.board->editions(), *p.translator, p.group,
                                                        [&p](const edition& e, const article& a) { return p.board->may_show(e, a); });
  if (p.rewriter) p.board->rewrite_with(*p.rewriter, p.group, p.settings.rewrite.within);
  p.poller = std::make_unique<source_poller>(p.loop, p.pool, p.time, p.random, *p.fetcher, *p.articles, p.settings.sources,
                                             [&p] { p.group.spawn("edition board", take_up_news(p)); },
                                             [&p](const source_report& report) { p.group.spawn("desk alarm", tell_desk(p, report)); },
                                             p.settings.polling);
  build_hubs(p);
  p.door = std::make_unique<intake>(p.pool, p.time, *p.fetcher, *p.articles, [&p] { p.group.spawn("edition board", take_up_news(p)); },
                                    p.settings.polling.host_gap);
  for (const inbox_folder& folder : p.settings.inboxes)
    p.inboxes.push_back(std::make_unique<watched_folder>(p.loop, p.pool, p.time, *p.door, folder));
  std::vector<sending_account> senders;
  for (std::size_t i = 0; i < p.lines.size(); ++i) {
    const account_config& a = p.settings.accounts[i];
    senders.push_back({a.name, a.profile, p.lines[i].api.get(), a.concurrency});
  }
  delivery_parts for_delivery{*p.subscribers, *p.digests, *p.ledger, *p.templates, p.time, p.settings.sites(),
                              [&p](std::string_view account, std::string_view name) { return p.board->find(account, name); },
                              [&p](const edition& e, const subscriber& who) { return p.board->is_for(e, who.language); },
                              picture_parts_of(p),
                              p.guard.get()};
  p.push = std::make_unique<delivery>(p.loop, std::move(for_delivery), std::move(senders));
  p.calendar = std::make_unique<scheduler>(p.loop, p.time, *p.board, *p.push, *p.kept_settings, [&p] { return fetch_before_composing(p); });
  p.approvals = std::make_unique<approval_desk>(p.time, *p.kept_settings, *p.board, *p.digests);
  p.calendar->approve_with(*p.approvals, [&p](const edition& e, std::shared_ptr<const digest> issue, timestamp firing) {
    p.group.spawn("desk alarm", tell_approval(p, e, issue->items.size(), firing));
  });
  p.urgent = std::make_unique<urgent_desk>(p.loop, p.time, *p.urgents, *p.board, *p.articles, *p.digests, *p.push);
  p.urgent->on_news([&p](const urgent_item& u) { p.group.spawn("desk alarm", tell_urgent(p, u)); });
}

void build_callbacks(parts& p) {
  p.sent = std::make_unique<sent_issues>(*p.digests, *p.ledger);
  p.previews = std::make_unique<preview_links>(*p.kept_settings, p.random, p.time);
  p.for_commands = std::make_unique<command_parts>(command_parts{
      *p.board, *p.subscribers, *p.articles, *p.sent, *p.ledger, *p.scenes, *p.desk, *p.push, *p.calendar, *p.templates, p.talks, p.greetings, p.time,
      *p.door, *p.poller, *p.added_sources, *p.guard, *p.picks, *p.urgent, *p.approvals, *p.previews, p.settings.sources, p.settings.sites(), {},
      [&p](std::string account, std::string scene) {
        return p.codes->find_or_make(std::move(account), std::move(scene));
      }});
  p.box = std::make_unique<inbox>(p.loop, *p.inbox_rows, p.time);
  for (std::size_t i = 0; i < p.lines.size(); ++i) {
    const account_config& a = p.settings.accounts[i];
    p.for_commands->titles[a.name] = a.title;
    callback_secrets secrets;
    secrets.account = a.name;
    secrets.app_id = a.app_id;
    secrets.original_id = a.original_id;
    secrets.tokens = {a.token};
    if (!a.previous_token.empty()) secrets.tokens.push_back(a.previous_token);
    for (const std::string* key : {&a.encoding_aes_key, &a.previous_encoding_aes_key})
      if (!key->empty()) secrets.keys.push_back(wechat::parse_aes_key(*key).value());
    secrets.accept_clear = a.mode != callback_mode::safe;
    secrets.accept_encrypted = a.mode != callback_mode::plain;
    callback_account account{a.name, a.profile, p.lines[i].api.get()};
    p.callbacks.push_back(std::make_unique<callback_handler>(p.loop, std::move(secrets), std::move(account), *p.box, *p.for_commands,
                                                             p.random, p.group));
    p.callbacks.back()->record_to(p.recorder.get());
  }
}

void build_pages(parts& p) {
  // Only the pages' own code is made on demand: a visitor must not use up the account's codes by asking for names.
  auto code_for = [&p](std::string account, std::string scene) -> task<result<scene_code>> {
    if (scene == "web") return p.codes->find_or_make(std::move(account), std::move(scene));
    return p.codes->find(std::move(account), std::move(scene));
  };
  for (const account_config& a : p.settings.accounts) {
    site_parts for_site{*p.board, *p.articles, *p.digests, *p.scenes, *p.templates, p.time, p.settings.sites(), a.title, a.name, code_for,
                        p.guard.get(), p.previews.get()};
    p.pages.push_back(std::make_unique<site>(std::move(for_site)));
  }
  if (p.settings.api.token.empty()) return;
  p.api = std::make_unique<article_api>(article_api_parts{*p.door, *p.articles, *p.api_answers, p.time, p.settings.server.public_url,
                                                          p.settings.api_tokens(), p.settings.known_sources()});
}

}  // namespace

task<> take_up_news(parts& p) {
  if (p.translations) p.translations->ring();
  co_await p.board->refresh_all();
  co_await p.urgent->look();
}

result<std::unique_ptr<parts>> build_parts(asio::any_io_executor loop, asio::any_io_executor pool, const clock& time,
                                           random_source& random, config settings) {
  auto p = std::make_unique<parts>(std::move(loop), std::move(pool), time, random);
  p->settings = std::move(settings);
  auto templates = template_set::load(p->settings.templates, p->settings.account_templates());
  if (templates.has_error()) return templates.error();
  p->templates = std::make_unique<template_set>(std::move(*templates));
  auto lists = load_guard_lists(p->settings);
  if (lists.has_error()) return lists.error();
  if (auto opened = open_stores(*p); opened.has_error()) return opened.error();
  if (auto opened = open_lines(*p); opened.has_error()) return opened.error();
  if (auto opened = open_model(*p); opened.has_error()) return opened.error();
  build_codes(*p);
  build_journeys(*p, std::move(*lists));
  if (!p->settings.record.empty()) {
    auto recorder = callback_recorder::open(p->settings.record, p->settings.record_openids);
    if (recorder.has_error()) return recorder.error();
    p->recorder = std::move(*recorder);
  }
  build_callbacks(*p);
  build_pages(*p);
  return p;
}

}  // namespace depeche
