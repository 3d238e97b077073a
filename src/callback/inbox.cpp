#include "callback/inbox.hpp"

#include "base/log.hpp"

#include <functional>

namespace depeche {
namespace {

// The platform retries within 15 seconds; an hour is for clocks that disagree and for platforms that are slower than they say.
constexpr std::chrono::hours memory{1};
constexpr std::size_t most_remembered = 500'000;

// The row within its entry: whoever holds it holds the entry.
std::shared_ptr<const inbox_row> row_of(const std::shared_ptr<inbox_entry>& entry) { return {entry, &entry->row}; }

// What an event of a job or of a message sent says it is about: of several that end in one second, all else may be alike.
std::string_view job_of(const wechat::inbound_message& m) {
  for (const auto* path : {"MsgID", "PublishEventInfo/publish_id", "SubscribeMsgSentEvent/List/MsgID"})
    if (const auto id = m.fields.get(path); !id.empty()) return id;
  return {};
}

}  // namespace

// Events without a job keep the key that they had before jobs were told apart: rows on disk have it.
std::string inbox_key(const wechat::inbound_message& m) {
  if (m.msg_id != 0) return "m" + std::to_string(m.msg_id);
  std::string key = "e" + m.from_user + ' ' + std::to_string(m.create_time) + ' ' + m.event + ' ' + m.event_key;
  if (const auto job = job_of(m); !job.empty()) key.append(" ").append(job);
  return key;
}

std::size_t inbox::hash_of_name::operator()(const name& n) const {
  const std::hash<std::string_view> hash;
  return hash(n.key) ^ (hash(n.account) * 0x9E37'79B9'7F4A'7C15u);
}

inbox::inbox(asio::any_io_executor loop, inbox_store& store, const clock& time)
    : opened(loop), loop_(std::move(loop)), store_(store), clock_(time) {}

task<result<std::vector<std::shared_ptr<inbox_entry>>>> inbox::open() {
  auto there = co_await store_.open();
  if (there.has_error()) co_return there.error();
  const timestamp from = clock_.now() - memory;
  auto recent = co_await store_.settled_since(from, most_remembered);
  if (recent.has_error()) co_return recent.error();
  for (const inbox_row& row : *recent) remember(row);
  auto left = co_await store_.unsettled();
  if (left.has_error()) co_return left.error();
  std::vector<std::shared_ptr<inbox_entry>> unsettled;
  for (inbox_row& row : *left) {
    const bool answered = co_await was_answered_later(row);
    if (!answered) unsettled.push_back(start(std::move(row)));
  }
  opened.open();
  co_return unsettled;
}

// The handler failed on an event that had been kept ahead, and the platform's retry was handled: nothing is owed. Says so in the store.
task<bool> inbox::was_answered_later(const inbox_row& row) {
  const auto known = settled_.find(hash_of_name{}(name{row.account, row.key}));
  if (known == settled_.end()) co_return false;
  auto told = co_await recall(known->second, row.account, row.key);
  if (told.has_error() || !*told) co_return false;
  auto answered = std::make_shared<inbox_row>(row);
  answered->reply = std::move(**told);
  auto kept = co_await store_.settle(std::move(answered));
  if (kept.has_error()) log_error("inbox", to_line(kept.error()));
  co_return true;
}

inbox::acceptance inbox::accept(const std::string& account, const std::string& key, std::string&& body) {
  const auto known = settled_.find(hash_of_name{}(name{account, key}));
  if (known != settled_.end()) return {delivery::repeated, nullptr, known->second};
  return accept_anew(account, key, std::move(body));
}

inbox::acceptance inbox::accept_anew(const std::string& account, const std::string& key, std::string&& body) {
  if (const auto known = running_.find(name{account, key}); known != running_.end())
    return {delivery::overtaking, known->second, 0};
  inbox_row row;
  row.account = account;
  row.key = key;
  row.received = clock_.now();
  row.body = std::move(body);
  return {delivery::first, start(std::move(row)), 0};
}

std::shared_ptr<inbox_entry> inbox::start(inbox_row row) {
  auto entry = std::make_shared<inbox_entry>(loop_);
  entry->row = std::move(row);
  running_.emplace(name{entry->row.account, entry->row.key}, entry);
  return entry;
}

void inbox::end(const inbox_entry& entry) {
  const auto found = running_.find(name{entry.row.account, entry.row.key});
  if (found != running_.end() && found->second.get() == &entry) running_.erase(found);
}

task<result<std::optional<std::string>>> inbox::recall(std::int64_t row, std::string account, std::string key) {
  auto found = co_await store_.find(row);
  if (found.has_error()) co_return found.error();
  std::optional<std::string> reply;
  if (*found && (*found)->account == account && (*found)->key == key) reply = std::move((*found)->reply);
  co_return reply;
}

void inbox::keep_early(const std::shared_ptr<inbox_entry>& entry) {
  if (entry->row.id != 0) return;
  // A copy: the reply is written into the entry's own row while this one waits for the disk.
  entry->row.id = store_.accept(std::make_shared<inbox_row>(entry->row));
}

task<result<void>> inbox::settle(std::shared_ptr<inbox_entry> entry, std::string reply) {
  entry->row.reply = std::move(reply);
  auto keeping = entry->row.id != 0 ? store_.settle(row_of(entry)) : store_.keep(row_of(entry));
  auto kept = co_await std::move(keeping);
  if (kept.has_error()) {
    abandon(entry);
    co_return kept.error();
  }
  entry->row.id = *kept;
  end(*entry);
  remember(entry->row);
  entry->done.open();
  co_return result<void>();
}

void inbox::abandon(const std::shared_ptr<inbox_entry>& entry) {
  entry->failed = true;
  end(*entry);
  entry->done.open();
}

void inbox::remember(const inbox_row& row) {
  forget_old();
  const std::size_t hash = hash_of_name{}(name{row.account, row.key});
  settled_[hash] = row.id;
  order_.push_back({row.received, hash, row.id});
}

void inbox::forget_old() {
  const timestamp limit = clock_.now() - memory;
  while (!order_.empty() && (order_.front().received < limit || order_.size() >= most_remembered)) {
    const auto found = settled_.find(order_.front().hash);
    // Not the row of another callback that came under the same hash.
    if (found != settled_.end() && found->second == order_.front().row) settled_.erase(found);
    order_.pop_front();
  }
}

}  // namespace depeche
