// Any bytes as a push, an envelope and an encrypted reply: no crash, no hang; what is accepted can be written and read again, and a
// kind that is known is the same kind afterwards, with the same content.
#include "wechat/message_xml.hpp"
#include "wechat/push_content.hpp"
#include "wechat/reply.hpp"

#include <cstdlib>

namespace {

using namespace depeche::wechat;

// Text comes back as it was unless it holds what XML cannot, which is left out when written: so this compares after a first writing.
void check_content(const inbound_message& m) {
  inbound_message first;
  first.from_user = "o1";
  set_content(first, read_content(m));
  if (first.msg_type.empty()) return;
  const auto once = parse_message(write_push(first));
  if (!once) std::abort();
  inbound_message second;
  second.from_user = "o1";
  set_content(second, read_content(*once));
  const auto twice = parse_message(write_push(second));
  if (!twice || twice->msg_type != once->msg_type || twice->event != once->event) std::abort();
  if (read_content(*twice).index() != read_content(*once).index()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view xml(reinterpret_cast<const char*>(data), size);
  if (const auto e = parse_envelope(xml)) (void)parse_envelope(write_envelope(e->to_user, e->encrypt)).value();
  (void)parse_encrypted_reply(xml).has_value();
  const auto m = parse_message(xml);
  if (!m) return 0;
  (void)m->scene();
  const std::string reply = write_text_reply(*m, m->content, m->create_time);
  if (!reply.empty()) (void)parse_message(reply).has_value();
  const auto again = parse_message(write_push(*m));
  // The sender may consist of characters that are left out when written; else it must come back.
  if (again && again->msg_id != m->msg_id) std::abort();
  check_content(*m);
  return 0;
}
