#include "ingest/markup_tree.hpp"

#include "base/text.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include <mutex>
#include <optional>

namespace depeche {
namespace {

void prepare_library() {
  static std::once_flag once;
  std::call_once(once, [] { xmlInitParser(); });
}

std::string_view view(const xmlChar* s) { return s == nullptr ? std::string_view{} : reinterpret_cast<const char*>(s); }

// libxml2's HTML parser has no limits of its own: unmatched end tags cost it a walk over all open elements, and a node is forty
// times the size of the shortest tag.
constexpr std::size_t most_elements = 400'000;
constexpr std::size_t most_html_elements = 200'000;  // on these more is built later

// Deeper than this nothing is read any more; between this and deepest_markup, elements are left out and their text stays.
constexpr int deepest_parsed = 300;

// Of the document being parsed; the parsers are called on one thread per document.
struct parse_progress {
  std::size_t elements = 0;
  bool stopped = false;
};

bool over_limits(xmlParserCtxtPtr parser, int deepest, std::size_t most) {
  auto* progress = static_cast<parse_progress*>(parser->_private);
  if (++progress->elements <= most && parser->nameNr <= deepest) return false;
  progress->stopped = true;
  xmlStopParser(parser);
  return true;
}

// Elements without content that libxml2 does not know as such: it would put what follows inside them.
bool is_void(const xmlChar* name) {
  const std::string_view s = view(name);
  return s == "embed" || s == "source" || s == "track" || s == "wbr";
}

void start_html_element(void* context, const xmlChar* name, const xmlChar** attributes) {
  auto* parser = static_cast<xmlParserCtxtPtr>(context);
  if (over_limits(parser, deepest_parsed, most_html_elements) || parser->nameNr > deepest_markup) return;
  xmlSAX2StartElement(context, name, attributes);
  if (is_void(name)) xmlSAX2EndElement(context, name);
}

void end_html_element(void* context, const xmlChar* name) {
  if (static_cast<xmlParserCtxtPtr>(context)->nameNr <= deepest_markup && !is_void(name)) xmlSAX2EndElement(context, name);
}

void start_xml_element(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int namespaces,
                       const xmlChar** declared, int attributes, int defaulted, const xmlChar** values) {
  if (!over_limits(static_cast<xmlParserCtxtPtr>(context), deepest_markup, most_elements))
    xmlSAX2StartElementNs(context, name, prefix, uri, namespaces, declared, attributes, defaulted, values);
}

// Behind the tag that opens at `from`, or nothing when it has more parts than any honest one: libxml2 compares each attribute
// with all before it.
std::optional<std::size_t> behind_tag(std::string_view text, std::size_t from) {
  int parts = 0;
  for (std::size_t i = from + 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '>') return i + 1;
    if (c == '<' && i > from + 1) return i;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/' || c == '=' || c == '"' || c == '\'') {
      if (++parts > 1000) return {};
    }
    if (c == '=' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\'')) {
      const auto close = text.find(text[i + 1], i + 2);
      if (close == std::string_view::npos) return text.size();
      i = close;
    }
  }
  return text.size();
}

// Behind the comment, script or style that opens at `from`, whose angle brackets are no tags; nothing when none does.
std::optional<std::size_t> behind_raw_text(std::string_view text, std::size_t from) {
  const auto behind = [&](std::string_view end) {
    const auto at = text.find(end, from + 1);
    return at == std::string_view::npos ? text.size() : at + end.size();
  };
  if (text.substr(from, 4) == "<!--") return behind("-->");
  if (text.substr(from, 9) == "<![CDATA[") return behind("]]>");
  for (const std::string_view name : {"script", "style"})
    if (ascii_iequal(text.substr(from + 1, name.size()), name)) {
      for (auto at = text.find("</", from); at != std::string_view::npos; at = text.find("</", at + 2))
        if (ascii_iequal(text.substr(at + 2, name.size()), name)) return at + 2;
      return text.size();
    }
  return {};
}

// The text up to the first tag that is out of all bounds.
std::string_view up_to_monster_tag(std::string_view text, bool html) {
  for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at)) {
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    const bool opens =
        (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '_' || static_cast<unsigned char>(next) >= 0x80;
    auto behind = html || next == '!' ? behind_raw_text(text, at) : std::nullopt;
    // A script's own tag is judged too before its text is passed over.
    if (opens) {
      const auto tag = behind_tag(text, at);
      if (!tag) return text.substr(0, at);
      if (!behind) behind = tag;
    }
    at = behind ? *behind : at + 1;
  }
  return text;
}

