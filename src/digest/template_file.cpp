#include "digest/template_file.hpp"

#include "base/embedded.hpp"
#include "base/encode.hpp"
#include "base/localisation.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

#include <kainjow/mustache.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <set>

namespace depeche {

std::span<const embedded_file> embedded_templates();

namespace {

namespace mustache = kainjow::mustache;
namespace fs = std::filesystem;

constexpr std::string_view suffix = ".mustache";
constexpr std::size_t size_limit = 1 << 20;  // of a file, and of a template with all that it takes in
constexpr std::size_t depth_limit = 16;      // of partials within partials

struct file {
  std::string path;  // as a person would look for it
  std::string text;
};
using file_map = std::map<std::pair<std::string, std::string>, file>;  // by language and name

std::size_t line_of(std::string_view text, std::size_t pos) {
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(pos, text.size())), '\n'));
}

error malformed(const file& f, std::size_t pos, std::string what) {
  return fail(errc::template_malformed, std::move(what), f.path + ":" + std::to_string(line_of(f.text, pos)), "mend the template");
}

// "fr/chat_digest.mustache" -> ("fr", "chat_digest"); other files are not templates.
bool take_apart(std::string_view path, std::string& language, std::string& name) {
  const auto parts = split(path, '/');
  if (parts.size() != 2 || !parts[1].ends_with(suffix) || parts[1].size() == suffix.size()) return false;
  language = parts[0];
  name = parts[1].substr(0, parts[1].size() - suffix.size());
  return true;
}

file_map built_in() {
  file_map files;
  std::string language, name;
  for (const auto& f : embedded_templates())
    if (take_apart(f.path, language, name)) files[{language, name}] = {"templates/" + std::string(f.path), std::string(f.content)};
  return files;
}

result<void> read_folder(const std::string& folder, file_map& files) {
  std::error_code ec;
  fs::recursive_directory_iterator entries(folder, ec);
  for (; !ec && entries != fs::recursive_directory_iterator(); entries.increment(ec)) {
    std::string language, name;
    const fs::path& path = entries->path();
    if (!entries->is_regular_file() || !take_apart(path.lexically_relative(folder).generic_string(), language, name)) continue;
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in) return fail(errc::io_failed, "a template cannot be read", path.string(), "check its permissions");
    if (text.size() > size_limit) return fail(errc::too_large, "a template is larger than 1 MiB", path.string());
    if (!is_utf8(text)) return fail(errc::template_malformed, "a template is not UTF-8", path.string(), "save it as UTF-8");
    const bool sent = name.starts_with("chat_") || name.starts_with("draft_");
    if (sent && trim(text).empty()) return fail(errc::template_malformed, "an empty template would send an empty message", path.string(), "write it, or remove the file");
    files[{language, name}] = {path.string(), std::move(text)};
  }
  if (ec) return fail(errc::io_failed, "the folder of templates cannot be read", folder, ec.message());
  return {};
}

// The library says "Unclosed section "x" at 123", a byte of the text.
error explained(const file& f, const std::string& message) {
  std::size_t pos = 0;
  const std::size_t at = message.rfind(" at ");
  if (at == std::string::npos) return malformed(f, 0, message);
  std::from_chars(message.data() + at + 4, message.data() + message.size(), pos);
  return malformed(f, pos, message.substr(0, at));
}

const file* find_file(const file_map& files, const std::string& language, const std::string& name) {
  const auto own = files.find({language, name});
  if (own != files.end()) return &own->second;
  const auto fallback = files.find({"en", name});
  return fallback == files.end() ? nullptr : &fallback->second;
}

// Writes the partials of `f` into its text, once at load: the library would parse them again at every rendering. A partial alone
// on its line takes the whole line.
result<std::string> with_partials(const file_map& files, const std::string& language, const file& f, std::size_t depth) {
  std::string out;
  for (std::size_t pos = 0;;) {
    const std::size_t begin = f.text.find("{{>", pos);
    if (begin == std::string::npos) {
      out.append(f.text, pos);
      break;
    }
    const std::size_t close = f.text.find("}}", begin);
    if (close == std::string::npos) return malformed(f, begin, "Unclosed tag");
    const std::string name(trim(std::string_view(f.text).substr(begin + 3, close - begin - 3)));
    const file* part = find_file(files, language, name);
    if (!part) return malformed(f, begin, "no template is named \"" + name + "\"");
    if (depth == depth_limit) return malformed(f, begin, "templates take each other in without end");
    auto inner = with_partials(files, language, *part, depth + 1);
    if (inner.has_error()) return inner;
    std::size_t line = begin;
    while (line > pos && (f.text[line - 1] == ' ' || f.text[line - 1] == '\t')) --line;
    std::size_t next = close + 2;
    const bool alone = (line == 0 || f.text[line - 1] == '\n') && next < f.text.size() && f.text[next] == '\n';
    out.append(f.text, pos, (alone ? line : begin) - pos);
    out += *inner;
    pos = alone ? next + 1 : next;
    if (out.size() > size_limit) return malformed(f, begin, "the template with all that it takes in is larger than 1 MiB");
  }
  return out;
}

