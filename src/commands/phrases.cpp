#include "commands/phrases.hpp"

#include <array>

namespace depeche {
namespace {

struct in_three {
  phrase id;
  std::string_view fr, en, zh;
};

constexpr std::array phrases = {
    in_three{phrase::unknown_word, "Je n’ai pas compris. Envoyez « résumé » pour les nouvelles du jour, « aide » pour tout le reste.",
             "I didn’t understand that. Send “digest” for today’s news, or “help” for everything else.",
             "没有看懂您的意思。发送“今日”看今天的要闻，发送“帮助”看全部功能。"},
    in_three{phrase::no_digest_yet, "Le premier résumé est en préparation ; renvoyez « résumé » dans quelques minutes.",
             "The first digest is being prepared; send “digest” again in a few minutes.", "第一期要闻正在准备，请过几分钟再发送“今日”。"},
    in_three{phrase::nothing_new, "Rien de nouveau pour le moment.", "Nothing new at the moment.", "暂时没有新消息。"},
    in_three{phrase::no_such_item, "Il n’y a pas de sujet {0} : le résumé en compte {1}.", "There is no story {0}: the digest has {1}.",
             "没有第{0}条，本期共{1}条。"},
    in_three{phrase::subscribed, "C’est entendu : vous recevrez {0}. Prochain envoi {1}.", "Done: you will get {0}. The next one comes {1}.",
             "已订阅{0}，下一期将于{1}送达。"},
    in_three{phrase::subscribed_no_time, "C’est entendu : vous êtes abonné.", "Done: you are subscribed.", "订阅成功。"},
    in_three{phrase::unsubscribed, "C’est fait : plus d’envoi quotidien. « résumé » marche toujours, et « abonner » vous réinscrit.",
             "Done: no more daily digest. “digest” still works, and “subscribe” brings it back.",
             "已退订每日要闻。仍可随时发送“今日”查看，发送“订阅”即可恢复。"},
    in_three{phrase::language_set, "Nous parlons français désormais.", "We speak English from now on.", "以后我们用中文交流。"},
    in_three{phrase::language_question, "Quelle langue ? Répondez « français », « english » ou « 中文 ».",
             "Which language? Answer “english”, “français” or “中文”.", "请选择语言：回复“中文”、“english”或“français”。"},
    in_three{phrase::not_allowed, "Désolé, cette commande est réservée à la rédaction.", "Sorry, that command is for the editors.",
             "抱歉，这条命令仅供编辑使用。"},
    in_three{phrase::on_its_way, "C’est en route, un instant…", "On its way, one moment…", "正在处理，请稍候……"},
    in_three{phrase::failed, "Quelque chose n’a pas marché de notre côté. Réessayez dans un instant.",
             "Something went wrong on our side. Please try again in a moment.", "我们这边出了点问题，请稍后再试。"},
    in_three{phrase::qr_usage, "Donnez un nom au code : /qr metro-ligne-2", "Give the code a name: /qr metro-line-2", "请给二维码起个名字：/qr metro-line-2"},
    in_three{phrase::qr_bad_scene, "Ce nom ne convient pas : {0}", "That name won’t do: {0}", "这个名字不行：{0}"},
    in_three{phrase::qr_unavailable, "Pas de code pour l’instant : {0}", "No code at the moment: {0}", "暂时无法生成二维码：{0}"},
    in_three{phrase::qr_made, "Le code « {0} » est prêt.\nPage : {1}\nPNG : {2}\nSVG : {3}", "The code “{0}” is ready.\nPage: {1}\nPNG: {2}\nSVG: {3}",
             "二维码“{0}”已生成。\n页面：{1}\nPNG：{2}\nSVG：{3}"},
    in_three{phrase::no_such_edition, "Cette édition n’existe pas. Il y a : {0}", "There is no such edition. There are: {0}", "没有这个版本。现有：{0}"},
    in_three{phrase::send_question, "Envoyer « {0} » du {1} ({2} sujets) ?\n{3}\nRépondez « oui » dans les cinq minutes.",
             "Send “{0}” of {1} ({2} stories)?\n{3}\nAnswer “yes” within five minutes.", "要发送{1}的《{0}》（{2}条）吗？\n{3}\n请在五分钟内回复“是”。"},
    in_three{phrase::send_nobody, "Personne ne peut recevoir « {0} » maintenant.\n{1}", "Nobody can get “{0}” right now.\n{1}", "目前没有人能收到《{0}》。\n{1}"},
    in_three{phrase::send_started, "« {0} » part. /status montre où en est l’envoi.", "“{0}” is going out. /status shows how far it is.",
             "《{0}》开始发送，/status 可查看进度。"},
    in_three{phrase::send_done_before, "« {0} » d’aujourd’hui est déjà parti ; rien n’a été envoyé deux fois.",
             "Today’s “{0}” went out already; nothing was sent twice.", "今天的《{0}》已经发过，没有重复发送。"},
    in_three{phrase::send_empty, "« {0} » est vide : il n’y a rien à envoyer.", "“{0}” is empty: there is nothing to send.", "《{0}》没有内容，无可发送。"},
    in_three{phrase::send_nothing_asked, "Il n’y a rien à confirmer.", "There is nothing to confirm.", "没有需要确认的操作。"},
    in_three{phrase::send_changed, "Le résumé a changé depuis la question. Renvoyez /send pour voir ce qui partirait.",
             "The digest has changed since the question. Send /send again to see what would go out.", "内容在确认前有变化，请重新发送 /send 查看。"},
    in_three{phrase::send_dropped, "L’envoi est abandonné.", "The send is dropped.", "已取消发送。"},
    in_three{phrase::desk_welcome, "Bienvenue à la rédaction : vous êtes désormais {0}. /help montre les commandes.",
             "Welcome to the desk: you are now {0}. /help shows the commands.", "欢迎加入编辑部，您的角色是{0}。发送 /help 查看命令。"},
    in_three{phrase::role_editor, "éditeur", "an editor", "编辑"},
    in_three{phrase::role_admin, "admin", "an admin", "管理员"},
    in_three{phrase::invitation_used, "Cette invitation a déjà servi ou a expiré.", "That invitation has been used or has expired.", "该邀请已被使用或已过期。"},
    in_three{phrase::audience_customer, "Par message : {0}", "By message: {0}", "消息推送：{0}人"},
    in_three{phrase::audience_mass, "Par envoi groupé : {0}", "By mass send: {0}", "群发：{0}人"},
    in_three{phrase::audience_skipped, "Sans envoi, {0} : {1}", "Left out, {0}: {1}", "不发送（{0}）：{1}人"},
    in_three{phrase::status_edition, "{0} ({1}) : prochain envoi {2}", "{0} ({1}): next push {2}", "{0}（{1}）：下次推送 {2}"},
    in_three{phrase::status_no_edition, "{0} ({1}) : aucun envoi prévu", "{0} ({1}): no push planned", "{0}（{1}）：没有推送计划"},
    in_three{phrase::status_composed, "Sujets prêts : {0} ({1})", "Stories ready: {0} ({1})", "已编{0}条（{1}）"},
    in_three{phrase::status_not_composed, "Pas encore composé", "Not composed yet", "尚未编成"},
    in_three{phrase::status_followers,
             "Abonnés : {0} (en 24 h : +{1} −{2})\nVeulent le résumé : {3}\nJoignables par message maintenant : {4}",
             "Followers: {0} (in 24 h: +{1} −{2})\nWant the digest: {3}\nCan be sent a message now: {4}",
             "关注者：{0}（24小时内 +{1} −{2}）\n接收每日推送：{3}\n现在可收到消息：{4}"},
    in_three{phrase::status_push, "Envoi {0}, {1}", "Push {0}, {1}", "推送 {0}，{1}"},
    in_three{phrase::status_sources, "Sources : {0}, sans problème", "Sources: {0}, no problem", "来源：{0}个，均正常"},
    in_three{phrase::status_troubled, "Sources : {0}, dont {1} en difficulté", "Sources: {0}, {1} of them in trouble", "来源：{0}个，其中{1}个有问题"},
    in_three{phrase::status_source_health, "⚠ {0} : silencieuse depuis le {1}", "⚠ {0}: silent since {1}", "⚠ {0}：自{1}起没有新文章"},
    in_three{phrase::source_broken, "⚠ La source {0} est en panne (dernier succès : {1}). {2}", "⚠ Source {0} is broken (last success: {1}). {2}", "⚠ 来源{0}出现故障（上次成功：{1}）。{2}"},
    in_three{phrase::source_silent, "⚠ La source {0} se tait plus longtemps que d'habitude (dernier article : {1}).", "⚠ Source {0} is silent for longer than is usual (last article: {1}).", "⚠ 来源{0}沉默的时间超出平常（最近一篇：{1}）。"},
    in_three{phrase::source_well, "✓ La source {0} va de nouveau bien (difficulté depuis : {1}).", "✓ Source {0} is well again (in trouble since: {1}).", "✓ 来源{0}已恢复正常（故障始于：{1}）。"},
    in_three{phrase::call_refused, "⚠ {0} : la plateforme refuse ceci à ce compte : {1}. On s'en passe désormais. ({2})", "⚠ {0}: the platform refuses this to the account: {1}. It is done without from now on. ({2})", "⚠ {0}：平台不允许本账号使用：{1}。此后不再使用。（{2}）"},
    in_three{phrase::push_planning, "en préparation", "being planned", "准备中"},
    in_three{phrase::push_sending, "en cours", "under way", "发送中"},
    in_three{phrase::push_done, "terminé", "done", "已完成"},
    in_three{phrase::count_planned, "à envoyer {0}", "to send {0}", "待发{0}"},
    in_three{phrase::count_intent, "en route {0}", "on the way {0}", "发送中{0}"},
    in_three{phrase::count_sent, "envoyés {0}", "sent {0}", "已发{0}"},
    in_three{phrase::count_failed, "refusés {0}", "failed {0}", "失败{0}"},
    in_three{phrase::count_unknown, "incertains {0}", "unknown {0}", "未知{0}"},
    in_three{phrase::count_skipped, "sans envoi {0}", "left out {0}", "未发{0}"},
    in_three{phrase::stats_readers, "Abonnés : {0} · partis : {1}", "Followers: {0} · left: {1}", "关注者：{0} · 已离开：{1}"},
    in_three{phrase::stats_week, "En sept jours : +{0} −{1}", "In seven days: +{0} −{1}", "七天内：+{0} −{1}"},
    in_three{phrase::stats_articles, "Articles gardés : {0}", "Articles kept: {0}", "文章：{0}篇"},
    in_three{phrase::stats_codes, "Codes : scans / abonnés / encore là", "Codes: scans / followers / still here", "二维码：扫码 / 关注 / 仍在关注"},
    in_three{phrase::add_usage, "Donnez l’adresse d’un article : /add https://…", "Give an article’s address: /add https://…", "请给出文章的网址：/add https://…"},
    in_three{phrase::add_kept, "Gardé : {0}\n{1} · {2}\n\n{3}\n\n{4}", "Kept: {0}\n{1} · {2}\n\n{3}\n\n{4}", "已收录：{0}\n{1} · {2}\n\n{3}\n\n{4}"},
    in_three{phrase::add_corrected, "Corrigé : {0}\n{1} · {2}\n\n{3}\n\n{4}", "Corrected: {0}\n{1} · {2}\n\n{3}\n\n{4}", "已更正：{0}\n{1} · {2}\n\n{3}\n\n{4}"},
    in_three{phrase::add_there, "Cet article est déjà là ({1}) : {0}\n{2}", "That article is here already ({1}): {0}\n{2}", "这篇文章已经有了（{1}）：{0}\n{2}"},
    in_three{phrase::add_read_by, "Lu par : {0}", "Read by: {0}", "用于：{0}"},
    in_three{phrase::add_read_by_nobody, "Aucune édition n’est dans cette langue ({0}).", "No edition is in this language ({0}).", "没有这种语言（{0}）的版本。"},
    in_three{phrase::add_how_to_drop, "Pour le retirer : /drop {0}", "To drop it: /drop {0}", "撤下：/drop {0}"},
    in_three{phrase::add_feed, "C’est un flux, pas un article : {0} ({1} entrées). Pour le suivre : /source add {2}",
             "That is a feed, not an article: {0} ({1} entries). To follow it: /source add {2}", "这是订阅源，不是文章：{0}（{1}条）。要订阅它：/source add {2}"},
    in_three{phrase::add_feed_of_page, "Son flux peut être suivi : /source add {0}", "Its feed can be followed: /source add {0}", "可以订阅它的源：/source add {0}"},
    in_three{phrase::add_stub, "La page ne donne qu’un début, le reste est réservé aux abonnés. Rien n’a été gardé.",
             "The page gives a beginning only, the rest is for its subscribers. Nothing was kept.", "该页面只有开头，其余仅限其订阅者。没有收录。"},
    in_three{phrase::add_list, "C’est une liste de titres, pas un article. Rien n’a été gardé.", "That is a list of headlines, not an article. Nothing was kept.",
             "这是标题列表，不是文章。没有收录。"},
    in_three{phrase::add_error, "Il n’y a pas d’article à cette adresse : {0}", "There is no article at this address: {0}", "这个网址没有文章：{0}"},
    in_three{phrase::add_failed, "La page n’a pas pu être lue : {0}", "The page could not be read: {0}", "无法读取该页面：{0}"},
    in_three{phrase::no_date, "sans date", "no date", "没有日期"},
    in_three{phrase::the_desk, "la rédaction", "the desk", "编辑部"},
    in_three{phrase::write_usage, "Envoyez /write, le titre sur la première ligne, puis le texte sur les suivantes.",
             "Send /write, the title on the first line, and the text on the next.", "请发送 /write，第一行是标题，下面是正文。"},
    in_three{phrase::drop_usage, "Donnez le numéro de l’article : /drop 12", "Give the article’s number: /drop 12", "请给出文章编号：/drop 12"},
    in_three{phrase::dropped, "Retiré : {0}. Il ne revient pas de lui-même ; /add le remet.", "Dropped: {0}. It doesn’t come back by itself; /add brings it back.",
             "已撤下：{0}。不会自动恢复，可用 /add 重新收录。"},
    in_three{phrase::drop_unknown, "Il n’y a pas d’article {0}.", "There is no article {0}.", "没有编号为{0}的文章。"},
    in_three{phrase::source_usage, "Donnez l’adresse d’un flux : /source add https://…", "Give a feed’s address: /source add https://…", "请给出订阅源的网址：/source add https://…"},
    in_three{phrase::source_question, "Suivre « {0} » ({1} entrées) sous le nom {3} ?\n{2}\nRépondez « oui » dans les cinq minutes.",
             "Follow “{0}” ({1} entries) under the name {3}?\n{2}\nAnswer “yes” within five minutes.", "要订阅《{0}》（{1}条），命名为{3}吗？\n{2}\n请在五分钟内回复“是”。"},
    in_three{phrase::source_known, "Cette source est déjà suivie : {0}", "That source is followed already: {0}", "已经订阅了这个来源：{0}"},
    in_three{phrase::source_no_feed, "Il n’y a pas de flux à cette adresse, et la page n’en annonce pas.", "There is no feed at this address, and the page names none.",
             "这个网址没有订阅源，页面也没有给出。"},
    in_three{phrase::source_added, "La source {0} est suivie ; ses articles arrivent dans un instant.", "Source {0} is followed; its articles come in a moment.",
             "已订阅来源{0}，文章稍后就到。"},
    in_three{phrase::source_dropped, "C’est abandonné : rien n’a été ajouté.", "Dropped: nothing was added.", "已取消，没有添加。"},
    in_three{phrase::item_withdrawn, "Ce sujet a été retiré.", "That story was withdrawn.", "这条内容已撤下。"},
    in_three{phrase::held_none, "Rien n’est retenu.", "Nothing is held.", "没有暂扣的文章。"},
    in_three{phrase::held_head, "Retenu avant publication :", "Held before publication:", "发布前已暂扣："},
    in_three{phrase::held_line, "{0}. {1}", "{0}. {1}", "{0}. {1}"},
    in_three{phrase::held_word, "« {0} »{1} {2} : {3}", "“{0}”{1} {2}: {3}", "“{0}”{1}，{2}：{3}"},
    in_three{phrase::held_note, " ({0})", " ({0})", "（{0}）"},
    in_three{phrase::held_in_title, "dans le titre", "in the title", "在标题中"},
    in_three{phrase::held_in_summary, "dans le chapeau", "in the summary", "在摘要中"},
    in_three{phrase::held_in_text, "dans le texte", "in the text", "在正文中"},
    in_three{phrase::held_in_related, "dans les titres liés", "in the related headlines", "在相关标题中"},
    in_three{phrase::held_in_item, "dans la présentation", "in what is shown of it", "在展示内容中"},
    in_three{phrase::held_no_source, "sans source : ni adresse ni auteur", "no source: neither an address nor an author",
             "没有来源：既无网址也无作者"},
    in_three{phrase::held_no_date, "sans date", "no date", "没有日期"},
    in_three{phrase::held_more, "… et d’autres : /held", "… and more: /held", "……还有更多：/held"},
    in_three{phrase::held_how, "/release {0} publie, /drop {0} retire.", "/release {0} lets it out, /drop {0} drops it.",
             "/release {0} 放行，/drop {0} 撤下。"},
    in_three{phrase::release_usage, "Donnez le numéro de l’article retenu : /release 12 (/held les montre)",
             "Give the held article’s number: /release 12 (/held shows them)",
             "请给出暂扣文章的编号：/release 12（/held 可查看）"},
    in_three{phrase::release_unknown, "L’article {0} n’est pas retenu.", "Article {0} is not held.",
             "编号为{0}的文章没有被暂扣。"},
    in_three{phrase::released, "Publié : {0}", "Released: {0}", "已放行：{0}"},
};

static_assert(phrases.size() == static_cast<std::size_t>(phrase::count));

consteval bool in_order() {
  for (std::size_t i = 0; i < phrases.size(); ++i)
    if (phrases[i].id != static_cast<phrase>(i)) return false;
  return true;
}
static_assert(in_order());

}  // namespace

std::string_view phrase_text(phrase p, std::string_view language) {
  const in_three& entry = phrases[static_cast<std::size_t>(p)];
  if (language == "fr") return entry.fr;
  if (language == "zh") return entry.zh;
  return entry.en;
}

}  // namespace depeche