struct known_namespace {
  std::string_view uri, prefix;
};
constexpr known_namespace known_namespaces[] = {
    {"http://www.w3.org/2005/Atom", "atom"},
    {"http://purl.org/atom/ns#", "atom"},
    {"http://purl.org/rss/1.0/modules/content/", "content"},
    {"http://purl.org/dc/elements/1.1/", "dc"},
    {"http://purl.org/dc/elements/1.0/", "dc"},
    {"http://purl.org/dc/terms/", "dcterms"},
    {"http://search.yahoo.com/mrss/", "media"},
    {"http://search.yahoo.com/mrss", "media"},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"},
    {"http://purl.org/rss/1.0/", ""},
    {"http://my.netscape.com/rdf/simple/0.9/", ""},
    {"http://channel.netscape.com/rdf/simple/0.9/", ""},
    {"http://backend.userland.com/rss2", ""},
    {"http://www.w3.org/1999/xhtml", "xhtml"},
};

}  // namespace

markup_tree read_xml_tree(std::string_view utf8) {
  prepare_library();
  const auto text = up_to_monster_tag(utf8, false);
  std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(xmlNewParserCtxt(), &xmlFreeParserCtxt);
  if (!parser || text.empty()) return nullptr;
  parse_progress progress;
  parser->_private = &progress;
  parser->sax->startElementNs = &start_xml_element;
  constexpr int options =
      XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_COMPACT;
  return markup_tree(xmlCtxtReadMemory(parser.get(), text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", options));
}

markup_tree read_html_tree(std::string_view utf8, bool* cut) {
  prepare_library();
  const auto sane = up_to_monster_tag(utf8, true);
  if (cut != nullptr) *cut = sane.size() < utf8.size();
  const std::string whole = replace_all(sane, std::string_view("\0", 1), "");
  if (trim(whole).empty()) return nullptr;
  std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(htmlNewParserCtxt(), &htmlFreeParserCtxt);
  if (!parser) return nullptr;
  parse_progress progress;
  parser->_private = &progress;
  parser->sax->startElement = &start_html_element;
  parser->sax->endElement = &end_html_element;
  constexpr int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                          HTML_PARSE_NODEFDTD | HTML_PARSE_COMPACT;
  markup_tree tree(htmlCtxtReadMemory(parser.get(), whole.data(), static_cast<int>(whole.size()), nullptr, "UTF-8", options));
  if (cut != nullptr) *cut = *cut || progress.stopped;
  return tree;
}

const xmlNode* root_of(const markup_tree& tree) { return tree ? xmlDocGetRootElement(tree.get()) : nullptr; }

bool is_element(const xmlNode* node) { return node != nullptr && node->type == XML_ELEMENT_NODE; }

std::string local_name(const xmlNode* node) {
  const auto name = view(node->name);
  const auto colon = name.rfind(':');
  return ascii_lower(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

bool is_named(const xmlNode* node, std::string_view local) { return is_element(node) && local_name(node) == local; }

std::string feed_name(const xmlNode* node) {
  const auto name = view(node->name);
  if (node->ns == nullptr) return std::string(name);
  const auto uri = view(node->ns->href);
  std::string_view prefix = view(node->ns->prefix);
  for (const auto& known : known_namespaces)
    if (known.uri == uri) prefix = known.prefix;
  return prefix.empty() ? std::string(name) : std::string(prefix) + ":" + std::string(name);
}

std::string attribute(const xmlNode* node, const char* name) {
  const auto* wanted = reinterpret_cast<const xmlChar*>(name);
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
    if (xmlStrcasecmp(a->name, wanted) != 0) continue;
    std::unique_ptr<xmlChar, decltype(xmlFree)> value(xmlNodeListGetString(node->doc, a->children, 1), xmlFree);
    return std::string(trim(view(value.get())));
  }
  return {};
}

bool has_attribute(const xmlNode* node, const char* name) {
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next)
    if (xmlStrcasecmp(a->name, reinterpret_cast<const xmlChar*>(name)) == 0) return true;
  return false;
}

std::string raw_text(const xmlNode* node) {
  std::string out;
  const auto add = [&](const xmlNode* n) {
    if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) out += view(n->content);
  };
  if (!is_element(node)) {
    add(node);
    return out;
  }
  // Iterative, like every walk here: the tree's depth is the document's choice.
  for (const xmlNode* n = node->children; n != nullptr;) {
    add(n);
    if (is_element(n) && n->children != nullptr) {
      n = n->children;
      continue;
    }
    while (n != node && n->next == nullptr) n = n->parent;
    if (n == node) break;
    n = n->next;
  }
  return out;
}

void walk(const xmlNode* node, const std::function<bool(const xmlNode*)>& visit) {
  if (node == nullptr) return;
  for (const xmlNode* n = node->children; n != nullptr;) {
    const bool into = is_element(n) && visit(n);
    if (into && n->children != nullptr) {
      n = n->children;
      continue;
    }
    while (n != node && n->next == nullptr) n = n->parent;
    if (n == node) break;
    n = n->next;
  }
}

}  // namespace depeche
