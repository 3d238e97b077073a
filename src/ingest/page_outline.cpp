#include "ingest/page_outline.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <unordered_map>

namespace depeche {
namespace {

using kind = element_kind;

kind kind_of(std::string_view name) {
  static const std::unordered_map<std::string_view, kind> kinds = {{"a", kind::anchor},
                                                                   {"address", kind::address},
                                                                   {"article", kind::article},
                                                                   {"aside", kind::aside},
                                                                   {"blockquote", kind::blockquote},
                                                                   {"body", kind::body},
                                                                   {"br", kind::line_break},
                                                                   {"code", kind::code},
                                                                   {"div", kind::division},
                                                                   {"center", kind::division},
                                                                   {"dl", kind::definition},
                                                                   {"dt", kind::definition},
                                                                   {"dd", kind::definition},
                                                                   {"object", kind::embedded},
                                                                   {"iframe", kind::embedded},
                                                                   {"fieldset", kind::fieldset},
                                                                   {"figcaption", kind::figcaption},
                                                                   {"figure", kind::figure},
                                                                   {"footer", kind::footer},
                                                                   {"form", kind::form},
                                                                   {"h1", kind::h1},
                                                                   {"h2", kind::h2},
                                                                   {"h3", kind::heading},
                                                                   {"h4", kind::heading},
                                                                   {"h5", kind::heading},
                                                                   {"h6", kind::heading},
                                                                   {"header", kind::header},
                                                                   {"img", kind::image},
                                                                   {"picture", kind::phrasing},
                                                                   {"input", kind::control},
                                                                   {"textarea", kind::control},
                                                                   {"select", kind::control},
                                                                   {"button", kind::control},
                                                                   {"li", kind::item},
                                                                   {"ul", kind::list},
                                                                   {"ol", kind::list},
                                                                   {"main", kind::main},
                                                                   {"nav", kind::nav},
                                                                   {"noscript", kind::noscript},
                                                                   {"p", kind::paragraph},
                                                                   {"pre", kind::preformatted},
                                                                   {"tbody", kind::row_group},
                                                                   {"thead", kind::row_group},
                                                                   {"tfoot", kind::row_group},
                                                                   {"section", kind::section},
                                                                   {"table", kind::table},
                                                                   {"td", kind::cell},
                                                                   {"th", kind::head_cell},
                                                                   {"tr", kind::row},
                                                                   {"time", kind::time},
                                                                   {"script", kind::silent},
                                                                   {"style", kind::silent},
                                                                   {"template", kind::silent},
                                                                   {"head", kind::silent},
                                                                   {"applet", kind::silent},
                                                                   {"svg", kind::silent},
                                                                   {"math", kind::silent},
                                                                   {"canvas", kind::silent},
                                                                   {"audio", kind::silent},
                                                                   {"video", kind::silent},
                                                                   {"map", kind::silent},
                                                                   {"dialog", kind::silent},
                                                                   {"title", kind::silent},
                                                                   {"meta", kind::silent},
                                                                   {"link", kind::silent},
                                                                   {"base", kind::silent}};
  static const std::unordered_map<std::string_view, kind> inline_kinds = [] {
    std::unordered_map<std::string_view, kind> m;
    for (const std::string_view one :
         {"abbr",   "acronym", "b",     "bdi",  "bdo", "big",  "cite", "data", "del",  "dfn",    "em",    "font",  "i",
          "ins",    "kbd",     "label", "mark", "q",   "ruby", "rb",   "rt",   "rp",   "s",      "samp",  "small", "span",
          "strike", "strong",  "sub",   "sup",  "tt",  "u",    "var",  "wbr",  "nobr", "source", "track", "embed"})
      m.emplace(one, kind::phrasing);
    return m;
  }();
  if (const auto found = kinds.find(name); found != kinds.end()) return found->second;
  if (const auto found = inline_kinds.find(name); found != inline_kinds.end()) return found->second;
  return kind::other;
}

std::string_view view(const xmlChar* s) { return s == nullptr ? std::string_view{} : reinterpret_cast<const char*>(s); }

// An attribute's value where it stands in the tree.
std::string_view value_of(const xmlAttr* a) { return a->children == nullptr ? std::string_view{} : view(a->children->content); }

bool has_style(std::string_view style, std::string_view what) {
  if (style.find(what.substr(0, what.find(':'))) == std::string_view::npos) return false;
  return ascii_lower(replace_all(style, " ", "")).find(what) != std::string::npos;
}

void read_attributes(outline_item& item) {
  for (const xmlAttr* a = item.node->properties; a != nullptr; a = a->next) {
    const auto name = view(a->name);
    if (name == "class")
      item.classes = value_of(a);
    else if (name == "id")
      item.id = value_of(a);
    else if (name == "role")
      item.role = value_of(a);
    else if (name == "itemprop")
      item.item_property = value_of(a);
    else if (name == "hidden")
      item.hidden = true;
    else if (name == "aria-hidden")
      item.hidden = item.hidden || (value_of(a) == "true" && item.classes.find("fallback") == std::string_view::npos);
    else if (name == "style")
      item.hidden = item.hidden || has_style(value_of(a), "display:none") || has_style(value_of(a), "visibility:hidden");
  }
}

bool is_space(unsigned char c) { return c == ' ' || (c >= 9 && c <= 13); }

// White space counts once between words; scripts without spaces count double, for a character there says twice as much.
void weigh_text(outline_item& item, std::string_view text) {
  std::uint32_t letters = 0, commas = 0;
  bool gap = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (is_space(c)) {
      gap = true;
      continue;
    }
    if (c >= 0x80 && c < 0xC0) continue;
    if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) == 0xA0) {
      gap = true;
      continue;
    }
    if (c == 0xE3 && text.substr(i, 3) == "\u3000") continue;
    if (gap && letters > 0) ++letters;
    gap = false;
    letters += c >= 0xE3 && c <= 0xED ? 2 : 1;
    const bool wide_comma = (c == 0xEF && text.substr(i, 3) == "，") || (c == 0xE3 && text.substr(i, 3) == "、") ||
                            (c == 0xD8 && text.substr(i, 2) == "،");
    if (c == ',' || wide_comma) ++commas;
  }
  item.own_text = letters;
  item.own_commas = commas;
}

