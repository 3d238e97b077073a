#include "ingest/watched_folder.hpp"

#include "async/on_pool.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "ingest/page_dump.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace depeche {
namespace {

constexpr std::size_t most_files = 1000;    // looked at in one go
constexpr std::size_t files_per_look = 50;  // handled in one go
constexpr int patience = 5;                 // looks at an address that doesn't answer

bool is_temporary(const error& e) {
  return e.code == errc::timed_out || e.code == errc::connect_failed || e.code == errc::connection_lost || e.code == errc::tls_failed;
}

result<std::vector<handed_in>> one(handed_in what) {
  std::vector<handed_in> out;
  out.push_back(std::move(what));
  return out;
}

result<std::vector<handed_in>> read_page(std::string_view bytes, bool may_be_dump, const inbox_folder& from, timestamp now) {
  const bool dump = may_be_dump && looks_like_dump(bytes);
  auto page = dump ? extract_dump(bytes, now, from.zone) : extract_page(bytes, {}, {}, now, from.zone);
  if (page.has_error()) return page.error();
  return one(from_page(std::move(*page), {}));
}

result<std::vector<handed_in>> read_by_name(const std::string& name, std::string_view bytes, const inbox_folder& from, timestamp now) {
  const std::string lower = ascii_lower(name);
  if (lower.ends_with(".json")) return read_article_json(bytes);
  if (lower.ends_with(".txt")) return read_page(bytes, true, from, now);
  if (lower.ends_with(".html") || lower.ends_with(".htm")) return read_page(bytes, false, from, now);
  if (lower.ends_with(".md") || lower.ends_with(".markdown")) {
    auto text = read_article_markdown(bytes);
    if (text.has_error()) return text.error();
    return one(std::move(*text));
  }
  return fail(errc::invalid_argument, "not a kind of file that is read", printable(name), "name it .txt, .html, .md or .json");
}

}  // namespace

result<std::vector<handed_in>> read_folder_file(const std::string& name, std::string_view bytes, const inbox_folder& from, timestamp now) {
  auto read = read_by_name(name, bytes, from, now);
  if (read.has_error()) return read;
  for (handed_in& what : *read) {
    what.source = from.name;
    what.language_hint = from.language;
  }
  return read;
}

watched_folder::watched_folder(asio::any_io_executor loop, asio::any_io_executor pool, const clock& time, intake& door, inbox_folder what)
    : pool_(std::move(pool)), time_(time), door_(door), what_(std::move(what)), wake_(std::move(loop), time) {}

task<> watched_folder::run() {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  for (;;) {
    co_await look();
    const timestamp next = time_.now() + what_.every;
    co_await wake_.wait_until(next);
  }
}

task<std::size_t> watched_folder::look() {
  const std::string folder = what_.folder;
  auto work = [folder] { return list_folder(folder, most_files); };
  auto listed = co_await on_pool(pool_, work);
  if (listed.has_error()) {
    const std::string line = to_line(listed.error());
    if (line != complaint_) log_error("ingest", "inbox " + what_.name + ": " + line);
    complaint_ = line;
    co_return 0;
  }
  complaint_.clear();
  const std::vector<folder_file> now = std::move(*listed);
  std::vector<folder_file> ready;
  for (const folder_file& file : now) {
    const bool stable = std::binary_search(seen_.begin(), seen_.end(), file);
    const bool stuck = std::find(stuck_.begin(), stuck_.end(), file) != stuck_.end();
    if (stable && !stuck && ready.size() < files_per_look) ready.push_back(file);
  }
  std::erase_if(stuck_, [&](const folder_file& file) { return !std::binary_search(now.begin(), now.end(), file); });
  std::erase_if(tries_, [&](const auto& t) { return std::none_of(now.begin(), now.end(), [&](const auto& file) { return file.name == t.first; }); });
  seen_ = now;
  std::size_t handled = 0;
  for (const folder_file& file : ready) {
    const bool done = co_await handle(file);
    handled += done ? 1 : 0;
  }
  co_return handled;
}

// False when the file is left for a later look.
task<bool> watched_folder::handle(folder_file file) {
  const timestamp now = time_.now();
  auto work = [this, &file, now]() -> result<std::vector<handed_in>> {
    const auto bytes = read_listed(what_.folder, file, largest_handed_in);
    if (bytes.has_error()) return bytes.error();
    return read_folder_file(file.name, *bytes, what_, now);
  };
  auto read = co_await on_pool(pool_, work);
  if (read.has_error() && read.error().code == errc::not_found) co_return false;
  if (read.has_error()) co_return co_await move(file, to_line(read.error()));
  std::vector<std::string> problems;
  const bool many = read->size() > 1;
  for (std::size_t i = 0; i < read->size(); ++i) {
    auto taken = co_await door_.take(std::move((*read)[i]));
    if (taken.has_value()) continue;
    error why = taken.error();
    // Not the file's fault: it waits for better times.
    if (why.code == errc::database_failed) {
      log_error("ingest", "inbox " + what_.name + ": " + to_line(why));
      co_return false;
    }
    if (is_temporary(why) && ++tries_[file.name] < patience) co_return false;
    if (many) why.where = "[" + std::to_string(i) + "]" + (why.where.empty() ? "" : "." + why.where);
    problems.push_back(to_line(why));
  }
  co_return co_await move(file, join(problems, "\n"));
}

task<bool> watched_folder::move(folder_file file, std::string problem) {
  if (!problem.empty()) log_warning("ingest", "inbox " + what_.name + ": " + printable(file.name) + ": " + printable(problem, 400));
  else log_info("ingest", "inbox " + what_.name + ": " + printable(file.name));
  const std::string_view into = problem.empty() ? "done" : "failed";
  auto work = [this, &file, into, &problem] { return put_away(what_.folder, file.name, into, problem); };
  const auto moved = co_await on_pool(pool_, work);
  tries_.erase(file.name);
  if (moved.has_value()) co_return true;
  log_error("ingest", "inbox " + what_.name + ": " + to_line(moved.error()));
  stuck_.push_back(std::move(file));
  co_return true;
}

}  // namespace depeche
