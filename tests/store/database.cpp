#include "store/database.hpp"

#include "store/connection.hpp"
#include "store/opened.hpp"
#include "support/catch.hpp"

#include <boost/asio/detached.hpp>

#include <sys/stat.h>

#include <fstream>

using namespace depeche;

namespace {

task<result<void>> note(database& db, int n) {
  auto job = [n](connection& c) -> result<void> {
    c.run("INSERT INTO settings (name, value) VALUES (?, ?)", std::to_string(n), std::string("noted"));
    return {};
  };
  co_return co_await db.write(std::move(job));
}

task<result<std::int64_t>> notes(database& db) {
  auto job = [](connection& c) -> result<std::int64_t> { return c.number_of("SELECT count(*) FROM settings"); };
  co_return co_await db.read(std::move(job));
}

error refusal(const std::string& file, database_options options = {}) {
  asio::io_context loop;
  const auto db = database::open(file, loop.get_executor(), options);
  REQUIRE(db.has_error());
  CHECK_FALSE(db.error().what.empty());
  CHECK_FALSE(db.error().where.empty());
  CHECK_FALSE(db.error().remedy.empty());
  return db.error();
}

void edit(const std::string& file, const char* text) {
  connection c(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  c.script(text);
}

// Writes as nobody: root may write whatever the file's bits say.
class as_nobody {
 public:
  as_nobody() : was_(geteuid()) {
    if (was_ == 0 && seteuid(65534) != 0) throw std::runtime_error("cannot become nobody");
  }
  ~as_nobody() {
    if (was_ == 0 && seteuid(0) != 0) std::abort();
  }

 private:
  uid_t was_;
};

}  // namespace

TEST_CASE("writes that wait together are committed together, and every caller is resumed") {
  scratch folder;
  opened s(folder.path("a.db"));
  int resumed = 0;
  for (int i = 0; i < 400; ++i)
    asio::co_spawn(s.loop, note(*s.db, i), [&](std::exception_ptr e, result<void> r) { resumed += !e && r.has_value(); });
  s.loop.run();
  CHECK(resumed == 400);
  CHECK(s(notes(*s.db)) == 400);
  CHECK(s.db->stats().jobs == 400);
  CHECK(s.db->stats().groups < 100);  // the first may go alone; the others waited for its disk
}

TEST_CASE("a job that fails or throws undoes its own writes and not its neighbours'") {
  opened s;
  std::vector<errc> failures;
  for (int i = 0; i < 30; ++i) {
    auto job = [i](connection& c) -> result<void> {
      c.run("INSERT INTO settings (name, value) VALUES (?, 'x')", i);
      if (i % 3 == 1) return fail(errc::not_allowed, "changed my mind");
      if (i % 3 == 2) throw std::runtime_error("broke");
      return {};
    };
    asio::co_spawn(s.loop, s.db->write(job), [&](std::exception_ptr, result<void> r) {
      if (r.has_error()) failures.push_back(r.error().code);
    });
  }
  s.loop.run();
  CHECK(failures.size() == 20);
  CHECK(std::count(failures.begin(), failures.end(), errc::not_allowed) == 10);
  CHECK(std::count(failures.begin(), failures.end(), errc::database_failed) == 10);
  CHECK(s(notes(*s.db)) == 10);
}

TEST_CASE("what SQLite refuses comes back in its own words") {
  opened s;
  s(note(*s.db, 1));
  const auto again = run_task(s.loop, note(*s.db, 1));
  REQUIRE(again.has_error());
  CHECK(again.error() == errc::database_failed);
  CHECK(to_line(again.error()).find("UNIQUE constraint failed: settings.name") != std::string::npos);
}

TEST_CASE("posted and awaited writes run in the order of the calls") {
  scratch folder;
  for (const std::string& file : {std::string(":memory:"), folder.path("a.db")}) {
    opened s(file);
    for (int i = 0; i < 50; ++i) {
      s.db->post([i](connection& c) -> result<void> {
        c.run("INSERT INTO settings (name, value) VALUES ('n', ?) ON CONFLICT DO UPDATE SET value = excluded.value", i * 2);
        return {};
      });
      auto look = [](connection& c) -> result<std::int64_t> {
        return c.number_of("SELECT value FROM settings WHERE name = 'n'");
      };
      CHECK(s(s.db->write(look)) == i * 2);
    }
  }
}

TEST_CASE("a posted write is done although nobody waits, also when the database closes at once") {
  scratch folder;
  {
    opened s(folder.path("a.db"));
    s.db->post([](connection& c) -> result<void> {
      c.run("INSERT INTO settings (name, value) VALUES ('last', 'words')");
      return {};
    });
  }
  opened s(folder.path("a.db"));
  CHECK(s(notes(*s.db)) == 1);
}

TEST_CASE("a commit that fails is told to everyone in its group, and nothing of it stays") {
  opened s;
  auto forbid = [](connection& c) -> result<void> {
    sqlite3_commit_hook(c.handle(), [](void*) { return 1; }, nullptr);
    return {};
  };
  auto allow = [](connection& c) -> result<void> {
    sqlite3_commit_hook(c.handle(), nullptr, nullptr);
    return {};
  };
  std::vector<result<void>> outcomes;
  const auto keep = [&](std::exception_ptr, result<void> r) { outcomes.push_back(std::move(r)); };
  s.db->post(forbid);
  asio::co_spawn(s.loop, note(*s.db, 1), keep);
  s.loop.run();
  REQUIRE(outcomes.size() == 1);
  REQUIRE(outcomes[0].has_error());
  CHECK(to_line(outcomes[0].error()).find("nothing was written") != std::string::npos);
  // The read runs outside a transaction: in memory it has the writer's connection, and can lift the ban.
  s(s.db->read(allow));
  s(note(*s.db, 2));
  CHECK(s(notes(*s.db)) == 1);
}

TEST_CASE("a transaction that SQLite gives up in the middle fails those who were in it, and the others go on") {
  opened s;
  std::vector<result<void>> outcomes;
  const auto keep = [&](std::exception_ptr, result<void> r) { outcomes.push_back(std::move(r)); };
  auto roll_back = [](connection& c) -> result<void> {
    c.script("ROLLBACK");
    return {};
  };
  asio::co_spawn(s.loop, note(*s.db, 1), keep);
  asio::co_spawn(s.loop, s.db->write(roll_back), keep);
  asio::co_spawn(s.loop, note(*s.db, 2), keep);
  s.loop.run();
  REQUIRE(outcomes.size() == 3);
  CHECK(outcomes[1].has_error());
  CHECK(outcomes[2].has_value());
  // The first shared the transaction or had one of its own: it was told which.
  CHECK(s(notes(*s.db)) == (outcomes[0].has_value() ? 2 : 1));
}

TEST_CASE("a caller that throws when it is resumed does not keep the others waiting") {
  opened s;
  int resumed = 0;
  for (int i = 0; i < 20; ++i)
    asio::co_spawn(s.loop, note(*s.db, i), [&resumed, i](std::exception_ptr, const result<void>&) {
      ++resumed;
      if (i % 5 == 0) throw std::runtime_error("a caller's own trouble");
    });
  int thrown = 0;
  for (bool more = true; more;) {
    try {
      s.loop.run();
      more = false;
    } catch (const std::exception&) {  // Asio's multiple_exceptions among them
      ++thrown;
    }
  }
  CHECK(resumed == 20);
  CHECK(thrown >= 1);
}

TEST_CASE("callers that wait when the database closes are dropped with their loop") {
  scratch folder;
  auto token = std::make_shared<int>(1);
  {
    asio::io_context loop;
    auto db = database::open(folder.path("a.db"), loop.get_executor()).value();
    auto wait = [](database& d, std::shared_ptr<int> held) -> task<> {
      const auto written = co_await note(d, 7);
      *held = written.has_value() ? 2 : 3;
    };
    asio::co_spawn(loop, wait(*db, token), asio::detached);
    loop.run_one();
    db.reset();
  }
  CHECK(token.use_count() == 1);
  opened s(folder.path("a.db"));
  CHECK(s(notes(*s.db)) <= 1);
}

TEST_CASE("a read on a file sees everything committed before, and may not write") {
  scratch folder;
  opened s(folder.path("a.db"));
  for (int i = 0; i < 20; ++i) {
    s(note(*s.db, i));
    CHECK(s(notes(*s.db)) == i + 1);
  }
  auto write = [](connection& c) -> result<void> {
    c.run("DELETE FROM settings");
    return {};
  };
  CHECK(run_task(s.loop, s.db->read(write)).has_error());
  CHECK(s(notes(*s.db)) == 20);
}

TEST_CASE("a write-ahead log is copied into the file while writing goes on, and starts again at its front") {
  const scratch folder;
  const auto file = folder.path("depeche.db");
  constexpr int commits = 600;
  constexpr std::uintmax_t row = 64 * 1024;
  {
    opened with(file);
    auto fill = [](database& db) -> task<result<void>> {
      for (int n = 0; n < commits; ++n) {
        auto job = [n](connection& c) -> result<void> {
          c.run("INSERT INTO settings (name, value) VALUES (?, ?)", std::to_string(n), std::string(row, 'x'));
          return {};
        };
        if (auto written = co_await db.write(std::move(job)); written.has_error()) co_return written;
      }
      co_return result<void>{};
    };
    with(fill(*with.db));
    CHECK(std::filesystem::file_size(file + "-wal") < commits * row / 2);
    CHECK(std::filesystem::file_size(file) > commits * row / 2);
    CHECK(with(notes(*with.db)) == commits);
  }
  CHECK_FALSE(std::filesystem::exists(file + "-wal"));
  opened again(file);
  CHECK(again(notes(*again.db)) == commits);
}

TEST_CASE("reopening keeps everything and migrates nothing twice") {
  scratch folder;
  for (int i = 0; i < 3; ++i) {
    opened s(folder.path("a.db"));
    s(note(*s.db, i));
    CHECK(s(notes(*s.db)) == i + 1);
    auto version = [](connection& c) -> result<std::int64_t> { return c.number_of("PRAGMA user_version"); };
    CHECK(s(s.db->read(version)) == database::schema_version());
  }
}

TEST_CASE("a new database is for its owner alone, whatever the umask, and so is what SQLite puts beside it") {
  scratch folder;
  const mode_t was = ::umask(0);
  {
    opened s(folder.path("a.db"));
    s(note(*s.db, 1));
    for (const char* name : {"a.db", "a.db-wal", "a.db-shm"}) {
      INFO(name);
      struct stat about {};
      REQUIRE(::stat(folder.path(name).c_str(), &about) == 0);
      CHECK((about.st_mode & 0777) == 0600);
    }
  }
  ::umask(was);
}

TEST_CASE("a database newer than the program is refused and left as it is") {
  scratch folder;
  const std::string file = folder.path("a.db");
  {
    opened s(file);
  }
  const std::string newer = "PRAGMA user_version = " + std::to_string(database::schema_version() + 1);
  edit(file, newer.c_str());
  const error why = refusal(file);
  CHECK(why == errc::database_newer);
  CHECK(why.where == file);
  CHECK(connection(file, SQLITE_OPEN_READONLY).number_of("PRAGMA user_version") == database::schema_version() + 1);
}

TEST_CASE("a database that needs a migration is refused when migrating is not wished") {
  scratch folder;
  database_options options;
  options.migrate = false;
  CHECK(refusal(folder.path("new.db"), options) == errc::bad_config);
}

TEST_CASE("another program's database is refused and left as it is") {
  scratch folder;
  const std::string file = folder.path("other.db");
  edit(file, "CREATE TABLE theirs (x)");
  CHECK(refusal(file) == errc::database_failed);
  connection c(file, SQLITE_OPEN_READONLY);
  CHECK(c.number_of("SELECT count(*) FROM sqlite_schema") == 1);
  CHECK(c.query("PRAGMA journal_mode").next());
  CHECK_FALSE(std::filesystem::exists(file + "-wal"));
}

TEST_CASE("a file that cannot be a database is refused in one clear line each") {
  scratch folder;
  const std::string text = folder.path("notes.txt");
  std::ofstream(text) << std::string(5000, 'n');
  CHECK(refusal(text) == errc::database_failed);
  CHECK(refusal(folder.path("no/such/folder/a.db")).what == "the database's folder does not exist");
  CHECK(refusal(folder.path(".")).what == "the database's name is that of a folder");
  database_options existing;
  existing.create = false;
  CHECK(refusal(folder.path("missing.db"), existing).what == "there is no database");
  CHECK_FALSE(std::filesystem::exists(folder.path("missing.db")));
  asio::io_context loop;
  CHECK(database::open("", loop.get_executor()).has_error());
}

TEST_CASE("a damaged database is refused or fails its jobs, and does not crash") {
  scratch folder;
  const std::string file = folder.path("a.db");
  {
    opened s(file);
  }
  {
    std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp(100);
    damage << std::string(4096 * 3, '\xA5');
  }
  CHECK(refusal(file) == errc::database_failed);
}

TEST_CASE("a database that another process holds is refused after the stated wait") {
  scratch folder;
  const std::string file = folder.path("a.db");
  edit(file, "PRAGMA journal_mode = DELETE");
  connection holder(file, SQLITE_OPEN_READWRITE);
  holder.script("BEGIN EXCLUSIVE");
  database_options options;
  options.busy = std::chrono::milliseconds{1};
  const error why = refusal(file, options);
  CHECK(to_line(why).find("another program holds the database") != std::string::npos);
}

TEST_CASE("a file that may not be written is refused at once") {
  scratch folder;
  const std::string file = folder.path("a.db");
  {
    opened s(file);
  }
  REQUIRE(chmod(file.c_str(), 0444) == 0);
  REQUIRE(chmod(folder.path(".").c_str(), 0755) == 0);
  as_nobody nobody;
  CHECK(refusal(file) == errc::database_failed);
}
