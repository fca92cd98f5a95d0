// The facts of one file while they are being gathered, and their blob.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/facts_generated.h"
#include "analyzer/facts/vocabulary.h"

namespace assay {

// Version of the facts' meaning; part of every blob and of every cache key.
inline constexpr std::uint32_t facts_version = 17;

// Interns texts: equal texts get equal ids, 0 is the empty text. Text longer than `max_length` bytes is cut there (at a
// character's border): names come from the scanned file and must not make a blob larger than the file.
class NameTable {
 public:
  static constexpr std::size_t max_length = 400;

  NameTable();
  std::uint32_t intern(std::string_view text);
  std::uint32_t find(std::string_view text) const;  // 0 where it was never interned
  std::string_view text(std::uint32_t id) const;
  std::size_t size() const { return ends_.size(); }
  void clear();

  const std::vector<std::uint8_t>& bytes() const { return bytes_; }
  const std::vector<std::uint32_t>& ends() const { return ends_; }

 private:
  void grow();

  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint32_t> ends_;    // end of each name in bytes_
  std::vector<std::uint64_t> hashes_;  // of each name
  std::vector<std::uint32_t> slots_;   // open addressing: id + 1, 0 free; size a power of two
};

// Rows of one file. Row references are positions plus one (facts.fbs).
struct FactsBuilder {
  NameTable names;
  std::vector<facts::Function> functions;
  std::vector<facts::Type> types;
  std::vector<facts::Base> bases;
  std::vector<facts::Import> imports;
  std::vector<facts::Call> calls;
  std::vector<facts::Loop> loops;
  std::vector<facts::Site> sites;
  std::vector<facts::Variable> variables;
  std::vector<facts::Annotation> annotations;
  std::vector<facts::Option> options;
  std::vector<facts::Flow> flows;
  std::vector<facts::Suppression> suppressions;
  std::vector<facts::Symbol> symbols;
  std::vector<facts::Target> targets;
  std::vector<facts::Override> overrides;
  std::vector<facts::Size> sizes;

  facts::Language language = facts::Language::None;
  facts::Encoding encoding = facts::Encoding::Utf8;
  bool test = false;
  bool second_grammar = false;
  bool compiled = false;
  std::uint32_t lines = 0, code_lines = 0, comment_lines = 0, bytes = 0, nodes = 0;
  std::uint32_t error_bytes = 0, missing_nodes = 0, functions_with_error = 0, prepared_bytes = 0;
  std::uint32_t package = 0;
  std::uint32_t words = 0;
  TopicCounts topics{};
  std::uint64_t content_hash = 0;

  void clear();
};

// What a compiler says of one file while it is being gathered.
struct NotesBuilder {
  std::string path;
  NameTable names;
  std::vector<facts::Note> notes;  // by offset when packed
  std::vector<facts::Override> overrides;
};

struct CompiledUnitBuilder {
  std::vector<NotesBuilder> files;
  std::vector<std::string> included, elsewhere;
  std::uint32_t errors = 0, milliseconds = 0;
};

std::string pack_unit(const CompiledUnitBuilder& unit);

// Serialises facts, a manifest, or both (either may be null). The bytes verify with `facts::VerifyBlobBuffer`.
std::string pack_blob(const FactsBuilder* file, const facts::ManifestT* manifest);

}  // namespace assay
