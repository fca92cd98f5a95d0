// See libclang.h.
#include "parsers/cxx/libclang.h"

#include <dlfcn.h>

#include <array>
#include <string_view>

namespace assay {
namespace {

struct Loaded {
  LibClang table;
  std::string why;  // empty: all there
};

// Version 19 is what the front end was measured with; its own symbol versions keep it apart from others.
constexpr std::array<const char*, 2> names = {"libclang-19.so.19", "libclang-19.so.1"};

Loaded open_library() {
  Loaded loaded;
  void* library = nullptr;
  for (const char* name : names) {
    if (library == nullptr) library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  }
  if (library == nullptr) {
    loaded.why = "libclang 19 is not installed (Debian: libclang1-19 and libclang-common-19-dev)";
    return loaded;
  }
#define ASSAY_LIBCLANG_LOAD(name)                                                                  \
  loaded.table.name = reinterpret_cast<decltype(&::clang_##name)>(dlsym(library, "clang_" #name)); \
  if (loaded.table.name == nullptr && loaded.why.empty()) loaded.why = "libclang 19 lacks clang_" #name;
  ASSAY_LIBCLANG_FUNCTIONS(ASSAY_LIBCLANG_LOAD)
#undef ASSAY_LIBCLANG_LOAD
  return loaded;
}

}  // namespace

const LibClang* load_libclang(std::string* why) {
  static const Loaded loaded = open_library();
  if (why != nullptr) *why = loaded.why;
  return loaded.why.empty() ? &loaded.table : nullptr;
}

}  // namespace assay
