#include "wechat/api_answer.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <limits>

namespace depeche::wechat {
namespace {

using nlohmann::json;

constexpr std::size_t kept_answer_bytes = 64 * 1024;

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || text.empty() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Walks an answer without building it: follower lists are long, and only the members beside them are wanted. Takes members of
// the outermost object, by name; the first of several counts.
class member_reader final : public nlohmann::json_sax<json> {
 public:
  struct member {
    std::string_view name;
    std::optional<std::string> text{};
    std::optional<std::int64_t> number{};
    bool seen = false;
  };
  explicit member_reader(std::vector<member>& wanted) : wanted_(wanted) {}

  bool null() override { return scalar(nullptr, {}); }
  bool boolean(bool) override { return scalar(nullptr, {}); }
  bool number_integer(number_integer_t n) override { return scalar(nullptr, n); }
  bool number_unsigned(number_unsigned_t n) override {
    constexpr auto top = static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
    return scalar(nullptr, n <= top ? std::optional{static_cast<std::int64_t>(n)} : std::nullopt);
  }
  bool number_float(number_float_t, const string_t&) override { return scalar(nullptr, {}); }
  bool string(string_t& s) override { return scalar(&s, {}); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return enter(); }
  bool start_array(std::size_t) override { return depth_ != 0 && enter(); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }
  bool key(string_t& name) override {
    current_ = nullptr;
    if (depth_ != 1) return true;
    for (member& m : wanted_)
      if (m.name == name && !m.seen) {
        m.seen = true;
        current_ = &m;
      }
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const json::exception&) override { return false; }

 private:
  bool enter() {
    current_ = nullptr;
    return ++depth_ <= 64;
  }
  bool leave() {
    --depth_;
    return true;
  }
  bool scalar(string_t* text, std::optional<std::int64_t> number) {
    if (depth_ == 0) return false;
    if (current_ != nullptr) {
      current_->number = text != nullptr ? number_in(trim(*text)) : number;
      if (text != nullptr) current_->text = std::move(*text);
      current_ = nullptr;
    }
    return true;
  }

  std::vector<member>& wanted_;
  member* current_ = nullptr;
  int depth_ = 0;
};

// False when the text is no JSON object.
bool read_members(std::string_view text, std::vector<member_reader::member>& wanted) {
  member_reader reader(wanted);
  return json::sax_parse(text.begin(), text.end(), &reader);
}

// "invalid appid rid: 61725984-6126f6f9-040f19c4" -> both parts; older answers end in "hint: [...]".
void split_errmsg(std::string_view errmsg, api_failure& into) {
  for (const std::string_view mark : {"rid:", "hint:"}) {
    const std::size_t at = errmsg.rfind(mark);
    if (at == std::string_view::npos) continue;
    const std::string_view id = trim(errmsg.substr(at + mark.size()));
    if (id.empty() || id.size() > 64 || id.find(' ') != std::string_view::npos) continue;
    into.rid = id;
    if (into.rid.front() == '[' && into.rid.back() == ']') into.rid = into.rid.substr(1, into.rid.size() - 2);
    errmsg = errmsg.substr(0, at);
    break;
  }
  into.message = trim(errmsg);
}

api_failure transport_failure(const error& e, std::string_view path, api_action when_unknown) {
  api_failure f;
  const bool stayed = e == errc::connect_failed || e == errc::tls_failed || e == errc::address_refused;
  f.action = stayed ? api_action::not_sent : when_unknown;
  f.message = to_line(e);
  f.path = path;
  return f;
}

api_failure unreadable(int status, std::string_view path, api_action when_unknown) {
  api_failure f;
  f.action = when_unknown;
  f.message = "the platform answered HTTP " + std::to_string(status) + " without readable JSON";
  f.path = path;
  return f;
}

api_failure refused(std::int64_t code, std::string_view errmsg, std::string_view path) {
  api_failure f;
  const bool fits = code >= std::numeric_limits<int>::min() && code <= std::numeric_limits<int>::max();
  f.errcode = fits ? static_cast<int>(code) : std::numeric_limits<int>::max();
  const errcode_entry known = describe_errcode(f.errcode);
  f.action = known.action;
  f.path = path;
  split_errmsg(errmsg, f);
  if (f.message.empty()) f.message = known.meaning;
  const std::string_view address = address_in(errmsg);
  if ((f.errcode == 40164 || f.errcode == 61004) && !address.empty())
    f.message = "the account's IP whitelist lacks this machine's address " + std::string(address) + ": add it in the console (" +
                f.message + ')';
  return f;
}

}  // namespace

api_result<std::string> read_api_answer(result<client_response> answer, std::string_view path, api_action when_unknown) {
  if (answer.has_error()) return transport_failure(answer.error(), path, when_unknown);
  std::string text = is_utf8(answer->body) ? std::move(answer->body) : repair_utf8(answer->body);
  std::vector<member_reader::member> members(2);
  member_reader::member& code = members[0];
  member_reader::member& errmsg = members[1];
  code.name = "errcode";
  errmsg.name = "errmsg";
  if (answer->status >= 500 || !read_members(text, members)) return unreadable(answer->status, path, when_unknown);
  if (code.seen && !code.number) return unreadable(answer->status, path, when_unknown);
  if (code.number.value_or(0) == 0) {
    if (answer->status < 200 || answer->status >= 300) return unreadable(answer->status, path, when_unknown);
    return text;
  }
  api_failure f = refused(*code.number, errmsg.text.value_or(""), path);
  if (text.size() <= kept_answer_bytes) f.answer = std::move(text);
  return f;
}

std::string api_path(const url& base, std::string_view path) {
  std::string out = base.target;
  while (out.ends_with('/')) out.pop_back();
  return out += path;
}

std::string_view address_in(std::string_view errmsg) {
  constexpr std::string_view mark = "invalid ip ";
  const std::size_t at = errmsg.find(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = errmsg.substr(at + mark.size());
  const std::string_view address = rest.substr(0, rest.find_first_of(" ,"));
  const bool looks_right = !address.empty() && address.size() <= 45 &&
                           address.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos;
  return looks_right ? address : std::string_view{};
}

std::optional<std::string> text_member(std::string_view json_text, std::string_view name) {
  std::vector<member_reader::member> wanted(1);
  wanted[0].name = name;
  if (!read_members(json_text, wanted)) return std::nullopt;
  return std::move(wanted[0].text);
}

std::optional<std::int64_t> number_member(std::string_view json_text, std::string_view name) {
  std::vector<member_reader::member> wanted(1);
  wanted[0].name = name;
  if (!read_members(json_text, wanted)) return std::nullopt;
  return wanted[0].number;
}

}  // namespace depeche::wechat
