// multipart/form-data (RFC 7578) as client libraries write it: files and fields of an upload.
#pragma once

#include "net/http_message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace depeche::sandbox {

struct form_part {
  std::string name;
  std::string file_name;  // empty: a field, no file
  std::string_view bytes;  // a view into the body
};

// The parts of a body; none when it is no such form. At most 100 parts are read.
std::vector<form_part> read_form(std::string_view content_type, std::string_view body);
// The first file of this name; null when there is none.
const form_part* file_of(const std::vector<form_part>& form, std::string_view name);
// The first field of this name; empty when there is none.
std::string field_of(const std::vector<form_part>& form, std::string_view name);

}  // namespace depeche::sandbox
