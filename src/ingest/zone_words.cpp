#include "ingest/zone_words.hpp"

#include "base/text.hpp"

#include <map>
#include <utility>

namespace depeche {

std::string with_zone_words(std::string s) {
  if (s.find("time") == std::string::npos && s.find("heure ") == std::string::npos) return s;
  static constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"eastern standard time", "est"},    {"eastern daylight time", "edt"},    {"eastern time", "easterntime"},
      {"central standard time", "cst"},    {"central daylight time", "cdt"},    {"central time", "centraltime"},
      {"mountain standard time", "mst"},   {"mountain daylight time", "mdt"},   {"mountain time", "mountaintime"},
      {"pacific standard time", "pst"},    {"pacific daylight time", "pdt"},    {"pacific time", "pacifictime"},
      {"heure normale de l'est", "hne"},   {"heure avancee de l'est", "hae"},   {"heure de l'est", "easterntime"},
      {"heure normale d'europe centrale", "hnec"}, {"heure d'ete d'europe centrale", "haec"}, {"heure d'europe centrale", "hec"},
      {"heure de paris", "paristime"},     {"paris time", "paristime"},         {"beijing time", "hkt"},
      {"heure de pekin", "hkt"}};
  for (const auto& [written, word] : words)
    if (s.find(written) != std::string::npos) s = replace_all(s, written, word);
  return s;
}

std::optional<int> zone_by_name(std::string_view name, std::string_view language, bool chinese) {
  static const std::map<std::string_view, int> zones = {
      {"z", 0},       {"ut", 0},      {"utc", 0},     {"gmt", 0},     {"wet", 0},     {"west", 60},   {"bst", 60},    {"ist", 330},   {"cet", 60},
      {"met", 60},    {"mez", 60},    {"cest", 120},  {"mest", 120},  {"mesz", 120},  {"eet", 120},   {"eest", 180},  {"msk", 180},
      {"msd", 240},   {"trt", 180},   {"sast", 120},  {"cat", 120},   {"wat", 60},    {"eat", 180},   {"gst", 240},   {"pkt", 300},
      {"npt", 345},   {"ict", 420},   {"wib", 420},   {"wita", 480},  {"wit", 540},   {"hkt", 480},   {"sgt", 480},   {"myt", 480},
      {"pht", 480},   {"awst", 480},  {"jst", 540},   {"kst", 540},   {"acst", 570},  {"acdt", 630},  {"aest", 600},  {"aedt", 660},
      {"nzst", 720},  {"nzdt", 780},  {"brt", -180},  {"art", -180},  {"clt", -240},  {"nst", -210},  {"ndt", -150},  {"ast", -240},
      {"adt", -180},  {"est", -300},  {"edt", -240},  {"cst", -360},  {"cdt", -300},  {"mst", -420},
      {"mdt", -360},  {"pst", -480},  {"pdt", -420},  {"akst", -540}, {"akdt", -480}, {"hst", -600},
      {"hna", -240},  {"haa", -180},  {"hne", -300},  {"hae", -240},  {"hnc", -360},  {"hac", -300},
      {"hnr", -420},  {"har", -360},  {"hnp", -480},  {"hap", -420},  {"hnec", 60},   {"haec", 120},
      {"北京时间", 480}, {"北京時間", 480}, {"香港時間", 480}, {"台北時間", 480}, {"台灣時間", 480}};
  if (name == "cst" && (chinese || ascii_lower(language).starts_with("zh"))) return 480;
  const auto found = zones.find(name);
  return found == zones.end() ? std::nullopt : std::optional<int>(found->second);
}

std::string_view place_by_name(std::string_view name, std::string_view language) {
  static constexpr std::pair<std::string_view, std::string_view> places[] = {
      {"et", "America/New_York"},      {"easterntime", "America/New_York"}, {"ct", "America/Chicago"},      {"centraltime", "America/Chicago"},
      {"mt", "America/Denver"},        {"mountaintime", "America/Denver"},  {"pt", "America/Los_Angeles"},  {"pacifictime", "America/Los_Angeles"},
      {"hec", "Europe/Paris"},         {"paristime", "Europe/Paris"}};
  if (name == "et" && ascii_lower(language).starts_with("fr")) return {};  // "and"
  for (const auto& [word, zone] : places)
    if (word == name) return zone;
  return {};
}

}  // namespace depeche
