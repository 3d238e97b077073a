#include "ingest/css_selector.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <optional>

namespace depeche {
namespace {

constexpr std::size_t longest_selector = 1000;

class selector_parser {
 public:
  explicit selector_parser(std::string_view css) : css_(css) {}

  result<css_selector> read() {
    if (css_.size() > longest_selector) return fail(errc::invalid_argument, "longer than 1,000 bytes", "at character 1,001", "name the items by a class");
    css_selector out;
    do {
      out.any.push_back(read_path());
      if (complaint_) return *complaint_;
    } while (take(','));
    if (at_ < css_.size()) complain("nothing can stand here");
    if (complaint_) return *complaint_;
    return out;
  }

 private:
  bool done() const { return complaint_.has_value() || at_ >= css_.size(); }
  char peek() const { return at_ < css_.size() ? css_[at_] : '\0'; }
  bool take(char c) {
    if (done() || css_[at_] != c) return false;
    ++at_;
    return true;
  }
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  bool skip_blanks() {
    const std::size_t before = at_;
    while (at_ < css_.size() && is_blank(css_[at_])) ++at_;
    return at_ > before;
  }
  void complain(std::string what, std::string remedy = "as in div.news > h2 a[href]") {
    if (!complaint_) complaint_ = fail(errc::invalid_argument, std::move(what), fmt::format("at character {}", at_ + 1), std::move(remedy));
  }

  // "a > b c"
  css_path read_path() {
    skip_blanks();
    css_path path;
    path.parts.push_back({' ', read_compound()});
    while (!done()) {
      const bool blank = skip_blanks();
      if (done() || peek() == ',') break;
      char relation = ' ';
      if (peek() == '>' || peek() == '+' || peek() == '~') relation = css_[at_++];
      else if (!blank) break;
      skip_blanks();
      path.parts.push_back({relation, read_compound()});
    }
    return path;
  }

  css_compound read_compound() {
    css_compound out;
    const std::size_t before = at_;
    if (is_name_start(peek())) out.name = ascii_lower(read_name());
    else take('*');
    while (!done()) {
      if (take('.')) out.attributes.push_back({"class", '~', read_name()});
      else if (take('#')) out.attributes.push_back({"id", '=', read_name()});
      else if (take('[')) out.attributes.push_back(read_attribute());
      else if (take(':')) read_pseudo(out);
      else break;
    }
    if (at_ == before) complain(peek() == '\0' ? "the selector ends where a part is missing" : fmt::format("'{}' begins no part", peek()));
    return out;
  }

  static bool is_name_start(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c < 0; }

  std::string read_name() {
    const std::size_t begin = at_;
    while (at_ < css_.size() && (is_name_start(css_[at_]) || std::isdigit(static_cast<unsigned char>(css_[at_])) != 0)) ++at_;
    if (at_ == begin) complain("a name is missing");
    return std::string(css_.substr(begin, at_ - begin));
  }

  std::string read_value() {
    const char quote = peek();
    if (quote != '"' && quote != '\'') return read_name();
    const std::size_t end = css_.find(quote, at_ + 1);
    if (end == std::string_view::npos) {
      complain("the quote is not closed");
      return {};
    }
    std::string value(css_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return value;
  }

  css_attribute read_attribute() {
    css_attribute out;
    skip_blanks();
    out.name = ascii_lower(read_name());
    skip_blanks();
    if (take(']')) return out;
    out.kind = peek();
    if (out.kind == '\0' || std::string_view("=~^$*|").find(out.kind) == std::string_view::npos) {
      complain("'=' or ']' is missing");
      return out;
    }
    if (out.kind != '=') ++at_;
    if (!take('=')) complain("'=' is missing");
    skip_blanks();
    out.value = read_value();
    skip_blanks();
    if (!take(']')) complain("']' is missing");
    return out;
  }

  void read_pseudo(css_compound& into) {
    const std::size_t begin = at_ - 1;
    const std::string name = ascii_lower(read_name());
    if (name == "first-child") {
      into.positions.push_back({0, 1});
    } else if (name == "last-child") {
      into.last = true;
    } else if (name == "nth-child" && take('(')) {
      into.positions.push_back(read_nth());
    } else {
      at_ = begin;
      complain(fmt::format("\":{}\" is not understood", name), "use :first-child, :last-child or :nth-child(2)");
    }
  }

  // "2", "odd", "even", "3n", "2n+1", "-n+3".
  css_position read_nth() {
    const std::size_t end = css_.find(')', at_);
    if (end == std::string_view::npos) {
      complain("')' is missing");
      return {};
    }
    std::string what = ascii_lower(css_.substr(at_, end - at_));
    std::erase_if(what, is_blank);
    if (what == "odd") what = "2n+1";
    if (what == "even") what = "2n";
    const std::size_t n = what.find('n');
    std::string every = n == std::string::npos ? "0" : what.substr(0, n), offset = n == std::string::npos ? what : what.substr(n + 1);
    if (n != std::string::npos && (every.empty() || every == "+" || every == "-")) every += "1";
    if (offset.empty()) offset = "0";
    const auto a = number(every), b = number(offset);
    if (!a || !b) {
      complain("not a position", "write it as :nth-child(2) or :nth-child(2n+1)");
      return {};
    }
    at_ = end + 1;
    return {*a, *b};
  }
  static std::optional<int> number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    int n = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (bad != std::errc{} || end != text.data() + text.size() || n > 1'000'000 || n < -1'000'000) return std::nullopt;
    return n;
  }

  std::string_view css_;
  std::size_t at_ = 0;
  std::optional<error> complaint_;
};

}  // namespace

result<css_selector> read_selector(std::string_view css) { return selector_parser(css).read(); }

}  // namespace depeche
