#include "base/encode.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace depeche {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view standard_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using decode_table = std::array<std::int8_t, 256>;

constexpr decode_table make_table(std::string_view alphabet) {
  decode_table table{};
  for (auto& entry : table) entry = -1;
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  return table;
}

constexpr decode_table standard_table = make_table(standard_alphabet);
constexpr decode_table url_table = make_table(url_alphabet);

constexpr auto html_escapes = [] {
  std::array<std::string_view, 256> all{};
  all['&'] = "&amp;";
  all['<'] = "&lt;";
  all['>'] = "&gt;";
  all['"'] = "&quot;";
  all['\''] = "&#39;";
  return all;
}();

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Whole groups first: they are nearly all, and the loop over them is what a callback's cost is made of.
std::string encode64(std::string_view bytes, std::string_view alphabet, bool pad) {
  std::string out((bytes.size() * 4 + 2) / 3, '\0');
  char* to = out.data();
  const auto at = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])); };
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3, to += 4) {
    const std::uint32_t group = at(i) << 16 | at(i + 1) << 8 | at(i + 2);
    to[0] = alphabet[group >> 18];
    to[1] = alphabet[group >> 12 & 63];
    to[2] = alphabet[group >> 6 & 63];
    to[3] = alphabet[group & 63];
  }
  if (const std::size_t left = bytes.size() - i; left != 0) {
    const std::uint32_t group = at(i) << 16 | (left > 1 ? at(i + 1) << 8 : 0);
    *to++ = alphabet[group >> 18];
    *to++ = alphabet[group >> 12 & 63];
    if (left > 1) *to++ = alphabet[group >> 6 & 63];
  }
  if (pad) out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::optional<std::string> decode64(std::string_view text, const decode_table& table) {
  std::size_t padding = 0;
  while (!text.empty() && text.back() == '=' && padding < 2) {
    text.remove_suffix(1);
    ++padding;
  }
  const std::size_t left = text.size() % 4;
  if (left == 1 || (padding != 0 && (text.size() + padding) % 4 != 0)) return std::nullopt;
  std::string out(text.size() / 4 * 3 + (left != 0 ? left - 1 : 0), '\0');
  char* to = out.data();
  const auto value = [&](std::size_t i) { return std::int32_t{table[static_cast<unsigned char>(text[i])]}; };
  const auto byte = [](std::int32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits & 0xFF)); };
  std::int32_t all = 0;  // negative once a character was none of the alphabet's
  std::size_t i = 0;
  for (; i + 4 <= text.size(); i += 4, to += 3) {
    const std::int32_t group = value(i) << 18 | value(i + 1) << 12 | value(i + 2) << 6 | value(i + 3);
    all |= group;
    to[0] = byte(group >> 16);
    to[1] = byte(group >> 8);
    to[2] = byte(group);
  }
  if (left != 0) {
    const std::int32_t group = value(i) << 18 | value(i + 1) << 12 | (left > 2 ? value(i + 2) << 6 : 0);
    all |= group;
    to[0] = byte(group >> 16);
    if (left > 2) to[1] = byte(group >> 8);
  }
  if (all < 0) return std::nullopt;
  return out;
}

std::string digest_of(const EVP_MD* kind, std::string_view bytes) {
  std::string out(static_cast<std::size_t>(EVP_MD_get_size(kind)), '\0');
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), &size, kind, nullptr);
  out.resize(size);
  return out;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string out(bytes.size() * 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto b = static_cast<unsigned char>(bytes[i]);
    out[2 * i] = hex_digits[b >> 4];
    out[2 * i + 1] = hex_digits[b & 15];
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_value(text[i]), low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(static_cast<unsigned char>(high << 4 | low));
  }
  return out;
}

std::string to_base64(std::string_view bytes) { return encode64(bytes, standard_alphabet, true); }
std::optional<std::string> from_base64_lenient(std::string_view text) { return decode64(text, standard_table); }
std::string to_base64url(std::string_view bytes) { return encode64(bytes, url_alphabet, false); }
std::optional<std::string> from_base64url(std::string_view text) { return decode64(text, url_table); }

std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
  };
  while (!text.empty()) {
    const auto other = std::find_if_not(text.begin(), text.end(), plain);
    out.append(text.begin(), other);
    if (other == text.end()) break;
    const auto b = static_cast<unsigned char>(*other);
    out += '%';
    out += "0123456789ABCDEF"[b >> 4];
    out += "0123456789ABCDEF"[b & 15];
    text.remove_prefix(static_cast<std::size_t>(other - text.begin()) + 1);
  }
  return out;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  if (text.find('%') == text.npos && (!plus_is_space || text.find('+') == text.npos)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(static_cast<unsigned char>(high << 4 | low));
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string html_escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  append_html_escaped(out, text);
  return out;
}

void append_html_escaped(std::string& out, std::string_view text) {
  std::size_t run = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto& escaped = html_escapes[static_cast<unsigned char>(text[i])];
    if (escaped.empty()) continue;
    out.append(text, run, i - run).append(escaped);
    run = i + 1;
  }
  out.append(text, run);
}

std::string sha1(std::string_view bytes) {
  static const EVP_MD* kind = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  return digest_of(kind, bytes);
}

std::string sha256(std::string_view bytes) {
  static const EVP_MD* kind = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return digest_of(kind, bytes);
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace depeche