bool can_be_phrasing(kind k) {
  return k == kind::text || k == kind::anchor || k == kind::line_break || k == kind::code || k == kind::phrasing ||
         k == kind::time || k == kind::image || k == kind::control || k == kind::noscript || k == kind::silent;
}

bool is_inner_block(kind k) {
  return k == kind::division || k == kind::paragraph || k == kind::blockquote || k == kind::definition || k == kind::image ||
         k == kind::list || k == kind::preformatted || k == kind::table || k == kind::item || k == kind::cell ||
         k == kind::phrasing || k == kind::section || k == kind::article;
}

}  // namespace

bool is_heading(element_kind k) { return k == kind::h1 || k == kind::h2 || k == kind::heading; }

page_outline lay_out(const xmlNode* root) {
  page_outline page;
  std::vector<std::uint32_t> open;
  const auto add = [&](const xmlNode* n, kind k) {
    outline_item item;
    item.node = const_cast<xmlNode*>(n);  // the tree is the extractor's own; see page_body
    item.kind = k;
    item.parent = open.empty() ? 0 : open.back();
    page.items.push_back(item);
    return static_cast<std::uint32_t>(page.items.size() - 1);
  };
  const auto close = [&] {
    page.items[open.back()].end = static_cast<std::uint32_t>(page.items.size());
    open.pop_back();
  };
  if (!is_element(root)) return page;
  for (const xmlNode* n = root;;) {
    bool into = false;
    if (n->type == XML_ELEMENT_NODE) {
      const auto k = kind_of(view(n->name));
      const auto index = add(n, k);
      if (k == kind::embedded || k == kind::control || k == kind::silent || k == kind::image) {
        page.items[index].end = index + 1;
      } else {
        read_attributes(page.items[index]);
        open.push_back(index);
        into = n->children != nullptr;
        if (!into) close();
      }
      if (k == kind::image) read_attributes(page.items[index]);
    } else if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content != nullptr) {
      outline_item probe;
      weigh_text(probe, view(n->content));
      if (probe.own_text > 0) {
        auto& item = page.items[add(n, kind::text)];
        item.own_text = probe.own_text;
        item.own_commas = probe.own_commas;
        item.end = static_cast<std::uint32_t>(page.items.size());
      }
    }
    if (into) {
      n = n->children;
      continue;
    }
    while (n != root && n->next == nullptr) {
      n = n->parent;
      close();
    }
    if (n == root) break;
    n = n->next;
  }
  while (!open.empty()) close();
  for (std::size_t i = page.items.size(); i-- > 0;) {
    auto& item = page.items[i];
    item.phrasing = can_be_phrasing(item.kind);
    for (auto c = static_cast<std::uint32_t>(i) + 1; item.phrasing && c < item.end; c = page.items[c].end)
      item.phrasing = page.items[c].phrasing;
  }
  page.measure();
  return page;
}

