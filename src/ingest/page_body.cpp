#include "ingest/page_body.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/article_lines.hpp"
#include "ingest/below_article.hpp"
#include "ingest/block_names.hpp"
#include "ingest/body_score.hpp"
#include "ingest/html_sanitiser.hpp"
#include "ingest/html_text.hpp"
#include "ingest/link.hpp"
#include "ingest/related_lists.hpp"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace depeche {
namespace {

using kind = element_kind;

constexpr std::size_t most_links = 500;
constexpr std::uint32_t enough_text = 500;        // letters; with less, the page is read again, less strictly
constexpr std::uint32_t enough_marked_text = 60;  // the same where the page itself marks the place
constexpr std::uint32_t some_text = 140;          // an article may be as short as this

struct found_body {
  std::vector<bool> dropped;
  std::vector<std::uint32_t> blocks;
  std::uint32_t text = 0;
};

std::vector<bool> marks_of_dropped(const page_outline& outline) {
  std::vector<bool> marks;
  marks.reserve(outline.items.size());
  for (const auto& item : outline.items) marks.push_back(item.dropped);
  return marks;
}

class body_reader {
 public:
  body_reader(page_outline outline, std::string_view witness, const std::string& title)
      : outline_(std::move(outline)), witness_(witness), title_(title) {}

  page_outline& outline() { return outline_; }
  // Boxes that announce other articles, dropped from below this one.
  std::uint32_t teasers() const { return teasers_; }

  // From strict to lenient, until there is enough; else the reading that found most.
  found_body read() {
    constexpr reading ways[] = {{true, true, true}, {false, true, true}, {false, false, true}, {false, false, false}};
    drop_what_is_never_text();
    const auto before = marks_of_dropped(outline_);
    found_body best;
    for (const auto& how : ways) {
      restore(before);
      auto found = read_once(how);
      // Who reads less strictly finds comments too: a short article is not given up for something a little longer.
      if (found.text > (best.text >= some_text ? best.text * 2 : best.text)) best = found;
      if (best.text >= enough_text || (best.text >= enough_marked_text && is_marked(best))) break;
    }
    if (best.text < enough_text / 2) read_hidden(best);
    if (!best.dropped.empty()) restore(best.dropped);
    return best;
  }

 private:
  outline_item& at(std::uint32_t i) { return outline_.items[i]; }

  void restore(const std::vector<bool>& marks) {
    for (std::size_t i = 0; i < marks.size(); ++i) outline_.items[i].dropped = marks[i];
    outline_.measure();
  }

  // Whatever it is called, what holds most of the text stays.
  template <typename Wanted>
  void drop_small(Wanted wanted) {
    const auto all = outline_.items.empty() ? 0 : at(0).below.text;
    for (std::uint32_t i = 1; i < outline_.items.size();) {
      if (!at(i).dropped && wanted(i) && at(i).below.text * 2 <= all) outline_.drop(i);
      i = at(i).dropped ? at(i).end : i + 1;
    }
  }

  void drop_what_is_never_text() {
    for (auto& item : outline_.items)
      if (item.kind == kind::silent || item.kind == kind::noscript) item.dropped = true;
    outline_.measure();
    drop_small([&](std::uint32_t i) { return at(i).hidden || at(i).kind == kind::nav; });
    drop_small([&](std::uint32_t i) {
      const bool heading =
          title_at_ == 0 && (at(i).kind == kind::h1 || at(i).kind == kind::h2) && repeats_title(outline_.line(i), title_);
      if (heading) title_at_ = i;
      return heading;
    });
    drop_what_is_below();
    for (std::uint32_t i = 1; i < outline_.items.size(); ++i)
      has_mark_ = has_mark_ || (!at(i).dropped && body_mark(at(i)) > 1 && at(i).below.text >= enough_marked_text &&
                                outline_.link_density(i) < 0.4);
    // What readers wrote, where the page has a place for its own text.
    for (std::uint32_t i = 1; has_mark_ && i < outline_.items.size(); ++i)
      if (!at(i).dropped && is_comment_list(at(i))) outline_.drop(i);
  }

  void drop_what_is_below() {
    drop_comments(outline_, title_at_);
    teasers_ = drop_teasers(outline_, title_at_);
  }

