#include "digest/select.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace depeche {
namespace {

using hours = std::chrono::duration<double, std::ratio<3600>>;

// 1 for an article of this moment, half of it a window's third later.
double freshness(const known_article& a, const edition& e, timestamp now) {
  const double half_life = std::max(1.0, static_cast<double>(e.window.count()) / 3);
  return std::exp2(-std::max(0.0, hours(now - a.time).count()) / half_life);
}

// What has been going on for days counts more; of a running story the latest turn, not the one before it ("opens tomorrow" is no
// news on the day it has opened).
double course(const news_index& index, const candidate_story& s, timestamp now) {
  constexpr float same_matter = 0.18F;
  constexpr auto turn = std::chrono::hours{4};
  const std::size_t newest = s.fresh.front();
  double earlier = 0;
  for (const neighbour& near : index.at(newest).near) {
    const known_article& other = index.at(near.document);
    if (near.similarity < same_matter || other.gone || other.time > now) continue;
    const auto later = other.time - index.at(newest).time;
    if (later >= turn) return 0.5;
    if (later < -turn) ++earlier;
  }
  return 1 + 0.2 * std::log2(1 + earlier);
}

// How well an article tells its story: a full text, and the later one of two; what a machine translated gives way to what was written.
double worth(const known_article& a, const edition& e, timestamp now) {
  const double length = std::min(1.0, static_cast<double>(a.length) / 1200);
  return length + 0.5 * freshness(a, e, now) + (a.title.empty() ? 0 : 0.5) - (a.translated ? 1 : 0);
}

bool from_sources(const known_article& a, const edition& e) {
  return e.sources.empty() || std::find(e.sources.begin(), e.sources.end(), a.source) != e.sources.end();
}

// The best of those that tell it: a story doesn't weigh less because a small source tells it too.
double priority(const known_article& a, const edition& e) {
  const auto set = e.priorities.find(a.source);
  if (set == e.priorities.end()) return 1;
  return set->second == source_priority::high ? 1.5 : set->second == source_priority::low ? 0.6 : 1;
}

std::string count(std::size_t n, const char* one) { return std::to_string(n) + ' ' + one + (n == 1 ? "" : "s"); }

std::string reasons(const news_index& index, const candidate_story& s, timestamp now) {
  const double age = hours(now - index.at(s.fresh.front()).time).count();
  std::string why = count(s.sources, "source") + ", " + count(index.story_of(s.fresh.front()).articles.size(), "article") + "; " +
                    (age < 1 ? std::to_string(std::lround(age * 60)) + " min" : std::to_string(std::lround(age)) + " h") + " old";
  if (s.course > 1) why += "; goes on from earlier articles";
  if (s.course < 1) why += "; a later turn of it was told";
  if (!s.marks.topics.empty()) why += "; topic " + join(s.marks.topics, ", ");
  if (!s.marks.keyword.empty()) why += "; keyword " + s.marks.keyword;
  if (s.priority != 1) why += s.priority > 1 ? "; a source of high priority" : "; a source of low priority";
  return why;
}

// A story is muted when half of its articles are: one telling that names a muted word in passing does not silence the others.
subject_marks marks_of(const candidate_story& s, const edition_wishes& wishes) {
  subject_marks all;
  std::size_t muted = 0;
  std::string word;
  for (const std::size_t n : s.fresh) {
    const auto found = wishes.subjects.find(n);
    if (found == wishes.subjects.end()) continue;
    const subject_marks& one = found->second;
    for (const std::string& topic : one.topics)
      if (std::find(all.topics.begin(), all.topics.end(), topic) == all.topics.end()) all.topics.push_back(topic);
    if (all.keyword.empty()) all.keyword = one.keyword;
    if (one.muted.empty()) continue;
    ++muted;
    word = one.muted;
  }
  if (2 * muted >= s.fresh.size()) all.muted = word;
  return all;
}

// When an earlier digest told a story: the day, and how much was known then.
struct told_before {
  std::string day;  // "2026-11-23, urgently" for what went out beside the digests
  timestamp at{};
};

std::map<std::size_t, told_before> stories_told(const news_index& index, const std::vector<digest>& earlier) {
  std::map<std::size_t, told_before> told;
  for (const digest& d : earlier)
    for (const digest_item& item : d.items) {
      const auto place = index.place_of(item.article);
      if (!place) continue;
      auto& last = told[index.at(*place).story];
      if (d.composed_at >= last.at) last = {d.day + (d.urgent == 0 ? "" : ", urgently"), d.composed_at};
    }
  return told;
}

// When the last issue of a day was composed.
std::optional<timestamp> last_issue_of(const std::vector<digest>& earlier) {
  std::optional<timestamp> last;
  for (const digest& d : earlier)
    if (d.urgent == 0 && (!last || d.composed_at > *last)) last = d.composed_at;
  return last;
}

class chooser {
 public:
  chooser(const news_index& index, const std::vector<candidate_story>& stories, const edition& e, const std::vector<digest>& earlier,
          timestamp now, const edition_wishes& wishes)
      : index_(index), stories_(stories), edition_(e), now_(now), picks_(wishes.picks), told_(stories_told(index, earlier)), last_issue_(last_issue_of(earlier)), why_not_(stories.size()) {}

