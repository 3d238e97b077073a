#include "e2e/phone.hpp"

#include "e2e/bot_and_platform.hpp"
#include "support/catch.hpp"

namespace e2e {

phone::phone(speaker& sandbox, const std::string& language)
    : sandbox_(&sandbox),
      path_("/sandbox/v1/phones/" + sandbox.order("/sandbox/v1/phones", {{"language", language}}).at("phone").dump()) {}

json phone::act(const std::string& what, const json& with) const { return sandbox_->order(path_ + "/" + what, with); }

std::string phone::say(const std::string& text) const {
  const json done = act("say", {{"text", text}});
  INFO(text << ": " << done.dump());
  REQUIRE(done.at("outcome") == "replied");
  REQUIRE_FALSE(done.at("reply").is_null());
  const std::string content = done.at("reply").at("content").get<std::string>();
  CHECK(content.size() <= 2048);
  return content;
}

json phone::messages() const { return sandbox_->ask(path_).at("messages"); }

std::vector<std::string> phone::told(const std::string& part, const std::string& way) const {
  std::vector<std::string> texts;
  const json all = messages();
  for (const json& m : all) {
    const std::string by = m.value("way", "");  // none: the person's own words
    if (by.empty() || by == "reply" || m.at("kind") != "text" || !contains(m.at("content"), part)) continue;
    if (way.empty() || by == way) texts.push_back(m.at("content"));
  }
  return texts;
}

phone enrol(const bot_and_platform& w, const std::string& language, invitation by) {
  const auto invited = w.run({"admin", "invite"});
  INFO(invited.out << invited.err);
  REQUIRE(invited.code == 0);
  const std::size_t at = invited.out.find(by == invitation::code ? "http://weixin.qq.com/" : "desk-");
  REQUIRE(at != std::string::npos);
  const std::string found = invited.out.substr(at, invited.out.find_first_of(" \n", at) - at);
  phone editor(*w.sandbox, language);
  if (by == invitation::code) {
    editor.scan(found);
  } else {
    CHECK(editor.follow().at("outcome") == "replied");
    editor.say(found);
  }
  return editor;
}

std::string article_in(const std::string& answer) {
  const std::size_t at = answer.find("/drop ");
  REQUIRE(at != std::string::npos);
  return answer.substr(at + 6, answer.find_first_not_of("0123456789", at + 6) - at - 6);
}

}  // namespace e2e
