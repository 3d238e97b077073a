// Properties of the callback's formats, over random messages.
#include "wechat/message_crypto.hpp"
#include "wechat/message_xml.hpp"

#include "support/catch.hpp"
#include "wechat/random_text.hpp"

using namespace depeche;
using namespace depeche::wechat;

namespace {

inbound_message random_message(random_source& random) {
  static const std::vector<std::string> events{"subscribe", "unsubscribe", "scan",
                                               "click", "view", "templatesendjobfinish", "new_one"};
  static const std::vector<std::string> paths{"PicUrl", "MediaId", "ScanCodeInfo/ScanType", "ScanCodeInfo/ScanResult",
                                              "A/List/Id",
                                              "A/List[2]/Id", "A/List[2]/Name", "B/C/D/E/F/G", "Status", "x-y.z"};
  inbound_message m;
  m.to_user = "gh_" + random_word(random, 12);
  m.from_user = "o" + random_text(random);
  m.create_time = static_cast<std::int64_t>(random_below(random, 4'000'000'000));
  if (random_below(random, 2) == 0) {
    m.msg_type = "event";
    m.event = events[random_below(random, events.size())];
    m.event_key = random_text(random);
    if (random_below(random, 2) == 0) m.ticket = random_text(random);
  } else {
    m.msg_type = random_below(random, 2) == 0 ? "text" : "image";
    m.content = random_text(random);
    m.msg_id = static_cast<std::int64_t>(1 + random_below(random, 9'000'000'000'000'000'000ULL));
  }
  for (const std::string& path : paths)
    if (random_below(random, 3) == 0) m.fields[path] = random_text(random);
  // Without a first one, a second would be read as the first.
  if (!m.fields.contains("A/List/Id")) m.fields.erase("A/List[2]/Id"), m.fields.erase("A/List[2]/Name");
  return m;
}

bool same_members(const inbound_message& a, const inbound_message& b) {
  return a.to_user == b.to_user && a.from_user == b.from_user && a.create_time == b.create_time && a.msg_type == b.msg_type &&
         a.msg_id == b.msg_id && a.event == b.event && a.event_key == b.event_key &&
         a.ticket == b.ticket && a.content == b.content;
}

}  // namespace

TEST_CASE("any message that is written, encrypted, decrypted and parsed is the same message") {
  const aes_key key = parse_aes_key("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C").value();
  seeded_random random(20261123);
  for (int i = 0; i < 3'000; ++i) {
    const inbound_message sent = random_message(random);
    const std::string sealed = encrypt_message(key, "wx0123456789abcdef", write_push(sent), random);
    const auto envelope = parse_envelope(write_envelope(sent.to_user, sealed));
    REQUIRE(envelope.has_value());
    const auto xml = decrypt_message(key, "wx0123456789abcdef", envelope->encrypt);
    REQUIRE(xml.has_value());
    INFO(*xml);
    const auto got = parse_message(*xml);
    REQUIRE(got.has_value());
    REQUIRE(same_members(sent, *got));
    for (const auto& [path, value] : sent.fields) {
      INFO(path);
      REQUIRE(got->fields.contains(path));
      REQUIRE(got->fields.at(path) == value);
    }
    const auto again = parse_message(write_push(*got));
    REQUIRE(again.has_value());
    REQUIRE(same_members(*got, *again));
    REQUIRE(got->fields == again->fields);
  }
}
