#include "world.hpp"

#include "base/localisation.hpp"
#include "base/log.hpp"

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

namespace depeche::testing {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

client_response answer(json body) {
  client_response r;
  r.status = 200;
  r.body = body.dump();
  return r;
}

}  // namespace

task<result<client_response>> fake_platform::exchange(client_request request) {
  co_await asio::post(loop_, asio::use_awaitable);
  const std::string& target = request.target.target;
  if (target.find("stable_token") != std::string::npos) {
    const json token = {{"access_token", "TOKEN"}, {"expires_in", 7200}};
    co_return answer(token);
  }
  const json body = json::parse(request.body);
  if (target.find("mass/get") != std::string::npos) {
    ++mass_asked;
    const json state = {{"msg_id", 77}, {"msg_status", mass_status}};
    co_return answer(state);
  }
  const bool mass = target.find("mass/sendall") != std::string::npos;
  std::string openid = "*";
  if (mass) client_ids.push_back(body.at("clientmsgid").get<std::string>());
  else openid = body.at("touser").get<std::string>();
  last_text = body.at("text").at("content").get<std::string>();
  const int before = requests[openid]++;
  scripted_answer said;
  if (script) said = script(openid, before);
  if (said.errcode == 0 && said.transport != errc::connect_failed) ++delivered[openid];
  if (said.hold) co_await released_->wait();
  if (said.transport != errc{}) co_return fail(said.transport, "scripted");
  json reply = {{"errcode", said.errcode}, {"errmsg", said.errcode == 0 ? "ok" : "refused"}};
  if (mass && (said.errcode == 0 || said.errcode == 45065)) reply["msg_id"] = 77;
  co_return answer(reply);
}

world::world(std::string file, wechat::account_kind kind, std::size_t concurrency)
    : time(parse_iso_time("2026-11-23T08:00:00+01:00").value()), busy_(io.get_executor()) {
  set_log_level(log_level::off);
  const asio::any_io_executor loop = io.get_executor();
  platform = std::make_unique<fake_platform>(loop);
  db = database::open(file, loop).value();
  subscribers = std::make_unique<subscriber_store>(*db);
  digests = std::make_unique<digest_store>(*db);
  ledger = std::make_unique<ledger_store>(*db);
  templates = template_set::load("").value();
  const wechat::credentials who{"wx0000000000000000", "secret", url{"https", "api.weixin.qq.com", 443, "/"}};
  token = std::make_unique<wechat::access_token>(loop, *platform, time, who);
  api = std::make_unique<wechat::api_client>(*platform, *token, who);
  morning.name = "morning";
  morning.account = account_name;
  morning.title = "Le Matin";
  morning.language = "fr";
  morning.zone = "Europe/Paris";
  sending_account account;
  account.name = account_name;
  profile.kind = kind;
  account.profile = profile;
  account.api = api.get();
  account.concurrency = concurrency;
  auto find = [this](std::string_view, std::string_view name) { return name == morning.name ? &morning : nullptr; };
  delivery_parts with{*subscribers, *digests, *ledger, templates, time, site_addresses("https://news.example.org"), find};
  held = std::make_unique<hold_store>(*db);
  guard = std::make_unique<guard_desk>(time, *held, std::vector<edition>{morning}, guard_lists{});
  with.guard = guard.get();
  deliveries = std::make_unique<delivery>(loop, std::move(with), std::vector<sending_account>{account});
  deliveries->on_report([this](const push& p, const books& b, const std::string& problem) { reports.push_back({p, b, problem}); });
}

world::~world() { stop(); }

void world::until(const std::function<bool()>& holds, const std::function<void()>& each_step) {
  // An event comes from this loop or from the database's thread. Where the test makes time pass, its steps are events too.
  const auto patience = each_step ? 5ms : 60'000ms;
  for (int quiet = 0; !holds();) {
    if (each_step) each_step();
    quiet = io.run_one_for(patience) == 0 ? quiet + 1 : 0;
    if (quiet * patience >= 60s) throw std::runtime_error("nothing happens any more");
  }
}

void world::pass(std::chrono::milliseconds by) {
  time.advance(by);
  deliveries->ring();
}

void world::start() {
  group_ = std::make_unique<task_group>(io.get_executor());
  group_->spawn("delivery", deliveries->run());
}

void world::stop(const std::function<void()>& after_please) {
  if (!group_) return;
  bool done = false;
  asio::co_spawn(io, group_->drain(30s), [&](std::exception_ptr) { done = true; });
  if (after_please) asio::post(io, after_please);
  until([&] { return done; });
  group_.reset();
}

subscriber world::follower(const std::string& openid, bool wrote) {
  run(subscribers->followed(account_name, openid, "", time.now() - 1h)).value();
  if (wrote) return run(subscribers->contacted(account_name, openid, contact::message, time.now() - 1min)).value();
  return *run(subscribers->find(account_name, openid)).value();
}

void world::followers(int count) {
  for (int i = 0; i < count; ++i) follower("o" + std::to_string(i));
}

std::shared_ptr<const digest> world::issue() {
  digest d;
  d.account = account_name;
  d.edition = morning.name;
  d.language = "fr";
  d.zone = morning.zone;
  d.day = local_day(time.now(), morning.zone);
  d.composed_at = time.now();
  digest_item item;
  item.title = "La mairie rouvre la bibliothèque";
  item.summary.push_back({"La bibliothèque rouvre lundi.", 0, 29});
  d.items.push_back(std::move(item));
  return std::make_shared<const digest>(run(digests->save(std::move(d))).value());
}

push world::begin(const std::string& key) { return run(deliveries->begin(morning, issue(), key, "test")).value(); }

}  // namespace depeche::testing
