#include "digest/event_names.hpp"

#include "base/utf8.hpp"
#include "digest/stop_words.hpp"
#include "digest/terms.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

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

// Of the word in lower case.
std::uint32_t hash_of(std::string_view word) {
  std::uint32_t h = 2166136261U;  // FNV-1a
  for (std::size_t pos = 0; pos < word.size();) h = (h ^ static_cast<std::uint32_t>(u_tolower(static_cast<UChar32>(next_code_point(word, pos))))) * 16777619U;
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

void chinese_names(std::string_view text, std::vector<std::uint32_t>& into) {
  static const auto by_first = [] {
    std::unordered_map<char32_t, std::vector<std::string_view>> map;
    for (const std::string_view place : places) {
      std::size_t pos = 0;
      map[next_code_point(place, pos)].push_back(place);
    }
    return map;
  }();
  for (std::size_t pos = 0; pos < text.size();) {
    const std::string_view rest = text.substr(pos);
    const auto found = by_first.find(next_code_point(text, pos));
    if (found == by_first.end()) continue;
    for (const std::string_view place : found->second)
      if (rest.starts_with(place)) into.push_back(hash_of(place));
  }
}

bool is_everyday(std::uint32_t word) {
  static const auto words = [] {
    std::unordered_set<std::uint32_t> hashes;
    for (const char* language : {"fr", "en"})
      for (const std::string_view w : stop_words(language)) hashes.insert(hash_of(w));
    return hashes;
  }();
  return words.contains(word);
}

// How a text writes its words: hashes, ascending, as often as they are there.
struct written_words {
  std::vector<std::uint32_t> large, small;

  explicit written_words(std::string_view text) {
    each_word(text, [&](std::string_view word) {
      word = without_article(word);
      if (word.size() > 2) (has_capital(word) ? large : small).push_back(hash_of(word));
    });
    std::sort(large.begin(), large.end());
    std::sort(small.begin(), small.end());
  }
  bool is_name(std::uint32_t word, std::ptrdiff_t least) const {
    const auto [from, to] = std::equal_range(large.begin(), large.end(), word);
    return to - from >= least && !std::binary_search(small.begin(), small.end(), word);
  }
};

event_names latin_names(std::string_view title, std::string_view text) {
  event_names names;
  const written_words words(text);
  for (std::size_t i = 0; i < words.large.size(); ++i)
    if ((i == 0 || words.large[i] != words.large[i - 1]) && words.is_name(words.large[i], 1) && !is_everyday(words.large[i])) names.all.push_back(words.large[i]);
  std::size_t place = 0, long_ones = 0, large_ones = 0;
  each_word(title, [&](std::string_view word) {
    const bool first = place++ == 0;
    word = without_article(word);
    if (word.size() <= 2) return;
    const bool capital = has_capital(word);
    if (!first && word.size() > 3) ++long_ones, large_ones += capital ? 1U : 0U;
    const std::uint32_t hash = hash_of(word);
    if (!capital || is_everyday(hash)) return;
    names.all.push_back(hash);
    // The first word has a capital anyway: a name is met again.
    if (words.is_name(hash, first ? 2 : 1)) names.title.push_back(hash);
  });
  if (long_ones >= 3 && large_ones == long_ones) names.title.clear();
  return names;
}

}  // namespace

event_names event_names_of(std::string_view title, std::string_view text) {
  text = truncate_bytes(text, read_bytes);
  event_names names;
  if (is_chinese(title) || is_chinese(text)) {
    chinese_names(title, names.title);
    names.all = names.title;
    chinese_names(text, names.all);
  } else {
    names = latin_names(title, text);
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
