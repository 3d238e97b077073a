# Writes the C++ file of depeche_embed. The assembler reads each file itself (.incbin): no size limit, no escaping.
file(STRINGS "${LIST}" files)
set(asm "")
set(decl "")
set(table "")
set(i 0)
foreach(file IN LISTS files)
  file(RELATIVE_PATH rel "${PREFIX}" "${file}")
  set(sym "depeche_embedded_${NAME}_${i}")
  string(APPEND asm "__asm__(\".section .rodata\\n.balign 16\\n.global ${sym}\\n${sym}:\\n.incbin \\\"${file}\\\"\\n.global ${sym}_end\\n${sym}_end:\\n.byte 0\\n.text\\n\");\n")
  string(APPEND decl "extern \"C\" const char ${sym}[];\nextern \"C\" const char ${sym}_end[];\n")
  string(APPEND table "    {\"${rel}\", {${sym}, static_cast<std::size_t>(${sym}_end - ${sym})}},\n")
  math(EXPR i "${i} + 1")
endforeach()
file(WRITE "${OUT}" "// Made by cmake/write_embedded.cmake.\n#include \"base/embedded.hpp\"\n\n${asm}\n${decl}
namespace depeche {
std::span<const embedded_file> ${NAME}();
std::span<const embedded_file> ${NAME}() {
  static const embedded_file files[] = {
${table}  };
  return files;
}
}  // namespace depeche
")
