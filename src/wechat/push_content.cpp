// Each kind is described once: which elements hold its members. The description serves both directions, so that what one side
// writes is what the other reads.
#include "wechat/push_content.hpp"

#include "base/text.hpp"

#include <array>
#include <charconv>
#include <concepts>

namespace depeche::wechat {
namespace {

constexpr std::size_t max_list = 100;  // the platform's own lists have a dozen entries at most

std::string nth(std::string_view path, std::size_t n) {
  std::string out(path);
  if (n > 1) out.append("[").append(std::to_string(n)).append("]");
  return out;
}

template <class T>
struct named {
  std::string_view name;
  T value;
};

// Message -> value. A number that does not read spoils the whole.
class field_reader {
 public:
  explicit field_reader(const inbound_message& m) : m_(m) {}
  bool good() const { return good_; }
  void refuse() { good_ = false; }

  void message(std::string_view) {}
  void event(std::string_view) {}
  template <class T, std::size_t N>
  void message_of(T& value, const std::array<named<T>, N>& names) { by_name(m_.msg_type, value, names); }
  template <class T, std::size_t N>
  void event_of(T& value, const std::array<named<T>, N>& names) { by_name(m_.event, value, names); }

  void operator()(std::string_view name, std::string& value) { value = text(name); }
  // Written under the first name, read under either.
  void either(std::string_view name, std::string_view other, std::string& value) {
    value = text(name);
    if (value.empty()) value = text(other);
  }
  void operator()(std::string_view name, std::int64_t& value) {
    if (const std::string_view t = trim(text(name)); !t.empty()) read_number(t, value);
  }
  void operator()(std::string_view name, double& value) { read_number(trim(text(name)), value); }
  template <std::same_as<bool> Flag>
  void operator()(std::string_view name, Flag& value) {
    std::int64_t number = 0;
    (*this)(name, number);
    value = number != 0;
  }

  // Repeated elements with children.
  template <class T, class Describe>
  void each(std::string_view name, std::vector<T>& list, Describe describe) {
    const std::string outer = prefix_;
    for (std::size_t n = 1; n <= max_list; ++n) {
      prefix_ = outer + nth(name, n) + '/';
      if (!any_inside()) break;
      T one{};
      describe(*this, one);
      list.push_back(std::move(one));
    }
    prefix_ = outer;
  }
  // Repeated leaves.
  void numbers(std::string_view name, std::vector<std::int64_t>& list) {
    for (std::size_t n = 1; n <= max_list && m_.fields.contains(prefix_ + nth(name, n)); ++n) {
      std::int64_t value = 0;
      (*this)(nth(name, n), value);
      list.push_back(value);
    }
  }

 private:
  std::string_view text(std::string_view name) const {
    if (!prefix_.empty()) return m_.fields.get(prefix_ + std::string(name));
    if (name == "Content") return m_.content;
    if (name == "EventKey") return m_.event_key;
    if (name == "Ticket") return m_.ticket;
    return m_.fields.get(name);
  }
  template <class Number>
  void read_number(std::string_view t, Number& value) {
    const auto [end, ec] = std::from_chars(t.data(), t.data() + t.size(), value);
    if (t.empty() || ec != std::errc{} || end != t.data() + t.size()) good_ = false;
  }
  bool any_inside() const {
    for (const auto& [path, value] : m_.fields)
      if (path.starts_with(prefix_)) return true;
    return false;
  }
  template <class T, std::size_t N>
  void by_name(std::string_view name, T& value, const std::array<named<T>, N>& names) {
    for (const auto& n : names)
      if (n.name == name) value = n.value;
  }

  const inbound_message& m_;
  std::string prefix_;
  bool good_ = true;
};

// Value -> message. Empty texts are left out.
class field_writer {
 public:
  explicit field_writer(inbound_message& m) : m_(m) {}
  void refuse() {}

