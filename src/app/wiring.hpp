// Builds all parts in order and knows them all. No rule of the domain here.
#pragma once

#include "app/config.hpp"
#include "app/model_endpoint.hpp"
#include "app/scene_codes.hpp"
#include "app/shared_token.hpp"
#include "app/summary_endpoint.hpp"
#include "app/translation_endpoint.hpp"
#include "async/task_group.hpp"
#include "base/random.hpp"
#include "callback/handle_callback.hpp"
#include "callback/inbox.hpp"
#include "commands/command.hpp"
#include "deliver/delivery.hpp"
#include "deliver/scheduler.hpp"
#include "deliver/urgent_desk.hpp"
#include "digest/edition_board.hpp"
#include "digest/guard_desk.hpp"
#include "digest/pick_desk.hpp"
#include "digest/translation_desk.hpp"
#include "ingest/intake.hpp"
#include "ingest/source_poller.hpp"
#include "ingest/websub.hpp"
#include "ingest/watched_folder.hpp"
#include "net/https_client.hpp"
#include "store/api_store.hpp"
#include "store/article_store.hpp"
#include "store/websub_store.hpp"
#include "store/database.hpp"
#include "store/desk_store.hpp"
#include "store/digest_store.hpp"
#include "store/follower_store.hpp"
#include "store/hold_store.hpp"
#include "store/inbox_store.hpp"
#include "store/ledger_store.hpp"
#include "store/media_store.hpp"
#include "store/pick_store.hpp"
#include "store/scene_store.hpp"
#include "store/setting_store.hpp"
#include "store/source_store.hpp"
#include "store/subscriber_store.hpp"
#include "store/token_store.hpp"
#include "store/urgent_store.hpp"
#include "web/article_api.hpp"
#include "web/site.hpp"
#include "wechat/access_token.hpp"
#include "wechat/api_client.hpp"

#include <memory>
#include <vector>

namespace depeche {

// The account's line to the platform.
struct platform_line {
  std::unique_ptr<https_client> client;
  std::unique_ptr<shared_token> shared;
  std::unique_ptr<wechat::access_token> token;
  std::unique_ptr<wechat::api_client> api;
};

// Every part of the bot, in the order in which they need each other: destroyed in reverse.
struct parts {
  parts(asio::any_io_executor loop_, asio::any_io_executor pool_, const clock& time_, random_source& random_)
      : loop(std::move(loop_)), pool(std::move(pool_)), time(time_), random(random_), group(loop) {}

  asio::any_io_executor loop;
  asio::any_io_executor pool;
  const clock& time;
  random_source& random;
  config settings;

  std::unique_ptr<database> db;
  std::unique_ptr<inbox_store> inbox_rows;
  std::unique_ptr<subscriber_store> subscribers;
  std::unique_ptr<article_store> articles;
  std::unique_ptr<digest_store> digests;
  std::unique_ptr<ledger_store> ledger;
  std::unique_ptr<media_store> media;
  std::unique_ptr<scene_store> scenes;
  std::unique_ptr<desk_store> desk;
  std::unique_ptr<source_store> added_sources;
  std::unique_ptr<hold_store> holds;
  std::unique_ptr<pick_store> picks_kept;
  std::unique_ptr<urgent_store> urgents;
  std::unique_ptr<setting_store> kept_settings;
  std::unique_ptr<rewrite_store> rewrites;
  std::unique_ptr<token_store> tokens;
  std::unique_ptr<api_store> api_answers;
  std::unique_ptr<template_set> templates;

  std::vector<platform_line> lines;  // one per account, in the config's order
  std::unique_ptr<https_client> fetcher;
  std::unique_ptr<scene_codes> codes;

  std::unique_ptr<https_client> rewrite_client;  // none without [rewrite]
  std::unique_ptr<model_endpoint> model;         // likewise
  std::unique_ptr<summary_endpoint> rewriter;    // none when summaries stay as they are
  std::unique_ptr<translation_endpoint> translator;  // likewise, when no edition takes other languages
  std::unique_ptr<guard_desk> guard;
  std::unique_ptr<edition_board> board;
  std::unique_ptr<pick_desk> picks;
  std::unique_ptr<translation_desk> translations;  // null without a translator
  std::unique_ptr<source_poller> poller;
  std::unique_ptr<websub_store> leases;
  std::unique_ptr<websub> hubs;  // null when hubs could not come to us
  std::unique_ptr<intake> door;
  std::vector<std::unique_ptr<watched_folder>> inboxes;
  std::unique_ptr<delivery> push;
  std::unique_ptr<scheduler> calendar;
  std::unique_ptr<approval_desk> approvals;
  std::unique_ptr<urgent_desk> urgent;
  std::unique_ptr<sent_issues> sent;
  std::unique_ptr<preview_links> previews;
  conversations talks;
  greeting_texts greetings;
  std::unique_ptr<command_parts> for_commands;
  std::unique_ptr<inbox> box;
  std::unique_ptr<callback_recorder> recorder;               // null when nothing is recorded
  std::vector<std::unique_ptr<callback_handler>> callbacks;  // one per account
  std::vector<std::unique_ptr<site>> pages;  // an account's each
  std::unique_ptr<article_api> api;  // null without a token
  task_group group;
};

// Opens the database and builds everything; nothing runs yet. Fails with bad_config, database_failed, database_newer,
// template_malformed or tls_failed, with the place and what to do.
result<std::unique_ptr<parts>> build_parts(asio::any_io_executor loop, asio::any_io_executor pool, const clock& time,
                                           random_source& random, config settings);

// Articles came: digests are composed anew, what is urgent goes out, what is in other languages is translated.
task<> take_up_news(parts& p);

}  // namespace depeche
