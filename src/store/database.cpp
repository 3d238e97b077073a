#include "store/database.hpp"

#include "base/log.hpp"
#include "store/checkpointer.hpp"
#include "store/commit_pace.hpp"
#include "store/connection.hpp"
#include "store/migrations.hpp"
#include "store/work_queue.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <span>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace depeche {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t largest_group = 512;
constexpr std::string_view memory = ":memory:";

class sqlite_database final : public database {
 public:
  // An in-memory database has a writer only.
  sqlite_database(std::unique_ptr<connection> writer, std::unique_ptr<connection> reader, std::unique_ptr<connection> copier,
                  asio::any_io_executor owner)
      : owner_(std::move(owner)), writer_(std::move(writer)), reader_(std::move(reader)) {
    if (copier) checkpoints_ = std::make_unique<checkpointer>(std::move(copier), *writer_);
    writing_ = std::thread([this] { write_loop(); });
    if (reader_) reading_ = std::thread([this] { read_loop(); });
  }

  ~sqlite_database() override {
    writes_.close();
    reads_.close();
    writing_.join();
    if (reading_.joinable()) reading_.join();
  }

  statistics stats() const override { return {groups_.load(), jobs_.load()}; }

 private:
  using units = std::vector<std::unique_ptr<unit>>;
  struct queued_write {
    std::unique_ptr<unit> job;
    bool reads_only = false;  // a read of an in-memory database, which has one connection
  };

  void enqueue_write(std::unique_ptr<unit> job) override {
    const bool hurried = job->waited_for();
    writes_.put({std::move(job), false}, hurried);
  }

  void enqueue_read(std::unique_ptr<unit> job) override {
    if (reader_)
      reads_.put(std::move(job), true);
    else
      writes_.put({std::move(job), true}, true);
  }

  void deliver(units finished) {
    std::erase_if(finished, [](const auto& u) { return !u->waited_for() && !u->failed(); });
    if (finished.empty()) return;
    asio::post(owner_, [finished = std::move(finished)] {
      for (const auto& one : finished) one->done();  // what a resumed coroutine throws, Asio holds back until this returns
    });
  }

  void write_loop() {
    commit_pace pace;
    for (auto batch = writes_.take(unhurried_patience); !batch.empty(); batch = writes_.take(unhurried_patience, pace.next())) {
      pace.begin();
      for (std::size_t i = 0; i < batch.size();) {
        units group;
        const bool reads_only = batch[i].reads_only;
        while (i < batch.size() && batch[i].reads_only == reads_only && group.size() < largest_group)
          group.push_back(std::move(batch[i++].job));
        if (reads_only) {
          for (const auto& job : group) job->run(*writer_);
          deliver(std::move(group));
        } else {
          write_group(std::move(group));
        }
      }
      pace.end();
    }
  }

  // One transaction. Should SQLite end it by itself in the middle (a full disk), those who thought to be in it are told, and
  // the others get a transaction of their own.
  void write_group(units group) {
    while (!group.empty()) {
      const std::size_t taken = commit(group);
      units rest(std::make_move_iterator(group.begin() + static_cast<std::ptrdiff_t>(taken)),
                 std::make_move_iterator(group.end()));
      group.resize(taken);
      ++groups_;
      jobs_ += taken;
      deliver(std::move(group));
      if (checkpoints_) checkpoints_->after_commit();
      group = std::move(rest);
    }
  }

  // Runs and commits the jobs; how many of them have their outcome now.
  std::size_t commit(const units& group) {
    std::size_t taken = 0;
    try {
      writer_->run("BEGIN IMMEDIATE");
      for (; taken < group.size(); ++taken) {
        run_in_savepoint(*group[taken]);
        if (!writer_->in_transaction()) return lost(group, taken);
      }
      writer_->run("COMMIT");
    } catch (const failure& e) {
      error why = e.reason();
      why.what = "nothing was written: " + why.what;
      for (const auto& job : group) job->commit_failed(why);
      if (writer_->in_transaction()) roll_back(*writer_);
    }
    return group.size();
  }

  void run_in_savepoint(unit& job) {
    if (job.one_statement) {
      job.run(*writer_);
      return;
    }
    writer_->run("SAVEPOINT job");
    const bool good = job.run(*writer_);
    if (!writer_->in_transaction()) return;
    if (!good) writer_->run("ROLLBACK TO job");
    writer_->run("RELEASE job");
  }

  // The job at `last` made SQLite roll everything back. It keeps its own outcome when that says so.
  std::size_t lost(const units& group, std::size_t last) {
    const error why = fail(errc::database_failed, "nothing was written: SQLite rolled the transaction back", writer_->file(),
                           "see the log for its reason");
    for (std::size_t i = 0; i <= last; ++i)
      if (i < last || !group[i]->failed()) group[i]->commit_failed(why);
    return last + 1;
  }