  void message(std::string_view type) { m_.msg_type = type; }
  void event(std::string_view name) {
    m_.msg_type = "event";
    m_.event = name;
  }
  template <class T, std::size_t N>
  void message_of(const T& value, const std::array<named<T>, N>& names) {
    for (const auto& n : names)
      if (n.value == value) message(n.name);
  }
  template <class T, std::size_t N>
  void event_of(const T& value, const std::array<named<T>, N>& names) {
    for (const auto& n : names)
      if (n.value == value) event(n.name);
  }

  void operator()(std::string_view name, const std::string& value) { put(name, value); }
  void either(std::string_view name, std::string_view, const std::string& value) { put(name, value); }
  void operator()(std::string_view name, const std::int64_t& value) { put_number(name, value); }
  void operator()(std::string_view name, const double& value) { put_number(name, value); }
  template <std::same_as<bool> Flag>
  void operator()(std::string_view name, const Flag& value) { put(name, value ? "1" : "0"); }

  template <class T, class Describe>
  void each(std::string_view name, std::vector<T>& list, Describe describe) {
    const std::string outer = prefix_;
    for (std::size_t n = 1; n <= list.size(); ++n) {
      prefix_ = outer + nth(name, n) + '/';
      describe(*this, list[n - 1]);
    }
    prefix_ = outer;
  }
  void numbers(std::string_view name, const std::vector<std::int64_t>& list) {
    for (std::size_t n = 1; n <= list.size(); ++n) put_number(nth(name, n), list[n - 1]);
  }

 private:
  void put(std::string_view name, std::string_view value) {
    if (prefix_.empty() && name == "Content") m_.content = value;
    else if (prefix_.empty() && name == "EventKey") m_.event_key = value;
    else if (prefix_.empty() && name == "Ticket") m_.ticket = value;
    else if (!value.empty()) m_.fields[prefix_ + std::string(name)] = value;
  }
  template <class Number>
  void put_number(std::string_view name, Number value) {
    std::array<char, 32> digits{};
    const auto [end, ec] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    put(name, {digits.data(), static_cast<std::size_t>(end - digits.data())});
  }

