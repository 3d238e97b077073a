#include "callback/inbox.hpp"

#include "base/log.hpp"

namespace depeche {
namespace {

// The platform retries within 15 seconds; an hour is for clocks that disagree and for platforms that are slower than they say.
constexpr std::chrono::hours memory{1};
constexpr std::size_t most_remembered = 500'000;

std::string full_key(const std::string& account, const std::string& key) { return account + '\n' + key; }

}  // namespace

std::string inbox_key(const wechat::inbound_message& m) {
  if (m.msg_id != 0) return "m" + std::to_string(m.msg_id);
  return "e" + m.from_user + ' ' + std::to_string(m.create_time) + ' ' + m.event + ' ' + m.event_key;
}

inbox::inbox(asio::any_io_executor loop, inbox_store& store, const clock& time)
    : loop_(std::move(loop)), store_(store), clock_(time) {}

task<result<std::vector<inbox_row>>> inbox::open() {
  auto opened = co_await store_.open();
  if (opened.has_error()) co_return opened.error();
  const timestamp from = clock_.now() - memory;
  auto recent = co_await store_.since(from);
  if (recent.has_error()) co_return recent.error();
  for (inbox_row& row : *recent) {
    if (!row.settled) continue;
    auto entry = std::make_shared<inbox_entry>(loop_);
    entry->row = row.id;
    entry->reply = std::move(row.reply);
    entry->done.open();
    std::string key = full_key(row.account, row.key);
    order_.emplace_back(row.received, key);
    entries_[std::move(key)] = std::move(entry);
  }
  co_return co_await store_.unsettled();
}

inbox::acceptance inbox::accept(const std::string& account, const std::string& key, std::string body) {
  std::string full = full_key(account, key);
  if (const auto known = entries_.find(full); known != entries_.end()) return {known->second, false};
  forget_old();
  auto entry = std::make_shared<inbox_entry>(loop_);
  entry->received = clock_.now();
  entry->body = std::move(body);
  order_.emplace_back(entry->received, full);
  entries_[std::move(full)] = entry;
  return {std::move(entry), true};
}

void inbox::keep_early(const std::shared_ptr<inbox_entry>& entry, const std::string& account, const std::string& key) {
  if (entry->row == 0) entry->row = store_.accept(account, key, entry->received, std::move(entry->body));
}

task<result<void>> inbox::settle(const std::shared_ptr<inbox_entry>& entry, const std::string& account, const std::string& key,
                                 std::string reply) {
  const auto mine = entry;
  mine->reply = std::move(reply);
  std::string copy = mine->reply;
  auto keeping = [&] {
    if (mine->row != 0) return store_.settle(mine->row, std::move(copy));
    return store_.keep(account, key, mine->received, std::move(mine->body), std::move(copy));
  }();
  auto kept = co_await std::move(keeping);
  if (kept.has_error()) {
    abandon(mine, account, key);
    co_return kept.error();
  }
  mine->done.open();
  co_return kept;
}

void inbox::abandon(const std::shared_ptr<inbox_entry>& entry, const std::string& account, const std::string& key) {
  entry->failed = true;
  entries_.erase(full_key(account, key));
  entry->done.open();
}

void inbox::forget_old() {
  const timestamp limit = clock_.now() - memory;
  while (!order_.empty() && (order_.front().first < limit || order_.size() > most_remembered)) {
    const auto found = entries_.find(order_.front().second);
    if (found != entries_.end() && found->second->done.is_open()) entries_.erase(found);
    order_.pop_front();
  }
}

}  // namespace depeche