  selection choose() {
    std::set<std::string_view> sources;
    for (const candidate_story& s : stories_)
      for (const std::size_t n : s.fresh) sources.insert(index_.at(n).source);
    obey();
    const std::size_t most = edition_.max_per_source > 0 ? edition_.max_per_source : edition_.items;
    const std::size_t most_on_topic = edition_.max_per_topic > 0 ? edition_.max_per_topic : edition_.items;
    const std::size_t half = (edition_.items + 1) / 2;
    take(sources.size() > 1 ? std::min(most, half) : most, edition_.topics.size() > 1 ? std::min(most_on_topic, half) : most_on_topic);
    const auto fresh = fresh_ones();
    take(most, most_on_topic);  // better a full digest of one source than half a digest, unless the edition says otherwise
    if (fresh.size() < edition_.thin_below) keep_rule(fresh);
    return answer();
  }

 private:
  // What editors said; the last word on a story counts.
  void obey() {
    for (const editor_pick& p : picks_) {
      const auto n = index_.place_of(p.article);
      if (!n) continue;
      const auto story = std::find_if(stories_.begin(), stories_.end(), [&](const candidate_story& s) { return s.story == index_.at(*n).story; });
      if (story == stories_.end()) continue;
      const auto place = static_cast<std::size_t>(story - stories_.begin());
      if (const auto before = chosen_.find(place); before != chosen_.end()) {
        count_in(place, before->second, false);
        chosen_.erase(before);
      }
      removed_.erase(place);
      if (p.kind == pick_kind::removed) {
        removed_.insert(place);
        why_not_[place] = "removed by an editor";
      } else if (chosen_.size() >= edition_.items) {
        why_not_[place] = "picked by an editor, but the edition has " + count(edition_.items, "item") + ", all of them picked before it";
      } else {
        count_in(place, *n, true);
        chosen_.emplace(place, *n);
        picked_.insert_or_assign(place, p.place);
      }
    }
  }

  // A story's source and topics have one item more, or less.
  void count_in(std::size_t place, std::size_t article, bool more) {
    const auto change = [&](std::size_t& n) { n = more ? n + 1 : n - 1; };
    change(taken_[index_.at(article).source]);
    for (const std::string& topic : stories_[place].marks.topics) change(on_topic_[topic]);
  }

  // Why an edition doesn't want a story whatever room there is; empty when it does.
  std::string off_subject(const candidate_story& s) const {
    if (!s.marks.muted.empty()) return "muted: " + s.marks.muted;
    if (edition_.topics_only && s.marks.topics.empty() && s.marks.keyword.empty()) return "on none of the edition's topics";
    return {};
  }

  // The first of its topics that has its share; empty when there is room.
  std::string full_topic(const candidate_story& s, std::size_t cap) const {
    for (const std::string& topic : s.marks.topics)
      if (const auto n = on_topic_.find(topic); n != on_topic_.end() && n->second >= cap) return topic;
    return {};
  }

