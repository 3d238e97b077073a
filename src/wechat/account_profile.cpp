#include "wechat/account_profile.hpp"

#include <array>

namespace depeche::wechat {
namespace {

struct call_group {
  std::string_view beginning;  // of the path; the first that fits counts
  capability needs;
};

using enum capability;

constexpr auto groups = std::to_array<call_group>({
    {"/cgi-bin/user/info/updateremark", remarks},
    {"/cgi-bin/user/", users},
    {"/cgi-bin/tags/", users},
    {"/cgi-bin/message/custom/", custom_messages},
    {"/cgi-bin/message/mass/sendall", mass_messages},
    {"/cgi-bin/message/mass/send", mass_by_list},
    {"/cgi-bin/message/mass/", mass_messages},
    {"/cgi-bin/message/template/subscribe", once_messages},
    {"/cgi-bin/message/template/", templates},
    {"/cgi-bin/template/", templates},
    {"/cgi-bin/message/subscribe/", notices},
    {"/wxaapi/newtmpl/", notices},
    {"/cgi-bin/qrcode/", scene_codes},
    {"/cgi-bin/menu/", menus},
    {"/cgi-bin/freepublish/", publishing},
});

}  // namespace

capability capability_of(std::string_view path) {
  for (const call_group& group : groups)
    if (path.starts_with(group.beginning)) return group.needs;
  return any;
}

std::string_view name(capability what) {
  switch (what) {
    case any: return "calls";
    case users: return "followers and tags";
    case remarks: return "remarks";
    case custom_messages: return "customer messages";
    case menus: return "the menu";
    case scene_codes: return "codes with a scene";
    case templates: return "template messages";
    case notices: return "subscription notices";
    case once_messages: return "one-off messages";
    case mass_messages: return "mass messages";
    case mass_by_list: return "mass messages to a list";
    case publishing: return "publishing";
  }
  return "";
}

bool account_profile::offers(capability what) const {
  const bool test = kind == account_kind::test;
  const bool service = kind == account_kind::service || test;
  const bool trusted = verified || test;
  switch (what) {
    case any: return true;
    case users:
    case custom_messages:
    case once_messages: return trusted;
    case mass_messages: return trusted && !test;
    case menus: return trusted || service;
    case publishing: return (trusted || service) && !test;
    case remarks:
    case scene_codes:
    case templates:
    case notices: return trusted && service;
    case mass_by_list: return trusted && service && !test;
  }
  return false;
}

bool account_profile::note_refusal(capability what) {
  if (what == any || refused(what)) return false;
  *refused_ |= bit(what);
  return true;
}

}  // namespace depeche::wechat
