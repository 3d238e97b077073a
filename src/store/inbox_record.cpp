#include "store/inbox_record.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>
#include <cstring>

namespace depeche {
namespace {

static_assert(std::endian::native == std::endian::little, "the inbox's files are little endian");

struct record_head {
  std::uint64_t check;  // of everything behind it
  std::uint32_t size;   // of the whole entry
  std::uint32_t kind;
  std::int64_t received;
  std::int64_t answers;
  std::uint32_t account, key, body, reply;  // sizes
};
static_assert(sizeof(record_head) == inbox_record_head);

std::uint64_t check_of(std::string_view entry) {
  const std::string_view checked = entry.substr(sizeof(record_head::check));
  return XXH3_64bits(checked.data(), checked.size());
}

std::optional<record_head> read_head(std::string_view bytes) {
  record_head head;
  if (bytes.size() < sizeof head) return std::nullopt;
  std::memcpy(&head, bytes.data(), sizeof head);
  const std::uint64_t sum = std::uint64_t{sizeof head} + head.account + head.key + head.body + head.reply;
  if (head.size != sum || sum > inbox_record_most) return std::nullopt;
  if (head.kind < 1 || head.kind > 4) return std::nullopt;
  return head;
}

std::uint32_t length(std::string_view text) { return static_cast<std::uint32_t>(text.size()); }

}  // namespace

std::size_t size_of(const inbox_record& r) {
  return sizeof(record_head) + r.account.size() + r.key.size() + r.body.size() + r.reply.size();
}

void append_record(std::string& out, const inbox_record& r) {
  const std::size_t front = out.size();
  record_head head{0, static_cast<std::uint32_t>(size_of(r)), static_cast<std::uint32_t>(r.what), to_unix_ms(r.received), r.answers,
                   length(r.account), length(r.key), length(r.body), length(r.reply)};
  out.append(reinterpret_cast<const char*>(&head), sizeof head);
  out.append(r.account).append(r.key).append(r.body).append(r.reply);
  head.check = check_of(std::string_view(out).substr(front));
  std::memcpy(out.data() + front, &head.check, sizeof head.check);
}

std::optional<std::size_t> claimed_size(std::string_view bytes) {
  const auto head = read_head(bytes);
  if (!head) return std::nullopt;
  return head->size;
}

std::optional<inbox_record> read_record(std::string_view bytes) {
  const auto head = read_head(bytes);
  if (!head || bytes.size() < head->size) return std::nullopt;
  bytes = bytes.substr(0, head->size);
  if (check_of(bytes) != head->check) return std::nullopt;
  inbox_record r;
  r.what = static_cast<inbox_record::kind>(head->kind);
  r.received = from_unix_ms(head->received);
  r.answers = head->answers;
  std::size_t at = sizeof(record_head);
  const auto next = [&](std::uint32_t size) {
    const std::string_view part = bytes.substr(at, size);
    at += size;
    return part;
  };
  r.account = next(head->account);
  r.key = next(head->key);
  r.body = next(head->body);
  r.reply = next(head->reply);
  return r;
}

}  // namespace depeche
