// What the platform takes at most, in its own units, in one place (wechat-protocol 4, 8 and 9). Where its pages differ we stay below
// the lowest. Characters are code points. Pure: digest/ renders to these, the calls of this folder refuse what is over.
#pragma once

#include <cstddef>

namespace depeche::wechat::limits {

// A text in chat, passive or by customer message.
inline constexpr std::size_t chat_text_bytes = 2'048;

// The news card: the documents give no number but that fields may be too long (45003 to 45006, 40039). A phone shows two lines of the
// title and four of the description.
inline constexpr std::size_t card_title_characters = 64;
inline constexpr std::size_t card_description_characters = 200;
inline constexpr std::size_t address_bytes = 1'024;  // of a link, a picture's address, "read original"

// Drafts.
inline constexpr std::size_t draft_articles = 8;
inline constexpr std::size_t draft_title_characters = 32;
inline constexpr std::size_t draft_author_characters = 16;
inline constexpr std::size_t draft_digest_characters = 110;   // of single articles only
inline constexpr std::size_t draft_content_characters = 20'000;  // fewer than this
inline constexpr std::size_t draft_content_bytes = 1'000'000;    // fewer than this

// Values of template messages, by the kind that the keyword's name begins with (8.2.1). Any value is shown to its 20th character.
inline constexpr std::size_t template_value_characters = 20;
inline constexpr std::size_t template_number_digits = 32;
inline constexpr std::size_t template_symbols = 5;
inline constexpr std::size_t template_string_characters = 32;  // letter, character_string
inline constexpr std::size_t template_phrase_characters = 5;
inline constexpr std::size_t template_name_characters = 10;
inline constexpr std::size_t template_phone_characters = 17;
inline constexpr std::size_t template_car_characters = 8;

// Pictures.
inline constexpr std::size_t article_image_bytes = 1024 * 1024 - 1;
inline constexpr std::size_t library_image_bytes = 2 * 1024 * 1024 - 1;
inline constexpr std::size_t thumb_bytes = 64 * 1024;

}  // namespace depeche::wechat::limits
