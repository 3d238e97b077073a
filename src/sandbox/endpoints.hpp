// The platform's endpoints, by subject; each takes what it works on. Below them what several subjects show alike.
#pragma once

#include "sandbox/api.hpp"
#include "sandbox/code_book.hpp"
#include "sandbox/crowd.hpp"
#include "sandbox/draft_box.hpp"
#include "sandbox/keyword_rules.hpp"
#include "sandbox/kf_desk.hpp"
#include "sandbox/mass_desk.hpp"
#include "sandbox/media_shelf.hpp"
#include "sandbox/message_content.hpp"
#include "sandbox/publish_desk.hpp"
#include "sandbox/push_message.hpp"
#include "sandbox/tag_book.hpp"
#include "sandbox/template_shelf.hpp"

#include <functional>
#include <vector>

namespace depeche::sandbox {

class menu_board;

// Pushes an event about a person: openid, Event, what follows it.
using event_sender = std::function<void(std::string_view, std::string, std::vector<push_field>)>;

std::vector<endpoint> token_endpoints(const account& of, token_desk& tokens);
std::vector<endpoint> user_endpoints(crowd& people);
std::vector<endpoint> tag_endpoints(tag_book& tags, crowd& people);
std::vector<endpoint> code_endpoints(code_book& codes, const clock& time);
std::vector<endpoint> message_endpoints(crowd& people, const kf_desk& agents, content_sources from, const clock& time);
std::vector<endpoint> kf_endpoints(const account& of, kf_desk& agents, crowd& people, event_sender send_event);
std::vector<endpoint> template_endpoints(const account& of, crowd& people, template_shelf& shelf, event_sender send_event);
std::vector<endpoint> notice_endpoints(crowd& people, template_shelf& shelf, event_sender send_event);
// `begun` is told when a job was taken.
std::vector<endpoint> mass_endpoints(mass_desk& jobs, crowd& people, const tag_book& tags, content_sources from, std::function<void()> begun);
std::vector<endpoint> draft_endpoints(const account& of, const media_shelf& media, draft_box& drafts);
std::vector<endpoint> publish_endpoints(const account& of, const media_shelf& media, const draft_box& drafts, publish_desk& desk,
                                        std::function<void()> begun);
std::vector<endpoint> media_endpoints(const account& of, media_shelf& media);
std::vector<endpoint> material_endpoints(const account& of, media_shelf& media, draft_box& drafts);
std::vector<endpoint> menu_endpoints(menu_board& board, const tag_book& tags, crowd& people);
std::vector<endpoint> operation_endpoints(const account& of, quota_desk& quotas, const rid_book& rids, random_source& random,
                                          std::function<bool()> has_push_url);

// GET /cgi-bin/showqrcode: an image, no token, 404 for a ticket that is none.
void add_code_image(router& routes, const code_book& codes);
// The addresses that pictures and articles have: /mmbiz_png/{id}/0, /s/{key}.
void add_pictures(router& routes, const media_shelf& media);
void add_articles(router& routes, const draft_box& drafts);
http_response article_page(const article& one);

std::string media_url(const account& of, const medium& one);
std::string article_url(const account& of, const article& one);
api_answer answer_bytes(const medium& one);
// The words of 45001 when no more permanent media can be kept.
inline constexpr const char* shelf_is_full = "material count out of limit: the sandbox keeps 128 MB";
nlohmann::json article_json(const account& of, const media_shelf& media, const article& one, bool with_content);
nlohmann::json articles_json(const account& of, const media_shelf& media, const draft& from, bool with_content);
// A page of the drafts; bare: without contents.
api_answer list_drafts(const account& of, const media_shelf& media, const draft_box& drafts, std::int64_t offset, std::int64_t most, bool bare);
// A page of openids, after one.
api_answer list_people(crowd& people, std::string_view from, std::size_t page, bool with_total, const std::function<bool(const phone&)>& wanted);
// {"thing1":{"value":"..."}}: checked by the keywords' types; a refusal names the keyword.
api_answer read_keywords(const nlohmann::json& data, keyword_values& into);
// Under what a phone keeps the consent to a one-off message.
std::string once_consent(std::string_view template_id, std::int64_t scene);

}  // namespace depeche::sandbox
