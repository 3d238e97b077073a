// The table: words -> command -> who may. A new command is a new file and a line here. Words are written folded (words.hpp).
#include "base/text.hpp"
#include "commands/command.hpp"

namespace depeche {

const std::vector<command_entry>& command_table() {
  static const std::vector<command_entry> table = {
      {"digest", role::reader, &say_digest,
       {{"digest", ""}, {"today", "en"}, {"news", "en"}, {"resume", "fr"}, {"journal", "fr"}, {"aujourd'hui", "fr"},
        {"今日", "zh"}, {"今日要闻", "zh"}, {"日报", "zh"}, {"要闻", "zh"}}},
      {"more", role::reader, &say_more,
       {{"more", "en"}, {"suite", "fr"}, {"la suite", "fr"}, {"更多", "zh"}, {"继续", "zh"}}},
      {"latest", role::reader, &say_latest,
       {{"latest", "en"}, {"dernier", "fr"}, {"derniere", "fr"}, {"dernieres nouvelles", "fr"}, {"最新", "zh"}}},
      {"subscribe", role::reader, &subscribe,
       {{"subscribe", "en"}, {"abonner", "fr"}, {"s'abonner", "fr"}, {"abonnement", "fr"}, {"订阅", "zh"}}},
      {"unsubscribe", role::reader, &unsubscribe,
       {{"unsubscribe", "en"}, {"stop", ""}, {"desabonner", "fr"}, {"se desabonner", "fr"}, {"arreter", "fr"},
        {"退订", "zh"}, {"取消订阅", "zh"}, {"td", "zh"}}},
      {"language", role::reader, &choose_language,
       {{"language", "en"}, {"langue", "fr"}, {"语言", "zh"}, {"english", "en"}, {"anglais", "fr"}, {"francais", "fr"},
        {"french", "en"}, {"中文", "zh"}, {"汉语", "zh"}, {"chinois", "fr"}, {"chinese", "en"}, {"英文", "zh"}, {"法文", "zh"}, {"繁體", "zh"}, {"繁体", "zh"},
        {"繁體中文", "zh"}, {"繁体中文", "zh"}, {"简体", "zh"}, {"簡體", "zh"}, {"简体中文", "zh"}, {"簡體中文", "zh"}, {"traditional", "en"},
        {"simplified", "en"}}},
      {"help", role::reader, &say_help,
       {{"help", "en"}, {"aide", "fr"}, {"menu", ""}, {"?", ""}, {"帮助", "zh"}, {"菜单", "zh"}}},
      {"/status", role::editor, &desk_status, {{"/status", ""}}},
      {"/preview", role::editor, &desk_preview, {{"/preview", ""}}},
      {"/qr", role::editor, &desk_qr, {{"/qr", ""}}},
      {"/send", role::editor, &desk_send, {{"/send", ""}}},
      {"/draft", role::editor, &desk_draft, {{"/draft", ""}, {"/brouillon", "fr"}, {"/草稿", "zh"}}},
      {"/publish", role::editor, &desk_publish, {{"/publish", ""}, {"/publier", "fr"}, {"/发布", "zh"}}},
      {"/approve", role::editor, &desk_approve, {{"/approve", ""}, {"/accorder", "fr"}, {"/批准", "zh"}}},
      {"/unapprove", role::editor, &desk_unapprove, {{"/unapprove", ""}, {"/desaccorder", "fr"}, {"/撤回批准", "zh"}}},
      {"/stats", role::editor, &desk_stats, {{"/stats", ""}}},
      {"/add", role::editor, &desk_add, {{"/add", ""}, {"/ajouter", "fr"}, {"/添加", "zh"}}},
      {"/write", role::editor, &desk_write, {{"/write", ""}, {"/ecrire", "fr"}, {"/写", "zh"}, {"/写稿", "zh"}}},
      {"/drop", role::editor, &desk_drop, {{"/drop", ""}, {"/retirer", "fr"}, {"/撤下", "zh"}}},
      {"/held", role::editor, &desk_held, {{"/held", ""}, {"/retenus", "fr"}, {"/暂扣", "zh"}}},
      {"/release", role::editor, &desk_release, {{"/release", ""}, {"/liberer", "fr"}, {"/放行", "zh"}}},
      {"/pick", role::editor, &desk_pick, {{"/pick", ""}, {"/choisir", "fr"}, {"/选入", "zh"}}},
      {"/move", role::editor, &desk_move, {{"/move", ""}, {"/deplacer", "fr"}, {"/移动", "zh"}}},
      {"/remove", role::editor, &desk_remove, {{"/remove", ""}, {"/enlever", "fr"}, {"/去掉", "zh"}}},
      {"/undo", role::editor, &desk_undo, {{"/undo", ""}, {"/annuler", "fr"}, {"/撤销", "zh"}}},
      {"/picks", role::editor, &desk_picks, {{"/picks", ""}, {"/choix", "fr"}, {"/选择", "zh"}}},
      {"/urgent", role::editor, &desk_urgent, {{"/urgent", ""}, {"/快讯", "zh"}}},
      {"/source", role::editor, &desk_source, {{"/source", ""}, {"/来源", "zh"}}},
      {"/help", role::editor, &desk_help, {{"/help", ""}}},
  };
  return table;
}

const edition* edition_meant(const command_parts& with, const command_call& call) {
  if (call.argument.empty()) return call.reads;
  return with.board.find(call.who.account, call.argument);
}

std::string names_of_editions(const command_parts& with, const std::string& account) {
  std::vector<std::string> names;
  for (const edition& e : with.board.editions())
    if (e.account == account) names.push_back(e.name);
  return join(names, ", ");
}

std::string masthead(const edition& e) { return e.title.empty() ? e.name : e.title; }

}  // namespace depeche
