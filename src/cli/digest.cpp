// depeche digest preview|compose|draft|publish|send
#include "base/localisation.hpp"
#include "cli/command.hpp"
#include "cli/digest_forms.hpp"
#include "cli/wait_for_push.hpp"
#include "cli/with_parts.hpp"
#include "digest/render.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace depeche {
namespace {

struct digest_options {
  std::string config_file, account, edition, language, as = "chat", to;
  std::vector<std::string> keywords{"thing1", "time2", "number3", "thing4"};
  bool fetch = false, dry_run = false, why = false;
};

const edition& edition_named(const parts& p, const digest_options& o) {
  const std::string account = o.account.empty() ? p.settings.accounts.front().name : o.account;
  const edition* const found = o.edition.empty() ? p.board->for_language(account, o.language) : p.board->find(account, o.edition);
  if (found && (o.language.empty() || known_language(found->language) == known_language(o.language))) return *found;
  std::string names;
  for (const edition& e : p.board->editions()) names += (names.empty() ? "" : ", ") + e.name;
  throw failure(fail(errc::bad_usage, "no such edition", o.edition.empty() ? o.language : o.edition, "there are: " + names));
}

task<std::shared_ptr<const digest>> compose(parts& p, const edition& e, bool fetch) {
  if (fetch) {
    auto reports = co_await p.poller->poll_all();
    for (const auto& report : reports)
      for (const auto& problem : report.problems) std::fprintf(stderr, "depeche: %s: %s\n", report.source.c_str(), problem.c_str());
  }
  auto fresh = co_await p.board->refresh(e);
  co_return fresh.value();
}

void print(std::string text) {
  if (!text.ends_with('\n')) text += '\n';
  std::fputs(text.c_str(), stdout);
}

task<> preview(parts& p, const digest_options& o) {
  const edition& e = edition_named(p, o);
  const std::string masthead = e.title.empty() ? e.name : e.title;
  auto d = co_await compose(p, e, o.fetch);
  const std::string site = p.settings.sites().of(e.account);
  if (o.as == "chat" || o.as == "text") print(render_chat_digest(*p.templates, *d, masthead, site));
  else if (o.as == "json") print(render_json(*d, site));
  else if (o.as == "card") print(card_json(p, e, *d));
  else if (o.as == "draft") print(draft_json(p, e, *d));
  else if (o.as == "template") print(template_json(e, *d, o.keywords));
  else if (o.as == "rss") {
    auto feed = co_await site_answer(p, p.settings.sites().path(e.account) + "/feed.xml", "edition=" + e.name);
    print(std::move(feed));
  } else if (o.as == "page") {
    auto page = co_await site_answer(p, digest_url(p.settings.sites().path(e.account), d->id), "");
    print(std::move(page));
  } else if (o.as == "link") {
    auto path = co_await p.previews->path_to(e);
    print(site + path.value());
  } else if (o.as == "article") {
    print(render_html(*p.templates, *d, masthead, site));
  } else {
    print("<!doctype html>\n<html lang=\"" + d->language + "\"><meta charset=\"utf-8\"><title>" + masthead + "</title>\n<body>\n" +
          render_html(*p.templates, *d, masthead, site) + "</body></html>");
  }
  if (!o.why) co_return;
  // Only chat text is for eyes alone: beside what programs read, the reasons go to stderr.
  std::FILE* const to = o.as == "chat" || o.as == "text" ? stdout : stderr;
  const auto lines = p.board->why(e);
  std::string reasons = lines.empty() ? "\nThis digest was sent already: its items were chosen then.\n"
                                      : "\nWhy (+ chosen, - not; weight, title, source):\n";
  for (const std::string& line : lines) reasons += line + '\n';
  std::fputs(reasons.c_str(), to);
}

task<> compose_only(parts& p, const digest_options& o) {
  const edition& e = edition_named(p, o);
  auto d = co_await compose(p, e, o.fetch);
  print(fmt::format("digest {} of {} for {}: {} items{}", number(d->id), e.name, d->day, d->items.size(), d->final ? ", sent already" : ""));
}

task<> send(parts& p, const digest_options& o) {
  const edition& e = edition_named(p, o);
  auto d = co_await compose(p, e, o.fetch);
  if (o.dry_run) {
    auto counted = co_await p.push->forecast(e);
    const audience a = counted.value();
    print(fmt::format("{} of {}: {} items\ncustomer_message: {}\nmass_send: {}", e.name, d->day, d->items.size(), a.customer_message, a.mass_send));
    for (const auto& [reason, count] : a.skipped) print(fmt::format("skipped, {}: {}", reason, count));
    co_return;
  }
  if (!o.to.empty()) {
    auto sent = co_await p.push->send_to_one(e, d, o.to);
    sent.value();
    print("sent to " + o.to);
    co_return;
  }
  auto begun = co_await p.push->begin(e, d, push_key(*d), "command line");
  const push one = begun.value();
  const books b = co_await wait_for_push(p, one.id);
  print(fmt::format("push {} {}: sent {}, failed {}, unknown {}, skipped {}", number(one.id), one.key, b.sent, b.failed, b.unknown, b.skipped));
}

task<> leave_draft(parts& p, const digest_options& o) {
  const edition& e = edition_named(p, o);
  auto d = co_await compose(p, e, o.fetch);
  auto left = co_await p.push->leave_draft(e, d);
  print(left.value() ? "in the account's draft box" : "in the account's draft box already");
}

task<> publish(parts& p, const digest_options& o) {
  const edition& e = edition_named(p, o);
  auto d = co_await compose(p, e, o.fetch);
  auto begun = co_await p.push->begin(e, d, publication_key(*d), "command line");
  const push one = begun.value();
  co_await wait_for_push(p, one.id);
  auto read = co_await p.ledger->publication_of(one.id);
  const publication made = read.value().value_or(publication{});
  if (made.state != delivery_state::sent) throw failure(fail(errc::platform_error, "not published", made.status));
  print(made.address.empty() ? "published" : "published: " + made.address);
}

void add_common(CLI::App& command, digest_options& o) {
  add_config_option(command, o.config_file);
  auto* name = command.add_option("--edition", o.edition, "The edition's name");
  if (command.get_name() != "preview") name->required();
  command.add_option("--account", o.account, "Its account (default: the first)");
  command.add_flag("--fetch", o.fetch, "Fetch all sources first");
}

}  // namespace

