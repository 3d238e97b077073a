// The same property for the typed values: any message or event, whatever it says, is the same after XML, encryption and back.
#include "wechat/push_content.hpp"

#include "base/text.hpp"
#include "support/catch.hpp"
#include "wechat/message_crypto.hpp"
#include "wechat/message_xml.hpp"
#include "wechat/random_text.hpp"

using namespace depeche;
using namespace depeche::wechat;

namespace {

struct maker {
  seeded_random random{20261130};

  std::string text() { return random_text(random); }
  bool coin() { return random_below(random, 2) == 0; }
  std::int64_t number() { return static_cast<std::int64_t>(random_below(random, 9'000'000'000'000'000'000ULL)) - (coin() ? 0 : 4'000'000'000'000'000'000); }
  // As the platform writes them: six decimals.
  double place() { return (static_cast<double>(random_below(random, 360'000'000)) - 180e6) / 1e6; }
  template <class E>
  E any_of(std::size_t how_many) {
    return static_cast<E>(random_below(random, how_many));
  }
  template <class Make>
  auto some(Make make) {
    std::vector<decltype(make())> out;
    for (auto n = random_below(random, 9); n > 0; --n) out.push_back(make());
    return out;
  }
  article_address address() { return {number(), text()}; }

  void fill(unknown_push&) {}
  void fill(text_message& v) { v = {text(), text()}; }
  void fill(image_message& v) { v = {text(), text()}; }
  void fill(voice_message& v) { v = {text(), text(), text(), text()}; }
  void fill(video_message& v) { v = {text(), text(), coin()}; }
  void fill(location_message& v) { v = {place(), place(), number(), text()}; }
  void fill(link_message& v) { v = {text(), text(), text()}; }
  void fill(file_message& v) { v = {text(), text(), text(), text(), number()}; }
  void fill(card_message& v) { v = {text(), text(), text(), text(), text()}; }
  void fill(follow_event& v) { v = {text(), text()}; }
  void fill(unfollow_event&) {}
  void fill(scan_event& v) { v = {text(), text()}; }
  void fill(position_event& v) { v = {place(), place(), place()}; }
  void fill(click_event& v) { v = {text()}; }
  void fill(view_event& v) { v = {text(), text()}; }
  void fill(mini_program_event& v) { v = {text(), text()}; }
  void fill(code_scanned_event& v) { v = {text(), text(), text(), coin()}; }
  void fill(pictures_event& v) { v = {any_of<picture_source>(3), text(), some([this] { return "md5 " + text(); })}; }  // empty it would not be written
  void fill(place_event& v) { v = {text(), place(), place(), number(), text(), text()}; }
  void fill(template_finished& v) { v = {number(), text()}; }
  void fill(mass_finished& v) {
    v = {number(), text(), number(), number(), number(), number(), number(), {}, some([this] { return address(); })};
    v.checks = some([this] { return originality_check{number(), number(), number(), text(), number(), coin(), coin(), coin()}; });
  }
  void fill(publish_finished& v) {
    v = {text(), any_of<publish_status>(7), std::string(trim(text())), some([this] { return address(); }), some([this] { return number(); })};
  }
  void fill(notices_answered& v) { v = {coin(), some([this] { return notice_answer{text(), coin(), number()}; })}; }
  void fill(notices_sent& v) { v = {some([this] { return sent_notice{text(), number(), number(), text()}; })}; }
  void fill(personal_data_event& v) { v = {any_of<data_withdrawal>(3), text(), text(), text()}; }
  void fill(service_session_event& v) {
    v = {any_of<session_change>(3), text(), text(), text()};
    (v.change == session_change::handed_over ? v.close_type : v.next_agent).clear();
  }
  void fill(verification_event& v) { v = {any_of<verification_step>(6), number(), text()}; }
  void fill(debug_event& v) { v = {text()}; }

  template <std::size_t... I>
  push_content of_kind(std::size_t kind, std::index_sequence<I...>) {
    push_content content;
    const auto make = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
      if (kind == J) fill(content.emplace<J>());
    };
    (make(std::integral_constant<std::size_t, I>{}), ...);
    return content;
  }
};

}  // namespace

TEST_CASE("any typed message or event, whatever it says, comes back as it was") {
  constexpr std::size_t kinds = std::variant_size_v<push_content>;
  const aes_key key = parse_aes_key("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C").value();
  maker make;
  for (std::size_t round = 0; round < 100 * kinds; ++round) {
    const push_content content = make.of_kind(round % kinds, std::make_index_sequence<kinds>());
    inbound_message m;
    m.to_user = "gh_1";
    m.from_user = "o1";
    if (std::holds_alternative<unknown_push>(content)) m.msg_type = "news_from_tomorrow";
    set_content(m, content);
    const std::string xml = write_push(m);
    INFO(xml);
    const std::string sealed = encrypt_message(key, "wx1", xml, make.random);
    const auto opened = decrypt_message(key, "wx1", parse_envelope(write_envelope("gh_1", sealed)).value().encrypt);
    const push_content back = read_content(parse_message(opened.value()).value());
    REQUIRE(back.index() == content.index());
    REQUIRE(back == content);
  }
}
