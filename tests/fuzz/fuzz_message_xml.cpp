// Any bytes as a push, an envelope and an encrypted reply: no crash, no hang, and what is accepted can be written and read again.
#include "wechat/message_xml.hpp"
#include "wechat/reply.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depeche::wechat;
  const std::string_view xml(reinterpret_cast<const char*>(data), size);
  if (const auto e = parse_envelope(xml)) (void)parse_envelope(write_envelope(e->to_user, e->encrypt)).value();
  (void)parse_encrypted_reply(xml).has_value();
  const auto m = parse_message(xml);
  if (!m) return 0;
  (void)m->scene();
  (void)parse_message(write_text_reply(*m, m->content, m->create_time)).has_value();
  const auto again = parse_message(write_push(*m));
  // The sender may consist of characters that are left out when written; else it must come back.
  if (again && again->msg_id != m->msg_id) std::abort();
  return 0;
}
