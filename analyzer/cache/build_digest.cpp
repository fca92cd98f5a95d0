// See build_digest.h. A build id is a digest of an object's whole content (ld --build-id), grammars and rules included.
#include "analyzer/cache/build_digest.h"

#include <elf.h>
#include <link.h>

#include <cstddef>
#include <cstring>
#include <string_view>

namespace assay {
namespace {

constexpr std::size_t align(std::size_t size) { return (size + 3) & ~std::size_t{3}; }

// The build id among an object's notes; empty: none.
std::string_view build_id(const dl_phdr_info& object) {
  for (std::size_t i = 0; i < object.dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object.dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    std::string_view notes(reinterpret_cast<const char*>(object.dlpi_addr + segment.p_vaddr), segment.p_memsz);
    ElfW(Nhdr) note{};
    while (notes.size() >= sizeof note) {
      std::memcpy(&note, notes.data(), sizeof note);
      notes.remove_prefix(sizeof note);
      const std::size_t name = align(note.n_namesz), content = align(note.n_descsz);
      if (name + content > notes.size()) break;
      if (note.n_type == NT_GNU_BUILD_ID && notes.starts_with(std::string_view("GNU", 4)))
        return notes.substr(name, note.n_descsz);
      notes.remove_prefix(name + content);
    }
  }
  return {};
}

// The program itself comes first and has no name; the kernel's own object changes with the kernel and computes nothing.
int add_object(dl_phdr_info* object, std::size_t, void* data) {
  auto& identity = *static_cast<std::string*>(data);
  const std::string_view name = object->dlpi_name;
  if (name.starts_with("linux-vdso")) return 0;
  const std::string_view id = build_id(*object);
  if (id.empty() && identity.empty()) return 1;
  identity.append(id.empty() ? name : id).append(1, '\n');
  return 0;
}

}  // namespace

std::string build_identity() {
  std::string identity;
  dl_iterate_phdr(add_object, &identity);
  return identity;
}

}  // namespace assay