// Mustache drops a line that holds nothing but a section's tag; the library does so only when the section is shown, and then also
// drops empty lines after it. So tag lines are taken out here, and the others begin with a mark that makes them count as full and
// that is taken out after rendering.
constexpr char full_line = '\x1F';

std::string without_tag_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end), tag = trim(line);
    const bool alone = tag.size() > 4 && tag.starts_with("{{") && tag.find("}}") == tag.size() - 2 &&
                       std::string_view("#^/!").find(tag[2]) != std::string_view::npos;
    if (!alone) out += full_line;
    out += alone ? tag : line;
    text.remove_prefix(end);
  }
  return out;
}

mustache::data to_data(const view& v) {
  struct visitor {
    mustache::data operator()(bool flag) const { return mustache::data(flag); }
    mustache::data operator()(const std::string& text) const {
      return text.empty() ? mustache::data(false) : mustache::data(text);
    }
    mustache::data operator()(const view::list& items) const {
      mustache::list out;
      out.reserve(items.size());
      for (const view& item : items) out.push_back(to_data(item));
      return mustache::data(out);
    }
    mustache::data operator()(const view::object& parts) const {
      mustache::object out;
      for (const auto& [name, part] : parts) out.emplace(name, to_data(part));
      return mustache::data(out);
    }
  };
  return std::visit(visitor{}, v.value());
}

// In a chat text "<a" begins a link; a value must not be able to.
std::string chat_escape(const std::string& value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::size_t letter = i + 1 < value.size() && value[i + 1] == '/' ? i + 2 : i + 1;
    const bool opens = value[i] == '<' && letter < value.size() && (value[letter] == 'a' || value[letter] == 'A');
    if (opens) out += "‹";
    else out += value[i];
  }
  return out;
}

// A tag of a template: what it names, and where.
struct tag {
  char kind = ' ';  // '#', '^', '/', '>', '!', '=', '&', '{', or ' ' for a plain value
  std::string name;
  std::size_t at = 0;
};

std::vector<tag> tags_of(std::string_view text) {
  std::vector<tag> tags;
  for (std::size_t begin = text.find("{{"); begin != text.npos; begin = text.find("{{", begin)) {
    const std::size_t close = text.find("}}", begin);
    if (close == text.npos) break;
    std::string_view inside = trim(text.substr(begin + 2, close - begin - 2));
    tag t{' ', {}, begin};
    if (!inside.empty() && std::string_view("#^/>!=&{").find(inside[0]) != std::string_view::npos) {
      t.kind = inside[0];
      inside.remove_prefix(1);
    }
    t.name = trim(inside);
    tags.push_back(std::move(t));
    begin = close + 2;
  }
  return tags;
}

// Values that renderings offer, beside those that the built-in templates show.
constexpr std::array<std::string_view, 12> offered = {"day", "language", "sentences", "text", "one_item", "many_sources", "one_related", "many_related",
                                                      "related_count", "has_items", "section", "page_url"};

// A slip in a name would show as nothing at all.
result<void> check_overrides(const file_map& shipped, const file_map& files) {
  std::set<std::string> names, values(offered.begin(), offered.end()), taken_in;
  for (const auto& [key, f] : shipped) {
    names.insert(key.second);
    for (const tag& t : tags_of(f.text))
      if (t.kind != '>' && t.kind != '!' && t.kind != '=') values.insert(t.name);
  }
  for (const auto& [key, f] : files)
    for (const tag& t : tags_of(f.text))
      if (t.kind == '>') taken_in.insert(t.name);
  for (const auto& [key, f] : files) {
    const auto before = shipped.find(key);
    if (before != shipped.end() && before->second.path == f.path) continue;
    if (!names.contains(key.second) && !taken_in.contains(key.second))
      return malformed(f, 0, "no template is named \"" + key.second + "\", and none takes it in");
    for (const tag& t : tags_of(f.text))
      if (t.kind != '>' && t.kind != '!' && t.kind != '=' && !values.contains(t.name))
        return malformed(f, t.at, "there is no value \"" + t.name + "\"");
  }
  return {};
}

