#include "store/inbox_store.hpp"

#include "async/on_pool.hpp"
#include "base/log.hpp"
#include "store/inbox_file.hpp"
#include "store/inbox_writer.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <filesystem>
#include <limits>

namespace depeche {
namespace {

namespace fs = std::filesystem;

// A quiet account's file is not full for months; what is old should go all the same.
constexpr std::chrono::hours longest_file{24};

inbox_row row_of(const inbox_record& r, std::int64_t id) {
  const bool settled = r.what == inbox_record::kind::whole || r.what == inbox_record::kind::reply;
  return {id, std::string(r.account), std::string(r.key), r.received, std::string(r.body), settled, std::string(r.reply)};
}

std::string list_of(const std::set<std::int64_t>& ids) {
  std::string list;
  for (const std::int64_t id : ids) list += fmt::format("{} ", id);
  return list;
}

std::set<std::int64_t> read_list(std::string_view list) {
  std::set<std::int64_t> ids;
  const char* const end = list.data() + list.size();
  for (const char* at = list.data(); at < end; ++at) {
    std::int64_t id = 0;
    const auto [rest, bad] = std::from_chars(at, end, id);
    if (bad == std::errc{}) ids.insert(id);
    at = rest;
  }
  return ids;
}

// The last entry's time; nothing when the file has none, or can't be read.
std::optional<timestamp> end_of(const std::string& folder, std::uint32_t number) {
  auto file = inbox_input::open(folder, number);
  std::optional<timestamp> last;
  while (const auto entry = file.has_value() ? file->next() : std::nullopt) last = entry->received;
  return last;
}

// When a file was begun; nothing for one that a crash left without its first entry.
std::optional<timestamp> beginning_of(const std::string& folder, std::uint32_t number) {
  std::string bytes;
  const auto first = read_entry(folder, {number, 0}, bytes);
  if (!first) return std::nullopt;
  return first->received;
}

// The newest entries that `choose` makes a row of, at most so many, received since; oldest first. Entries of a file stand nearly in the
// order of their times, so that the first file that has an older one is the last to be looked at.
template <class F>
result<std::vector<inbox_row>> read_since(const std::string& folder, timestamp from, std::size_t most, F choose) {
  std::deque<inbox_row> found;
  const auto files = inbox_files(folder);
  bool older = false;
  for (auto number = files.rbegin(); number != files.rend() && found.size() < most && !older; ++number) {
    auto file = inbox_input::open(folder, *number);
    if (file.has_error()) return file.error();
    std::vector<inbox_row> of_this;
    while (const auto entry = file->next()) {
      if (entry->what == inbox_record::kind::start) continue;
      if (entry->received < from) older = true;
      else if (auto row = choose(*entry, file->place().id())) of_this.push_back(std::move(*row));
    }
    found.insert(found.begin(), std::make_move_iterator(of_this.begin()), std::make_move_iterator(of_this.end()));
  }
  if (found.size() > most) found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(most));
  return std::vector<inbox_row>(std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
}

error unusable(const std::string& folder, std::string why) {
  return fail(errc::bad_config, "the inbox can't be kept: " + std::move(why), folder,
              "make the database's folder writable for this user, and remove what stands in the way");
}

}  // namespace

template <class H>
class waiter_of final : public inbox_writer::waiter {
 public:
  explicit waiter_of(H handler) : handler_(std::move(handler)) {}
  void resume(inbox_writer::refusal outcome) override { std::move(handler_)(std::move(outcome)); }