void add_digest(CLI::App& app) {
  auto* digests = app.add_subcommand("digest", "The digest of an edition");
  digests->require_subcommand(1);
  auto o = std::make_shared<digest_options>();
  auto* show = digests->add_subcommand("preview", "Print it as it would go out now\n\nExample: depeche digest preview --edition morning --fetch");
  add_common(*show, *o);
  show->add_option("--as", o->as,
                   "chat, card, draft, template, json, rss, page: as it leaves; link: the secret address of a page with all forms, for a day; text (the "
                   "same as chat), article (HTML body), html (with a head)")
      ->check(CLI::IsMember({"chat", "card", "draft", "template", "json", "rss", "page", "link", "text", "article", "html"}))
      ->capture_default_str();
  show->add_option("--language", o->language, "Without --edition: the account's edition in this language");
  show->add_option("--keywords", o->keywords, "Of the template, for --as template")->delimiter(',')->capture_default_str();
  show->add_flag("--why", o->why, "Say of every story that was near why it was chosen, or not (on stderr unless --as chat)");
  show->callback([o] {
    if (o->edition.empty() && o->language.empty()) throw CLI::RequiredError("--edition or --language");
    with_parts(o->config_file, [o](parts& p) { return preview(p, *o); });
  });
  add_digest_picks(*digests);
  add_digest_desk(*digests);
  auto* make = digests->add_subcommand("compose", "Compose and keep it\n\nExample: depeche digest compose --edition morning --fetch");
  add_common(*make, *o);
  make->callback([o] { with_parts(o->config_file, [o](parts& p) { return compose_only(p, *o); }); });
  auto* draft = digests->add_subcommand(
      "draft", "Put it into the account's draft box, for a person to send or publish in the console\n\nExample: depeche digest draft --edition morning");
  add_common(*draft, *o);
  draft->callback([o] { with_parts(o->config_file, [o](parts& p) { return leave_draft(p, *o); }); });
  auto* page = digests->add_subcommand("publish",
                                       "Make it a permanent page of the account, without sending it to anybody\n\nExample: depeche digest publish --edition morning");
  add_common(*page, *o);
  page->callback([o] { with_parts(o->config_file, [o](parts& p) { return publish(p, *o); }); });
  auto* push_it = digests->add_subcommand("send", "Send it, once, to everybody whom it may reach\n\nExample: depeche digest send --edition morning --dry-run");
  add_common(*push_it, *o);
  push_it->add_option("--to", o->to, "Only to this openid, as a test");
  push_it->add_flag("--dry-run", o->dry_run, "Count the audience and send nothing");
  push_it->callback([o] { with_parts(o->config_file, [o](parts& p) { return send(p, *o); }); });
}

}  // namespace depeche
