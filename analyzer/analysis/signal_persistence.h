// Which types stand for rows of a database? Those with a base or an annotation that comes from an object mapper, and those
// derived from them within the component.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/analysis/call_graph.h"

namespace assay {

struct ComponentScan;

class PersistenceTypes {
 public:
  PersistenceTypes(const Model& model, const Catalogs& catalogs) : model_(model), catalogs_(catalogs) {}

  void enter_file(const FileRow& file);
  void add_import(const facts::Import& import);  // one that brings in (a part of) an object mapper
  void leave_file(std::size_t file_index);       // position in ComponentScan::files
  // Counts the types, derived ones included, and marks their files.
  void settle(ComponentScan& scan);

 private:
  struct Candidate {
    TypeId type;
    NameId base;
    std::size_t file;
  };
  bool comes_from_mapper(std::string_view written) const;
  void mark(TypeId type, std::size_t file, std::string_view why);

  const Model& model_;
  const Catalogs& catalogs_;
  const FileRow* file_ = nullptr;
  std::unordered_set<std::string_view> local_names_;  // of what the file imports from mappers
  bool wildcard_ = false;                             // everything of a mapper is in scope
  std::unordered_map<std::uint32_t, std::pair<std::size_t, std::string_view>>
      found_;                       // type → file, base or annotation
  std::vector<Candidate> derived_;  // other types with a base
};

}  // namespace assay
