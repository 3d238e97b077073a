// One entry of the inbox's files, as bytes: a head of fixed size, then account, key, body and reply. Little endian. An entry that was torn
// by a crash is told by its check (XXH3, 64 bits), and what was never written by its size of 0.
#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace depeche {

struct inbox_record {
  enum class kind : std::uint32_t {
    start = 1,  // the first of a file; the body lists the ids of events that are owed a reply from before, in decimal
    event = 2,  // handled later: no reply yet
    whole = 3,  // event and reply
    reply = 4,  // of the event whose id is `answers`; no body
  };
  kind what{};
  timestamp received{};
  std::int64_t answers = 0;
  std::string_view account, key, body, reply;
};

inline constexpr std::size_t inbox_record_head = 48;     // bytes
inline constexpr std::size_t inbox_record_most = 8 << 20;  // bytes; a callback has 256 KiB at most

std::size_t size_of(const inbox_record& record);
void append_record(std::string& out, const inbox_record& record);

// The size that a head claims; nothing when this can't be the head of an entry, or when there are too few bytes for one.
std::optional<std::size_t> claimed_size(std::string_view bytes);
// The entry at the front of the bytes, viewing them; nothing when it is incomplete or damaged.
std::optional<inbox_record> read_record(std::string_view bytes);

}  // namespace depeche
