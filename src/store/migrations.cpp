#include "store/migrations.hpp"

#include "store/connection.hpp"

namespace depeche {
namespace {

// Marks the file as ours (PRAGMA application_id): "depe".
constexpr std::int64_t our_mark = 0x64657065;

// Never change a step that has been released: add one. States, roles, ways and kinds of history are numbers: those of the
// enumerations in the headers, in their order.
constexpr const char* steps[] = {
    R"sql(
-- Appended under a growing id; nothing is looked up by key here. reply is null until the callback was handled.
CREATE TABLE inbox (
  id       INTEGER PRIMARY KEY,
  account  TEXT NOT NULL,
  key      TEXT NOT NULL,
  received INTEGER NOT NULL,
  body     TEXT NOT NULL,
  reply    TEXT
);
CREATE INDEX inbox_received ON inbox(received);
CREATE INDEX inbox_unsettled ON inbox(id) WHERE reply IS NULL;

CREATE TABLE subscribers (
  id            INTEGER PRIMARY KEY,
  account       TEXT NOT NULL,
  openid        TEXT NOT NULL,
  following     INTEGER NOT NULL,
  wants_digest  INTEGER NOT NULL DEFAULT 1,
  language      TEXT NOT NULL DEFAULT '',
  first_scene   TEXT NOT NULL DEFAULT '',
  role          INTEGER NOT NULL DEFAULT 0,
  followed_at   INTEGER NOT NULL,
  left_at       INTEGER NOT NULL DEFAULT 0,
  allowed       INTEGER NOT NULL DEFAULT 0,
  allowed_until INTEGER NOT NULL DEFAULT 0,
  UNIQUE (openid, account)
);
CREATE INDEX subscribers_desk ON subscribers(account) WHERE role > 0;
CREATE INDEX subscribers_scene ON subscribers(account, first_scene) WHERE first_scene <> '';

-- What a follow found is kept with it (seen: 0 nobody, 1 somebody who had left, 2 a follower), so that a callback handled twice
-- is answered the same.
CREATE TABLE history (
  subscriber INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  kind       INTEGER NOT NULL,
  scene      TEXT NOT NULL,
  seen       INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (subscriber, at, kind, scene)
) WITHOUT ROWID;
CREATE INDEX history_at ON history(at);
CREATE INDEX history_scene ON history(scene) WHERE scene <> '';

CREATE TABLE scenes (
  account TEXT NOT NULL,
  scene   TEXT NOT NULL,
  ticket  TEXT NOT NULL,
  url     TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER,
  PRIMARY KEY (account, scene)
) WITHOUT ROWID;

CREATE TABLE articles (
  id         INTEGER PRIMARY KEY,
  source     TEXT NOT NULL,
  key        TEXT NOT NULL,
  url        TEXT NOT NULL,
  title      TEXT NOT NULL,
  author     TEXT NOT NULL,
  language   TEXT NOT NULL,
  published  INTEGER,
  updated    INTEGER,
  first_seen INTEGER NOT NULL,
  news_time  INTEGER NOT NULL,
  summary    TEXT NOT NULL,
  image      TEXT NOT NULL,
  categories TEXT NOT NULL,
  related    TEXT NOT NULL,
  text       TEXT NOT NULL,
  html       TEXT NOT NULL,
  UNIQUE (source, key)
);
CREATE INDEX articles_time ON articles(news_time);

CREATE TABLE source_states (
  source        TEXT PRIMARY KEY,
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  last_try      INTEGER NOT NULL,
  last_success  INTEGER NOT NULL,
  last_problem  TEXT NOT NULL,
  failures      INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE digests (
  id          INTEGER PRIMARY KEY,
  account     TEXT NOT NULL,
  edition     TEXT NOT NULL,
  language    TEXT NOT NULL,
  zone        TEXT NOT NULL,
  day         TEXT NOT NULL,
  composed_at INTEGER NOT NULL,
  final       INTEGER NOT NULL,
  items       TEXT NOT NULL,
  UNIQUE (account, edition, day)
);

CREATE TABLE pushes (
  id       INTEGER PRIMARY KEY,
  account  TEXT NOT NULL,
  edition  TEXT NOT NULL,
  digest   INTEGER NOT NULL,
  key      TEXT NOT NULL,
  origin   TEXT NOT NULL,
  state    INTEGER NOT NULL,
  created  INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  UNIQUE (account, key)
);

CREATE TABLE ways (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO ways (id, name) VALUES (0, ''), (1, 'customer_message'), (2, 'mass_send');

CREATE TABLE deliveries (
  push       INTEGER NOT NULL,
  subscriber INTEGER NOT NULL,
  way        INTEGER NOT NULL,
  state      INTEGER NOT NULL,
  changed    INTEGER NOT NULL,
  errcode    INTEGER NOT NULL DEFAULT 0,
  reason     TEXT,
  PRIMARY KEY (push, subscriber)
) WITHOUT ROWID;
-- What is still to be claimed; empty once a push is done.
CREATE INDEX deliveries_planned ON deliveries(push, way, subscriber) WHERE state = 0;

CREATE TABLE mass_jobs (
  push          INTEGER PRIMARY KEY,
  client_msg_id TEXT NOT NULL,
  state         INTEGER NOT NULL,
  msg_id        INTEGER NOT NULL,
  status        TEXT NOT NULL,
  total         INTEGER NOT NULL,
  filtered      INTEGER NOT NULL,
  sent          INTEGER NOT NULL,
  errors        INTEGER NOT NULL
);
CREATE INDEX mass_jobs_msg_id ON mass_jobs(msg_id) WHERE msg_id <> 0;

CREATE TABLE invitations (
  secret  BLOB PRIMARY KEY,
  account TEXT NOT NULL,
  role    INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used_by INTEGER,
  used_at INTEGER
) WITHOUT ROWID;

CREATE TABLE desk_log (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  account TEXT NOT NULL,
  openid  TEXT NOT NULL,
  command TEXT NOT NULL,
  allowed INTEGER NOT NULL,
  outcome TEXT NOT NULL
);
CREATE INDEX desk_log_account ON desk_log(account);

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)sql",
    R"sql(
-- What the platform's staff call their followers.
CREATE TABLE tags (
  account TEXT NOT NULL,
  id      INTEGER NOT NULL,
  name    TEXT NOT NULL,
  PRIMARY KEY (account, id)
) WITHOUT ROWID;
CREATE TABLE subscriber_tags (
  subscriber INTEGER NOT NULL,
  tag        INTEGER NOT NULL,
  PRIMARY KEY (subscriber, tag)
) WITHOUT ROWID;
)sql",
    R"sql(
-- What a source's server asked for, where it moved, and how it is doing (health: 0 well, 1 silent, 2 broken; rhythm in seconds).
ALTER TABLE source_states ADD COLUMN not_before INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source_states ADD COLUMN asked_url TEXT NOT NULL DEFAULT '';
ALTER TABLE source_states ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';
ALTER TABLE source_states ADD COLUMN health INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source_states ADD COLUMN health_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source_states ADD COLUMN rhythm INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source_states ADD COLUMN last_news INTEGER NOT NULL DEFAULT 0;
CREATE INDEX articles_source_time ON articles(source, news_time);

-- Sources that the desk added beside the config's; a name is once in both.
CREATE TABLE sources (
  name     TEXT PRIMARY KEY,
  url      TEXT NOT NULL,
  language TEXT NOT NULL,
  every    INTEGER NOT NULL,
  added    INTEGER NOT NULL
) WITHOUT ROWID;
)sql",
    R"sql(
-- What a source calls itself: readers see this, not our name for it.
ALTER TABLE source_states ADD COLUMN title TEXT NOT NULL DEFAULT '';
)sql",
    R"sql(
-- An article that the desk dropped stays as a row, so that its source does not bring it back.
ALTER TABLE articles ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;
CREATE INDEX articles_url ON articles(url) WHERE url <> '';

-- What corrections of title or text replaced.
CREATE TABLE revisions (
  id          INTEGER PRIMARY KEY,
  article     INTEGER NOT NULL,
  replaced_at INTEGER NOT NULL,
  title       TEXT NOT NULL,
  text        TEXT NOT NULL,
  updated     INTEGER
);
CREATE INDEX revisions_article ON revisions(article);

-- Answers of the API to requests that carried an Idempotency-Key.
CREATE TABLE api_answers (
  key     TEXT PRIMARY KEY,
  request BLOB NOT NULL,
  status  INTEGER NOT NULL,
  body    TEXT NOT NULL,
  at      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX api_answers_at ON api_answers(at);
)sql",
    R"sql(
-- What a language model made of summaries; empty: refused by the check.
CREATE TABLE rewrites (
  question BLOB PRIMARY KEY,
  text     TEXT NOT NULL,
  at       INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX rewrites_at ON rewrites(at);
)sql",
    R"sql(
-- What was uploaded to the platform, by the hash of its content: its address or media id; empty while that is not known.
CREATE TABLE media (
  account TEXT NOT NULL,
  kind    TEXT NOT NULL,
  hash    BLOB NOT NULL,
  value   TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (account, kind, hash)
) WITHOUT ROWID;

-- The draft that a push sends; empty while its answer is not known.
CREATE TABLE drafts (
  push     INTEGER PRIMARY KEY,
  media_id TEXT NOT NULL,
  at       INTEGER NOT NULL
);
)sql",
    R"sql(
