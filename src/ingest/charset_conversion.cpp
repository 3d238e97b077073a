#include "ingest/charset_conversion.hpp"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <memory>

namespace depeche {
namespace {

using converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

}  // namespace

conversion convert(std::string_view bytes, const std::string& converter_name) {
  conversion out;
  UErrorCode status = U_ZERO_ERROR;
  converter from(ucnv_open(converter_name.c_str(), &status), &ucnv_close);
  if (U_FAILURE(status) || !from) return out;
  std::u16string units(bytes.size() * 2 + 16, u'\0');
  const auto length = ucnv_toUChars(from.get(), units.data(), static_cast<int32_t>(units.size()), bytes.data(),
                                    static_cast<int32_t>(bytes.size()), &status);
  if (U_FAILURE(status)) return out;
  units.resize(static_cast<std::size_t>(length));
  out.characters = units.size();
  out.bad = static_cast<std::size_t>(std::count(units.begin(), units.end(), u'\xFFFD'));
  out.text.resize(units.size() * 3 + 1);
  int32_t written = 0;
  u_strToUTF8WithSub(out.text.data(), static_cast<int32_t>(out.text.size()), &written, units.data(), length, 0xFFFD, nullptr,
                     &status);
  out.text.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(written));
  return out;
}

bool is_charset(const std::string& converter_name) {
  UErrorCode status = U_ZERO_ERROR;
  const converter found(ucnv_open(converter_name.c_str(), &status), &ucnv_close);
  return !U_FAILURE(status) && found != nullptr;
}

}  // namespace depeche
