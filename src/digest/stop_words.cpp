#include "digest/stop_words.hpp"

namespace depeche {
namespace {

std::unordered_set<std::string_view> words_of(std::string_view list) {
  std::unordered_set<std::string_view> words;
  while (!list.empty()) {
    const std::size_t end = list.find(' ');
    if (end != 0) words.insert(list.substr(0, end));
    if (end == list.npos) break;
    list.remove_prefix(end + 1);
  }
  return words;
}

constexpr std::string_view french =
    "le la les un une des du de d l qu c j m n s t au aux à a ai as ont avait avaient avoir ayant eu est es sont était étaient être été "
    "étant sera seront serait soit fut et ou où mais donc or ni car que qui quoi dont ce cet cette ces ceci cela ça celui celle ceux "
    "celles il elle ils elles on nous vous je tu me te se moi toi lui leur leurs y en son sa ses mon ma mes ton ta tes notre nos votre "
    "vos dans par pour sur sous avec sans entre vers chez contre depuis pendant avant après dès lors jusque jusqu lorsque lorsqu puisque "
    "puisqu quoiqu si ne pas plus moins très trop peu aussi ainsi alors comme quand même mêmes tout tous toute toutes autre autres "
    "aucun aucune chaque plusieurs quelques quelque tel telle tels telles fait faire font dit selon également encore déjà toujours "
    "jamais bien notamment afin là ici deux trois peut peuvent doit doivent cependant toutefois tandis alors ci";
constexpr std::string_view english =
    "the a an and or but nor so yet of to in on at by for from with without into onto over under about after before between during "
    "through against among as than then that this these those which who whom whose what when where why how is are was were be been "
    "being am has have had having do does did doing done will would shall should can could may might must not no it its he him his she "
    "her hers they them their theirs we us our ours you your yours i me my mine one two three there here if because while although "
    "though until since also too very just only more most much many some any each every all both few other others another such own "
    "same said say says up down out off again further once new now still even well s t re ve ll d m";
constexpr std::string_view chinese =
    "的 了 在 是 和 与 及 或 而 但 也 都 就 又 还 这 那 这个 那个 这些 那些 一个 一 上 下 中 里 内 外 对 对于 为 为了 以 以及 从 到 向 由 被 把 将 让 使 "
    "于 其 其中 之 之一 有 没有 不 没 很 更 最 已 已经 会 可以 可能 能 能够 要 应 应该 我 我们 你 你们 他 他们 她 她们 它 它们 自己 大家 等 个 年 月 日 时 "
    "说 表示 称 指出 据 根据 通过 进行 因为 由于 所以 因此 如果 虽然 但是 然而 同时 此外 另外 并 并且 而且 或者 以来 目前 当天 当日 记者 报道 地 得 着 过 "
    "吗 呢 吧 啊 们 名 位 多 些 每 各 该 此 本 这样 那么 怎么 什么 谁 哪 几 两 三 后 前 之后 之前 再 才 只 只有 仍 仍然 正在 成为 作为 方面 问题";

constexpr std::string_view common_french =
    "an année mois semaine jour journée heure matin soir nuit lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars "
    "avril mai juin juillet août septembre octobre novembre décembre hier aujourd'hui demain fois temps moment début fin dernier dernière "
    "premier première prochain nouveau nouvelle nouveaux grand grande petit gros jeune vieux seul bon meilleur million milliard millier "
    "centaine dizaine nombre chiffre pourcent hausse baisse partie part point place lieu cas cause raison effet suite situation question "
    "problème chose mesure décision projet plan programme travail service groupe membre responsable chef président présidente directeur "
    "directrice ministre gouvernement état pays ville région monde national internationale local public privé français france europe "
    "personne homme femme gens enfant famille vie mort ancien actuel important possible nécessaire difficile annoncer déclarer expliquer "
    "affirmer indiquer préciser ajouter estimer rappeler demander répondre parler donner prendre mettre voir savoir vouloir pouvoir devoir "
    "venir aller passer arriver partir rester trouver laisser permettre tenir montrer compter commencer continuer ouvrir lancer prévoir "
    "attendre porter suivre perdre connaître devenir sembler agir face côté cours niveau autour proche long haut plusieurs source afp "
    "journal presse média communiqué agence";
constexpr std::string_view common_english =
    "year month week day hour morning evening night monday tuesday wednesday thursday friday saturday sunday january february march april "
    "june july august september october november december yesterday today tomorrow time moment beginning end last first second third next "
    "previous recent old young big small large great good better best high low long short million billion thousand hundred dozen number "
    "figure percent per cent part point place case cause reason result situation question problem thing issue way move step measure "
    "decision plan programme program work service group member leader head chief president director minister government official state "
    "country city region world national international local public private people person man woman child family life death former current "
    "important possible likely tell told add added ask asked call called report reported announce announced expect expected give given "
    "take taken make made come came go went get got see seen know known think thought want want need use used show shown find found "
    "keep kept put leave left hold held begin began start started continue continued open opened follow followed become became seem set "
    "lead led run turn bring brought look back away around near spokesman spokeswoman statement news press agency interview mr mrs ms dr";
constexpr std::string_view common_chinese =
    "今年 去年 明年 今天 昨天 昨日 今日 明天 近日 日前 近期 近年来 上午 下午 晚上 凌晨 时间 时候 期间 开始 结束 继续 进一步 第一 首次 最后 最近 新 大 小 高 低 好 "
    "万 亿 元 万元 亿元 人 人们 人员 部分 地方 情况 原因 结果 工作 活动 项目 计划 服务 中心 部门 单位 公司 企业 机构 组织 成员 负责人 主任 主席 总统 部长 政府 国家 中国 "
    "全国 世界 国际 城市 地区 社会 市场 发展 建设 管理 提供 提高 加强 推动 实现 参加 举行 召开 发布 公布 宣布 介绍 认为 了解 要求 希望 需要 支持 影响 重要 主要 相关 有关 "
    "不同 共同 其他 许多 很多 一些 一种 一直 一定 来自 达到 超过 增加 减少 增长 下降 包括 属于 出现 发现 发生 得到 受到 看到 成功 生活 家庭 孩子 消息 新闻 网友 报告 数据 讯 电 社";

}  // namespace

std::string_view common_words(std::string_view language) {
  return language == "fr" ? common_french : language == "en" ? common_english : language == "zh" ? common_chinese : std::string_view();
}

const std::unordered_set<std::string_view>& stop_words(std::string_view language) {
  static const auto fr = words_of(french), en = words_of(english), zh = words_of(chinese);
  static const std::unordered_set<std::string_view> none;
  return language == "fr" ? fr : language == "en" ? en : language == "zh" ? zh : none;
}

}  // namespace depeche
