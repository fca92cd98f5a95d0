// Interning and serialisation of one file's facts; see builder.h.
#include "analyzer/facts/builder.h"

#include <xxhash.h>

#include <algorithm>

namespace assay {

NameTable::NameTable() { clear(); }

void NameTable::clear() {
  bytes_.clear();
  ends_.assign(1, 0);
  hashes_.assign(1, 0);
  if (slots_.size() > 1U << 16) slots_.clear();
  slots_.assign(std::max<std::size_t>(slots_.size(), 1024), 0);
}

std::uint32_t NameTable::intern(std::string_view text) {
  if (text.empty()) return 0;
  if (text.size() > max_length) {
    std::size_t cut = max_length;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text = text.substr(0, cut);
  }
  const std::uint64_t hash = XXH3_64bits(text.data(), text.size());
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  while (slots_[slot] != 0) {
    const std::uint32_t id = slots_[slot] - 1;
    if (hashes_[id] == hash && this->text(id) == text) return id;
    slot = (slot + 1) & mask;
  }
  const auto id = static_cast<std::uint32_t>(ends_.size());
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  hashes_.push_back(hash);
  slots_[slot] = id + 1;
  if (ends_.size() * 2 > slots_.size()) grow();
  return id;
}

std::uint32_t NameTable::find(std::string_view text) const {
  if (text.empty()) return 0;
  const std::uint64_t hash = XXH3_64bits(text.data(), text.size());
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const std::uint32_t id = slots_[slot] - 1;
    if (hashes_[id] == hash && this->text(id) == text) return id;
  }
  return 0;
}

std::string_view NameTable::text(std::uint32_t id) const {
  if (id == 0) return {};
  const std::uint32_t begin = ends_[id - 1];
  return {reinterpret_cast<const char*>(bytes_.data()) + begin, ends_[id] - begin};
}

void NameTable::grow() {
  std::vector<std::uint32_t> slots(slots_.size() * 2, 0);
  const std::size_t mask = slots.size() - 1;
  for (std::uint32_t id = 1; id < ends_.size(); ++id) {
    std::size_t slot = hashes_[id] & mask;
    while (slots[slot] != 0) slot = (slot + 1) & mask;
    slots[slot] = id + 1;
  }
  slots_ = std::move(slots);
}

void FactsBuilder::clear() {
  names.clear();
  functions.clear();
  types.clear();
  bases.clear();
  imports.clear();
  calls.clear();
  loops.clear();
  sites.clear();
  variables.clear();
  annotations.clear();
  options.clear();
  flows.clear();
  suppressions.clear();
  symbols.clear();
  targets.clear();
  overrides.clear();
  sizes.clear();
  language = facts::Language::None;
  encoding = facts::Encoding::Utf8;
  test = second_grammar = compiled = false;
  lines = code_lines = comment_lines = bytes = nodes = 0;
  error_bytes = missing_nodes = functions_with_error = prepared_bytes = 0;
  package = 0;
  words = 0;
  topics.fill(0);
  content_hash = 0;
}

