// See view.h.
#include "analyzer/facts/view.h"

#include <algorithm>

#include "analyzer/facts/builder.h"

namespace assay {
namespace {

bool ends_are_sound(const flatbuffers::Vector<std::uint32_t>& ends, std::uint32_t text) {
  std::uint32_t last = 0;
  for (const std::uint32_t end : ends) {
    if (end < last || end > text) return false;
    last = end;
  }
  return true;
}

bool notes_are_sound(const facts::FileNotes& file) {
  if (file.path() == nullptr || file.text() == nullptr || file.names() == nullptr || file.names()->size() == 0 ||
      file.notes() == nullptr || file.overrides() == nullptr || !ends_are_sound(*file.names(), file.text()->size())) {
    return false;
  }
  std::uint32_t last = 0;
  for (const facts::Note* note : *file.notes()) {
    if (note->offset() < last || note->name() >= file.names()->size() || note->function() > file.notes()->size() ||
        note->kind() > facts::NoteKind::MAX || note->target() > facts::TargetKind::MAX ||
        note->site() > facts::SiteKind::MAX) {
      return false;
    }
    last = note->offset();
  }
  return true;
}

bool unit_is_sound(const facts::CompiledUnit& unit) {
  return unit.files() != nullptr && unit.included() != nullptr && unit.elsewhere() != nullptr &&
         std::all_of(unit.files()->begin(), unit.files()->end(),
                     [](const facts::FileNotes* file) { return notes_are_sound(*file); });
}

// Row references are checked once here, so that the model may index without checks.
bool rows_are_sound(const facts::FileFacts& file) {
  const auto count = [](const auto* rows) { return rows != nullptr ? rows->size() : 0U; };
  const std::uint32_t functions = count(file.functions()), types = count(file.types()), loops = count(file.loops());
  const std::uint32_t calls = count(file.calls());
  const std::uint32_t names = count(file.names()), text = count(file.text());
  if (names == 0 || file.functions() == nullptr || file.types() == nullptr || file.bases() == nullptr ||
      file.imports() == nullptr || file.calls() == nullptr || file.loops() == nullptr || file.sites() == nullptr ||
      file.variables() == nullptr || file.annotations() == nullptr || file.options() == nullptr ||
      file.flows() == nullptr || file.suppressions() == nullptr || file.symbols() == nullptr ||
      file.targets() == nullptr || file.overrides() == nullptr || file.sizes() == nullptr || file.text() == nullptr ||
      file.topics() == nullptr || file.topics()->size() != topic_count || file.package() >= names) {
    return false;
  }
  if (!ends_are_sound(*file.names(), text)) return false;
  // Enclosing rows come first, so that walks up the parents end.
  for (std::uint32_t i = 0; i < functions; ++i) {
    if (file.functions()->Get(i)->parent() > i) return false;
  }
  for (std::uint32_t i = 0; i < types; ++i) {
    if (file.types()->Get(i)->parent() > i) return false;
  }
  for (std::uint32_t i = 0; i < loops; ++i) {
    if (file.loops()->Get(i)->parent() > i) return false;
  }
  const auto row = [](std::uint32_t value, std::uint32_t size) { return value <= size; };
  const auto name = [&](std::uint32_t value) { return value < names; };
  const auto all = [](const auto* rows, auto sound) {
    return std::all_of(rows->begin(), rows->end(), [&](const auto* r) { return sound(*r); });
  };
  return all(file.functions(),
             [&](const facts::Function& f) {
               return name(f.name()) && name(f.qualified()) && name(f.returns()) && row(f.type(), types) &&
                      row(f.parent(), functions);
             }) &&
         all(file.types(),
             [&](const facts::Type& t) { return name(t.name()) && name(t.qualified()) && row(t.parent(), types); }) &&
         all(file.bases(),
             [&](const facts::Base& b) { return b.type() != 0 && row(b.type(), types) && name(b.name()); }) &&
         all(file.imports(),
             [&](const facts::Import& i) {
               return row(i.function(), functions) && name(i.module_()) && name(i.name()) && name(i.alias());
             }) &&
         all(file.calls(),
             [&](const facts::Call& c) {
               return c.caller() != 0 && row(c.caller(), functions) && name(c.name()) && name(c.receiver()) &&
                      name(c.argument()) && row(c.loop(), loops);
             }) &&
         all(file.loops(),
             [&](const facts::Loop& l) {
               return l.function() != 0 && row(l.function(), functions) && row(l.parent(), loops) &&
                      name(l.macro_name()) && name(l.items());
             }) &&
         all(file.sites(),
             [&](const facts::Site& s) {
               return s.function() != 0 && row(s.function(), functions) && name(s.detail()) && row(s.loop(), loops) &&
                      s.kind() <= facts::SiteKind::MAX;
             }) &&
         all(file.variables(),
             [&](const facts::Variable& v) {
               return row(v.function(), functions) && row(v.type(), types) && name(v.name()) && name(v.type_name()) &&
                      name(v.value());
             }) &&
         all(file.annotations(),
             [&](const facts::Annotation& a) {
               return row(a.function(), functions) && row(a.type(), types) && name(a.name()) && name(a.argument());
             }) &&
         all(file.options(),
             [&](const facts::Option& o) {
               return o.call() != 0 && row(o.call(), calls) && name(o.name()) && name(o.value());
             }) &&
         all(file.flows(),
             [&](const facts::Flow& f) {
               return f.function() != 0 && row(f.function(), functions) && name(f.source()) &&
                      row(f.value(), functions) && name(f.target()) && row(f.call(), calls) &&
                      f.kind() <= facts::FlowKind::MAX && (f.call() != 0) == (f.kind() == facts::FlowKind::Argument);
             }) &&
         all(file.suppressions(),
             [&](const facts::Suppression& s) { return name(s.rules()) && name(s.reason()) && name(s.until()); }) &&
         all(file.symbols(),
             [&](const facts::Symbol& s) { return s.function() != 0 && row(s.function(), functions); }) &&
         all(file.targets(),
             [&](const facts::Target& t) {
               return t.call() != 0 && row(t.call(), calls) && name(t.name()) && t.kind() <= facts::TargetKind::MAX;
             }) &&
         all(file.sizes(), [&](const facts::Size& s) {
           return row(s.type(), types) && row(s.site(), count(file.sites())) && (s.type() == 0) != (s.site() == 0);
         });
}

}  // namespace

const facts::Blob* open_blob(std::string_view bytes) {
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), 16, 10'000'000);
  if (!facts::VerifyBlobBuffer(verifier)) return nullptr;
  const facts::Blob* blob = facts::GetBlob(bytes.data());
  if (blob->version() != facts_version) return nullptr;
  if (blob->facts() != nullptr && !rows_are_sound(*blob->facts())) return nullptr;
  if (blob->compiled() != nullptr && !unit_is_sound(*blob->compiled())) return nullptr;
  return blob;
}

namespace {

template <class File>
std::string_view text_of(const File& file, std::uint32_t name) {
  if (name == 0 || name >= file.names()->size()) return {};
  const std::uint32_t begin = file.names()->Get(name - 1), end = file.names()->Get(name);
  return {reinterpret_cast<const char*>(file.text()->data()) + begin, end - begin};
}

}  // namespace

std::string_view name_of(const facts::FileFacts& file, std::uint32_t name) { return text_of(file, name); }
std::string_view name_of(const facts::FileNotes& file, std::uint32_t name) { return text_of(file, name); }

}  // namespace assay
