// The pass that builds a feed_tree: tags, references, CDATA; what is broken is mended as it is met.
#include "base/text.hpp"
#include "ingest/cdata_section.hpp"
#include "ingest/feed_fields.hpp"
#include "ingest/feed_tree.hpp"
#include "ingest/xml_names.hpp"
#include "ingest/xml_repair.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace depeche {
namespace {

constexpr std::size_t longest_name = 100;
constexpr std::size_t most_attributes = 60;
constexpr std::size_t most_bindings = 300;
constexpr std::size_t furthest_end = 128;  // open elements that an end tag looks back over

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool starts_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// What XML knows without a document type.
bool is_xml_reference(std::string_view text) {
  for (const std::string_view known : {"&#", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
    if (text.starts_with(known)) return true;
  return false;
}

class tree_reader {
 public:
  tree_reader(std::string_view text, feed_tree& tree) : s_(text), tree_(tree), cdata_(text) { open_.push_back({&tree.root, {}, 0}); }

  void read() {
    skip_to_first_tag();
    while (i_ < s_.size() && tree_.nodes.size() < most_feed_nodes) {
      if (s_[i_] == '<') read_markup();
      else read_text();
    }
    if (i_ < s_.size()) note("more elements than can be read; the rest was left out");
    if (own_.refused()) tree_.repairs["declares entities of its own; they are not expanded"] = 1;
    finish();
  }

 private:
  struct open_element {
    feed_node* node;
    std::string_view raw_name;
    std::size_t bindings;  // how many namespace bindings there were before it
  };
  struct binding {
    std::string prefix;
    std::string known;
  };

  void note(const char* kind) { ++tree_.repairs[kind]; }
  feed_node& top() { return *open_.back().node; }

  void skip_to_first_tag() {
    // A tag, a declaration or a comment: "<" alone may stand in an error message that precedes the feed.
    for (i_ = s_.find('<'); i_ != std::string_view::npos; i_ = s_.find('<', i_ + 1))
      if (i_ + 1 < s_.size() && (starts_name(s_[i_ + 1]) || s_[i_ + 1] == '?' || s_[i_ + 1] == '!')) break;
    i_ = std::min(i_, s_.size());
    if (!trim(s_.substr(0, i_)).empty()) note("text stands before the first tag; left out");
    else if (i_ > 0 && s_.substr(i_).starts_with("<?xml")) note("blanks before the XML declaration");
  }

  // --- nodes

  feed_node& add(feed_node& parent) {
    auto& node = tree_.nodes.emplace_back();
    node.parent = &parent;
    if (parent.last != nullptr) parent.last->next = &node;
    else parent.first = &node;
    parent.last = &node;
    return node;
  }

  std::string& text_sink() {
    auto& parent = top();
    if (parent.last != nullptr && !parent.last->is_element() && parent.last->is_cdata == in_cdata_) return parent.last->text;
    auto& text = add(parent);
    text.is_cdata = in_cdata_;
    return text.text;
  }

  void put_text(std::string_view text) {
    if (text.empty()) return;
    if (open_.size() == 1) {
      if (!trim(text).empty()) tree_.repairs["text stands outside of the feed; left out"] = 1;
      return;
    }
    if (const auto bad = append_allowed(text_sink(), text); bad > 0) tree_.repairs["illegal characters left out"] += bad;
  }

  // --- text

  void read_text() {
    const auto end = std::min(s_.find_first_of("<&", i_), s_.size());
    put_text(s_.substr(i_, end - i_));
    i_ = end;
    if (i_ >= s_.size() || s_[i_] != '&') return;
    put_reference(s_, i_, [this](std::string_view text) { put_text(text); });
  }

  template <class Sink>
  void put_reference(std::string_view from, std::size_t& at, const Sink& sink) {
    const auto rest = from.substr(at, 64);
    const bool own = own_.read(rest, found_);
    if (own || read_entity(rest, found_)) {
      if (!own && !document_type_seen_ && !is_xml_reference(rest)) note("entities of HTML that the feed does not declare");
      if (found_.text.empty()) note("illegal characters left out");
      sink(found_.text);
      at += found_.length;
      return;
    }
    const bool named = rest.size() > 1 && starts_name(rest[1]) && rest.find(';') < 12 && rest.find(' ') > rest.find(';');
    note(named ? "undefined entities" : "bare ampersands");
    sink("&");
    ++at;
  }

  // --- markup

  void read_markup() {
    const auto rest = s_.substr(i_);
    const char next = rest.size() > 1 ? rest[1] : ' ';
    if (const auto opening = next == '!' ? cdata_opening(rest) : 0; opening > 0) read_cdata(opening);
    else if (rest.starts_with("<!--")) skip_comment();
    else if (next == '?') skip_past("?>");
    else if (rest.size() > 9 && ascii_iequal(rest.substr(0, 9), "<!doctype")) read_document_type();
    else if (next == '!') skip_past(">");
    else if (next == '/') read_end_tag();
    else if (starts_name(next)) read_start_tag();
    else literal_less_than();
  }

  void literal_less_than() {
    if (open_.size() > 1) note("bare less-than signs");
    put_text("<");
    ++i_;
  }

  // Position behind `end`, or npos; a mark that never comes is searched for once only.
  std::size_t behind(std::string_view end, std::size_t from) {
    if (const auto known = missing_.find(end); known != missing_.end() && from >= known->second) return std::string_view::npos;
    const auto at = s_.find(end, from);
    if (at != std::string_view::npos) return at + end.size();
    missing_[end] = from;
    return at;
  }

  void skip_past(std::string_view end) {
    const auto stop = behind(end, i_ + 1);
    i_ = stop != std::string_view::npos ? stop : std::min(behind(">", i_ + 1), s_.size());
  }

  void skip_comment() {
    const auto stop = behind("-->", i_ + 4);
    if (stop != std::string_view::npos) {
      i_ = stop;
      return;
    }
    note("a comment never ends");
    i_ = std::min(behind(">", i_ + 4), s_.size());
  }

  void read_cdata(std::size_t opening) {
    const auto section = cdata_.find(i_ + opening, open_.size() > 1 ? open_.back().raw_name : std::string_view{});
    if (section.mended != nullptr) note(section.mended);
    in_cdata_ = true;
    put_text(section.text);
    in_cdata_ = false;
    i_ = section.end;
  }

  void read_document_type() {
    char quote = 0;
    bool subset = false;
    const auto begin = i_;
    std::size_t end = std::string_view::npos;
    // Looked through once only.
    const auto reach = std::exchange(document_type_seen_, true) ? begin : s_.size();
    for (std::size_t i = begin; i < reach && end == std::string_view::npos; ++i) {
      const char c = s_[i];
      if (quote != 0) quote = c == quote ? '\0' : quote;
      else if (c == '"' || c == '\'') quote = c;
      else if (c == '[') subset = true;
      else if (c == ']') subset = false;
      else if (c == '>' && !subset) end = i + 1;
    }
    // Never closed, or quotes that don't pair up: as far as the first that could be its end.
    if (end == std::string_view::npos) end = std::min({behind("]>", begin), behind(">", begin), s_.size()});
    own_.declare(s_.substr(begin, end - begin));
    i_ = end;
  }

  // --- end tags

  void read_end_tag() {
    const auto end = std::min(s_.find_first_of("<>", i_ + 2), s_.size());
    auto name = trim(s_.substr(i_ + 2, std::min(end - i_ - 2, 4 * longest_name)));
    name = name.substr(0, name.find_first_of(" \t\r\n/"));
    const bool closed = end < s_.size() && s_[end] == '>';
    if (!closed) note("tags that are not closed");
    i_ = end + (closed ? 1 : 0);
    if (too_deep_ > 0) --too_deep_;
    else close_element(name);
  }

  void close_element(std::string_view name) {
    const std::size_t reach = open_.size() > furthest_end ? open_.size() - furthest_end : 1;
    std::size_t at = open_.size() - 1;
    while (at >= reach && !ascii_iequal(open_[at].raw_name, name)) --at;
    if (at < reach) {
      note("end tags without a start");
      return;
    }
    if (open_.size() > at + 1) note("elements that are not closed");
    while (open_.size() > at) pop();
  }

  void pop() {
    bindings_.resize(open_.back().bindings);
    open_.pop_back();
  }

  // --- start tags

  void read_start_tag() {
    const auto begin = i_;
    std::size_t at = begin + 1;
    while (at < s_.size() && !is_blank(s_[at]) && s_[at] != '>' && s_[at] != '/' && s_[at] != '<' && s_[at] != '=' && s_[at] != '&')
      ++at;
    const auto name = s_.substr(begin + 1, at - begin - 1);
    attributes_.clear();
    bool empty = false;
    // "x<y</title>" compares; nothing that has a name of HTML or of feeds is torn like that.
    const bool compares = at < s_.size() && s_[at] == '<' && begin > 0 && !is_blank(s_[begin - 1]) && s_[begin - 1] != '>' && !may_be_element(name);
    if (compares || name.size() > longest_name || !read_attributes(at, empty)) {
      literal_less_than();
      return;
    }
    i_ = at;
    const auto bindings = bindings_.size();
    bind_namespaces();
    start_element(name, bindings, empty);
  }

  // Reads up to the tag's end; false when there is none and what looked like a tag is rather text.
  bool read_attributes(std::size_t& at, bool& empty) {
    for (;;) {
      while (at < s_.size() && (is_blank(s_[at]) || s_[at] == '/' || s_[at] == '"' || s_[at] == '\'')) {
        empty = s_[at] == '/';
        ++at;
      }
      if (at >= s_.size()) return !attributes_.empty();
      if (s_[at] == '>') {
        ++at;
        return true;
      }
      if (s_[at] == '<') {
        // "<b </b>": a tag without its end; "a <b and <c": text.
        if (!attributes_.empty() && std::none_of(attributes_.begin(), attributes_.end(), [](const auto& a) { return !a.value.empty(); }))
          return false;
        note("tags that are not closed");
        return true;
      }
      empty = false;
      read_attribute(at);
    }
  }

  void read_attribute(std::size_t& at) {
    const auto begin = at;
    while (at < s_.size() && !is_blank(s_[at]) && s_[at] != '=' && s_[at] != '>' && s_[at] != '<' &&
           !(s_[at] == '/' && at + 1 < s_.size() && s_[at + 1] == '>'))
      ++at;
    const auto name = s_.substr(begin, at - begin);
    auto value_at = at;
    while (value_at < s_.size() && is_blank(s_[value_at])) ++value_at;
    std::string value;
    if (value_at < s_.size() && s_[value_at] == '=') {
      at = value_at + 1;
      while (at < s_.size() && is_blank(s_[at])) ++at;
      value = read_value(at);
    } else if (at == begin) {
      ++at;
      return;
    }
    if (name.empty() || name.size() > longest_name || attributes_.size() >= most_attributes) return;
    auto key = ascii_lower(name);
    for (const auto& known : attributes_)
      if (known.name == key) {
        note("attributes given twice");
        return;
      }
    attributes_.push_back({std::move(key), std::move(value)});
  }

  std::string read_value(std::size_t& at) {
    std::string_view raw;
    const char quote = at < s_.size() ? s_[at] : ' ';
    if (quote == '"' || quote == '\'') {
      const auto end = behind(quote == '"' ? "\"" : "'", at + 1);
      if (end != std::string_view::npos) {
        raw = s_.substr(at + 1, end - at - 2);
        at = end;
        return decoded(raw);
      }
      note("quotes that are not closed");
      ++at;
    } else {
      note("attributes without quotes");
    }
    const auto begin = at;
    while (at < s_.size() && !is_blank(s_[at]) && s_[at] != '>' && s_[at] != '<') ++at;
    raw = s_.substr(begin, at - begin);
    if (raw.ends_with('/') && at < s_.size() && s_[at] == '>') {
      raw.remove_suffix(1);
      --at;
    }
    return decoded(raw);
  }

  std::string decoded(std::string_view raw) {
    raw = raw.substr(0, 64 * 1024);
    std::string out;
    const auto sink = [&](std::string_view text) {
      if (const auto bad = append_allowed(out, text); bad > 0) tree_.repairs["illegal characters left out"] += bad;
    };
    for (std::size_t at = 0; at < raw.size();) {
      const auto end = std::min(raw.find('&', at), raw.size());
      sink(raw.substr(at, end - at));
      at = end;
      if (at < raw.size()) put_reference(raw, at, sink);
    }
    return out;
  }

  void bind_namespaces() {
    for (const auto& a : attributes_) {
      const bool is_default = a.name == "xmlns";
      if ((!is_default && !a.name.starts_with("xmlns:")) || bindings_.size() >= most_bindings) continue;
      auto prefix = is_default ? std::string{} : a.name.substr(6);
      const auto* known = known_prefix(a.value);
      auto name = known != nullptr ? *known : prefix;
      bindings_.push_back({std::move(prefix), std::move(name)});
    }
  }

  std::string canonical(std::string_view raw) {
    const auto lower = ascii_lower(raw);
    const auto colon = lower.find(':');
    const std::string prefix = colon == std::string::npos ? std::string{} : lower.substr(0, colon);
    const std::string local = colon == std::string::npos ? lower : lower.substr(colon + 1);
    for (auto b = bindings_.rbegin(); b != bindings_.rend(); ++b)
      if (b->prefix == prefix) return b->known.empty() ? local : b->known + ":" + local;
    if (!prefix.empty() && prefix != "xml") note("prefixes that are not declared");
    return lower;
  }

  void start_element(std::string_view raw_name, std::size_t bindings, bool empty) {
    auto name = canonical(raw_name);
    if (ends_by_forgetting(top().name, name)) {
      note("elements that are not closed");
      pop_keeping_bindings(bindings);
    }
    if (name == "item" || name == "atom:entry") close_open_entry(name, bindings);
    if (open_.size() >= deepest_feed_node) {
      note("elements nested deeper than is read");
      bindings_.resize(bindings);
      if (!empty) ++too_deep_;
      return;
    }
    auto& node = add(top());
    node.name = std::move(name);
    for (auto& a : attributes_) {
      if (a.name.starts_with("xmlns")) continue;
      const auto colon = a.name.find(':');
      if (colon != std::string::npos && !a.name.starts_with("xml:")) a.name.erase(0, colon + 1);
      node.attributes.push_back(std::move(a));
    }
    const bool void_html = node.name == "br" || node.name == "hr" || node.name == "img" || node.name == "xhtml:br" ||
                           node.name == "xhtml:hr" || node.name == "xhtml:img";
    if (void_html && !empty) note("elements that are not closed");
    if (empty || void_html) bindings_.resize(bindings);
    else open_.push_back({&node, raw_name, bindings});
  }

  // The bindings of the tag that is just being opened stay.
  void pop_keeping_bindings(std::size_t& bindings) {
    const auto own = bindings_.size() - bindings;
    const auto keep = std::min(open_.back().bindings, bindings);
    if (keep < bindings) bindings_.erase(bindings_.begin() + static_cast<std::ptrdiff_t>(keep),
                                         bindings_.end() - static_cast<std::ptrdiff_t>(own));
    bindings = keep;
    open_.pop_back();
  }

  // An entry inside of another means that the other's end tag was forgotten.
  void close_open_entry(std::string_view name, std::size_t& bindings) {
    for (std::size_t at = open_.size(); at > 1 && at + 12 > open_.size(); --at) {
      if (open_[at - 1].node->name == "atom:source") return;
      if (open_[at - 1].node->name != name) continue;
      note("elements that are not closed");
      while (open_.size() >= at) pop_keeping_bindings(bindings);
      return;
    }
  }

  void finish() {
    tree_.cut = open_.size() > 1;
    for (auto& open : open_) open.node->cut = true;
  }

  std::string_view s_;
  feed_tree& tree_;
  cdata_finder cdata_;
  bool in_cdata_ = false;
  std::size_t i_ = 0;
  std::size_t too_deep_ = 0;
  bool document_type_seen_ = false;
  std::vector<open_element> open_;
  std::vector<binding> bindings_;
  std::vector<feed_attribute> attributes_;
  std::map<std::string_view, std::size_t> missing_;
  own_entities own_;
  entity found_;
};

}  // namespace

void read_feed_tree(std::string_view text, feed_tree& tree) { tree_reader(text, tree).read(); }

}  // namespace depeche