  inbound_message& m_;
  std::string prefix_;
};

// The descriptions.

template <class Io> void describe(Io& io, text_message& v) {
  io.message("text");
  io("Content", v.text);
  io("bizmsgmenuid", v.menu_item);
}
template <class Io> void describe(Io& io, image_message& v) {
  io.message("image");
  io("PicUrl", v.url);
  io("MediaId", v.media_id);
}
template <class Io> void describe(Io& io, voice_message& v) {
  io.message("voice");
  io("MediaId", v.media_id);
  io("Format", v.format);
  io("Recognition", v.recognition);
  io("MediaId16K", v.media_id_16k);
}
template <class Io> void describe(Io& io, video_message& v) {
  io.message_of(v.is_short, std::array<named<bool>, 2>{{{"video", false}, {"shortvideo", true}}});
  io("MediaId", v.media_id);
  io("ThumbMediaId", v.thumb_media_id);
}
template <class Io> void describe(Io& io, location_message& v) {
  io.message("location");
  io("Location_X", v.latitude);
  io("Location_Y", v.longitude);
  io("Scale", v.scale);
  io("Label", v.label);
}
template <class Io> void describe(Io& io, link_message& v) {
  io.message("link");
  io("Title", v.title);
  io("Description", v.description);
  io("Url", v.url);
}
template <class Io> void describe(Io& io, file_message& v) {
  io.message("file");
  io("Title", v.name);
  io("Description", v.description);
  io("FileKey", v.key);
  io("FileMd5", v.md5);
  io("FileTotalLen", v.bytes);
}
template <class Io> void describe(Io& io, card_message& v) {
  io.message("miniprogrampage");
  io("Title", v.title);
  io("AppId", v.app_id);
  io("PagePath", v.page);
  io("ThumbUrl", v.thumb_url);
  io("ThumbMediaId", v.thumb_media_id);
}

template <class Io> void describe(Io& io, follow_event& v) {
  io.event("subscribe");
  io("EventKey", v.key);
  io("Ticket", v.ticket);
}
template <class Io> void describe(Io& io, unfollow_event&) { io.event("unsubscribe"); }
template <class Io> void describe(Io& io, scan_event& v) {
  io.event("scan");
  io("EventKey", v.scene);
  io("Ticket", v.ticket);
}
template <class Io> void describe(Io& io, position_event& v) {
  io.event("location");
  io("Latitude", v.latitude);
  io("Longitude", v.longitude);
  io("Precision", v.precision);
}
template <class Io> void describe(Io& io, click_event& v) {
  io.event("click");
  io("EventKey", v.key);
}
template <class Io> void describe(Io& io, view_event& v) {
  io.event("view");
  io("EventKey", v.url);
  io("MenuId", v.menu_id);
}
template <class Io> void describe(Io& io, mini_program_event& v) {
  io.event("view_miniprogram");
  io("EventKey", v.page);
  io("MenuId", v.menu_id);
}
template <class Io> void describe(Io& io, code_scanned_event& v) {
  io.event_of(v.waits, std::array<named<bool>, 2>{{{"scancode_push", false}, {"scancode_waitmsg", true}}});
  io("EventKey", v.key);
  io("ScanCodeInfo/ScanType", v.scan_type);
  io("ScanCodeInfo/ScanResult", v.scan_result);
}
template <class Io> void describe(Io& io, pictures_event& v) {
  io.event_of(v.source, std::array<named<picture_source>, 3>{{{"pic_sysphoto", picture_source::camera},
                                                              {"pic_photo_or_album", picture_source::camera_or_album},
                                                              {"pic_weixin", picture_source::album}}});
  io("EventKey", v.key);
  auto count = static_cast<std::int64_t>(v.md5s.size());
  io("SendPicsInfo/Count", count);
  io.each("SendPicsInfo/PicList/item", v.md5s, [](auto& in, std::string& md5) { in("PicMd5Sum", md5); });
}
template <class Io> void describe(Io& io, place_event& v) {
  io.event("location_select");
  io("EventKey", v.key);
  io("SendLocationInfo/Location_X", v.latitude);
  io("SendLocationInfo/Location_Y", v.longitude);
  io("SendLocationInfo/Scale", v.scale);
  io("SendLocationInfo/Label", v.label);
  io("SendLocationInfo/Poiname", v.name);
}

template <class Io> void describe(Io& io, template_finished& v) {
  io.event("templatesendjobfinish");
  io("MsgID", v.msg_id);
  io("Status", v.status);
}
template <class Io> void describe(Io& io, mass_finished& v) {
  io.event("masssendjobfinish");
  io("MsgID", v.msg_id);
  io("Status", v.status);
  io("TotalCount", v.total);
  io("FilterCount", v.filtered);
  io("SentCount", v.sent);
  io("ErrorCount", v.failed);
  io.each("CopyrightCheckResult/ResultList/item", v.checks, [](auto& in, originality_check& c) {
    in("ArticleIdx", c.article);
    in("UserDeclareState", c.declared_state);
    in("AuditState", c.audit_state);
    in("OriginalArticleUrl", c.original_url);
    in("OriginalArticleType", c.original_type);
    in("CanReprint", c.may_reprint);
    in("NeedReplaceContent", c.must_replace_content);
    in("NeedShowReprintSource", c.must_show_source);
  });
  io("CopyrightCheckResult/CheckState", v.check_state);
  io.each("ArticleUrlResult/ResultList/item", v.articles, [](auto& in, article_address& a) {
    in("ArticleIdx", a.article);
    in("ArticleUrl", a.url);
  });
}
template <class Io> void describe(Io& io, publish_finished& v) {
  io.event("publishjobfinish");
  io("PublishEventInfo/publish_id", v.publish_id);
  auto status = static_cast<std::int64_t>(v.status);
  io("PublishEventInfo/publish_status", status);
  if (status < 0 || status > static_cast<std::int64_t>(publish_status::blocked)) io.refuse();
  else v.status = static_cast<publish_status>(status);
  io("PublishEventInfo/article_id", v.article_id);
  v.article_id = trim(v.article_id);  // published samples break the line around it
  io.each("PublishEventInfo/article_detail/item", v.articles, [](auto& in, article_address& a) {
    in("idx", a.article);
    in("article_url", a.url);
  });
  io.numbers("PublishEventInfo/fail_idx", v.failed_articles);
}
template <class Io> void describe(Io& io, notices_answered& v) {
  io.event_of(v.in_settings, std::array<named<bool>, 2>{{{"subscribe_msg_popup_event", false},
                                                         {"subscribe_msg_change_event", true}}});
  const std::string_view list = v.in_settings ? "SubscribeMsgChangeEvent/List" : "SubscribeMsgPopupEvent/List";
  io.each(list, v.answers, [](auto& in, notice_answer& a) {
    in("TemplateId", a.template_id);
    std::string answer = a.accepted ? "accept" : "reject";
    in("SubscribeStatusString", answer);
    a.accepted = answer == "accept";
    in("PopupScene", a.scene);
  });
}
template <class Io> void describe(Io& io, notices_sent& v) {
  io.event("subscribe_msg_sent_event");
  io.each("SubscribeMsgSentEvent/List", v.notices, [](auto& in, sent_notice& n) {
    in("TemplateId", n.template_id);
    in("MsgID", n.msg_id);
    in("ErrorCode", n.errcode);
    in("ErrorStatus", n.status);
  });
}

template <class Io> void describe(Io& io, personal_data_event& v) {
  io.event_of(v.kind, std::array<named<data_withdrawal>, 3>{
                          {{"user_info_modified", data_withdrawal::cleaned_by_platform},
                           {"user_authorization_revoke", data_withdrawal::authorisation_revoked},
                           {"user_authorization_cancellation", data_withdrawal::account_deleted}}});
  io.either("OpenID", "openid", v.openid);
  io.either("AppID", "appid", v.app_id);
  io("RevokeInfo", v.what);
}
template <class Io> void describe(Io& io, service_session_event& v) {
  io.event_of(v.change, std::array<named<session_change>, 3>{{{"kf_create_session", session_change::opened},
                                                              {"kf_close_session", session_change::closed},
                                                              {"kf_switch_session", session_change::handed_over}}});
  io(v.change == session_change::handed_over ? "FromKfAccount" : "KfAccount", v.agent);
  io("ToKfAccount", v.next_agent);
  io("CloseType", v.close_type);
}
template <class Io> void describe(Io& io, verification_event& v) {
  using enum verification_step;
  io.event_of(v.step, std::array<named<verification_step>, 6>{{{"qualification_verify_success", qualification_passed},
                                                               {"qualification_verify_fail", qualification_failed},
                                                               {"naming_verify_success", naming_passed},
                                                               {"naming_verify_fail", naming_failed},
                                                               {"annual_renew", renewal_due},
                                                               {"verify_expired", expired}}});
  const bool failed = v.step == qualification_failed || v.step == naming_failed;
  io(failed ? "FailTime" : "ExpiredTime", v.at);
  io("FailReason", v.reason);
}
template <class Io> void describe(Io& io, debug_event& v) {
  io.event("debug_demo");
  io("debug_str", v.text);
}

// Which kind a name is.

template <class T>
push_content read_as(const inbound_message& m) {
  T value;
  field_reader io(m);
  describe(io, value);
  if (!io.good()) return unknown_push{};
  return value;
}

struct kind {
  std::string_view name;
  push_content (*read)(const inbound_message&);
};

constexpr auto messages = std::to_array<kind>({
    {"text", &read_as<text_message>},
    {"image", &read_as<image_message>},
    {"voice", &read_as<voice_message>},
    {"video", &read_as<video_message>},
    {"shortvideo", &read_as<video_message>},
    {"location", &read_as<location_message>},
    {"link", &read_as<link_message>},
    {"file", &read_as<file_message>},
    {"miniprogrampage", &read_as<card_message>},
});

constexpr auto events = std::to_array<kind>({
    {"subscribe", &read_as<follow_event>},
    {"unsubscribe", &read_as<unfollow_event>},
    {"scan", &read_as<scan_event>},
    {"click", &read_as<click_event>},
    {"view", &read_as<view_event>},
    {"view_miniprogram", &read_as<mini_program_event>},
    {"location", &read_as<position_event>},
    {"scancode_push", &read_as<code_scanned_event>},
    {"scancode_waitmsg", &read_as<code_scanned_event>},
    {"pic_sysphoto", &read_as<pictures_event>},
    {"pic_photo_or_album", &read_as<pictures_event>},
    {"pic_weixin", &read_as<pictures_event>},
    {"location_select", &read_as<place_event>},
    {"templatesendjobfinish", &read_as<template_finished>},
    {"masssendjobfinish", &read_as<mass_finished>},
    {"publishjobfinish", &read_as<publish_finished>},
    {"freepublishjobfinish", &read_as<publish_finished>},  // as one SDK's sample calls it
    {"subscribe_msg_popup_event", &read_as<notices_answered>},
    {"subscribe_msg_change_event", &read_as<notices_answered>},
    {"subscribe_msg_sent_event", &read_as<notices_sent>},
    {"user_info_modified", &read_as<personal_data_event>},
    {"user_authorization_revoke", &read_as<personal_data_event>},
    {"user_authorization_cancellation", &read_as<personal_data_event>},
    {"kf_create_session", &read_as<service_session_event>},
    {"kf_close_session", &read_as<service_session_event>},
    {"kf_switch_session", &read_as<service_session_event>},
    {"qualification_verify_success", &read_as<verification_event>},
    {"qualification_verify_fail", &read_as<verification_event>},
    {"naming_verify_success", &read_as<verification_event>},
    {"naming_verify_fail", &read_as<verification_event>},
    {"annual_renew", &read_as<verification_event>},
    {"verify_expired", &read_as<verification_event>},
    {"debug_demo", &read_as<debug_event>},
});

template <std::size_t N>
push_content read_named(const std::array<kind, N>& kinds, std::string_view name, const inbound_message& m) {
  for (const kind& k : kinds)
    if (k.name == name) return k.read(m);
  return unknown_push{};
}

}  // namespace

push_content read_content(const inbound_message& m) {
  return m.msg_type == "event" ? read_named(events, m.event, m) : read_named(messages, m.msg_type, m);
}

void set_content(inbound_message& message, const push_content& content) {
  const auto write = [&]<class T>(T value) {
    field_writer io(message);
    if constexpr (!std::same_as<T, unknown_push>) describe(io, value);
  };
  std::visit(write, content);
}

mass_status describe_mass_status(std::string_view status) {
  using enum mass_end;
  struct entry {
    std::string_view status;
    mass_status means;
  };
  constexpr auto table = std::to_array<entry>({
      {"send success", {sent, "sent"}},
      {"sendsuccess", {sent, "sent"}},
      {"send fail", {failed, "the platform failed to send it"}},
      {"sendfail", {failed, "the platform failed to send it"}},
      {"err(10001)", {refused_content, "suspected advertising"}},
      {"err(20001)", {refused_content, "suspected politics"}},
      {"err(20002)", {refused_content, "suspected pornography"}},
      {"err(20004)", {refused_content, "suspected rumour"}},
      {"err(20006)", {refused_content, "suspected crime"}},
      {"err(20008)", {refused_content, "suspected fraud"}},
      {"err(20013)", {refused_content, "suspected copyright infringement"}},
      {"err(21000)", {refused_content, "suspected for other reasons"}},
      {"err(22000)", {refused_content, "suspected mutual promotion"}},
      {"err(30001)", {refused_reprint, "the originality check failed, and reprints were not to be sent"}},
      {"err(30002)", {refused_reprint, "the originality check refuses it"}},
      {"err(30003)", {refused_reprint, "judged a reprint, and reprints were not to be sent"}},
      {"err(40001)", {refused_by_admin, "an administrator refused it"}},
      {"err(40002)", {refused_by_admin, "no administrator confirmed it within 30 minutes"}},
  });
  const std::string lower = ascii_lower(trim(status));
  for (const entry& e : table)
    if (e.status == lower) return e.means;
  if (lower.starts_with("err(")) return {refused_content, "the platform's review refused it"};
  return {failed, "a status that is not known"};
}

}  // namespace depeche::wechat
