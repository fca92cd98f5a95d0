// See handlers.h.
#include "analyzer/analysis/handlers.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace assay {
namespace {

using facts::FunctionFlag;

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
    }
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

  // The annotation through the file's imports: as written, below its head's import, below each wildcard.
  bool is_known(const FileRow& file, std::string_view name) {
    const std::size_t dot = name.rfind('.');
    const std::string_view last = name.substr(dot == std::string_view::npos ? 0 : dot + 1);
    if (!catalog_->ends_in(last)) return false;
    if (is_handler(name)) return true;
    const std::string_view head = name.substr(0, name.find('.'));
    for (std::uint32_t i = file.imports.begin; i < file.imports.end; ++i) {
      const facts::Import& import = model_.imports[i];
      const bool wildcard = (import.flags() & static_cast<std::uint16_t>(facts::ImportFlag::Wildcard)) != 0;
      if (!wildcard && model_.names.text(import.alias()) != head) continue;
      path_ = model_.names.text(import.module_());
      if (import.name() != 0) path_.append(".").append(model_.names.text(import.name()));
      path_.append(wildcard ? "." : "").append(wildcard ? name : name.substr(head.size()));
      if (is_handler(path_)) return true;
    }
    return false;
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
};

}  // namespace

void mark_handlers(Model& model, const CallGraph& graph, const Catalogs& catalogs) {
  Marker(model, graph, catalogs).run();
}

}  // namespace assay
