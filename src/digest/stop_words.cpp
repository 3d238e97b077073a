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

}  // namespace

const std::unordered_set<std::string_view>& stop_words(std::string_view language) {
  static const auto fr = words_of(french), en = words_of(english), zh = words_of(chinese);
  static const std::unordered_set<std::string_view> none;
  return language == "fr" ? fr : language == "en" ? en : language == "zh" ? zh : none;
}

}  // namespace depeche
