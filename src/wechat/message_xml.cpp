// Reading: the elements that xml_reader finds, put into members and fields.
#include "wechat/message_xml.hpp"

#include "base/text.hpp"

#include <charconv>
#include <functional>
#include <optional>
#include <vector>

namespace depeche::wechat {
namespace {

using step = xml_reader::step;

error malformed(std::string_view what) { return fail(errc::xml_malformed, "the push is refused: " + std::string(what)); }

// Reads a document whose leaves below the root are all that is wanted. Null when it is whole.
template <class Take>
const char* read_top_leaves(std::string_view xml, Take take) {
  xml_reader reader(xml);
  while (true) {
    const step s = reader.next();
    if (s == step::ended) return nullptr;
    if (s == step::refused) return reader.why();
    if (s == step::closed && reader.depth() == 2 && reader.is_leaf()) take(reader.name(), reader.text());
  }
}

void assign_first(std::string& to, std::string_view text) {
  if (to.empty()) to = text;
}

// Numbers the siblings of one name: "List", "List[2]". Those of the open elements stand in one row, the innermost last.
class sibling_counts {
 public:
  void enter() { starts_.push_back(seen_.size()); }
  void leave() {
    seen_.resize(starts_.back());
    starts_.pop_back();
  }
  std::size_t count(std::string_view name) {
    const std::size_t hash = std::hash<std::string_view>{}(name);
    for (std::size_t i = starts_.back(); i < seen_.size(); ++i)
      if (seen_[i].hash == hash && seen_[i].name == name) return ++seen_[i].times;
    seen_.push_back({hash, name, 1});
    return 1;
  }

 private:
  struct sibling {
    std::size_t hash;
    std::string_view name;
    std::size_t times;
  };
  std::vector<sibling> seen_;
  std::vector<std::size_t> starts_;
};

// An absent number is 0; one that does not read is nothing.
std::optional<std::int64_t> number_in(std::string_view text) {
  text = trim(text);
  std::int64_t value = 0;
  if (text.empty()) return value;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

class message_builder {
 public:
  // Null when the document is whole.
  const char* read(std::string_view xml) {
    xml_reader reader(xml);
    while (true) {
      switch (reader.next()) {
        case step::ended: return nullptr;
        case step::refused: return reader.why();
        case step::opened: opened(reader); break;
        case step::closed: closed(reader); break;
      }
    }
  }

  result<inbound_message> done() {
    if (made_.from_user.empty()) return malformed("it names no sender (FromUserName)");
    if (made_.msg_type.empty()) return malformed("it names no type (MsgType)");
    if (!created_) return malformed("its CreateTime is no number");
    if (!id_) return malformed("its MsgId is no number");
    made_.create_time = *created_;
    made_.msg_id = *id_;
    return std::move(made_);
  }

 private:
  void opened(const xml_reader& at) {
    if (at.depth() > 1) {
      lengths_[at.depth() - 1] = path_.size();
      if (!path_.empty()) path_ += '/';
      path_ += at.name();
      if (const std::size_t n = names_.count(at.name()); n > 1) path_.append("[").append(std::to_string(n)).append("]");
    }
    names_.enter();
  }

  void closed(const xml_reader& at) {
    names_.leave();
    if (at.depth() == 1) return;
    if (at.is_leaf() && !(at.depth() == 2 && take_member(at.text()))) made_.fields.append(path_, at.text());
    path_.resize(lengths_[at.depth() - 1]);
  }

  bool take_member(std::string_view text) {
    const std::string_view name = path_;
    if (name == "ToUserName") made_.to_user = text;
    else if (name == "FromUserName") made_.from_user = text;
    else if (name == "CreateTime") created_ = number_in(text);
    else if (name == "MsgType") made_.msg_type = ascii_lower(text);
    else if (name == "Content") made_.content = text;
    else if (name == "MsgId") id_ = number_in(text);
    else if (name == "Event") made_.event = ascii_lower(text);
    else if (name == "EventKey") made_.event_key = text;
    else if (name == "Ticket") made_.ticket = text;
    else return false;
    return true;
  }

  inbound_message made_;
  std::optional<std::int64_t> created_ = 0;
  std::optional<std::int64_t> id_ = 0;
  std::string path_;
  std::array<std::size_t, max_xml_depth> lengths_{};  // of the path outside an element of this depth
  sibling_counts names_;
};

}  // namespace

result<envelope> parse_envelope(std::string_view xml) {
  envelope out;
  const char* fault = read_top_leaves(xml, [&](std::string_view name, std::string_view text) {
    if (name == "Encrypt") assign_first(out.encrypt, text);
    else if (name == "ToUserName") assign_first(out.to_user, text);
  });
  if (fault != nullptr) return malformed(fault);
  return out;
}

result<inbound_message> parse_message(std::string_view xml) {
  message_builder builder;
  if (const char* fault = builder.read(xml)) return malformed(fault);
  return builder.done();
}

result<encrypted_reply> parse_encrypted_reply(std::string_view xml) {
  encrypted_reply out;
  const char* fault = read_top_leaves(xml, [&](std::string_view name, std::string_view text) {
    if (name == "Encrypt") assign_first(out.encrypt, text);
    else if (name == "MsgSignature") assign_first(out.signature, text);
    else if (name == "TimeStamp") assign_first(out.timestamp, text);
    else if (name == "Nonce") assign_first(out.nonce, text);
  });
  if (fault != nullptr) return malformed(fault);
  if (out.encrypt.empty() || out.signature.empty() || out.timestamp.empty() || out.nonce.empty())
    return malformed("an encrypted reply lacks Encrypt, MsgSignature, TimeStamp or Nonce");
  return out;
}

}  // namespace depeche::wechat