ALTER TABLE source_states ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
)sql",
    R"sql(
-- Subscriptions at hubs: what was asked for, the secret of each, until when it holds.
CREATE TABLE hub_leases (
  source TEXT PRIMARY KEY,
  hub    TEXT NOT NULL,
  topic  TEXT NOT NULL,
  token  TEXT NOT NULL,
  secret TEXT NOT NULL,
  asked  INTEGER NOT NULL,
  until  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX hub_leases_token ON hub_leases(token);
)sql",
    R"sql(
-- Articles that readers don't see until an editor has looked (state: 0 held, 1 released, 2 dropped, 3 cleared), and who decided when.
CREATE TABLE holds (
  account    TEXT NOT NULL,
  article    INTEGER NOT NULL,
  title      TEXT NOT NULL,
  edition    TEXT NOT NULL,
  state      INTEGER NOT NULL,
  reasons    TEXT NOT NULL,
  since      INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  PRIMARY KEY (account, article)
) WITHOUT ROWID;
)sql",
    R"sql(
-- The inbox stands in the order in which it came, and every callback paid for this.
DROP INDEX inbox_received;
)sql",
    R"sql(
-- What editors did to an edition's digest of a day (kind: 0 placed, 1 removed; place 0: where its weight puts it), in order of id.
CREATE TABLE picks (
  id      INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  edition TEXT NOT NULL,
  day     TEXT NOT NULL,
  article INTEGER NOT NULL,
  kind    INTEGER NOT NULL,
  place   INTEGER NOT NULL,
  title   TEXT NOT NULL,
  at      INTEGER NOT NULL,
  editor  TEXT NOT NULL,
  UNIQUE (account, edition, day, article)
);
)sql",
    R"sql(
