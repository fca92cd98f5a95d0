// See handlers.h.
#include "analyzer/analysis/handlers.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/analysis/service_bases.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

using facts::FunctionFlag;

// `server` of server.AddItem; empty: the name has one part.
std::string_view owner_in(std::string_view qualified) {
  const std::string_view last = last_segment(qualified);
  if (last.size() == qualified.size()) return {};
  const std::string_view before = qualified.substr(0, qualified.size() - last.size());
  return last_segment(before.substr(0, before.find_last_not_of(".:\\") + 1));
}

class Marker {
 public:
  Marker(Model& model, const CallGraph& graph, const Catalogs& catalogs)
      : model_(model), graph_(graph), catalogs_(catalogs) {}

  void run() {
    for (const FileRow& file : model_.files) {
      catalog_ = catalogs_[static_cast<std::size_t>(file.language)];
      if (catalog_ == nullptr) continue;
      find_registrations(file);
      if (!lines_.empty()) mark_registered(file);
      known_.clear();
      mark_annotated(file);
      find_types(file);
    }
    mark_derived();
  }

 private:
  void mark(std::uint32_t function) {
    facts::Function& f = model_.functions[function];
    f.mutate_flags(f.flags() | static_cast<std::uint32_t>(FunctionFlag::Handler));
  }

  void find_registrations(const FileRow& file) {
    lines_.clear();
    arguments_.clear();
    for (std::uint32_t i = file.calls.begin; i < file.calls.end; ++i) {
      const CallEffect* effect = graph_.effect_of(i);
      if (effect == nullptr || effect->effect != Effect::Handler) continue;
      lines_.insert(model_.calls[i].line());
      if (model_.calls[i].argument() != 0) arguments_.insert(model_.calls[i].argument());
    }
  }

  void mark_registered(const FileRow& file) {
    for (std::uint32_t i = file.functions.begin; i < file.functions.end; ++i) {
      const facts::Function& f = model_.functions[i];
      const bool closure = model_.has(FunctionId::of_index(i), FunctionFlag::Lambda);
      if (closure ? lines_.contains(f.line()) : f.name() != 0 && arguments_.contains(f.name())) mark(i);
    }
  }

  void mark_annotated(const FileRow& file) {
    for (std::uint32_t i = file.annotations.begin; i < file.annotations.end; ++i) {
      const facts::Annotation& annotation = model_.annotations[i];
      if (annotation.function() == 0) continue;
      // A decorator that is a call has been resolved as one.
      bool handles = lines_.contains(annotation.line());
      if (!handles) {
        const auto [known, fresh] = known_.try_emplace(annotation.name(), false);
        if (fresh) known->second = is_known(file, model_.names.text(annotation.name()));
        handles = known->second;
      }
      if (handles) mark(annotation.function() - 1);
    }
  }

  bool is_known(const FileRow& file, std::string_view name) {
    return catalog_->ends_in(last_segment(name)) &&
           any_meaning(file, name, [&](std::string_view meant) { return is_handler(meant); });
  }

  // Whether what the name may mean by the file's imports is asked for: as written, below its head's import, below each
  // wildcard.
  template <class Asked>
  bool any_meaning(const FileRow& file, std::string_view name, Asked asked) {
    if (asked(name)) return true;
    const std::string_view head = name.substr(0, name.find('.'));
    for (std::uint32_t i = file.imports.begin; i < file.imports.end; ++i) {
      const facts::Import& import = model_.imports[i];
      const bool wildcard = (import.flags() & static_cast<std::uint16_t>(facts::ImportFlag::Wildcard)) != 0;
      if (!wildcard && model_.names.text(import.alias()) != head) continue;
      path_ = model_.names.text(import.module_());
      if (import.name() != 0) path_.append(".").append(model_.names.text(import.name()));
      path_.append(wildcard ? "." : "").append(wildcard ? name : name.substr(head.size()));
      if (asked(path_)) return true;
    }
    return false;
  }

  // Types with a framework's type as a base, and those with others, which may lie below one.
  void find_types(const FileRow& file) {
    for (std::uint32_t i = file.bases.begin; i < file.bases.end; ++i) {
      const facts::Base& base = model_.bases[i];
      if (base.type() == 0) continue;
      const std::string_view name = model_.names.text(base.name());
      const TextSet* methods = served_by_base(name).empty() ? nullptr : &all_;
      if (methods == nullptr) {
        any_meaning(file, name, [&](std::string_view meant) {
          if (catalog_->may_be_handler_type(last_segment(meant))) methods = catalog_->handler_methods(meant);
          return methods != nullptr;
        });
      }
      if (methods == nullptr) {
        below_[{file.language, last_segment(name)}].push_back(base.type());
      } else if (handled_.try_emplace(base.type(), methods).second) {
        found_.push_back({base.type(), file.language});
      }
    }
  }

