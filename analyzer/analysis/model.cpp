// See model.h.
#include "analyzer/analysis/model.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "analyzer/facts/view.h"

namespace assay {
namespace {

constexpr std::size_t chunk_size = 1U << 20U;

// Names whose places in memory are asked for before the first of them is looked at.
constexpr std::size_t names_ahead = 32;

}  // namespace

Names::Names() : slots_(1U << 12U) { texts_.emplace_back(); }

std::uint32_t Names::hash(std::string_view text) {
  return static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size()));
}

std::string_view Names::kept(std::string_view text) {
  if (chunk_left_ < text.size()) {
    chunk_left_ = std::max(chunk_size, text.size());
    chunks_.push_back(std::make_unique<char[]>(chunk_left_));
    chunk_at_ = chunks_.back().get();
  }
  char* const begin = chunk_at_;
  std::memcpy(begin, text.data(), text.size());
  chunk_at_ += text.size();
  chunk_left_ -= text.size();
  return {begin, text.size()};
}

// Where the text stands, else the empty slot where it would.
std::size_t Names::slot_of(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  while (slots_[slot].id != 0 && (slots_[slot].hash != hash || texts_[slots_[slot].id] != text))
    slot = (slot + 1) & mask;
  return slot;
}

// There is room for one more.
std::uint32_t Names::intern(std::string_view text, std::uint32_t hash) {
  if (text.empty()) return 0;
  Slot& slot = slots_[slot_of(text, hash)];
  if (slot.id == 0) {
    slot = {hash, static_cast<std::uint32_t>(texts_.size())};
    texts_.push_back(kept(text));
  }
  return slot.id;
}

NameId Names::intern(std::string_view text) {
  make_room(1);
  return NameId{intern(text, hash(text))};
}

// A name's slot, what stands there of it, and its text lie in three places, none of them near the next name's.
std::vector<std::uint32_t> Names::intern(std::span<const std::string_view> texts,
                                         std::span<const std::uint32_t> hashes) {
  std::vector<std::uint32_t> ids(texts.size());
  make_room(texts.size());
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t begin = 0; begin < texts.size(); begin += names_ahead) {
    const std::size_t end = std::min(texts.size(), begin + names_ahead);
    for (std::size_t i = begin; i < end; ++i) __builtin_prefetch(&slots_[hashes[i] & mask]);
    for (std::size_t i = begin; i < end; ++i) __builtin_prefetch(&texts_[slots_[hashes[i] & mask].id]);
    for (std::size_t i = begin; i < end; ++i) __builtin_prefetch(texts_[slots_[hashes[i] & mask].id].data());
    for (std::size_t i = begin; i < end; ++i) ids[i] = intern(texts[i], hashes[i]);
  }
  return ids;
}

NameId Names::find(std::string_view text) const {
  return text.empty() ? NameId{} : NameId{slots_[slot_of(text, hash(text))].id};
}

void Names::make_room(std::size_t more) {
  const std::size_t wanted = (texts_.size() + more) * 2;
  if (wanted <= slots_.size()) return;
  std::vector<Slot> slots(std::bit_ceil(wanted));
  const std::size_t mask = slots.size() - 1;
  for (const Slot& old : slots_) {
    if (old.id == 0) continue;
    std::size_t slot = old.hash & mask;
    while (slots[slot].id != 0) slot = (slot + 1) & mask;
    slots[slot] = old;
  }
  slots_ = std::move(slots);
}

void Model::fetch(std::span<const FunctionId> ids) const {
  for (const FunctionId id : ids) {
    __builtin_prefetch(&function(id));
    __builtin_prefetch(&function_file[id.index()]);
  }
  for (const FunctionId id : ids) {
    names.fetch(NameId{function(id).qualified()});
    __builtin_prefetch(&file_of(id).path);
  }
  for (const FunctionId id : ids) {
    __builtin_prefetch(names.text(function(id).qualified()).data());
    __builtin_prefetch(file_of(id).path.data());
  }
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

void FileNames::assign(const facts::FileFacts& file) {
  texts.resize(file.names()->size());
  hashes.resize(texts.size());
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    texts[i] = name_of(file, i);
    hashes[i] = Names::hash(texts[i]);
  }
}

void merge_file(Model& model, std::string path, const facts::FileFacts& file, const FileNames& file_names) {
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

  const std::vector<std::uint32_t> names = model.names.intern(file_names.texts, file_names.hashes);
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
    f.mutate_returns(names[f.returns()]);
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
    v.mutate_value(names[v.value()]);
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
