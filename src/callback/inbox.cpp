#include "callback/inbox.hpp"

#include "base/log.hpp"

namespace depeche {
namespace {

// The platform retries within 15 seconds; an hour is for clocks that disagree and for platforms that are slower than they say.
constexpr std::chrono::hours memory{1};
constexpr std::size_t most_remembered = 500'000;
constexpr std::size_t most_reply_bytes = 32 * 1024 * 1024;

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
    entry->received = row.received;
    entry->key = full_key(row.account, row.key);
    keep_reply(entry, std::move(row.reply));
    entry->done.open();
    order_.push_back(entry);
    entries_[entry->key] = entry;
  }
  co_return co_await store_.unsettled();
}

inbox::acceptance inbox::accept(const std::string& account, const std::string& key, std::string body) {
  std::string full = full_key(account, key);
  if (const auto known = entries_.find(full); known != entries_.end()) return {known->second, false};
  forget_old();
  auto entry = std::make_shared<inbox_entry>(loop_);
  entry->received = clock_.now();
  entry->key = std::move(full);
  entry->body = std::move(body);
  order_.push_back(entry);
  entries_[entry->key] = entry;
  return {std::move(entry), true};
}

void inbox::keep_early(const std::shared_ptr<inbox_entry>& entry, const std::string& account, const std::string& key) {
  if (entry->row == 0) entry->row = store_.accept(account, key, entry->received, std::move(entry->body));
}

task<result<void>> inbox::settle(const std::shared_ptr<inbox_entry>& entry, const std::string& account, const std::string& key,
                                 std::string reply) {
  const auto mine = entry;
  std::string copy = reply;
  keep_reply(mine, std::move(reply));
  auto keeping = [&] {
    if (mine->row != 0) return store_.settle(mine->row, std::move(copy));
    return store_.keep(account, key, mine->received, std::move(mine->body), std::move(copy));
  }();
  auto kept = co_await std::move(keeping);
  if (kept.has_error()) {
    abandon(mine);
    co_return kept.error();
  }
  mine->done.open();
  co_return kept;
}

void inbox::abandon(const std::shared_ptr<inbox_entry>& entry) {
  entry->failed = true;
  entries_.erase(entry->key);
  entry->done.open();
}

void inbox::keep_reply(const std::shared_ptr<inbox_entry>& entry, std::string reply) {
  entry->reply = std::move(reply);
  if (entry->reply.empty()) return;
  reply_bytes_ += entry->reply.size();
  replies_.push_back(entry);
  while (reply_bytes_ > most_reply_bytes && replies_.front()->done.is_open()) {
    reply_bytes_ -= replies_.front()->reply.size();
    replies_.front()->reply = std::string();
    replies_.pop_front();
  }
}

void inbox::forget_old() {
  const timestamp limit = clock_.now() - memory;
  while (!order_.empty() && (order_.front()->received < limit || order_.size() > most_remembered)) {
    if (!order_.front()->done.is_open()) break;
    const auto found = entries_.find(order_.front()->key);
    // Not the entry of a later delivery, after this one had been abandoned.
    if (found != entries_.end() && found->second == order_.front()) entries_.erase(found);
    order_.pop_front();
  }
}

}  // namespace depeche