  void take(std::size_t cap, std::size_t topic_cap) {
    for (std::size_t place = 0; place < stories_.size() && chosen_.size() < edition_.items; ++place) {
      if (chosen_.contains(place) || removed_.contains(place)) continue;
      const candidate_story& s = stories_[place];
      if (std::string off = off_subject(s); !off.empty()) {
        why_not_[place] = std::move(off);
        continue;
      }
      const auto told = told_.find(s.story);
      const bool moved = told == told_.end() || index_.at(s.fresh.front()).time > told->second.at;
      if (!moved) {
        why_not_[place] = "nothing new since it was sent on " + told->second.day;
        continue;
      }
      const std::size_t none = index_.size();
      std::size_t best = none;
      for (const std::size_t n : s.fresh) {
        if (taken_[index_.at(n).source] >= cap) continue;
        if (told != told_.end() && index_.at(n).time <= told->second.at) continue;
        if (best == none || worth(index_.at(n), edition_, now_) > worth(index_.at(best), edition_, now_)) best = n;
      }
      if (best == none) {
        why_not_[place] = "its source has its share already (" + std::to_string(cap) + ")";
        continue;
      }
      if (const std::string topic = full_topic(s, topic_cap); !topic.empty()) {
        why_not_[place] = "the topic " + topic + " has its share already (" + std::to_string(topic_cap) + ")";
        continue;
      }
      const auto copied = std::find_if(chosen_.begin(), chosen_.end(), [&](const auto& c) { return index_.copies(best, c.second); });
      if (copied != chosen_.end()) {
        why_not_[place] = "a copy of \"" + index_.at(copied->second).title + "\"";
        continue;
      }
      count_in(place, best, true);
      chosen_.emplace(place, best);
    }
  }

  // The places of the chosen stories with something of the last day, or picked.
  std::set<std::size_t> fresh_ones() const {
    const timestamp since = edition_.thin == thin_day::merge && last_issue_ ? *last_issue_ : now_ - std::chrono::hours{24};
    std::set<std::size_t> fresh;
    for (const auto& [place, article] : chosen_)
      if (index_.at(article).time > since || picked_.contains(place)) fresh.insert(place);
    return fresh;
  }

  // It has been merged with the next day's long enough.
  bool has_waited() const {
    constexpr auto waits = std::chrono::hours{60};  // the third day's hour
    return edition_.thin == thin_day::merge && last_issue_ && now_ - *last_issue_ > waits;
  }

  // What an edition does on a thin day.
  void keep_rule(const std::set<std::size_t>& fresh) {
    const std::size_t all = chosen_.size();
    const bool sent = edition_.thin == thin_day::send || has_waited();
    if (!sent)
      for (auto c = chosen_.begin(); c != chosen_.end();) {
        const bool stays = edition_.thin == thin_day::shorten && fresh.contains(c->first);
        if (!stays)
          why_not_[c->first] = edition_.thin == thin_day::skip    ? "a thin day is skipped"
                               : edition_.thin == thin_day::merge ? "a thin day is merged with the next"
                                                                  : "a thin day is shortened to what is fresh";
        c = stays ? std::next(c) : chosen_.erase(c);
      }
    thin_ = "a thin day: " + (fresh.size() == 1 ? std::string("1 fresh story") : std::to_string(fresh.size()) + " fresh stories") +
            ", the edition wants " + std::to_string(edition_.thin_below) + "; " +
            (edition_.thin == thin_day::merge     ? (sent ? "sent all the same, it has waited (thin = \"merge\")" : "kept for the next issue (thin = \"merge\")")
             : edition_.thin == thin_day::skip    ? "skipped (thin = \"skip\")"
             : edition_.thin == thin_day::shorten ? "shortened to them (thin = \"shorten\")"
                                                  : "sent with all " + std::to_string(all) + " there are (thin = \"send\")");
  }

  selection answer() const {
    selection made;
    made.thin = thin_;
    const std::size_t shown = chosen_.empty() ? 0 : chosen_.rbegin()->first + 1 + edition_.items;
    for (std::size_t place = 0; place < stories_.size(); ++place) {
      const auto chosen = chosen_.find(place);
      const candidate_story& s = stories_[place];
      std::string why = reasons(index_, s, now_);
      if (chosen != chosen_.end()) {
        made.articles.push_back(chosen->second);
        if (const auto p = picked_.find(place); p != picked_.end())
          why += p->second == 0 ? "; picked by an editor" : "; put at " + std::to_string(p->second) + " by an editor";
        if (const auto told = told_.find(s.story); told != told_.end()) why += "; moved since it was sent on " + told->second.day;
        made.verdicts.push_back({chosen->second, s.weight, true, std::move(why)});
      } else if (place < std::max(shown, edition_.items) || removed_.contains(place)) {
        // Not even asked for once the digest was full.
        const std::string not_for = why_not_[place].empty() ? off_subject(s) : why_not_[place];
        made.verdicts.push_back({s.fresh.front(), s.weight, false, (not_for.empty() ? "weighs less" : not_for) + "; " + why});
      }
    }
    put_in_place(made.articles);
    return made;
  }