void page_outline::measure() {
  for (auto& item : items) item.below = {};
  for (std::size_t i = items.size(); i-- > 0;) {
    auto& item = items[i];
    if (item.dropped) continue;
    auto& m = item.below;
    if (item.kind == kind::text) {
      m.text = item.own_text;
      m.commas = item.own_commas;
    } else if (item.kind == kind::anchor) {
      // A link within the page leads nowhere else: it is mostly text.
      bool local = false;
      for (const xmlAttr* a = item.node->properties; a != nullptr; a = a->next)
        if (view(a->name) == "href") local = value_of(a).size() > 1 && value_of(a)[0] == '#';
      m.linked = static_cast<float>(m.text) * (local ? 0.3F : 1.0F);
    } else if (item.kind == kind::paragraph)
      ++m.paragraphs;
    else if (item.kind == kind::image)
      ++m.images;
    else if (item.kind == kind::item)
      ++m.items;
    else if (item.kind == kind::control)
      ++m.controls;
    else if (item.kind == kind::embedded)
      ++m.embeds;
    if (is_heading(item.kind)) m.in_headings = m.text;
    if (item.kind == kind::list) m.in_lists = m.text;
    if (i == 0) break;
    auto& up = items[item.parent].below;
    up.text += m.text;
    up.commas += m.commas;
    up.paragraphs += m.paragraphs;
    up.images += m.images;
    up.items += m.items;
    up.controls += m.controls;
    up.embeds += m.embeds;
    up.linked += m.linked;
    up.in_headings += m.in_headings;
    up.in_lists += m.in_lists;
    up.in_blocks += is_inner_block(item.kind) ? m.text : m.in_blocks;
  }
}

void page_outline::drop(std::uint32_t index) {
  auto& gone = items[index];
  if (gone.dropped) return;
  gone.dropped = true;
  const auto m = gone.below;
  auto headings = m.in_headings, lists = m.in_lists;
  auto blocks = is_inner_block(gone.kind) ? m.text : m.in_blocks;
  for (auto i = index; i != 0;) {
    i = items[i].parent;
    auto& up = items[i].below;
    const auto less = [](std::uint32_t& from, std::uint32_t by) { from -= std::min(from, by); };
    less(up.text, m.text);
    less(up.commas, m.commas);
    less(up.paragraphs, m.paragraphs);
    less(up.images, m.images);
    less(up.items, m.items);
    less(up.controls, m.controls);
    less(up.embeds, m.embeds);
    up.linked = std::max(0.0F, up.linked - m.linked);
    if (is_heading(items[i].kind)) headings = m.text;
    less(up.in_headings, headings);
    if (items[i].kind == kind::list) lists = m.text;
    less(up.in_lists, lists);
    less(up.in_blocks, blocks);
    if (is_inner_block(items[i].kind)) blocks = m.text;
  }
}

bool page_outline::is_paragraph(std::uint32_t index) const {
  if (items[index].kind == kind::paragraph) return true;
  if (items[index].kind != kind::division) return false;
  std::uint32_t blocks = 0, phrases = 0, only = 0;
  each_child(*this, index, [&](std::uint32_t c) {
    if (items[c].phrasing) {
      phrases += items[c].below.text;
    } else {
      ++blocks;
      only = c;
    }
  });
  return blocks == 0 || (blocks == 1 && phrases == 0 && items[only].kind == kind::paragraph && link_density(index) < 0.25);
}

namespace {

// White space becomes one space, across the pieces of a line too.
void append_squeezed(std::string& out, std::string_view text, std::size_t most) {
  std::size_t run = 0;
  const auto put_run = [&](std::size_t end) { out.append(text, run, end - run); };
  for (std::size_t i = 0; i < text.size() && out.size() + (i - run) < most;) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c > ' ' && c != 0xC2 && c != 0xE3) {
      ++i;
      continue;
    }
    const bool no_break = c == 0xC2 && text.substr(i, 2) == "\u00A0";
    const bool ideographic = c == 0xE3 && text.substr(i, 3) == "\u3000";
    if (!is_space(c) && !no_break && !ideographic) {
      ++i;
      continue;
    }
    put_run(i);
    if (!out.empty() && out.back() != ' ') out += ' ';
    i += no_break ? 2 : ideographic ? 3 : 1;
    run = i;
  }
  if (out.size() < most) put_run(std::min(text.size(), run + (most - out.size())));
}

}  // namespace

std::string page_outline::line(std::uint32_t index, std::size_t most_bytes) const {
  std::string out;
  for (auto i = index; i < items[index].end && out.size() < most_bytes;) {
    const auto& item = items[i];
    if (item.dropped && i != index) {
      i = item.end;
      continue;
    }
    if (item.kind == kind::text)
      append_squeezed(out, view(item.node->content), most_bytes);
    else if (!item.phrasing || item.kind == kind::line_break)
      append_squeezed(out, " ", most_bytes);
    ++i;
  }
  return std::string(trim(truncate_bytes(out, most_bytes)));
}

}  // namespace depeche