namespace {

flatbuffers::Offset<facts::FileFacts> pack_facts(flatbuffers::FlatBufferBuilder& out, const FactsBuilder& file) {
  const auto text = out.CreateVector(file.names.bytes());
  const auto names = out.CreateVector(file.names.ends());
  const auto functions = out.CreateVectorOfStructs(file.functions);
  const auto types = out.CreateVectorOfStructs(file.types);
  const auto bases = out.CreateVectorOfStructs(file.bases);
  const auto imports = out.CreateVectorOfStructs(file.imports);
  const auto calls = out.CreateVectorOfStructs(file.calls);
  const auto loops = out.CreateVectorOfStructs(file.loops);
  const auto sites = out.CreateVectorOfStructs(file.sites);
  const auto variables = out.CreateVectorOfStructs(file.variables);
  const auto annotations = out.CreateVectorOfStructs(file.annotations);
  const auto options = out.CreateVectorOfStructs(file.options);
  const auto flows = out.CreateVectorOfStructs(file.flows);
  const auto suppressions = out.CreateVectorOfStructs(file.suppressions);
  const auto topics = out.CreateVector(file.topics.data(), file.topics.size());
  const auto symbols = out.CreateVectorOfStructs(file.symbols);
  const auto targets = out.CreateVectorOfStructs(file.targets);
  const auto overrides = out.CreateVectorOfStructs(file.overrides);
  const auto sizes = out.CreateVectorOfStructs(file.sizes);
  facts::FileFactsBuilder facts(out);
  facts.add_language(file.language);
  facts.add_encoding(file.encoding);
  facts.add_test(file.test);
  facts.add_second_grammar(file.second_grammar);
  facts.add_lines(file.lines);
  facts.add_code_lines(file.code_lines);
  facts.add_comment_lines(file.comment_lines);
  facts.add_bytes(file.bytes);
  facts.add_nodes(file.nodes);
  facts.add_error_bytes(file.error_bytes);
  facts.add_missing_nodes(file.missing_nodes);
  facts.add_functions_with_error(file.functions_with_error);
  facts.add_prepared_bytes(file.prepared_bytes);
  facts.add_content_hash(file.content_hash);
  facts.add_words(file.words);
  facts.add_topics(topics);
  facts.add_package(file.package);
  facts.add_text(text);
  facts.add_names(names);
  facts.add_functions(functions);
  facts.add_types(types);
  facts.add_bases(bases);
  facts.add_imports(imports);
  facts.add_calls(calls);
  facts.add_loops(loops);
  facts.add_sites(sites);
  facts.add_variables(variables);
  facts.add_annotations(annotations);
  facts.add_options(options);
  facts.add_flows(flows);
  facts.add_suppressions(suppressions);
  facts.add_compiled(file.compiled);
  facts.add_symbols(symbols);
  facts.add_targets(targets);
  facts.add_overrides(overrides);
  facts.add_sizes(sizes);
  return facts.Finish();
}

}  // namespace

std::string pack_unit(const CompiledUnitBuilder& unit) {
  flatbuffers::FlatBufferBuilder out(1U << 16);
  std::vector<flatbuffers::Offset<facts::FileNotes>> files;
  for (const NotesBuilder& file : unit.files) {
    const auto path = out.CreateString(file.path);
    const auto text = out.CreateVector(file.names.bytes());
    const auto names = out.CreateVector(file.names.ends());
    const auto notes = out.CreateVectorOfStructs(file.notes);
    const auto overrides = out.CreateVectorOfStructs(file.overrides);
    files.push_back(facts::CreateFileNotes(out, path, text, names, notes, overrides));
  }
  const auto all = out.CreateVector(files);
  const auto included = out.CreateVectorOfStrings(unit.included);
  const auto elsewhere = out.CreateVectorOfStrings(unit.elsewhere);
  const auto compiled = facts::CreateCompiledUnit(out, all, included, unit.errors, unit.milliseconds, elsewhere);
  out.Finish(facts::CreateBlob(out, facts_version, 0, 0, compiled));
  return {reinterpret_cast<const char*>(out.GetBufferPointer()), out.GetSize()};
}

std::string pack_blob(const FactsBuilder* file, const facts::ManifestT* manifest) {
  flatbuffers::FlatBufferBuilder out(1U << 16);
  flatbuffers::Offset<facts::FileFacts> facts_offset;
  flatbuffers::Offset<facts::Manifest> manifest_offset;
  if (file != nullptr) facts_offset = pack_facts(out, *file);
  if (manifest != nullptr) manifest_offset = facts::CreateManifest(out, manifest);
  out.Finish(facts::CreateBlob(out, facts_version, facts_offset, manifest_offset));
  return {reinterpret_cast<const char*>(out.GetBufferPointer()), out.GetSize()};
}

}  // namespace assay
