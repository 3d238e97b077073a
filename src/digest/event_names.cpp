#include "digest/event_names.hpp"

#include "base/utf8.hpp"
#include "digest/stated_numbers.hpp"
#include "digest/stop_words.hpp"
#include "digest/terms.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <string>
#include <unordered_map>

namespace depeche {
namespace {

constexpr std::size_t read_bytes = 6000;

// As people write them; "纽约" stands for the city and the state.
constexpr std::string_view places[] = {
    "北京", "上海", "天津", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东",
    "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门", "石家庄", "太原", "沈阳", "大连",
    "长春", "哈尔滨", "南京", "苏州", "无锡", "杭州", "宁波", "温州", "合肥", "福州", "厦门", "泉州", "南昌", "济南", "青岛", "烟台", "郑州", "武汉", "长沙",
    "广州", "深圳", "珠海", "佛山", "东莞", "南宁", "桂林", "海口", "三亚", "成都", "贵阳", "昆明", "拉萨", "西安", "兰州", "西宁", "银川", "乌鲁木齐",
    "呼和浩特", "台北", "高雄", "台中", "美国", "英国", "法国", "德国", "日本", "韩国", "朝鲜", "俄罗斯", "乌克兰", "印度", "意大利", "西班牙", "加拿大",
    "澳大利亚", "巴西", "墨西哥", "以色列", "伊朗", "土耳其", "埃及", "越南", "泰国", "菲律宾", "印尼", "马来西亚", "新加坡", "巴黎", "伦敦", "柏林", "东京",
    "首尔", "莫斯科", "基辅", "纽约", "华盛顿", "洛杉矶", "罗马", "马德里"};

std::uint32_t hash(std::string_view s) {
  std::uint32_t h = 2166136261U;
  for (const char c : s) h = (h ^ static_cast<unsigned char>(c)) * 16777619U;
  return h;
}

void settle(std::vector<std::uint32_t>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

bool is_chinese(std::string_view text) {
  std::size_t pos = 0;
  while (pos < text.size() && pos < 60)
    if (is_cjk(next_code_point(text, pos))) return true;
  return false;
}

bool has_capital(std::string_view word) {
  std::size_t pos = 0;
  return pos < word.size() && u_isupper(static_cast<UChar32>(next_code_point(word, pos)));
}

// "l'Élysée" -> "Élysée"
std::string_view without_article(std::string_view word) {
  if (const auto curly = word.rfind("’"); curly != word.npos) return word.substr(curly + std::string_view("’").size());
  const auto mark = word.rfind('\'');
  return mark == word.npos ? word : word.substr(mark + 1);
}

struct seen_word {
  std::size_t large = 0, small = 0;
};

event_names chinese_names(std::string_view title, std::string_view text) {
  event_names names;
  for (const std::string_view place : places) {
    const bool in_title = title.find(place) != title.npos;
    if (in_title) names.title.push_back(hash(place));
    if (in_title || text.find(place) != text.npos) names.all.push_back(hash(place));
  }
  return names;
}

bool is_everyday(const std::string& folded) { return stop_words("fr").contains(folded) || stop_words("en").contains(folded); }

}  // namespace

event_names event_names_of(std::string_view title, std::string_view text) {
  text = truncate_bytes(text, read_bytes);
  event_names names;
  if (is_chinese(title) || is_chinese(text)) {
    names = chinese_names(title, text);
  } else {
    std::unordered_map<std::string, seen_word> seen;
    each_word(text, [&](std::string_view word) {
      word = without_article(word);
      if (word.size() > 2) ++(has_capital(word) ? seen[fold_for_comparison(word)].large : seen[std::string(word)].small);
    });
    for (const auto& [word, how] : seen)
      if (how.large > 0 && how.small == 0 && !is_everyday(word)) names.all.push_back(hash(word));
    std::size_t place = 0, long_ones = 0, large_ones = 0;
    each_word(title, [&](std::string_view word) {
      const bool first = place++ == 0;
      word = without_article(word);
      if (word.size() <= 2) return;
      const bool capital = has_capital(word);
      if (!first && word.size() > 3) ++long_ones, large_ones += capital ? 1U : 0U;
      if (!capital) return;
      const std::string folded = fold_for_comparison(word);
      if (is_everyday(folded)) return;
      names.all.push_back(hash(folded));
      const auto known = seen.find(folded);
      // The first word has a capital anyway: a name is met again.
      if (known != seen.end() && known->second.small == 0 && known->second.large >= (first ? 2U : 1U)) names.title.push_back(hash(folded));
    });
    if (long_ones >= 3 && large_ones == long_ones) names.title.clear();
  }
  settle(names.title);
  settle(names.all);
  return names;
}

bool tell_of_other_events(const event_names& a, const event_names& b) {
  const auto beyond = [](const std::vector<std::uint32_t>& some, const std::vector<std::uint32_t>& all) {
    return !std::includes(all.begin(), all.end(), some.begin(), some.end());
  };
  return beyond(a.title, b.all) && beyond(b.title, a.all);
}

}  // namespace depeche