bool is_html(std::string_view name) { return name.starts_with("page_") || name.starts_with("draft_"); }

}  // namespace

// Templates are parsed when they are first rendered: most bots render in one language, and parsed they take ten times their text.
struct template_set::parsed {
  file_map files;
  std::set<std::string> names;
  std::map<std::string, template_set, std::less<>> own;  // by account
  mutable std::mutex guard;
  mutable std::map<file_map::key_type, mustache::mustache> ready;

  static result<mustache::mustache> parse(const file_map& files, const file_map::value_type& one) {
    const auto& [key, f] = one;
    const mustache::mustache alone(f.text);  // first by itself, so that a complaint names this file's own line
    if (!alone.is_valid()) return explained(f, alone.error_message());
    auto text = with_partials(files, key.first, f, 0);
    if (text.has_error()) return text.error();
    mustache::mustache whole(without_tag_lines(*text));
    if (!whole.is_valid()) return malformed(f, 0, whole.error_message());
    if (is_html(key.second)) whole.set_custom_escape([](const std::string& s) { return html_escape(s); });
    else whole.set_custom_escape(chat_escape);
    return whole;
  }

  // Files of others than us are parsed once at load, for their errors; what is built in was seen to parse by the tests.
  static result<std::shared_ptr<parsed>> of(file_map files, bool others) {
    auto all = std::make_shared<parsed>();
    for (const auto& one : files) {
      if (others)
        if (auto good = parse(files, one); good.has_error()) return good.error();
      all->names.insert(one.first.second);
    }
    all->files = std::move(files);
    return all;
  }

  // From any thread. Rendering takes a non-const object, but writes to it only for lambdas and partials, which we don't use. Null when
  // there is no such file.
  mustache::mustache* find(const file_map::key_type& key) const {
    std::lock_guard lock(guard);
    if (const auto known = ready.find(key); known != ready.end()) return &known->second;
    const auto file = files.find(key);
    if (file == files.end()) return nullptr;
    return &ready.emplace(key, parse(files, *file).value()).first->second;
  }
};

result<template_set> template_set::load(const std::string& folder, const std::map<std::string, std::string>& own) {
  file_map common = built_in();
  if (!folder.empty())
    if (auto read = read_folder(folder, common); read.has_error()) return read.error();
  auto all = parsed::of(common, !folder.empty());
  if (all.has_error()) return all.error();
  for (const auto& [account, its_folder] : own) {
    file_map files = common;
    if (auto read = read_folder(its_folder, files); read.has_error()) return read.error();
    auto theirs = parsed::of(std::move(files), true);
    if (theirs.has_error()) return theirs.error();
    template_set one;
    one.parsed_ = std::move(*theirs);
    (*all)->own.emplace(account, std::move(one));
  }
  template_set set;
  set.parsed_ = std::move(*all);
  return set;
}

result<void> template_set::check(const std::string& folder, const std::map<std::string, std::string>& own) {
  const file_map shipped = built_in();
  file_map common = shipped;
  if (!folder.empty())
    if (auto read = read_folder(folder, common); read.has_error()) return read.error();
  if (auto meant = check_overrides(shipped, common); meant.has_error()) return meant.error();
  for (const auto& [account, its_folder] : own) {
    file_map files = common;
    if (auto read = read_folder(its_folder, files); read.has_error()) return read.error();
    if (auto meant = check_overrides(shipped, files); meant.has_error()) return meant.error();
  }
  return {};
}

template_set template_set::of(std::string_view account) const {
  const auto found = parsed_->own.find(account);
  return found == parsed_->own.end() ? *this : found->second;
}

std::string template_set::render(std::string_view language, std::string_view name, const view& with) const {
  const std::string_view known = known_language(language);
  for (const std::string_view wanted : {language, known, std::string_view("en")}) {
    mustache::mustache* const found = parsed_->find({std::string(wanted), std::string(name)});
    if (!found) continue;
    std::string text = found->render(to_data(with));
    std::erase(text, full_line);
    return text;
  }
  throw failure(fail(errc::not_found, "no template is named \"" + std::string(name) + "\""));
}

std::vector<std::string> template_set::names() const { return {parsed_->names.begin(), parsed_->names.end()}; }

}  // namespace depeche