  static void roll_back(connection& c) noexcept {
    try {
      c.run("ROLLBACK");
    } catch (const failure& e) {
      log_error("store", e.what());
    }
  }

  // A read sees one snapshot. What is finished goes out at the end of the batch, or after a millisecond.
  void read_loop() {
    using real = std::chrono::steady_clock;
    for (auto batch = reads_.take(0ms); !batch.empty(); batch = reads_.take(0ms)) {
      units finished;
      auto last_delivery = real::now();
      for (auto& job : batch) {
        read_snapshot(*job);
        finished.push_back(std::move(job));
        if (real::now() - last_delivery < 1ms) continue;
        deliver(std::exchange(finished, {}));
        last_delivery = real::now();
      }
      deliver(std::move(finished));
    }
  }

  void read_snapshot(unit& job) noexcept {
    try {
      reader_->run("BEGIN");
      job.run(*reader_);
      reader_->run("COMMIT");
    } catch (const failure& e) {
      job.commit_failed(e.reason());
      if (reader_->in_transaction()) roll_back(*reader_);
    }
  }

  asio::any_io_executor owner_;
  std::unique_ptr<connection> writer_;  // closed after the reader, so that it leaves no WAL behind
  std::unique_ptr<connection> reader_;  // none for an in-memory database
  std::unique_ptr<checkpointer> checkpoints_;
  work_queue<queued_write> writes_;
  work_queue<std::unique_ptr<unit>> reads_;
  std::atomic<std::uint64_t> groups_{0}, jobs_{0};
  std::thread writing_, reading_;
};

constexpr const char* settings =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA wal_autocheckpoint = 0;"  // the checkpointer's work
    "PRAGMA journal_size_limit = 67108864;"
    "PRAGMA mmap_size = 33554432;"  // of each connection: what is mapped counts as the process's memory
    "PRAGMA cache_size = -4000;"
    "PRAGMA temp_store = MEMORY";

// What SQLite would only call "unable to open database file".
result<void> check_place(const std::string& file, const database_options& options) {
  namespace fs = std::filesystem;
  std::error_code ec;
  const fs::path path(file);
  if (fs::is_directory(path, ec))
    return fail(errc::database_failed, "the database's name is that of a folder", file, "name a file");
  if (fs::exists(path, ec)) return {};
  if (!options.create)
    return fail(errc::database_failed, "there is no database", file, "check the name; the bot makes it at its first start");
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, ec))
    return fail(errc::database_failed, "the database's folder does not exist", folder.string(),
                "create it, or name another file");
  return {};
}

// People's ids and access tokens will be in it: for its owner alone, whatever the umask. SQLite gives its -wal and -shm the same mode.
// What goes wrong here SQLite says better.
void make_private(const std::string& file) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd >= 0) ::close(fd);
}

}  // namespace

result<std::unique_ptr<database>> database::open(const std::string& file, asio::any_io_executor owner, database_options options) {
  const bool in_memory = file == memory;
  if (file.empty()) return fail(errc::database_failed, "the database has no name", {}, "name a file, or :memory:");
  if (!in_memory)
    if (auto place = check_place(file, options); place.has_error()) return place.error();
  if (!in_memory && options.create) make_private(file);
  try {
    auto writer = std::make_unique<connection>(file, SQLITE_OPEN_READWRITE | (options.create ? SQLITE_OPEN_CREATE : 0));
    // SQLite falls back to reading only when it may not write, and would say so at the first write.
    if (sqlite3_db_readonly(writer->handle(), "main") == 1)
      return fail(errc::database_failed, "the database may not be written", file,
                  "make the file and its folder writable for this user");
    sqlite3_busy_timeout(writer->handle(), static_cast<int>(options.busy.count()));
    if (auto migrated = migrate(*writer, options.migrate); migrated.has_error()) return migrated.error();
    writer->script(settings);
    std::unique_ptr<connection> reader, copier;
    if (!in_memory) {
      reader = std::make_unique<connection>(file, SQLITE_OPEN_READWRITE);
      sqlite3_busy_timeout(reader->handle(), static_cast<int>(options.busy.count()));
      reader->script(settings);
      reader->script("PRAGMA query_only = ON");
      copier = std::make_unique<connection>(file, SQLITE_OPEN_READWRITE);
      copier->script("PRAGMA synchronous = FULL");
    }
    return std::make_unique<sqlite_database>(std::move(writer), std::move(reader), std::move(copier), std::move(owner));
  } catch (const failure& e) {
    return e.reason();
  }
}

int database::schema_version() { return static_cast<int>(migrations().size()); }

void log_posted_failure(const error& why) { log_error("store", "a write that nobody waits for failed: " + to_line(why)); }

}  // namespace depeche
