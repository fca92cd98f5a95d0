// The repository as one set of tables: the facts of all files, merged in path order and frozen.
//
// Rows are those of facts.fbs with references made global: `caller` of a Call is a FunctionId's value, a name is a NameId's
// value, and so on. Reading is thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/base/ids.h"
#include "analyzer/facts/facts_generated.h"
#include "analyzer/facts/vocabulary.h"

namespace assay {

// All distinct texts of the repository; ids are dense and given in order of first appearance.
class Names {
 public:
  Names();
  NameId intern(std::string_view text);
  // The ids of texts by their hashes; the same as one by one, but memory is asked for those that follow in time.
  std::vector<std::uint32_t> intern(std::span<const std::string_view> texts, std::span<const std::uint32_t> hashes);
  static std::uint32_t hash(std::string_view text);
  NameId find(std::string_view text) const;  // none where it was never interned
  std::string_view text(NameId name) const { return name ? texts_[name.value] : std::string_view{}; }
  std::string_view text(std::uint32_t name) const { return texts_[name]; }
  void fetch(NameId name) const { __builtin_prefetch(&texts_[name.value]); }
  std::size_t size() const { return texts_.size(); }

 private:
  struct Slot {
    std::uint32_t hash, id;  // id 0: empty
  };
  void make_room(std::size_t more);
  std::size_t slot_of(std::string_view text, std::uint32_t hash) const;
  std::uint32_t intern(std::string_view text, std::uint32_t hash);
  std::string_view kept(std::string_view text);

  std::vector<std::string_view> texts_;  // into chunks_; 0 is empty
  std::vector<Slot> slots_;              // open addressing, at most half full
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t chunk_left_ = 0;
  char* chunk_at_ = nullptr;
};

// Rows [begin, end) of a table.
struct RowRange {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t size() const { return end - begin; }
};

struct FileRow {
  std::string path;  // repository path
  facts::Language language = facts::Language::None;
  std::uint32_t lines = 0, code_lines = 0, comment_lines = 0, bytes = 0, nodes = 0;
  std::uint32_t error_bytes = 0, functions_with_error = 0, prepared_bytes = 0;
  bool test = false;
  bool second_grammar = false;
  std::uint64_t content_hash = 0;
  NameId package;
  std::uint32_t words = 0;  // of its text
  TopicCounts topics{};     // of them, by topic of the vocabulary
  RowRange functions, types, bases, imports, calls, loops, sites, variables, annotations, options, flows, suppressions,
      symbols, targets, overrides;  // indices, not ids
  bool compiled = false;            // a compiler was asked
};

struct Model {
  Names names;
  std::vector<FileRow> files;  // in path order
  std::vector<facts::Function> functions;
  std::vector<FileId> function_file;  // by function index
  std::vector<facts::Type> types;
  std::vector<FileId> type_file;
  std::vector<facts::Base> bases;
  std::vector<facts::Import> imports;  // file: through files[].imports
  std::vector<facts::Call> calls;      // ordered by file
  std::vector<facts::Loop> loops;
  std::vector<facts::Site> sites;
  std::vector<facts::Variable> variables;
  std::vector<facts::Annotation> annotations;
  std::vector<facts::Option> options;  // ordered by call
  std::vector<facts::Flow> flows;
  std::vector<facts::Suppression> suppressions;  // file: through files[].suppressions
  std::vector<facts::Symbol> symbols;
  std::vector<facts::Target> targets;  // ordered by call
  std::vector<facts::Override> overrides;
  std::vector<facts::Size> sizes;

  const facts::Function& function(FunctionId id) const { return functions[id.index()]; }
  const FileRow& file_of(FunctionId id) const { return files[function_file[id.index()].index()]; }
  bool has(FunctionId id, facts::FunctionFlag flag) const {
    return (function(id).flags() & static_cast<std::uint32_t>(flag)) != 0;
  }
  // Asks memory for what names these functions and says where they are, for whoever tells of functions from all over it.
  void fetch(std::span<const FunctionId> ids) const;
  // The named function that a lambda, closure or comprehension is counted to; the function itself where it has a name.
  FunctionId named(FunctionId id) const;
  // `pkg.Type.method`, or `<module>` for top-level code.
  std::string_view qualified_name(FunctionId id) const;
};

// A file's names, by the number that its facts give them.
struct FileNames {
  std::vector<std::string_view> texts;  // into the facts
  std::vector<std::uint32_t> hashes;

  FileNames() = default;
  explicit FileNames(const facts::FileFacts& file) { assign(file); }
  void assign(const facts::FileFacts& file);
};

// Adds the facts of one file and its names; call in path order.
void merge_file(Model& model, std::string path, const facts::FileFacts& file, const FileNames& names);

// Makes room for `times` as many facts as there are, so that they are not copied while more come.
void make_room(Model& model, double times);

}  // namespace assay
