// See model.h.
#include "analyzer/analysis/model.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

#include "analyzer/facts/view.h"

namespace assay {
namespace {

constexpr std::size_t chunk_size = 1U << 20U;

std::uint32_t hash_of(std::string_view text) {
  return static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size()));
}

}  // namespace

Names::Names() {
  texts_.emplace_back();
  hashes_.push_back(0);
  slots_.assign(1U << 12U, 0);
}

NameId Names::intern(std::string_view text) {
  if (text.empty()) return {};
  const std::uint32_t hash = hash_of(text);
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (hashes_[slots_[slot]] == hash && texts_[slots_[slot]] == text) return NameId{slots_[slot]};
  }
  if (chunk_left_ < text.size()) {
    chunk_left_ = std::max(chunk_size, text.size());
    chunks_.push_back(std::make_unique<char[]>(chunk_left_));
    chunk_at_ = chunks_.back().get();
  }
  std::memcpy(chunk_at_, text.data(), text.size());
  const auto id = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(chunk_at_, text.size());
  hashes_.push_back(hash);
  chunk_at_ += text.size();
  chunk_left_ -= text.size();
  slots_[slot] = id;
  if (texts_.size() * 2 > slots_.size()) grow();
  return NameId{id};
}

NameId Names::find(std::string_view text) const {
  if (text.empty()) return {};
  const std::uint32_t hash = hash_of(text);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (hashes_[slots_[slot]] == hash && texts_[slots_[slot]] == text) return NameId{slots_[slot]};
  }
  return {};
}

void Names::grow() {
  std::vector<std::uint32_t> slots(slots_.size() * 2, 0);
  const std::size_t mask = slots.size() - 1;
  for (std::uint32_t id = 1; id < texts_.size(); ++id) {
    std::size_t slot = hashes_[id] & mask;
    while (slots[slot] != 0) slot = (slot + 1) & mask;
    slots[slot] = id;
  }
  slots_ = std::move(slots);
}

FunctionId Model::named(FunctionId id) const {
  // Parents come before their children, so this ends.
  while (has(id, facts::FunctionFlag::Lambda) && function(id).parent() != 0) id = FunctionId{function(id).parent()};
  if (!has(id, facts::FunctionFlag::Lambda)) return id;
  return FunctionId::of_index(file_of(id).functions.begin);  // a lambda in top-level code
}

std::string_view Model::qualified_name(FunctionId id) const {
  if (has(id, facts::FunctionFlag::Module)) return "<module>";
  return names.text(function(id).qualified());
}

