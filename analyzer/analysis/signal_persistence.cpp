// See signal_persistence.h.
#include "analyzer/analysis/signal_persistence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/analysis/component_scan.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

// With a wildcard import the code does not say where a name comes from: these are object mappers' marks of a stored type.
constexpr std::array<std::string_view, 12> marks = {
    "Entity", "Table",        "Embeddable", "MappedSuperclass", "Document",       "DbContext", "IdentityDbContext",
    "Model",  "RoomDatabase", "Database",   "ActiveRecord",     "DeclarativeBase"};

std::string_view first_segment(std::string_view name) { return name.substr(0, name.find_first_of(".:\\")); }

}  // namespace

void PersistenceTypes::enter_file(const FileRow& file) {
  file_ = &file;
  local_names_.clear();
  wildcard_ = false;
}

void PersistenceTypes::add_import(const facts::Import& import) {
  if ((import.flags() & static_cast<std::uint16_t>(facts::ImportFlag::Wildcard)) != 0) wildcard_ = true;
  if (import.alias() != 0) local_names_.insert(model_.names.text(import.alias()));
}

bool PersistenceTypes::comes_from_mapper(std::string_view written) const {
  if (local_names_.contains(first_segment(written))) return true;
  if (wildcard_ && std::find(marks.begin(), marks.end(), last_segment(written)) != marks.end()) return true;
  // Names that need no import: Ruby's ActiveRecord::Base, qualified ones elsewhere.
  if (first_segment(written).size() == written.size()) return false;
  const Catalog* catalog = catalogs_[static_cast<std::size_t>(file_->language)];
  return catalog != nullptr && catalog->domains_of_import(written).contains(Domain::Orm);
}

void PersistenceTypes::mark(TypeId type, std::size_t file, std::string_view why) {
  found_.try_emplace(type.value, file, why);
}

void PersistenceTypes::leave_file(std::size_t file_index) {
  if (file_ == nullptr) return;
  for (std::uint32_t i = file_->bases.begin; i < file_->bases.end; ++i) {
    const facts::Base& base = model_.bases[i];
    if (base.type() == 0) continue;
    const std::string_view name = model_.names.text(base.name());
    if (comes_from_mapper(name)) {
      mark(TypeId{base.type()}, file_index, name);
    } else {
      derived_.push_back({TypeId{base.type()}, NameId{base.name()}, file_index});
    }
  }
  for (std::uint32_t i = file_->annotations.begin; i < file_->annotations.end; ++i) {
    const facts::Annotation& annotation = model_.annotations[i];
    const std::string_view name = model_.names.text(annotation.name());
    if (annotation.type() != 0 && comes_from_mapper(name)) mark(TypeId{annotation.type()}, file_index, name);
  }
  file_ = nullptr;
}

void PersistenceTypes::settle(ComponentScan& scan) {
  if (found_.empty()) return;
  // From base to derived, until nothing new comes; each type is taken up once.
  std::unordered_map<std::string_view, std::vector<const Candidate*>> by_base;
  for (const Candidate& candidate : derived_)
    by_base[last_segment(model_.names.text(candidate.base))].push_back(&candidate);
  std::vector<std::uint32_t> work;
  for (const auto& [type, why] : found_) work.push_back(type);
  std::sort(work.begin(), work.end());
  for (std::size_t next = 0; next < work.size(); ++next) {
    const std::string_view name = model_.names.text(model_.types[work[next] - 1].name());
    const auto at = by_base.find(name);
    if (at == by_base.end()) continue;
    for (const Candidate* candidate : at->second) {
      if (found_.try_emplace(candidate->type.value, candidate->file, name).second)
        work.push_back(candidate->type.value);
    }
    by_base.erase(at);
  }
  std::sort(work.begin(), work.end());
  for (const std::uint32_t id : work) {
    const facts::Type& type = model_.types[id - 1];
    const auto& [file, why] = found_.at(id);
    if ((type.flags() & static_cast<std::uint16_t>(facts::TypeFlag::Test)) != 0) continue;
    scan.files[file].persistence = true;
    scan.persistence_types.add(1 + type.fields(), scan.files[file].file, type.line(),
                               [&names = model_.names, &type, base = why] {
                                 return fmt::format("{} is stored through {}", names.text(type.name()), base);
                               });
  }
}

}  // namespace assay
