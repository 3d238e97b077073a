// How libjpeg's failures leave it: by a jump to the caller, who has nothing with a destructor in between.
#pragma once

#include <csetjmp>
#include <cstddef>
#include <cstdio>

#include <jpeglib.h>

namespace depeche {

struct jpeg_error {
  jpeg_error_mgr base;
  std::jmp_buf back;
};

// Installs handlers that jump to `back` and print nothing; a picture with many warnings counts as damaged.
inline jpeg_error_mgr* prepare(jpeg_error& e) {
  jpeg_std_error(&e.base);
  e.base.error_exit = [](j_common_ptr c) { std::longjmp(reinterpret_cast<jpeg_error*>(c->err)->back, 1); };
  e.base.emit_message = [](j_common_ptr c, int level) {
    constexpr long most_warnings = 20;
    if (level < 0 && ++c->err->num_warnings > most_warnings) std::longjmp(reinterpret_cast<jpeg_error*>(c->err)->back, 1);
  };
  e.base.output_message = [](j_common_ptr) {};
  return &e.base;
}

}  // namespace depeche
