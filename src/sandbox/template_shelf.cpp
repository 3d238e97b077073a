#include "sandbox/template_shelf.hpp"

#include "sandbox/china_time.hpp"
#include "sandbox/keyword_rules.hpp"

#include <algorithm>
#include <iterator>

namespace depeche::sandbox {

using namespace std::chrono_literals;

namespace {

constexpr std::pair<std::string_view, std::string_view> industries[] = {
    {"IT科技", "互联网|电子商务"}, {"IT科技", "IT软件与服务"}, {"IT科技", "IT硬件与设备"}, {"IT科技", "电子技术"}, {"IT科技", "通信与运营商"},
    {"IT科技", "网络游戏"}, {"金融业", "银行"}, {"金融业", "证券|基金|理财|信托"}, {"金融业", "保险"}, {"餐饮", "餐饮"}, {"酒店旅游", "酒店"},
    {"酒店旅游", "旅游"}, {"运输与仓储", "快递"}, {"运输与仓储", "物流"}, {"运输与仓储", "仓储"}, {"教育", "培训"}, {"教育", "院校"},
    {"政府与公共事业", "学术科研"}, {"政府与公共事业", "交警"}, {"政府与公共事业", "博物馆"}, {"政府与公共事业", "公共事业|非盈利机构"},
    {"医药护理", "医药医疗"}, {"医药护理", "护理美容"}, {"医药护理", "保健与卫生"}, {"交通工具", "汽车相关"}, {"交通工具", "摩托车相关"},
    {"交通工具", "火车相关"}, {"交通工具", "飞机相关"}, {"房地产", "建筑"}, {"房地产", "物业"}, {"消费品", "消费品"}, {"商业服务", "法律"},
    {"商业服务", "会展"}, {"商业服务", "中介服务"}, {"商业服务", "认证"}, {"商业服务", "审计"}, {"文体娱乐", "传媒"}, {"文体娱乐", "体育"},
    {"文体娱乐", "娱乐休闲"}, {"印刷", "印刷"}, {"其它", "其它"}};

std::string line_of(std::string_view name, std::string_view keyword) {
  return std::string(name) + "：{{" + std::string(keyword) + ".DATA}}\n";
}

bool all_digits(std::string_view s) { return !s.empty() && s.find_first_not_of("0123456789") == std::string_view::npos; }

}  // namespace

const std::vector<public_template>& public_templates() {
  static const std::vector<public_template> list{{27408, "资讯更新提醒", {"标题", "更新时间", "内容摘要", "来源", "数量"}},
                                                 {29105, "订阅内容送达通知", {"订阅名称", "送达时间", "温馨提示"}},
                                                 {43061, "服务进度提醒", {"服务名称", "服务状态", "更新时间", "备注"}}};
  return list;
}

std::pair<std::string_view, std::string_view> industry_name(std::int64_t id) { return industries[id - 1]; }

template_shelf::template_shelf(const clock& time, random_source& random)
    : clock_(time), random_(random),
      next_id_(std::int64_t{2'702'600'966'117'900'288} + static_cast<std::int64_t>(random_below(random, 1'000'000'000))) {}

const message_template& template_shelf::add(std::string title, std::string content, bool notice) {
  return templates_.emplace_back(message_template{random_word(random_, 43), std::move(title), std::move(content), notice});
}

int template_shelf::add_from_library(std::string_view short_id, const std::vector<std::string>& keyword_names, std::size_t most, std::string& id) {
  if (all(false).size() >= most) return 45026;
  const bool of_category = all_digits(short_id);
  const bool of_old = (short_id.starts_with("TM") && all_digits(short_id.substr(2))) ||
                      (short_id.starts_with("OPENTM") && all_digits(short_id.substr(6)));
  if (short_id.size() > 32) return 40036;
  if (!of_category && !of_old) return 40037;
  std::string content;
  if (!of_category) {
    content = "{{first.DATA}}\n" + line_of("标题", "keyword1") + line_of("时间", "keyword2") + "{{remark.DATA}}";
  } else {
    auto names = keyword_names;
    if (names.empty()) names = {"标题", "时间"};
    for (std::size_t i = 0; i < names.size(); ++i) content += line_of(names[i], std::string(type_of_keyword_name(names[i])) + std::to_string(i + 1));
  }
  id = add("模板 " + std::string(short_id), std::move(content), false).id;
  return 0;
}

const message_template* template_shelf::find(std::string_view id, bool notice) const {
  const auto found = std::find_if(templates_.begin(), templates_.end(), [&](const message_template& one) { return one.id == id && one.notice == notice; });
  return found == templates_.end() ? nullptr : &*found;
}

bool template_shelf::remove(std::string_view id, bool notice) {
  return std::erase_if(templates_, [&](const message_template& one) { return one.id == id && one.notice == notice; }) > 0;
}

std::vector<const message_template*> template_shelf::all(bool notice) const {
  std::vector<const message_template*> list;
  for (const auto& one : templates_)
    if (one.notice == notice) list.push_back(&one);
  return list;
}

int template_shelf::set_industries(std::int64_t first, std::int64_t second) {
  const auto known = [](std::int64_t id) { return id >= 1 && id <= std::ssize(sandbox::industries); };
  if (!known(first) || !known(second)) return 40102;
  const auto month = china_month(clock_.now());
  if (industry_month_ == month) return 43100;
  industry_month_ = month;
  industries[0] = first;
  industries[1] = second;
  return 0;
}

std::optional<std::int64_t> template_shelf::sent_before(std::string_view openid, std::string_view client_id, std::int64_t msg_id) {
  const auto now = clock_.now();
  while (!sent_.empty() && (now - sent_.front().at > 10min || sent_.size() > 200'000)) sent_.pop_front();
  const auto key = std::string(openid) + " " + std::string(client_id);
  for (const auto& one : sent_)
    if (one.key == key && now - one.at <= 10min) return one.msg_id;
  sent_.push_back({key, now, msg_id});
  return std::nullopt;
}

}  // namespace depeche::sandbox