  // From base to derived, each type once.
  void find_heirs() {
    for (std::size_t next = 0; next < found_.size(); ++next) {
      const auto [row, language] = found_[next];
      const auto heirs = below_.find({language, last_segment(model_.names.text(model_.types[row - 1].name()))});
      if (heirs == below_.end()) continue;
      for (const std::uint32_t heir : heirs->second) {
        if (handled_.try_emplace(heir, handled_.at(row)).second) found_.push_back({heir, language});
      }
    }
    for (const auto& [row, language] : found_)
      by_name_.try_emplace({language, model_.names.text(model_.types[row - 1].name())}, handled_.at(row));
  }

  // Those that the framework calls of the type that the function is a method of; null: none. Methods that stand outside of
  // their type's body say its name: Go, A::f in C++.
  const TextSet* methods_beside(const facts::Function& function, facts::Language language) const {
    if (function.type() != 0) {
      const auto at = handled_.find(function.type());
      return at == handled_.end() ? nullptr : at->second;
    }
    const std::string_view owner = owner_in(model_.names.text(function.qualified()));
    const auto at = by_name_.find({language, owner});
    return owner.empty() || at == by_name_.end() ? nullptr : at->second;  // types without a name have bases, too
  }

  void mark_derived() {
    find_heirs();
    if (handled_.empty()) return;
    std::vector<bool> called(model_.functions.size());
    for (std::size_t call = 0; call < graph_.evidence.size(); ++call) {
      if (!is_resolved(graph_.evidence[call])) continue;
      for (const FunctionId target : graph_.targets_of(call)) called[target.index()] = true;
    }
    for (const FileRow& file : model_.files) {
      for (std::uint32_t i = file.functions.begin; i < file.functions.end; ++i) {
        const facts::Function& f = model_.functions[i];
        const TextSet* methods = f.parent() == 0 ? methods_beside(f, file.language) : nullptr;
        if (methods != nullptr && handles(i, *methods, called[i])) mark(i);
      }
    }
  }

  bool handles(std::uint32_t function, const TextSet& methods, bool is_called) const {
    const FunctionId id = FunctionId::of_index(function);
    for (const FunctionFlag flag : {FunctionFlag::Abstract, FunctionFlag::Test, FunctionFlag::Constructor,
                                    FunctionFlag::Destructor, FunctionFlag::Static}) {
      if (model_.has(id, flag)) return false;
    }
    if (methods.contains(model_.names.text(model_.functions[function].name()))) return true;
    return methods.contains("*") && !is_called && model_.has(id, FunctionFlag::Exported);
  }

  bool is_handler(std::string_view qualified) const {
    const std::optional<CallEffect> effect = catalog_->find(qualified);
    return effect && effect->effect == Effect::Handler;
  }

  Model& model_;
  const CallGraph& graph_;
  const Catalogs& catalogs_;
  const Catalog* catalog_ = nullptr;
  std::unordered_set<std::uint32_t> lines_;        // of calls that register something, in the file
  std::unordered_set<std::uint32_t> arguments_;    // names of what they register
  std::unordered_map<std::uint32_t, bool> known_;  // by an annotation's name, in the file
  std::string path_;

  using Types = std::vector<std::uint32_t>;  // rows
  using NameInLanguage = std::pair<facts::Language, std::string_view>;
  struct FoundType {
    std::uint32_t row;
    facts::Language language;
  };
  const TextSet all_ = {"*"};
  std::unordered_map<std::uint32_t, const TextSet*> handled_;  // by type: which of its methods are called
  std::vector<FoundType> found_;                               // the same types, in the order they were found
  std::map<NameInLanguage, const TextSet*> by_name_;           // the same, the first of a name
  std::map<NameInLanguage, Types> below_;                      // others, by a base's simple name
};

}  // namespace

void mark_handlers(Model& model, const CallGraph& graph, const Catalogs& catalogs) {
  Marker(model, graph, catalogs).run();
}

}  // namespace assay
