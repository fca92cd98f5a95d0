# Writes OUTPUT, a C++ source that holds every file named in LIST (one repository path a line, sorted) as a literal.
# Run by the build: cmake -DROOT=… -DLIST=… -DOUTPUT=… -P embedded.cmake
file(STRINGS ${LIST} paths)
list(LENGTH paths count)
set(source "#include \"rules/engine/embedded.h\"\n\n#include <array>\n\nnamespace assay {\nnamespace {\n\n")
string(APPEND source "constexpr std::array<EmbeddedFile, ${count}> kFiles = {{\n")
foreach(path IN LISTS paths)
  file(READ ${ROOT}/${path} content)
  if(content MATCHES "\\)~assay~\"")
    message(FATAL_ERROR "${path}: contains the end mark of the literal that should hold it")
  endif()
  string(LENGTH "${content}" bytes) # spares the compiler a constant evaluation of each length
  string(APPEND source "    EmbeddedFile{\"${path}\", {R\"~assay~(${content})~assay~\", ${bytes}}},\n")
endforeach()
string(APPEND source "}};\n\n}  // namespace\n\n")
string(APPEND source "std::span<const EmbeddedFile> embedded_files() { return kFiles; }\n\n}  // namespace assay\n")
file(WRITE ${OUTPUT} "${source}")
