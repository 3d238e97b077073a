#include "wechat/message_xml.hpp"
#include "wechat/reply.hpp"

#include "support/catch.hpp"
#include "wechat/vectors.hpp"

using namespace depeche;
using namespace depeche::wechat;

namespace {

constexpr std::string_view text_push = R"(<xml><ToUserName><![CDATA[gh_de0f036ce08f]]></ToUserName>
<FromUserName><![CDATA[ooUo26seZPcU3qKfcMiXLneG3fO4]]></FromUserName>
<CreateTime>1668869541</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[文本消息]]></Content>
<MsgId>23892468385179204</MsgId>
</xml>)";

std::string push_with(std::string_view inside) {
  return "<xml><FromUserName>o1</FromUserName><MsgType>text</MsgType>" + std::string(inside) + "</xml>";
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// The words of a refusal; empty when it was not refused.
std::string refusal(std::string_view xml) {
  const auto m = parse_message(xml);
  if (m) return {};
  CHECK(m.error() == errc::xml_malformed);
  CHECK(parse_envelope(xml).has_error());
  return to_line(m.error());
}

}  // namespace

TEST_CASE("a text push is read as the platform writes it") {
  const auto m = parse_message(text_push);
  REQUIRE(m.has_value());
  CHECK(m->to_user == "gh_de0f036ce08f");
  CHECK(m->from_user == "ooUo26seZPcU3qKfcMiXLneG3fO4");
  CHECK(m->create_time == 1668869541);
  CHECK(m->msg_type == "text");
  CHECK(m->content == "文本消息");
  CHECK(m->msg_id == 23892468385179204);  // above 2^53
  CHECK(m->event.empty());
  CHECK(m->scene().empty());
  CHECK(m->fields.empty());
}

TEST_CASE("the scene of a follow stands behind qrscene_, that of a scan stands bare") {
  const auto event = [](std::string_view name, std::string_view key) {
    const auto m = parse_message("<xml><FromUserName>o1</FromUserName><MsgType>event</MsgType><Event>" + std::string(name) +
                                 "</Event><EventKey><![CDATA[" + std::string(key) + "]]></EventKey></xml>");
    REQUIRE(m.has_value());
    return *m;
  };
  CHECK(event("subscribe", "qrscene_110").scene() == "110");
  CHECK(event("subscribe", "").scene() == "");
  CHECK(event("subscribe", "last_trade_no_1").scene() == "");
  CHECK(event("SCAN", "metro-ligne-2").scene() == "metro-ligne-2");
  CHECK(event("SCAN", "x").event == "scan");
  CHECK(event("CLICK", "today").scene() == "");
  CHECK(event("CLICK", "today").event_key == "today");
}

TEST_CASE("nested and repeated elements stand in the fields under their paths") {
  const auto m = parse_message(R"(<xml><FromUserName>o1</FromUserName><MsgType>event</MsgType>
    <Event>subscribe_msg_popup_event</Event>
    <SubscribeMsgPopupEvent>
      <List><TemplateId><![CDATA[t1]]></TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List>
      <List><TemplateId><![CDATA[t2]]></TemplateId></List>
    </SubscribeMsgPopupEvent>
    <ResultList>
    </ResultList></xml>)");
  REQUIRE(m.has_value());
  CHECK(m->fields.at("SubscribeMsgPopupEvent/List/TemplateId") == "t1");
  CHECK(m->fields.at("SubscribeMsgPopupEvent/List/SubscribeStatusString") == "accept");
  CHECK(m->fields.at("SubscribeMsgPopupEvent/List[2]/TemplateId") == "t2");
  CHECK(m->fields.at("ResultList").empty());
  CHECK_FALSE(m->fields.contains("SubscribeMsgPopupEvent"));
}

TEST_CASE("unknown types and elements are kept, entities are read, byte order marks and declarations are skipped") {
  const auto m = parse_message("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"GBK\"?>\n<xml a='>'><FromUserName>o1</FromUserName>"
                               "<MsgType>Sticker</MsgType><!-- < --><Mood>a &amp; b &#x4E2D;&#233;</Mood></xml>\n");
  REQUIRE(m.has_value());
  CHECK(m->msg_type == "sticker");
  CHECK(m->fields.at("Mood") == "a & b 中é");
}

