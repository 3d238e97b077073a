#include "callback/restore_contacts.hpp"

#include "store/opened.hpp"
#include "support/catch.hpp"

using namespace depeche;
using namespace std::chrono_literals;

namespace {

const timestamp noon = from_unix_seconds(1'795'435'200);

std::shared_ptr<inbox_row> came(const std::string& openid, timestamp at, const std::string& kind) {
  auto row = std::make_shared<inbox_row>();
  row->account = "main";
  row->key = openid + std::to_string(to_unix_seconds(at));
  row->received = at;
  row->body = "<xml><ToUserName>gh_1</ToUserName><FromUserName>" + openid + "</FromUserName><CreateTime>" +
              std::to_string(to_unix_seconds(at)) + "</CreateTime><MsgType>" + kind + "</MsgType>" +
              (kind == "text" ? "<Content>最新</Content><MsgId>1</MsgId>" : "<Event>CLICK</Event><EventKey>digest</EventKey>") + "</xml>";
  return row;
}

}  // namespace

TEST_CASE("allowances that a crash kept from the database are given again from the inbox, once") {
  scratch folder;
  opened s(folder.path("a.db"));
  subscriber_store people(*s.db);
  inbox_store inbox(folder.path("in"), s.loop.get_executor(), s.loop.get_executor());
  s(inbox.open());
  for (const char* openid : {"wrote", "tapped", "spent", "long-ago"}) s(people.followed("main", openid, "", noon - 24h * 9));
  const auto left = s(people.followed("main", "left", "", noon - 24h * 9));
  s(people.unfollowed("main", "left", noon - 24h));
  s(inbox.keep(came("long-ago", noon - 2min, "text")));
  s(inbox.keep(came("wrote", noon, "text")));
  s(inbox.keep(came("tapped", noon, "event")));
  s(inbox.keep(came("left", noon, "text")));
  // This one's reached the database, and one of the five has been used since.
  s(inbox.keep(came("spent", noon, "text")));
  const auto spent = s(people.contacted("main", "spent", contact::message, noon));
  CHECK(s(people.spend_allowance(spent.id, noon)));
  for (int starts = 0; starts < 2; ++starts) {
    s(restore_contacts(inbox, people));
    CHECK(s(people.find("main", "wrote"))->customer_messages.left == 5);
    CHECK(s(people.find("main", "wrote"))->customer_messages.until == noon + 48h);
    CHECK(s(people.find("main", "spent"))->customer_messages.left == 4);
    CHECK_FALSE(s(people.find("main", "tapped"))->customer_messages.open_at(noon));
    CHECK_FALSE(s(people.find("main", "left"))->customer_messages.open_at(noon));
    CHECK_FALSE(s(people.find("main", "long-ago"))->customer_messages.open_at(noon));
  }
}