  // One after the other, so that the last one stands exactly where it was put.
  void put_in_place(std::vector<std::size_t>& articles) const {
    for (const editor_pick& p : picks_) {
      const auto n = index_.place_of(p.article);
      const auto at = n && p.place > 0 && p.kind == pick_kind::placed ? std::find(articles.begin(), articles.end(), *n) : articles.end();
      if (at == articles.end()) continue;
      articles.erase(at);
      articles.insert(articles.begin() + static_cast<std::ptrdiff_t>(std::min(p.place - 1, articles.size())), *n);
    }
  }

  const news_index& index_;
  const std::vector<candidate_story>& stories_;
  const edition& edition_;
  timestamp now_;
  const std::vector<editor_pick>& picks_;
  std::map<std::size_t, told_before> told_;
  std::optional<timestamp> last_issue_;
  std::vector<std::string> why_not_;
  std::string thin_;
  std::map<std::string_view, std::size_t> taken_;    // items of a source
  std::map<std::string_view, std::size_t> on_topic_;  // ... on a topic
  std::map<std::size_t, std::size_t> chosen_;  // place in the order -> article
  std::map<std::size_t, std::size_t> picked_;  // place in the order -> where an editor put it; 0: anywhere
  std::set<std::size_t> removed_;              // places in the order
};

}  // namespace

std::vector<candidate_story> weigh_stories(const news_index& index, const std::vector<std::size_t>& readable, const edition& e, timestamp now,
                                           const edition_wishes& wishes) {
  std::unordered_set<std::size_t> picked;
  for (const editor_pick& p : wishes.picks)
    if (const auto n = index.place_of(p.article)) picked.insert(*n);
  std::map<std::size_t, candidate_story> by_story;
  for (const std::size_t n : readable) {
    const known_article& a = index.at(n);
    if (a.gone || (!picked.contains(n) && (a.time > now || a.time < now - e.window || !from_sources(a, e)))) continue;
    by_story[a.story].fresh.push_back(n);
  }
  std::vector<candidate_story> stories;
  for (auto& [which, s] : by_story) {
    s.story = which;
    std::sort(s.fresh.begin(), s.fresh.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(index.at(b).time, number(index.at(a).id)) < std::pair(index.at(a).time, number(index.at(b).id));
    });
    std::set<std::string_view> sources;
    for (const std::size_t n : s.fresh) sources.insert(index.at(n).source);
    s.sources = sources.size();
    s.told = 1 + 0.6 * std::log2(static_cast<double>(s.sources)) + 0.25 * std::log2(static_cast<double>(s.fresh.size()));
    s.freshness = freshness(index.at(s.fresh.front()), e, now);
    s.course = course(index, s, now);
    s.priority = 0;
    for (const std::size_t n : s.fresh) s.priority = std::max(s.priority, priority(index.at(n), e));
    s.marks = marks_of(s, wishes);
    s.subject = !s.marks.keyword.empty() ? 1.6 : e.topics.empty() || s.marks.topics.empty() ? 1 : 1.3;
    s.weight = s.told * (0.25 + s.freshness) * s.course * s.priority * s.subject;
    stories.push_back(std::move(s));
  }
  std::sort(stories.begin(), stories.end(), [&](const candidate_story& a, const candidate_story& b) {
    if (a.weight != b.weight) return a.weight > b.weight;
    const auto &left = index.at(a.fresh.front()), &right = index.at(b.fresh.front());
    return std::pair(right.time, number(left.id)) < std::pair(left.time, number(right.id));
  });
  return stories;
}

std::chrono::hours window_of(const edition& e, const std::vector<digest>& earlier, timestamp now) {
  constexpr auto longest = std::chrono::hours{24 * 7};
  const auto last = e.thin == thin_day::merge ? last_issue_of(earlier) : std::nullopt;
  if (!last || *last > now) return e.window;
  return std::max(e.window, std::min<std::chrono::hours>(longest, std::chrono::ceil<std::chrono::hours>(now - *last)));
}

selection select_items(const news_index& index, const std::vector<candidate_story>& stories, const edition& e,
                       const std::vector<digest>& earlier, timestamp now, const edition_wishes& wishes) {
  return chooser(index, stories, e, earlier, now, wishes).choose();
}

}  // namespace depeche
