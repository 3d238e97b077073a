#include "callback/recording.hpp"

#include "base/encode.hpp"
#include "base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>

namespace depeche {
namespace {

namespace fs = std::filesystem;

result<recorded_callback> parse_line(const std::string& line, const std::string& where) {
  const auto j = nlohmann::json::parse(line, nullptr, false);
  const auto text = [&](const char* name) { return j.contains(name) && j[name].is_string() ? j[name].get<std::string>() : std::string(); };
  const auto number = [&](const char* name) {
    return j.contains(name) && j[name].is_number_integer() ? j[name].get<std::int64_t>() : std::int64_t{0};
  };
  if (!j.is_object() || text("xml").empty() || text("account").empty())
    return fail(errc::io_failed, "not a recorded callback", where, "the file was cut or changed; remove the line");
  recorded_callback what;
  what.at = from_unix_ms(number("at"));
  what.account = text("account");
  what.openid = text("openid");
  what.xml = text("xml");
  what.reply = text("reply");
  what.status = static_cast<int>(number("status"));
  what.took = std::chrono::milliseconds{number("took_ms")};
  return what;
}

}  // namespace

std::string openid_mask::operator()(std::string_view openid) const {
  if (salt_.empty() || openid.empty()) return std::string(openid);
  // 28 characters beginning with o, as the platform's.
  return "o" + to_base64url(sha256(salt_ + std::string(openid) + salt_)).substr(0, 27);
}

std::string mask_named(std::string_view xml, const openid_mask& mask) {
  constexpr std::string_view element = "openid>", quote = "<![CDATA[", unquote = "]]>";
  std::string out;
  for (std::size_t at = 0; at < xml.size();) {
    const std::size_t name = std::min(xml.find('<', at), xml.size() - 1) + 1;
    out += xml.substr(at, name - at);
    at = name;
    if (!ascii_iequal(xml.substr(at, element.size()), element)) continue;
    std::size_t begin = at + element.size();
    const bool quoted = xml.substr(begin).starts_with(quote);
    if (quoted) begin += quote.size();
    const std::size_t end = std::min(xml.find(quoted ? unquote : "<", begin), xml.size());
    out += xml.substr(at, begin - at);
    out += mask(xml.substr(begin, end - begin));
    at = end;
  }
  return out;
}

result<openid_mask> mask_of_recording(const std::string& folder) {
  std::error_code ec;
  if (!fs::is_directory(folder, ec)) return fail(errc::io_failed, "there is no such folder", folder, "name one that serve --record wrote");
  std::ifstream in(fs::path(folder) / "salt");
  std::string salt;
  std::getline(in, salt);
  return salt.empty() ? openid_mask() : openid_mask(salt);
}

std::string to_json_line(const recorded_callback& what) {
  const nlohmann::ordered_json line = {{"at", to_unix_ms(what.at)}, {"account", what.account}, {"openid", what.openid},
                                       {"status", what.status},     {"took_ms", what.took.count()}, {"xml", what.xml},
                                       {"reply", what.reply}};
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

result<recording_reader> recording_reader::open(const std::string& folder) {
  std::error_code ec;
  recording_reader reader;
  for (fs::directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec))
    if (const std::string name = it->path().filename().string(); name.starts_with("callbacks-") && name.ends_with(".jsonl"))
      reader.files_.push_back(it->path().string());
  if (ec || reader.files_.empty())
    return fail(errc::io_failed, "no recording here", folder, "name a folder that serve --record wrote");
  // Their names are their days.
  std::sort(reader.files_.begin(), reader.files_.end(), std::greater<>());
  return reader;
}

result<std::optional<recorded_callback>> recording_reader::next() {
  for (;;) {
    std::string line;
    // Without its end, it is the last line of a process that was killed.
    if (in_.is_open() && std::getline(in_, line) && !in_.eof()) {
      ++line_;
      if (line.empty()) continue;
      auto one = parse_line(line, file_ + ":" + std::to_string(line_));
      if (one.has_error()) return one.error();
      return std::optional(std::move(*one));
    }
    if (files_.empty()) return std::optional<recorded_callback>();
    file_ = std::move(files_.back());
    files_.pop_back();
    line_ = 0;
    in_ = std::ifstream(file_, std::ios::binary);
    if (!in_) return fail(errc::io_failed, "the file cannot be read", file_, "check its permissions");
  }
}

}  // namespace depeche