-- What goes out beside the daily digest (state: 0 waiting, 1 sent, 2 left out). Its digest has "DAY!ID" for a day.
CREATE TABLE urgents (
  id       INTEGER PRIMARY KEY,
  account  TEXT NOT NULL,
  edition  TEXT NOT NULL,
  article  INTEGER NOT NULL,
  title    TEXT NOT NULL,
  day      TEXT NOT NULL,
  state    INTEGER NOT NULL,
  at_night INTEGER NOT NULL,
  added    INTEGER NOT NULL,
  sent     INTEGER NOT NULL,
  editor   TEXT NOT NULL,
  why      TEXT NOT NULL,
  UNIQUE (account, edition, article)
);
CREATE INDEX urgents_waiting ON urgents(id) WHERE state = 0;
)sql",
    R"sql(
-- Digests that become permanent pages of the account: one for a push without recipients.
CREATE TABLE publications (
  push       INTEGER PRIMARY KEY,
  state      INTEGER NOT NULL,
  publish_id TEXT NOT NULL,
  status     TEXT NOT NULL,
  article_id TEXT NOT NULL,
  address    TEXT NOT NULL
);
)sql",
    R"sql(
-- Callbacks are kept in files of their own (store/inbox_store).
DROP TABLE inbox;
)sql",
    R"sql(