  bool in_table_or_code(std::uint32_t i) {
    for (int steps = 0; i != 0 && steps < 4; ++steps) {
      i = at(i).parent;
      if (at(i).kind == kind::table || at(i).kind == kind::code) return true;
    }
    return false;
  }

  bool in_article(std::uint32_t i) {
    while (i != 0) {
      i = at(i).parent;
      if (at(i).kind == kind::article) return true;
    }
    return false;
  }

  found_body read_once(const reading& how) {
    if (how.by_names) {
      drop_small([&](std::uint32_t i) { return at(i).kind != kind::text && sounds_unlikely(at(i)) && !in_table_or_code(i); });
      drop_small([&](std::uint32_t i) { return is_comment_list(at(i)) || (at(i).kind == kind::footer && !in_article(i)); });
    }
    found_body found;
    found.blocks = find_body(outline_, how);
    correct_by_title(found.blocks);
    correct_by_witness(found.blocks);
    for (const auto b : found.blocks)
      for (auto i = b + 1; i < at(b).end; ++i)
        if (!at(i).dropped && (at(i).kind == kind::aside || at(i).kind == kind::footer) &&
            at(i).below.text * 2 < at(b).below.text)
          outline_.drop(i);
    drop_weak_blocks(outline_, found.blocks, how);
    for (const auto b : found.blocks)
      found.text += at(b).below.text - std::min(at(b).below.text, static_cast<std::uint32_t>(at(b).below.linked));
    found.dropped = marks_of_dropped(outline_);
    return found;
  }

  // Of several <article> elements beside each other, the one with the title is the article and the others are teasers.
  void correct_by_title(std::vector<std::uint32_t>& blocks) {
    if (title_at_ == 0 || blocks.size() != 1) return;
    auto own = title_at_;
    while (own != 0 && at(own).kind != kind::article) own = at(own).parent;
    if (own == 0 || own == blocks[0] || !outline_.is_inside(own, blocks[0]) || at(own).below.text < some_text) return;
    for (auto i = blocks[0]; i < at(blocks[0]).end; ++i)
      if (at(i).kind == kind::article && !at(i).dropped && !outline_.is_inside(i, own) && !outline_.is_inside(own, i)) {
        blocks = {own};
        return;
      }
  }

  // The page's own record says what the text is: the block that holds it is right where points have missed it.
  void correct_by_witness(std::vector<std::uint32_t>& blocks) {
    if (witness_.empty()) return;
    const auto place = find_witnessed(outline_, witness_);
    if (place == 0) return;
    std::uint32_t text = 0;
    bool inside = false, around = false;
    for (const auto b : blocks) {
      text += at(b).below.text;
      inside = inside || (b != place && outline_.is_inside(b, place));
      around = around || outline_.is_inside(place, b);
    }
    const auto there = at(place).below.text;
    const bool missed = !inside && !around;
    const bool part_only = inside && !around && text * 10ULL < there * 7ULL;
    const bool too_much = around && text * 10ULL > there * 16ULL;
    if (missed || part_only || too_much) blocks = {place};
  }

  bool is_marked(const found_body& found) {
    return std::any_of(found.blocks.begin(), found.blocks.end(), [&](std::uint32_t b) {
      for (int steps = 0; b != 0 && steps < 3; ++steps, b = at(b).parent)
        if (body_mark(at(b)) > 1) return true;
      return false;
    });
  }

  // Some pages hide the article until a script shows it, or keep it for those without scripts.
  void read_hidden(found_body& best) {
    for (auto& item : outline_.items) {
      item.dropped = item.kind == kind::silent;
      if (item.kind != kind::noscript || item.dropped) continue;
      item.kind = kind::division;
      item.phrasing = false;
      xmlNodeSetName(item.node, reinterpret_cast<const xmlChar*>("div"));
    }
    outline_.measure();
    drop_small([&](std::uint32_t i) { return at(i).kind == kind::nav; });
    drop_what_is_below();
    auto found = read_once({true, true, true});
    if (found.text > std::max(some_text, best.text * 2)) best = std::move(found);
  }