void merge_file(Model& model, std::string path, const facts::FileFacts& file) {
  model.files.emplace_back();
  const FileId file_id = FileId::of_index(model.files.size() - 1);
  FileRow& row = model.files.back();
  row.path = std::move(path);
  row.language = file.language();
  row.lines = file.lines();
  row.code_lines = file.code_lines();
  row.comment_lines = file.comment_lines();
  row.bytes = file.bytes();
  row.nodes = file.nodes();
  row.error_bytes = file.error_bytes();
  row.functions_with_error = file.functions_with_error();
  row.prepared_bytes = file.prepared_bytes();
  row.test = file.test();
  row.second_grammar = file.second_grammar();
  row.content_hash = file.content_hash();

  std::vector<std::uint32_t> names(file.names()->size());
  for (std::uint32_t i = 0; i < names.size(); ++i) names[i] = model.names.intern(name_of(file, i)).value;
  row.package = NameId{names[file.package()]};
  row.words = file.words();
  std::copy(file.topics()->begin(), file.topics()->end(), row.topics.begin());

  const auto end_of = [](const auto& rows) { return static_cast<std::uint32_t>(rows.size()); };
  const std::uint32_t functions = end_of(model.functions), types = end_of(model.types), loops = end_of(model.loops);
  const std::uint32_t calls = end_of(model.calls), sites = end_of(model.sites);
  const auto shift = [](std::uint32_t reference, std::uint32_t base) { return reference == 0 ? 0 : reference + base; };
  // Appends `rows`, each changed by `globalise`, and returns where they lie.
  const auto append = [&](auto& table, const auto* rows, auto globalise) {
    const std::uint32_t begin = end_of(table), count = rows->size();
    if (count > 0) table.insert(table.end(), rows->Get(0), rows->Get(0) + count);  // rows lie side by side
    for (std::uint32_t i = 0; i < count; ++i) globalise(table[begin + i]);
    return RowRange{begin, end_of(table)};
  };
  row.functions = append(model.functions, file.functions(), [&](facts::Function& f) {
    f.mutate_name(names[f.name()]);
    f.mutate_qualified(names[f.qualified()]);
    f.mutate_type(shift(f.type(), types));
    f.mutate_parent(shift(f.parent(), functions));
  });
  model.function_file.resize(model.functions.size(), file_id);
  row.types = append(model.types, file.types(), [&](facts::Type& t) {
    t.mutate_name(names[t.name()]);
    t.mutate_qualified(names[t.qualified()]);
    t.mutate_parent(shift(t.parent(), types));
  });
  model.type_file.resize(model.types.size(), file_id);
  row.bases = append(model.bases, file.bases(), [&](facts::Base& b) {
    b.mutate_type(shift(b.type(), types));
    b.mutate_name(names[b.name()]);
  });
  row.imports = append(model.imports, file.imports(), [&](facts::Import& i) {
    i.mutate_function(shift(i.function(), functions));
    i.mutate_module_(names[i.module_()]);
    i.mutate_name(names[i.name()]);
    i.mutate_alias(names[i.alias()]);
  });
  row.calls = append(model.calls, file.calls(), [&](facts::Call& c) {
    c.mutate_caller(shift(c.caller(), functions));
    c.mutate_name(names[c.name()]);
    c.mutate_receiver(names[c.receiver()]);
    c.mutate_argument(names[c.argument()]);
    c.mutate_loop(shift(c.loop(), loops));
  });
  row.loops = append(model.loops, file.loops(), [&](facts::Loop& l) {
    l.mutate_function(shift(l.function(), functions));
    l.mutate_parent(shift(l.parent(), loops));
    l.mutate_macro_name(names[l.macro_name()]);
    l.mutate_items(names[l.items()]);
  });
  row.sites = append(model.sites, file.sites(), [&](facts::Site& s) {
    s.mutate_function(shift(s.function(), functions));
    s.mutate_detail(names[s.detail()]);
    s.mutate_loop(shift(s.loop(), loops));
  });
  row.variables = append(model.variables, file.variables(), [&](facts::Variable& v) {
    v.mutate_function(shift(v.function(), functions));
    v.mutate_type(shift(v.type(), types));
    v.mutate_name(names[v.name()]);
    v.mutate_type_name(names[v.type_name()]);
  });
  row.annotations = append(model.annotations, file.annotations(), [&](facts::Annotation& a) {
    a.mutate_function(shift(a.function(), functions));
    a.mutate_type(shift(a.type(), types));
    a.mutate_name(names[a.name()]);
    a.mutate_argument(names[a.argument()]);
  });
  row.options = append(model.options, file.options(), [&](facts::Option& o) {
    o.mutate_call(shift(o.call(), calls));
    o.mutate_name(names[o.name()]);
    o.mutate_value(names[o.value()]);
  });
  row.flows = append(model.flows, file.flows(), [&](facts::Flow& f) {
    f.mutate_function(shift(f.function(), functions));
    f.mutate_source(names[f.source()]);
    f.mutate_value(shift(f.value(), functions));
    f.mutate_target(names[f.target()]);
    f.mutate_call(shift(f.call(), calls));
  });
  row.suppressions = append(model.suppressions, file.suppressions(), [&](facts::Suppression& s) {
    s.mutate_rules(names[s.rules()]);
    s.mutate_reason(names[s.reason()]);
    s.mutate_until(names[s.until()]);
  });
  row.compiled = file.compiled();
  row.symbols = append(model.symbols, file.symbols(),
                       [&](facts::Symbol& s) { s.mutate_function(shift(s.function(), functions)); });
  row.targets = append(model.targets, file.targets(), [&](facts::Target& t) {
    t.mutate_call(shift(t.call(), calls));
    t.mutate_name(names[t.name()]);
  });
  row.overrides = append(model.overrides, file.overrides(), [](facts::Override&) {});
  append(model.sizes, file.sizes(), [&](facts::Size& s) {
    s.mutate_type(shift(s.type(), types));
    s.mutate_site(shift(s.site(), sites));
  });
}

void make_room(Model& model, double times) {
  const auto make = [&](auto&... tables) {
    (tables.reserve(static_cast<std::size_t>(static_cast<double>(tables.size()) * times)), ...);
  };
  make(model.files, model.functions, model.function_file, model.calls, model.loops, model.sites, model.variables,
       model.options, model.flows);
}

}  // namespace assay