TEST_CASE("document types and entity declarations are refused") {
  CHECK(contains(refusal("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><FromUserName>&e;</FromUserName>"
                         "<MsgType>text</MsgType></xml>"),
                 "document type"));
  CHECK(contains(refusal(push_with("<!ENTITY e 'x'>")), "document type"));
  CHECK(contains(refusal(push_with("<Content>&e;</Content>")), "entity"));
  CHECK(contains(refusal(push_with("<Content>a & b</Content>")), "entity"));
  CHECK(contains(refusal(push_with("<Content a='&e;'/>")), "entity"));
  for (const std::string_view ref : {"&#0;", "&#x0;", "&#xD800;", "&#x110000;", "&#-5;", "&#;", "&#x;", "&#99999999999;", "&amp"})
    CHECK(contains(refusal(push_with("<Content>" + std::string(ref) + "</Content>")), "entity"));
  CHECK(contains(refusal(push_with("<?php echo 1 ?>")), "processing instruction"));
}

TEST_CASE("size, depth and number of elements are limited") {
  CHECK(contains(refusal(push_with("<Content>" + std::string(max_push_bytes, 'x') + "</Content>")), "256 KiB"));
  std::string deep;
  for (int i = 0; i < 20'000; ++i) deep += "<a>";
  CHECK(contains(refusal(push_with(deep)), "deep"));
  CHECK(contains(refusal(deep), "deep"));
  std::string eight = "<a><a><a><a><a><a><a>x</a></a></a></a></a></a></a>";
  CHECK(parse_message(push_with(eight)).value().fields.at("a/a/a/a/a/a/a") == "x");
  CHECK(contains(refusal(push_with("<a>" + eight + "</a>")), "deep"));
  std::string many;
  for (int i = 0; i < 2'000; ++i) many += "<a/>";
  CHECK(contains(refusal(push_with(many)), "too many"));
}

TEST_CASE("what is not the platform's XML is refused with a reason, at every cut as well") {
  CHECK(contains(refusal(""), "empty"));
  CHECK(contains(refusal("  \n"), "empty"));
  CHECK(contains(refusal("hello"), "outside"));
  CHECK(contains(refusal(R"({"ToUserName":"gh_1"})"), "JSON"));
  CHECK(contains(refusal("<html><FromUserName>o</FromUserName><MsgType>text</MsgType></html>"), "<xml>"));
  CHECK(contains(refusal(push_with("") + push_with("")), "more than one"));
  CHECK(contains(refusal(push_with("<a></b>")), "well-formed"));
  CHECK(contains(refusal(push_with("<a b=c></a>")), "well-formed"));
  CHECK(contains(refusal(push_with("<1/>")), "not XML"));
  CHECK(contains(refusal(push_with("< a/>")), "not XML"));
  CHECK(contains(refusal("<![CDATA[x]]>" + push_with("")), "outside"));
  CHECK(contains(refusal(push_with(std::string_view("<a>\0</a>", 8))), "NUL"));
  CHECK(contains(refusal(push_with("<a>\xC3\x28</a>")), "UTF-8"));
  CHECK(contains(refusal(push_with("<a>\xED\xA0\x80</a>")), "UTF-8"));
  for (std::size_t n = 0; n < text_push.size(); ++n) REQUIRE(parse_message(text_push.substr(0, n)).has_error());
}

TEST_CASE("a push without a sender, a type or readable numbers is refused") {
  CHECK(contains(to_line(parse_message("<xml><MsgType>text</MsgType></xml>").error()), "FromUserName"));
  CHECK(contains(to_line(parse_message("<xml><FromUserName>o1</FromUserName></xml>").error()), "MsgType"));
  CHECK(contains(to_line(parse_message(push_with("<MsgId>12x</MsgId>")).error()), "MsgId"));
  CHECK(contains(to_line(parse_message(push_with("<MsgId>99999999999999999999</MsgId>")).error()), "MsgId"));
  CHECK(contains(to_line(parse_message(push_with("<CreateTime>soon</CreateTime>")).error()), "CreateTime"));
  CHECK(parse_message(push_with("<MsgId> 12 </MsgId>")).value().msg_id == 12);
  CHECK(parse_message(push_with("")).value().msg_id == 0);
}

TEST_CASE("an envelope gives its cipher text, and none in plain mode") {
  const auto sealed = parse_envelope(write_envelope("gh_1", vectors::official_push));
  REQUIRE(sealed.has_value());
  CHECK(sealed->to_user == "gh_1");
  CHECK(sealed->encrypt == vectors::official_push);
  CHECK(parse_envelope(text_push).value().encrypt.empty());
}

TEST_CASE("a reply goes back to the sender from the account") {
  const auto push = parse_message(text_push).value();
  CHECK(write_text_reply(push, "Voilà ]]> & <b>", 1700000000) ==
        "<xml><ToUserName><![CDATA[ooUo26seZPcU3qKfcMiXLneG3fO4]]></ToUserName>\n"
        "<FromUserName><![CDATA[gh_de0f036ce08f]]></FromUserName>\n"
        "<CreateTime>1700000000</CreateTime>\n"
        "<MsgType><![CDATA[text]]></MsgType>\n"
        "<Content><![CDATA[Voilà ]]]]><![CDATA[> & <b>]]></Content>\n"
        "</xml>");
  const auto image = parse_message(write_reply(push, image_reply{"media-1"}, 1700000000));
  REQUIRE(image.has_value());
  CHECK(image->msg_type == "image");
  CHECK(image->to_user == push.from_user);
  CHECK(image->fields.at("Image/MediaId") == "media-1");
}

TEST_CASE("what XML cannot hold is left out of a reply, and broken UTF-8 is repaired") {
  const auto push = parse_message(text_push).value();
  const std::string odd = std::string("a\x01" "b\0c", 5) + "\x1F\xEF\xBF\xBE\xEF\xBF\xBF\td\n\xFF" "e\xE4\xB8";
  const auto reply = parse_message(write_text_reply(push, odd, 0));
  REQUIRE(reply.has_value());
  CHECK(reply->content == "abc\td\n\xEF\xBF\xBD" "e\xEF\xBF\xBD");
}

TEST_CASE("an encrypted reply is taken apart again, and must be whole") {
  const std::string xml = write_encrypted(vectors::official_reply, "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1", "1713424427",
                                          "415670741");
  CHECK(xml.find("<TimeStamp>1713424427</TimeStamp>") != std::string::npos);
  const auto reply = parse_encrypted_reply(xml);
  REQUIRE(reply.has_value());
  CHECK(reply->encrypt == vectors::official_reply);
  CHECK(reply->signature == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1");
  CHECK(reply->timestamp == "1713424427");
  CHECK(reply->nonce == "415670741");
  CHECK(parse_encrypted_reply(write_encrypted("x", "", "1", "2")).has_error());
  CHECK(parse_encrypted_reply(text_push).has_error());
}

TEST_CASE("a push is written as captured ones look") {
  inbound_message m;
  m.to_user = "gh_de0f036ce08f";
  m.from_user = "ooUo26seZPcU3qKfcMiXLneG3fO4";
  m.create_time = 1668869541;
  m.msg_type = "text";
  m.content = "文本消息";
  m.msg_id = 23892468385179204;
  CHECK(write_push(m) == text_push);
  m.msg_type = "event";
  m.event = "scan";
  m.content = "";
  m.msg_id = 0;
  m.event_key = "110";
  m.ticket = "gQGP";
  const std::string scan = write_push(m);
  CHECK(contains(scan, "<Event><![CDATA[SCAN]]></Event>\n<EventKey><![CDATA[110]]></EventKey>\n<Ticket><![CDATA[gQGP]]>"));
  CHECK_FALSE(contains(scan, "MsgId"));
  m.event = "subscribe";
  m.event_key = "";
  CHECK(contains(write_push(m), "<EventKey><![CDATA[]]></EventKey>"));
}

TEST_CASE("a field whose path is none cannot break a push") {
  inbound_message m;
  m.from_user = "o1";
  m.msg_type = "event";
  m.fields = {{"Good/List[2]/Id", "b"}, {"Good/List/Id", "a"}, {"<evil>", "x"}, {"", "x"}, {"A//B", "x"},
              {"A[x]", "x"}, {"1", "x"}};
  const auto back = parse_message(write_push(m));
  REQUIRE(back.has_value());
  CHECK(back->fields.at("Good/List/Id") == "a");
  CHECK(back->fields.at("Good/List[2]/Id") == "b");
  CHECK_FALSE(back->fields.contains("A"));
}
