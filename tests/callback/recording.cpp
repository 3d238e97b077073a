// Recordings are written in order, masked unless asked, and read back as they were.
#include "callback/recorder.hpp"
#include "support/catch.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace depeche;
namespace fs = std::filesystem;

namespace {

struct folder {
  folder() {
    std::string name = (fs::temp_directory_path() / "depeche-recording-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~folder() { fs::remove_all(path); }
  std::string path;
};

recorded_callback callback(std::int64_t at_s, const std::string& openid, const std::string& text) {
  recorded_callback c;
  c.at = from_unix_seconds(at_s);
  c.account = "main";
  c.openid = openid;
  c.xml = "<xml><FromUserName><![CDATA[" + openid + "]]></FromUserName><Content><![CDATA[" + text + "]]></Content></xml>";
  c.reply = "<xml><ToUserName><![CDATA[" + openid + "]]></ToUserName></xml>";
  return c;
}

std::vector<recorded_callback> read_all(const std::string& path) {
  recording_reader reader = recording_reader::open(path).value();
  std::vector<recorded_callback> all;
  for (auto one = reader.next().value(); one; one = reader.next().value()) all.push_back(std::move(*one));
  return all;
}

void record(const std::string& path, bool keep_openids, const std::vector<recorded_callback>& all) {
  auto recorder = callback_recorder::open(path, keep_openids).value();
  for (const auto& c : all) recorder->note(c);
}

}  // namespace

TEST_CASE("a recording gives back what was noted, days apart and in order") {
  const folder f;
  record(f.path, true, {callback(1'700'000'000, "oA", "今日"), callback(1'700'100'000, "oB", "résumé \"1\"\n")});
  const auto all = read_all(f.path);
  REQUIRE(all.size() == 2);
  CHECK(all[0].openid == "oA");
  CHECK(all[0].xml == callback(0, "oA", "今日").xml);
  CHECK(all[1].xml == callback(0, "oB", "résumé \"1\"\n").xml);
  CHECK(all[1].at == from_unix_seconds(1'700'100'000));
}

TEST_CASE("people's ids are masked, the same person's always alike, in both texts") {
  const folder f;
  record(f.path, false, {callback(1'700'000'000, "oSomebody", "a"), callback(1'700'000'001, "oSomebody", "b"), callback(1'700'000'002, "oOther", "c")});
  record(f.path, false, {callback(1'700'000'003, "oSomebody", "d")});  // after a restart
  const auto all = read_all(f.path);
  REQUIRE(all.size() == 4);
  CHECK(all[0].openid != "oSomebody");
  CHECK(all[0].openid.size() == 28);
  CHECK(all[0].openid == all[1].openid);
  CHECK(all[0].openid == all[3].openid);
  CHECK(all[0].openid != all[2].openid);
  for (const auto& c : all) {
    CHECK(c.xml.find("oSomebody") == std::string::npos);
    CHECK(c.xml.find(c.openid) != std::string::npos);
    CHECK(c.reply.find(c.openid) != std::string::npos);
  }
  CHECK(mask_of_recording(f.path).value()("oSomebody") == all[0].openid);
}

TEST_CASE("an event about somebody else names nobody either") {
  const folder f;
  recorded_callback revoked;
  revoked.at = from_unix_seconds(1'700'000'000);
  revoked.account = "main";
  revoked.openid = "oAnother";
  revoked.xml = "<xml><FromUserName><![CDATA[oAnother]]></FromUserName><OpenID><![CDATA[oSomebody]]></OpenID><openid>oOther</openid>"
                "<Openid></Openid><RevokeInfo>1</RevokeInfo></xml>";
  record(f.path, false, {revoked});
  const auto kept = read_all(f.path).front();
  const auto mask = mask_of_recording(f.path).value();
  CHECK(kept.xml == "<xml><FromUserName><![CDATA[" + mask("oAnother") + "]]></FromUserName><OpenID><![CDATA[" + mask("oSomebody") +
                        "]]></OpenID><openid>" + mask("oOther") + "</openid><Openid></Openid><RevokeInfo>1</RevokeInfo></xml>");
  // Cut short, nothing is lost and nothing told.
  for (const std::string cut : {"<xml><OpenID", "<xml><OpenID>", "<xml><OpenID>oSomebody", "<xml><OpenID><![CDATA[oSomebody", "a", ""}) {
    const std::string masked = mask_named(cut, mask);
    CHECK(masked.find("oSomebody") == std::string::npos);
    CHECK(masked.starts_with(cut.substr(0, cut.find("oSomebody"))));
  }
}

TEST_CASE("a folder holds masked ids or plain ones, never both") {
  const folder f;
  record(f.path, false, {callback(1'700'000'000, "oA", "a")});
  CHECK(callback_recorder::open(f.path, true).error().code == errc::io_failed);
}

TEST_CASE("half a last line is left out, a broken one is named by file and line") {
  const folder f;
  record(f.path, true, {callback(1'700'000'000, "oA", "a")});
  const std::string file = fs::directory_iterator(f.path)->path().string();
  { std::ofstream(file, std::ios::app) << "{\"at\":17"; }
  CHECK(read_all(f.path).size() == 1);
  { std::ofstream(file, std::ios::app) << "\n"; }
  recording_reader reader = recording_reader::open(f.path).value();
  CHECK(reader.next().value().has_value());
  const auto broken = reader.next();
  REQUIRE(broken.has_error());
  CHECK(broken.error().where == file + ":2");
}

TEST_CASE("no folder and no recording are said") {
  const folder f;
  CHECK(recording_reader::open(f.path).has_error());
  CHECK(recording_reader::open(f.path + "/none").has_error());
  CHECK(mask_of_recording(f.path + "/none").has_error());
}
