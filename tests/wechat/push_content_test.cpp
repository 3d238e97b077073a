#include "wechat/push_content.hpp"

#include "support/catch.hpp"
#include "wechat/message_crypto.hpp"
#include "wechat/message_xml.hpp"

using namespace depeche;
using namespace depeche::wechat;

namespace {

// A push as captured ones look, with this inside.
inbound_message push_of(std::string_view inside) {
  const auto read = parse_message("<xml><ToUserName><![CDATA[gh_de0f036ce08f]]></ToUserName>\n"
                                  "<FromUserName><![CDATA[ooUo26seZPcU3qKfcMiXLneG3fO4]]></FromUserName>\n"
                                  "<CreateTime>1668869541</CreateTime>\n" +
                                  std::string(inside) + "</xml>");
  REQUIRE(read.has_value());
  return *read;
}

inbound_message event_of(std::string_view name, std::string_view inside = {}) {
  return push_of("<MsgType><![CDATA[event]]></MsgType>\n<Event><![CDATA[" + std::string(name) + "]]></Event>\n" +
                 std::string(inside));
}

template <class T>
T content_of(const inbound_message& m) {
  const push_content content = read_content(m);
  REQUIRE(std::holds_alternative<T>(content));
  return std::get<T>(content);
}

// One of every kind, each member filled.
std::vector<push_content> one_of_each() {
  mass_finished mass;
  mass.msg_id = 3147483647123;
  mass.status = "err(30003)";
  mass.total = 1'000'000;
  mass.filtered = 999'000;
  mass.sent = 998'000;
  mass.failed = 1'000;
  mass.check_state = 3;
  mass.checks = {{1, 0, 1, "http://mp.weixin.qq.com/s/a", 2, true, false, true},
                 {2, 1, 0, "http://mp.weixin.qq.com/s/b", 1, false, true, false}};
  mass.articles = {{1, "http://mp.weixin.qq.com/s/1?a=1&b=2"}, {2, "http://mp.weixin.qq.com/s/2"}};
  publish_finished done{"2247503051", publish_status::published, "b5O2OUs25HBxRceL7hfReg-U9QGeq9zQ", {{1, "http://mp/1"}}, {}};
  publish_finished refused{"2247503051", publish_status::not_original, "", {}, {1, 2, 8}};
  return {
      text_message{"今天的新闻 ]]> & <b>", "101"},
      image_message{"http://mmbiz.qpic.cn/mmbiz_jpg/x/0", "media_1"},
      voice_message{"media_2", "amr", "订阅早报", "media_16k"},
      video_message{"media_3", "thumb_3", false},
      video_message{"media_3", "thumb_3", true},
      location_message{23.137466, -113.352425, 20, "广州市 Île-de-France"},
      link_message{"标题", "描述", "https://example.org/?a=1&b=2"},
      file_message{"rapport été.pdf", "d", "key", "0cc175b9c0f1b6a831c399e269772661", 3'000'000'000},
      card_message{"title", "wx1", "pages/index?a=1", "http://t", "thumb"},
      follow_event{"", ""},
      follow_event{"qrscene_110", "gQGP8DwAAAAA"},
      unfollow_event{},
      scan_event{"110", "gQGP8DwAAAAA"},
      position_event{23.137466, 113.352425, 119.385040},
      click_event{"today"},
      view_event{"https://example.org/a?b=c", "431122333"},
      mini_program_event{"pages/index/index", "431122333"},
      code_scanned_event{"k", "qrcode", "1", false},
      code_scanned_event{"k", "barcode", "CODE_128,42", true},
      pictures_event{picture_source::camera, "k", {"a"}},
      pictures_event{picture_source::camera_or_album, "k", {"a", "b", "c"}},
      pictures_event{picture_source::album, "k", {}},
      place_event{"k", 23, 113, 15, "广州市海珠区", "poi"},
      template_finished{2702600966117900288, "failed: system failed"},
      mass,
      done,
      refused,
      notices_answered{false, {{"t1", true, 0}, {"t2", false, 2}}},
      notices_answered{true, {{"t1", false, 0}}},
      notices_sent{{{"t1", 1700827132819554304, 0, "success"}, {"t2", 2, 43101, "user refuse"}}},
      personal_data_event{data_withdrawal::cleaned_by_platform, "o1", "wx1", "1"},
      personal_data_event{data_withdrawal::authorisation_revoked, "o1", "wx1", "201"},
      personal_data_event{data_withdrawal::account_deleted, "o1", "wx1", "1"},
      service_session_event{session_change::opened, "test1@test", "", ""},
      service_session_event{session_change::closed, "test1@test", "", "KF"},
      service_session_event{session_change::handed_over, "test1@test", "test2@test", ""},
      verification_event{verification_step::qualification_passed, 1442401156, ""},
      verification_event{verification_step::qualification_failed, 1442401122, "by time"},
      verification_event{verification_step::naming_passed, 1442401156, ""},
      verification_event{verification_step::naming_failed, 1442401061, "by time"},
      verification_event{verification_step::renewal_due, 1442401004, ""},
      verification_event{verification_step::expired, 1442400900, ""},
      debug_event{"hello world"},
  };
}

}  // namespace

TEST_CASE("every kind of message and event comes back as it was, through XML and encryption") {
  const aes_key key = parse_aes_key("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C").value();
  seeded_random random(7);
  std::vector<bool> seen(std::variant_size_v<push_content>, false);
  for (const push_content& content : one_of_each()) {
    inbound_message m;
    m.to_user = "gh_1";
    m.from_user = "o1";
    set_content(m, content);
    const std::string xml = write_push(m);
    INFO(xml);
    const std::string sealed = encrypt_message(key, "wx1", xml, random);
    const auto opened = decrypt_message(key, "wx1", parse_envelope(write_envelope("gh_1", sealed)).value().encrypt);
    const push_content back = read_content(parse_message(opened.value()).value());
    CHECK(back.index() == content.index());
    CHECK(back == content);
    seen[content.index()] = true;
  }
  seen[push_content(unknown_push{}).index()] = true;
  CHECK(std::find(seen.begin(), seen.end(), false) == seen.end());
}

TEST_CASE("captured pushes are read: a follow by code, a template's end, a voice with empty recognition") {
  const auto follow = event_of("subscribe", "<EventKey><![CDATA[qrscene_110]]></EventKey>\n<Ticket><![CDATA[gQGP]]></Ticket>\n");
  CHECK(content_of<follow_event>(follow) == follow_event{"qrscene_110", "gQGP"});
  const auto end =
      event_of("TEMPLATESENDJOBFINISH", "<MsgID>2702600966117900288</MsgID>\n<Status><![CDATA[success]]></Status>\n");
  CHECK(content_of<template_finished>(end) == template_finished{2702600966117900288, "success"});
  const auto voice = push_of("<MsgType><![CDATA[voice]]></MsgType>\n<MediaId><![CDATA[m]]></MediaId>\n"
                             "<Format><![CDATA[amr]]></Format>\n<MsgId>23892</MsgId>\n<Recognition><![CDATA[]]></Recognition>\n");
  CHECK(content_of<voice_message>(voice).recognition.empty());
  CHECK(voice.msg_id == 23892);
}

TEST_CASE("a mass send's end is read with empty result lists, as some arrive") {
  const auto end = content_of<mass_finished>(event_of(
      "MASSSENDJOBFINISH",
      "<MsgID>1</MsgID><Status><![CDATA[send success]]></Status><TotalCount>296</TotalCount><FilterCount>295</FilterCount>"
      "<SentCount>295</SentCount><ErrorCount>0</ErrorCount><CopyrightCheckResult><Count>0</Count><ResultList>\n</ResultList>"
      "<CheckState>0</CheckState></CopyrightCheckResult>"
      "<ArticleUrlResult><Count>0</Count><ResultList>\n</ResultList></ArticleUrlResult>"));
  CHECK(end.total == 296);
  CHECK(end.sent == 295);
  CHECK(end.checks.empty());
  CHECK(end.articles.empty());
}

TEST_CASE("a publish job's end is known by both its names, and its id is trimmed") {
  for (const std::string_view name : {"PUBLISHJOBFINISH", "FREEPUBLISHJOBFINISH"}) {
    const auto end = content_of<publish_finished>(event_of(
        name, "<PublishEventInfo><publish_id>2247503051</publish_id><publish_status>0</publish_status>"
              "<article_id>\n<![CDATA[b5O2]]>\n</article_id><article_detail><count>1</count>"
              "<item><idx>1</idx><article_url><![CDATA[ARTICLE_URL]]></article_url></item></article_detail></PublishEventInfo>"));
    CHECK(end.article_id == "b5O2");
    CHECK(end.articles == std::vector<article_address>{{1, "ARTICLE_URL"}});
  }
  const std::string_view new_status = "<PublishEventInfo><publish_status>99</publish_status></PublishEventInfo>";
  CHECK(std::holds_alternative<unknown_push>(read_content(event_of("PUBLISHJOBFINISH", new_status))));
}

TEST_CASE("the names of the openid differ between samples, and both are read") {
  CHECK(content_of<personal_data_event>(event_of("user_info_modified", "<openid>o9</openid><appid>wx9</appid>")).openid == "o9");
  CHECK(content_of<personal_data_event>(event_of("user_authorization_revoke", "<OpenID>o9</OpenID>")).openid == "o9");
}

TEST_CASE("what is unknown, or whose numbers do not read, stays whole in its fields") {
  const auto sticker = push_of("<MsgType><![CDATA[Sticker]]></MsgType><Mood>gay</Mood>");
  CHECK(std::holds_alternative<unknown_push>(read_content(sticker)));
  CHECK(sticker.fields.at("Mood") == "gay");
  CHECK(std::holds_alternative<unknown_push>(read_content(event_of("card_pass_check", "<CardId>1</CardId>"))));
  const auto nowhere = push_of("<MsgType>location</MsgType><Location_X>north</Location_X><Location_Y>1</Location_Y>");
  CHECK(std::holds_alternative<unknown_push>(read_content(nowhere)));
  CHECK(nowhere.fields.at("Location_X") == "north");
  CHECK(std::holds_alternative<unknown_push>(read_content(push_of("<MsgType>location</MsgType><Location_Y>1</Location_Y>"))));
  inbound_message untouched = sticker;
  set_content(untouched, unknown_push{});
  CHECK(untouched.fields == sticker.fields);
}

TEST_CASE("the status of a mass send says how it ended and why") {
  CHECK(describe_mass_status("send success").end == mass_end::sent);
  CHECK(describe_mass_status("sendsuccess").end == mass_end::sent);
  CHECK(describe_mass_status("send fail").end == mass_end::failed);
  CHECK(describe_mass_status("err(20002)").meaning == "suspected pornography");
  CHECK(describe_mass_status("err(30003)").end == mass_end::refused_reprint);
  CHECK(describe_mass_status("err(40002)").end == mass_end::refused_by_admin);
  CHECK(describe_mass_status("err(20431)").end == mass_end::refused_content);
  CHECK(describe_mass_status("?").end == mass_end::failed);
}