  page_outline outline_;
  std::string_view witness_;
  const std::string& title_;
  std::uint32_t title_at_ = 0;  // the heading that is the title, 0 when there is none
  std::uint32_t teasers_ = 0;
  bool has_mark_ = false;       // the page marks where its text is
};

std::size_t letters_of(const page_outline& outline, const std::vector<std::uint32_t>& blocks) {
  std::size_t letters = 0;
  for (const auto b : blocks) letters += outline.items[b].below.text;
  return letters;
}

void swap_marks(page_outline& outline, std::vector<bool>& marks) {
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const bool was = outline.items[i].dropped;
    outline.items[i].dropped = marks[i];
    marks[i] = was;
  }
}

// What makes sense outside of where it stood: a cell without its row doesn't.
bool stands_alone(kind k) {
  return k == kind::paragraph || k == kind::division || k == kind::blockquote || k == kind::list || k == kind::table ||
         is_heading(k) || k == kind::preformatted || k == kind::definition || k == kind::figure;
}

// Moves the blocks below one new element, without what was dropped.
xmlNode* cut_body(xmlDoc* document, page_outline& outline, const std::vector<std::uint32_t>& blocks) {
  for (const auto b : blocks)
    for (auto i = b; i < outline.items[b].end;) {
      auto& item = outline.items[i];
      if (item.dropped && i != b) {
        xmlUnlinkNode(item.node);
        xmlFreeNode(item.node);
        i = item.end;
      } else {
        ++i;
      }
    }
  auto* body = xmlNewDocNode(document, nullptr, reinterpret_cast<const xmlChar*>("div"), nullptr);
  for (const auto b : blocks) {
    auto* node = outline.items[b].node;
    if (!stands_alone(outline.items[b].kind)) xmlNodeSetName(node, reinterpret_cast<const xmlChar*>("div"));
    xmlUnlinkNode(node);
    xmlAddChild(body, node);
  }
  return body;
}

void collect_links(const xmlNode* body, std::string_view base, extracted_page& page) {
  std::unordered_set<std::string> seen;
  walk(body, [&](const xmlNode* n) {
    if (!is_named(n, "a")) return true;
    const auto target = absolute_link(base, attribute(n, "href"));
    if (!target.empty() && page.links.size() < most_links && seen.insert(target).second)
      page.links.push_back({std::string(truncate_bytes(squeeze_space(html_text(n)), 500)), target});
    return false;
  });
}

}  // namespace

page_signs extract_body(markup_tree& tree, page_outline whole, std::string_view base, std::string_view witness, timestamp now,
                        std::string_view zone, extracted_page& page) {
  if (whole.items.empty()) return {};
  auto notice = read_notice(whole);
  const bool has_rows_only = is_of_rows(whole, {0});
  body_reader reader(std::move(whole), witness, page.title);
  auto& outline = reader.outline();
  auto found = reader.read();
  auto signs = read_headlines(outline, found.blocks);
  signs.notice = std::move(notice);
  signs.has_rows_only = has_rows_only;
  signs.headlines -= std::min(signs.headlines, reader.teasers());
  if (found.blocks.empty()) {
    signs.asks_for_payment = asks_for_payment(outline);
    return signs;
  }
  auto dropped = marks_of_dropped(outline);
  drop_other_lines(outline, found.blocks, base, now, zone, page);
  if (letters_of(outline, found.blocks) < longest_beginning) {
    // The line that asks is among those just dropped.
    swap_marks(outline, dropped);
    signs.asks_for_payment = asks_for_payment(outline);
    swap_marks(outline, dropped);
  }
  signs.is_of_rows = is_of_rows(outline, found.blocks);
  signs.headlines_left = count_headlines(outline, found.blocks);
  // What was chosen beside the main block may have turned out to be something else as a whole.
  const auto gone = [&](std::uint32_t b) { return outline.items[b].dropped; };
  if (!std::all_of(found.blocks.begin(), found.blocks.end(), gone)) std::erase_if(found.blocks, gone);
  collect_related(outline, base, page);
  auto* body = cut_body(tree.get(), outline, found.blocks);
  page.text = html_text(body);
  page.html = sanitise_children(body, base);
  collect_links(body, base, page);
  xmlFreeNode(body);
  // An article is not related to itself.
  std::erase_if(page.related, [&](const headline_link& r) { return r.title == page.title || r.url == page.url; });
  return signs;
}

}  // namespace depeche