-- An account's token as all processes on this database use it. holder: who renews it at the moment, until held_until; '' nobody.
CREATE TABLE access_tokens (
  app_id     TEXT NOT NULL,
  api_base   TEXT NOT NULL,
  token      TEXT NOT NULL,
  renew_at   INTEGER NOT NULL,
  ends_at    INTEGER NOT NULL,
  holder     TEXT NOT NULL,
  held_until INTEGER NOT NULL,
  PRIMARY KEY (app_id, api_base)
) WITHOUT ROWID;

-- The platform grants twenty a day.
CREATE TABLE forced_renewals (
  app_id   TEXT NOT NULL,
  api_base TEXT NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (app_id, api_base, at)
) WITHOUT ROWID;
)sql",
    R"sql(
-- Every digest asks what was dropped: few of many.
CREATE INDEX articles_dropped ON articles(id) WHERE dropped;
)sql",
    R"sql(
-- An article that a machine translated stands beside its original.
ALTER TABLE articles ADD COLUMN translation_of INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN translated_from TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN original TEXT NOT NULL DEFAULT '';
CREATE INDEX articles_translations ON articles(translation_of) WHERE translation_of <> 0;
)sql",
    R"sql(
-- What a source's address answered with when it was well (source_kind).
ALTER TABLE source_states ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
-- What readers call a source that was imported under a title.
ALTER TABLE sources ADD COLUMN title TEXT NOT NULL DEFAULT '';
)sql",
    R"sql(
-- Whoever claims remembers how far it came: the rows themselves, in their order, are found as fast, and two changes of an index for each are saved.
DROP INDEX deliveries_planned;
-- A hash of title and body; of a translation: of those that it translates.
ALTER TABLE articles ADD COLUMN words INTEGER NOT NULL DEFAULT 0;
)sql",
};

}  // namespace

std::span<const char* const> migrations() { return steps; }

result<void> migrate(connection& c, bool apply) {
  const auto newest = static_cast<std::int64_t>(migrations().size());
  const std::int64_t mark = c.number_of("PRAGMA application_id");
  std::int64_t version = c.number_of("PRAGMA user_version");
  if (mark != our_mark && (version != 0 || c.number_of("SELECT count(*) FROM sqlite_schema") != 0))
    return fail(errc::database_failed, "the database belongs to another program", c.file(),
                "name a depeche database, or a file that does not exist yet");
  if (version > newest)
    return fail(errc::database_newer,
                "the database has schema " + std::to_string(version) + ", this program knows up to " + std::to_string(newest),
                c.file(), "run the newer depeche that wrote it, or restore a backup from before the upgrade");
  if (version < newest && !apply)
    return fail(errc::bad_config,
                "the database has schema " + std::to_string(version) + ", this program needs " + std::to_string(newest), c.file(),
                "start the bot once: it brings the schema up to date");
  if (version == newest) return {};
  // All steps or none, and one wait for the disk. Another process may migrate at the same time: the version is read again once the lock is ours.
  c.script("BEGIN IMMEDIATE");
  for (version = c.number_of("PRAGMA user_version"); version < newest; ++version) c.script(migrations()[static_cast<std::size_t>(version)]);
  c.script("PRAGMA application_id = " + std::to_string(our_mark) + "; PRAGMA user_version = " + std::to_string(version) + "; COMMIT");
  return {};
}

}  // namespace depeche
