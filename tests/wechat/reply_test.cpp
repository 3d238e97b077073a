#include "wechat/reply.hpp"

#include "support/catch.hpp"
#include "wechat/message_xml.hpp"

using namespace depeche;
using namespace depeche::wechat;

namespace {

inbound_message push(std::string_view type) {
  inbound_message m;
  m.to_user = "gh_1";
  m.from_user = "o1";
  m.msg_type = type;
  return m;
}

// A reply as the platform reads it.
inbound_message written(const inbound_message& to, const passive_reply& reply) {
  const auto read = parse_message(write_reply(to, reply, 1'700'000'000));
  REQUIRE(read.has_value());
  CHECK(read->to_user == to.from_user);
  CHECK(read->from_user == to.to_user);
  CHECK(read->create_time == 1'700'000'000);
  CHECK(read->msg_id == 0);
  return *read;
}

}  // namespace

TEST_CASE("each type of reply has the elements that the platform names") {
  const auto text = push("text");
  CHECK(written(text, text_reply{"你好 ]]> &"}).content == "你好 ]]> &");
  CHECK(written(text, image_reply{"m"}).fields == message_fields{{"Image/MediaId", "m"}});
  CHECK(written(text, voice_reply{"m"}).fields == message_fields{{"Voice/MediaId", "m"}});
  CHECK(written(text, video_reply{"m", "t", ""}).fields == message_fields{{"Video/MediaId", "m"}, {"Video/Title", "t"}});
  const auto music = written(text, music_reply{"t", "d", "http://l?a&b", "http://h", "thumb"});
  CHECK(music.msg_type == "music");
  CHECK(music.fields == message_fields{{"Music/Title", "t"}, {"Music/Description", "d"}, {"Music/MusicUrl", "http://l?a&b"},
                                       {"Music/HQMusicUrl", "http://h"}, {"Music/ThumbMediaId", "thumb"}});
  CHECK(written(text, transfer_reply{}).fields.empty());
  const auto transfer = written(text, transfer_reply{"test1@test"});
  CHECK(transfer.msg_type == "transfer_customer_service");
  CHECK(transfer.fields.at("TransInfo/KfAccount") == "test1@test");
}

TEST_CASE("what people send is answered with one article, an event with up to eight") {
  news_reply news;
  for (int i = 1; i <= 10; ++i) news.articles.push_back({"t" + std::to_string(i), "d", "p", "u"});
  const auto one = written(push("text"), news);
  CHECK(one.fields.at("ArticleCount") == "1");
  CHECK(one.fields.at("Articles/item/Title") == "t1");
  CHECK_FALSE(one.fields.contains("Articles/item[2]/Title"));
  const auto eight = written(push("event"), news);
  CHECK(eight.fields.at("ArticleCount") == "8");
  CHECK(eight.fields.at("Articles/item[8]/Title") == "t8");
  CHECK_FALSE(eight.fields.contains("Articles/item[9]/Title"));
}

TEST_CASE("nothing to say is the plain acknowledgement") {
  CHECK(write_reply(push("text"), text_reply{}, 0).empty());
  CHECK(write_reply(push("text"), news_reply{}, 0).empty());
}

TEST_CASE("a text too long for the platform is cut between characters") {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "字";
  const auto cut = written(push("text"), text_reply{text});
  CHECK(cut.content.size() == 2046);
  CHECK(cut.content == text.substr(0, 2046));
}
