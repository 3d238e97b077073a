// The control API under /sandbox/v1/ (docs/sandbox.md): how tests and the page move people, the clock and the weather.
#pragma once

#include "base/clock.hpp"
#include "net/router.hpp"
#include "sandbox/acts.hpp"
#include "sandbox/bell.hpp"
#include "sandbox/fault_rules.hpp"
#include "sandbox/mass_desk.hpp"
#include "sandbox/media_shelf.hpp"
#include "sandbox/menu_board.hpp"
#include "sandbox/publish_desk.hpp"
#include "sandbox/quota_desk.hpp"
#include "sandbox/template_shelf.hpp"
#include "sandbox/traffic.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>

namespace depeche::sandbox {

// A request with its JSON body (an empty object when there is none). Lives as long as the handler runs.
using control_handler = std::function<task<http_response>(const http_request&, const nlohmann::json&)>;

// Refuses bad JSON with 400, and browsers that another site sent with 403.
void add_control(router& routes, std::string method, std::string path, control_handler handler);

http_response control_answer(const nlohmann::json& value);
http_response control_error(int status, std::string what);
// 404, 409 or 400 by the code.
http_response control_error(const error& why);

// "3h30m", "1d", "90s", "250ms", "-1h". Fails (invalid_argument).
result<std::chrono::milliseconds> parse_duration(std::string_view text);

void add_phone_controls(router& routes, crowd& people, const menu_board& menus, const clock& time);
void add_act_controls(router& routes, crowd& people, acts& doing);
void add_batch_control(router& routes, crowd& people, acts& doing);
// Any push, of anybody or of nobody.
void add_push_control(router& routes, crowd& people, acts& doing, pusher& pushes, const clock& time);
// How jobs and templates go, the administrator's answer, and the account's templates. `moved` is told when a job may be due.
void add_job_controls(router& routes, mass_desk& mass, publish_desk& publishing, template_shelf& templates, std::function<void()> moved);
void add_template_controls(router& routes, template_shelf& templates);
void add_clock_controls(router& routes, shiftable_clock& time, changes& noted, std::function<void()> moved_clock);
void add_fault_controls(router& routes, fault_rules& faults, bell& released, changes& noted);
void add_quota_controls(router& routes, const account& of, quota_desk& quotas, changes& noted);
void add_stats_controls(router& routes, const crowd& people, const traffic& counted);
void add_change_controls(router& routes, const crowd& people, changes& noted);
void add_code_controls(router& routes, const acts& doing, const code_book& codes, const media_shelf& media);
void add_account_controls(router& routes, account& of, pusher& pushes, std::string push_ca, changes& noted);

}  // namespace depeche::sandbox