 private:
  H handler_;
};

struct inbox_store::queued {
  std::shared_ptr<const inbox_row> row;
  inbox_record::kind what{};
  std::int64_t answers = 0;
  std::unique_ptr<inbox_writer::waiter> waiting;
};

inbox_store::inbox_store(std::string folder, asio::any_io_executor owner, asio::any_io_executor pool)
    : folder_(std::move(folder)), temporary_(folder_.empty()), owner_(std::move(owner)), pool_(std::move(pool)) {}

inbox_store::~inbox_store() {
  finding_.reset();
  writer_.reset();
  if (lock_ >= 0) ::close(lock_);
  std::error_code ignored;
  if (temporary_ && !folder_.empty()) fs::remove_all(folder_, ignored);
}

task<result<void>> inbox_store::open() {
  if (auto opened = open_folder(); opened.has_error()) co_return opened.error();
  auto look = [this]() -> result<void> {
    auto files = inbox_files(folder_);
    if (!files.empty()) last_file_ = files.back();
    // One that a crash left before its first entry was durable holds nothing that was acknowledged.
    while (!files.empty() && !beginning_of(folder_, files.back())) {
      if (auto cut = cut_inbox_file(folder_, files.back(), 0); cut.has_error()) return cut.error();
      ::unlink(inbox_file_name(folder_, files.back()).c_str());
      files.pop_back();
    }
    return files.empty() ? result<void>{} : look_through(files.back());
  };
  auto looked = co_await on_pool(pool_, std::move(look));
  if (looked.has_error()) co_return looked.error();
  writer_ = std::make_unique<inbox_writer>(folder_, owner_);
  co_return result<void>();
}

result<void> inbox_store::open_folder() {
  if (temporary_) {
    std::string name = (fs::temp_directory_path() / "depeche-inbox-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) return unusable(name, "no temporary folder can be made");
    folder_ = name;
  }
  std::error_code ec;
  fs::create_directory(folder_, ec);
  if (ec) return unusable(folder_, ec.message());
  lock_ = ::open((folder_ + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (lock_ < 0) return unusable(folder_, std::error_code(errno, std::generic_category()).message());
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0)
    return fail(errc::bad_config, "another depeche serves with this database", folder_, "stop it first, or name another database");
  return {};
}

// What is owed stands in the newest file alone: its first entry lists what was owed when it was begun.
result<void> inbox_store::look_through(std::uint32_t newest) {
  auto file = inbox_input::open(folder_, newest);
  if (file.has_error()) return file.error();
  while (const auto entry = file->next()) {
    using enum inbox_record::kind;
    if (entry->what == start) owed_ = read_list(entry->body);
    if (entry->what == event) owed_.insert(file->place().id());
    if (entry->what == reply) owed_.erase(entry->answers);
    if (entry->what != start) newest_ = std::max(newest_, entry->received);
  }
  const bool torn = file->torn();
  if (file->failed()) return fail(errc::io_failed, "the inbox can't be read", inbox_file_name(folder_, newest), "see that the disk is well");
  if (!torn) return {};
  log_warning("inbox", fmt::format("{}: what was being written when the last run ended is cut off; nobody was answered for it",
                                   inbox_file_name(folder_, newest)));
  return cut_inbox_file(folder_, newest, file->good_until());
}

void inbox_store::begin_file(timestamp now) {
  file_ = ++last_file_;
  offset_ = 0;
  begun_ = now;
  auto row = std::make_shared<inbox_row>();
  row->received = now;
  row->body = list_of(owed_);
  offset_ = size_of(inbox_writer::record_of(*row, inbox_record::kind::start, 0));
  writer_->put({std::move(row), inbox_record::kind::start, {file_, 0}, 0, {}});
}

std::int64_t inbox_store::queue(queued q) {
  const std::size_t size = size_of(inbox_writer::record_of(*q.row, q.what, q.answers));
  const timestamp now = q.row->received;
  if (file_ == 0 || file_ == writer_->broken_file() || offset_ + size > inbox_file_size || now - begun_ > longest_file) begin_file(now);
  const inbox_place place{file_, static_cast<std::uint32_t>(offset_)};
  offset_ += size;
  newest_ = std::max(newest_, now);
  writer_->put({std::move(q.row), q.what, place, q.answers, std::move(q.waiting)});
  return place.id();
}

task<result<std::int64_t>> inbox_store::commit(queued what) {
  std::int64_t id = 0;
  auto initiate = [this, &id](auto handler, queued q) {
    q.waiting = std::make_unique<waiter_of<decltype(handler)>>(std::move(handler));
    id = queue(std::move(q));
  };
  auto refused = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(inbox_writer::refusal)>(std::move(initiate), asio::use_awaitable,
                                                                                                       std::move(what));
  if (refused) co_return std::move(*refused);
  co_return id;
}

task<result<std::int64_t>> inbox_store::keep(std::shared_ptr<const inbox_row> row) {
  return commit({std::move(row), inbox_record::kind::whole, 0, {}});
}

std::int64_t inbox_store::accept(std::shared_ptr<const inbox_row> row) {
  const std::int64_t id = queue({std::move(row), inbox_record::kind::event, 0, {}});
  owed_.insert(id);
  return id;
}

task<result<std::int64_t>> inbox_store::settle(std::shared_ptr<const inbox_row> row) {
  const std::int64_t event = row->id;
  auto kept = co_await commit({std::move(row), inbox_record::kind::reply, event, {}});
  if (kept.has_value()) owed_.erase(event);
  co_return kept;
}

task<result<std::optional<inbox_row>>> inbox_store::find(std::int64_t id) {
  auto look = [folder = folder_, id]() -> result<std::optional<inbox_row>> {
    std::string bytes;
    const auto entry = read_entry(folder, inbox_place::of(id), bytes);
    if (!entry) return std::nullopt;
    inbox_row row = row_of(*entry, id);
    return row.settled ? std::optional(std::move(row)) : std::nullopt;
  };
  if (!finding_) finding_.emplace(1);
  asio::any_io_executor there = finding_->get_executor();
  co_return co_await on_pool(std::move(there), std::move(look));
}

task<result<std::vector<inbox_row>>> inbox_store::settled_since(timestamp from, std::size_t most) {
  auto look = [folder = folder_, from, most] {
    return read_since(folder, from, most, [](const inbox_record& entry, std::int64_t id) -> std::optional<inbox_row> {
      if (entry.what != inbox_record::kind::whole && entry.what != inbox_record::kind::reply) return std::nullopt;
      return inbox_row{id, std::string(entry.account), std::string(entry.key), entry.received, {}, true, {}};
    });
  };
  co_return co_await on_pool(pool_, std::move(look));
}

task<result<std::vector<inbox_row>>> inbox_store::events_since(timestamp from) {
  auto look = [folder = folder_, from] {
    return read_since(folder, from, std::numeric_limits<std::size_t>::max(),
                      [](const inbox_record& entry, std::int64_t id) -> std::optional<inbox_row> {
                        if (entry.what != inbox_record::kind::whole && entry.what != inbox_record::kind::event) return std::nullopt;
                        return row_of(entry, id);
                      });
  };
  co_return co_await on_pool(pool_, std::move(look));
}

task<result<std::vector<inbox_row>>> inbox_store::unsettled() {
  auto look = [folder = folder_, ids = owed_]() -> std::vector<inbox_row> {
    std::vector<inbox_row> found;
    std::string bytes;
    for (const std::int64_t id : ids) {
      const auto entry = read_entry(folder, inbox_place::of(id), bytes);
      if (entry && entry->what == inbox_record::kind::event) found.push_back(row_of(*entry, id));
      else log_warning("inbox", fmt::format("an event that was owed a reply can't be read any more, at {} in {}", id, folder));
    }
    return found;
  };
  auto found = co_await on_pool(pool_, std::move(look));
  // What is gone is said once, and carried on no further.
  owed_.clear();
  for (const inbox_row& row : found) owed_.insert(row.id);
  co_return found;
}

task<result<std::size_t>> inbox_store::prune(timestamp before) {
  // Nothing came for long: the file is as old as its last entry.
  if (file_ != 0 && newest_ < before) file_ = 0;
  std::set<std::uint32_t> needed;
  if (file_ != 0) needed.insert(file_);
  for (const std::int64_t id : owed_) needed.insert(inbox_place::of(id).file);
  auto remove = [folder = folder_, before, needed = std::move(needed)]() -> result<std::size_t> {
    std::size_t gone = 0;
    const auto files = inbox_files(folder);
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (needed.contains(files[i])) continue;
      // What follows was begun when this one's last entry had been written.
      const bool last = i + 1 == files.size();
      const auto end = last ? end_of(folder, files[i]) : beginning_of(folder, files[i + 1]);
      if (!end || *end >= before) continue;
      if (::unlink(inbox_file_name(folder, files[i]).c_str()) == 0) ++gone;
    }
    return gone;
  };
  co_return co_await on_pool(pool_, std::move(remove));
}

}  // namespace depeche
