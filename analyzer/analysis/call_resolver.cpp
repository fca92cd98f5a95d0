// See call_resolver.h. Each call is explained by the first of these that holds:
//
//   f()             a function nested here; where the receiver may be left out a method of the own type; a function of this
//                   file; an imported one; a type's constructor; one of the same folder; one reached by a wildcard import
//                   or include; a library's
//   self.f()        a method of the own type, of its bases, or overridden below it
//   a.f()           a is an import: a function or type of that module, here or in a library
//                   a is a variable, parameter or field of evident type: a method of that type
//                   a is a type's name: its static method or constructor
//   anything.f()    a library method whose name says enough; else up to `most_candidates` methods of that name
#include "analyzer/analysis/call_resolver.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include "analyzer/analysis/argument_fit.h"
#include "analyzer/analysis/header_functions.h"
#include "analyzer/analysis/library_calls.h"
#include "analyzer/analysis/module_functions.h"
#include "analyzer/analysis/module_paths.h"
#include "analyzer/analysis/scopes.h"
#include "analyzer/analysis/type_methods.h"
#include "analyzer/analysis/value_types.h"
#include "analyzer/analysis/written_types.h"
#include "analyzer/base/text.h"
#include "analyzer/facts/languages.h"

namespace assay {

using facts::CallFlag;
using facts::ImportFlag;
using facts::Language;

namespace {

// More candidates than this say nothing about any of them.
constexpr std::size_t most_candidates = 8;
// What overrides a method may be many: a syntax tree's node kinds, a user interface's widgets.
constexpr std::size_t most_overrides = 64;
// What a pointer may hold, and what it is given by: a table of commands has some hundreds.
constexpr std::size_t most_held = 512;

}  // namespace

class CallResolver::Explaining : private ValueTypes::Calls {
 public:
  Explaining(const SharedTables& around, CallGraph& graph, std::size_t dummy)
      : model_(around.model),
        symbols_(around.symbols),
        repository_(around.repository),
        compiler_(around.compiler),
        scopes_(model_, symbols_),
        types_(model_, symbols_, scopes_),
        library_(model_, around.catalogs, scopes_),
        places_(around.places),
        headers_(model_, symbols_, places_, around.includes),
        modules_(model_, symbols_, places_),
        methods_(symbols_, places_, most_overrides + most_candidates),
        values_(model_, symbols_, places_, scopes_, types_, methods_, library_, *this),
        graph_(graph),
        dummy_(static_cast<std::uint32_t>(dummy)) {
    constexpr std::array constructors = {"__init__", "constructor", "initialize", "__construct",
                                         "new",      "init",        "<init>"};
    for (const char* name : constructors) {
      if (const NameId id = model_.names.find(name)) constructors_.push_back(id);
    }
  }

  ResolvedCalls run(FileRange files) {
    for (std::size_t i = files.begin; i < files.end; ++i) {
      file_ = &model_.files[i];
      file_id_ = FileId::of_index(i);
      place_ = &places_.of(file_id_);
      modules_.enter(file_id_);
      methods_.enter(file_id_);
      scopes_.enter(file_id_);
      library_.enter(*file_);
      types_.enter(file_id_);
      values_.enter(file_id_);
      headers_.enter(file_id_, graph_.included);
      for (std::uint32_t call = file_->calls.begin; call < file_->calls.end; ++call) {
        calls_.first.push_back(static_cast<std::uint32_t>(calls_.targets.size()));
        const CallEvidence evidence = fitting(call, resolve(call));
        graph_.evidence[call] = evidence;
        if (is_resolved(evidence)) ++calls_.resolved;
        if (library_.does(graph_.effect[call], Effect::IoNet) && names_an_address(call)) graph_.effect[call] = 0;
      }
      find_sources();
    }
    return std::exchange(calls_, {});
  }

  const std::vector<CallEffect>& effects() const { return library_.effects(); }

 private:
  bool is_beside(FunctionId function) const { return places_.of(function).folder == place_->folder; }

  bool speaks(FunctionId function) const { return place_->calls(places_.of(function)); }

  // What this file's flows, decorators and calls of expressions begin with.
  void find_sources() {
    for (std::uint32_t i = file_->flows.begin; i < file_->flows.end; ++i) {
      const facts::Flow& flow = model_.flows[i];
      add_named(FunctionId{flow.function()}, model_.names.text(flow.source()), calls_.sources.flows);
    }
    for (std::uint32_t i = file_->annotations.begin; i < file_->annotations.end; ++i) {
      const facts::Annotation& annotation = model_.annotations[i];
      const bool asked = annotation.function() != 0 && file_->language == Language::Python;
      add_named(FunctionId{file_->functions.begin + 1},
                asked ? model_.names.text(annotation.name()) : std::string_view{}, calls_.sources.annotations);
    }
    for (std::uint32_t i = file_->calls.begin; i < file_->calls.end; ++i) {
      const facts::Call& call = model_.calls[i];
      if (call.name() != 0 || call.receiver() == 0) continue;
      calls_.sources.calls.push_back(i);
      add_named(FunctionId{call.caller()}, model_.names.text(call.receiver()), calls_.sources.called);
    }
  }

  // The functions that a call of `path`, up to its first bracket, would surely run.
  void add_named(FunctionId where, std::string_view path, NamedFunctions& out) {
    path = path.substr(0, path.find_first_of("(["));
    const std::size_t dot = path.find_last_of('.');
    const NameId name = model_.names.find(path.substr(dot == std::string_view::npos ? 0 : dot + 1));
    const NameId receiver = dot == std::string_view::npos ? NameId{} : model_.names.find(path.substr(0, dot));
    if (name && (receiver || dot == std::string_view::npos)) ask(where, receiver, name, out.functions);
    out.close();
  }

  CallEvidence resolve(std::uint32_t index) {
    if (file_->compiled) {
      if (const std::optional<CallEvidence> known = compiled_call(index)) return *known;
    }
    const facts::Call& call = model_.calls[index];
    const NameId name{call.name()}, receiver{call.receiver()};
    if (!name) return CallEvidence::Unresolved;  // a call of an expression
    const FunctionId caller{call.caller()};
    if (!receiver) return bare_call(index, caller, name);
    if ((call.flags() & static_cast<std::uint16_t>(CallFlag::SelfReceiver)) != 0) {
      const NameId type = scopes_.enclosing_type(caller);
      if (type && method(type, name, true)) return CallEvidence::Resolved;
      if (!type && sibling(caller, name)) return CallEvidence::Resolved;
      return unknown_member(index, receiver, name);
    }
    if ((call.flags() & static_cast<std::uint16_t>(CallFlag::SuperReceiver)) != 0) {
      for (const NameId base : symbols_.bases(scopes_.enclosing_type(caller))) {
        if (method(base, name, false)) return CallEvidence::Resolved;
      }
      return library_method(index, receiver, name);
    }
    return received_call(index, caller, receiver, name);
  }

  // Of the targets those that may take the call's arguments, but where a compiler chose them.
  CallEvidence fitting(std::uint32_t index, CallEvidence evidence) {
    const std::size_t begin = calls_.first.back();
    if (begin == calls_.targets.size() || evidence == CallEvidence::Compiler) return evidence;
    keep_fitting(model_, file_->language, model_.calls[index], calls_.targets, begin);
    return calls_.targets.size() > begin ? evidence : CallEvidence::Unresolved;
  }

  // What a compiler says it runs; none: it says nothing that names a function of the repository or a library's.
  std::optional<CallEvidence> compiled_call(std::uint32_t index) {
    const facts::Call& call = model_.calls[index];
    bool said = false;
    for (const facts::Target& target : compiler_.targets_of(index)) {
      switch (target.kind()) {
        case facts::TargetKind::Macro:
          // Catalogues know some by their name.
          return is_library(index, library_.qualified(NameId{}, NameId{call.name()})) ? CallEvidence::Library
                                                                                      : CallEvidence::Compiler;
        case facts::TargetKind::Conversion: return CallEvidence::Compiler;
        case facts::TargetKind::Excluded: return std::nullopt;
        case facts::TargetKind::Pointer:
          for (const FunctionId f : overrides(target.symbol(), most_held)) calls_.targets.push_back(f);
          return calls_.targets.size() > calls_.first.back() ? std::optional(CallEvidence::Compiler) : std::nullopt;
        case facts::TargetKind::Virtual:
          for (const FunctionId f : overrides(target.symbol(), most_overrides)) add(f);
          break;
        case facts::TargetKind::Function:
        case facts::TargetKind::Dependent: break;
      }
      if (const FunctionId f = compiler_.function(target.symbol())) add(f);
      if (calls_.targets.size() > calls_.first.back()) continue;
      if (target.own() || target.name() == 0) continue;  // defined in a file that the compiler was not asked about
      said = true;
      const std::string_view name = model_.names.text(target.name());
      const std::size_t dot = name.rfind('.');
      const NameId last = model_.names.find(name.substr(dot == std::string_view::npos ? 0 : dot + 1));
      const std::string_view prefix = dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot);
      if (last && (is_library(index, library_.member(prefix, last)) ||
                   is_library(index, library_.method(NameId{call.receiver()}, last))))
        return CallEvidence::Library;
    }
    if (calls_.targets.size() > calls_.first.back()) return CallEvidence::Compiler;
    return said ? std::optional(CallEvidence::Library) : std::nullopt;
  }

  const std::vector<FunctionId>& overrides(std::uint64_t symbol, std::size_t most) {
    const auto [known, fresh] = overrides_.try_emplace(symbol);
    if (fresh) known->second = compiler_.overrides(symbol, most);
    return known->second;
  }

  // a.f = function () { this.g() }: what else is assigned to a member of `a` in this file. Functions inside of a.f keep
  // its `this` under another name.
  bool sibling(FunctionId caller, NameId name) {
    for (int depth = 0; depth < 8 && caller; ++depth) {
      const std::string_view own = model_.qualified_name(model_.named(caller));
      const std::size_t dot = own.find_last_of('.');
      if (dot == std::string_view::npos) return false;
      for (const FunctionId f : symbols_.functions(name)) {
        const std::string_view other = model_.qualified_name(f);
        const bool same = model_.function_file[f.index()] == file_id_ && other.size() > dot && other[dot] == '.' &&
                          other.find('.', dot + 1) == std::string_view::npos;
        if (same && other.substr(0, dot) == own.substr(0, dot)) add(f);
      }
      if (calls_.targets.size() > calls_.first.back()) return true;
      caller = FunctionId{model_.function(model_.named(caller)).parent()};
    }
    return false;
  }

  // Is it called on something? A method, or in JavaScript what is assigned to a member.
  bool is_member(FunctionId f) const {
    return symbols_.owner(f) || (is_script(file_->language) && model_.function(f).parent() == 0 &&
                                 model_.qualified_name(f).find('.') != std::string_view::npos);
  }

  // f()
  CallEvidence bare_call(std::uint32_t index, FunctionId caller, NameId name) {
    const std::span<const FunctionId> all = symbols_.functions(name);
    if (!all.empty()) {
      // Nested in this function or one around it.
      FunctionId best;
      for (const FunctionId f : all) {
        if (model_.function_file[f.index()] != file_id_) continue;
        const std::uint32_t parent = model_.function(f).parent();
        if (parent == 0) continue;
        for (std::uint32_t scope = caller.value; scope != 0; scope = model_.functions[scope - 1].parent()) {
          if (parent == scope) best = f;
        }
      }
      if (best) return one(best);
      const NameId type = has_implicit_receiver(file_->language) ? scopes_.enclosing_type(caller) : NameId{};
      if (type && method(type, name, true)) return CallEvidence::Resolved;
      std::size_t found = 0;
      for (const FunctionId f : symbols_.free_functions(name)) {
        if (model_.function_file[f.index()] != file_id_ || model_.function(f).parent() != 0) continue;
        best = f;
        ++found;
      }
      if (best && found == 1) return one(best);
      if (found > 1) {  // overloads, or one per #if branch
        for (const FunctionId f : symbols_.free_functions(name)) {
          if (model_.function_file[f.index()] == file_id_ &&
              calls_.targets.size() - calls_.first.back() < most_candidates)
            add(f);
        }
        return CallEvidence::Resolved;
      }
    }
    if (const facts::Import* import = scopes_.import_of(name)) return imported(index, *import, NameId{});
    if (symbols_.is_type(name) && construct(name)) return CallEvidence::Resolved;
    const bool c_family = is_c_family(file_->language);
    if (c_family && !all.empty()) {
      for (const FunctionId f : headers_.find(name, most_candidates)) add(f);
      if (calls_.targets.size() > calls_.first.back()) return CallEvidence::Resolved;
    }
    if (!all.empty()) {
      // Same folder (a package in Go, Java and others), then anywhere for languages that link by name.
      FunctionId best;
      std::size_t here = 0, anywhere = 0, exported = 0;
      FunctionId only, public_one;
      for (const FunctionId f : symbols_.free_functions(name)) {
        if (!speaks(f) || model_.function(f).parent() != 0) continue;
        const bool hidden = model_.has(f, facts::FunctionFlag::Static) && c_family;
        if (is_beside(f) && !hidden) {
          best = f;
          ++here;
        }
        ++anywhere;
        only = f;
        if (!hidden) {
          public_one = f;
          ++exported;
        }
      }
      if (here == 1) return one(best);
      if (exported == 1 && c_family) return one(public_one);
      if (anywhere == 1) return one(only, !scopes_.wildcards().empty() ? CallEvidence::Resolved : CallEvidence::Name);
      if (is_library(index, library_.qualified(NameId{}, name))) return CallEvidence::Library;
      if (exported > 1 && exported <= most_candidates) {
        for (const FunctionId f : symbols_.free_functions(name)) {
          if (speaks(f) && !(model_.has(f, facts::FunctionFlag::Static) && c_family)) add(f);
        }
        if (calls_.targets.size() > calls_.first.back()) return CallEvidence::Name;
      }
    }
    if (is_library(index, library_.qualified(NameId{}, name))) return CallEvidence::Library;
    return CallEvidence::Unresolved;
  }

  // a.b.f()
  CallEvidence received_call(std::uint32_t index, FunctionId caller, NameId receiver, NameId name) {
    std::string_view path = model_.names.text(receiver);
    const std::size_t dot = path.find('.');
    const std::string_view head_text = path.substr(0, dot);
    std::string_view rest = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    const NameId head = dot == std::string_view::npos ? receiver : model_.names.find(head_text);
    if (const NameId made = made_by_new(path)) return typed_call(index, made, receiver, name);
    if (ValueTypes::is_self(head_text) && rest.empty()) {
      if (const NameId type = scopes_.enclosing_type(caller))
        return method(type, name, true) ? CallEvidence::Resolved : unknown_member(index, receiver, name);
    }
    const ValueTypes::Received received = values_.of(caller, receiver);
    if (received.type) return typed_call(index, received.type, receiver, name);
    if (received.known_head || !head) return unknown_receiver(index, receiver, name);
    if (const facts::Import* import = scopes_.import_of(head)) {
      return imported(index, *import, name, rest, receiver);
    }
    const NameId last = symbols_.simple(receiver);
    if (symbols_.is_type(last)) {
      if (method(last, name, false)) return CallEvidence::Resolved;
      if (model_.names.text(name) == "new" && construct(last)) return CallEvidence::Resolved;
    }
    // A qualified name that no import announced: ns::f(), java.util.List.of(), crate::a::f().
    if (is_library(index, library_.qualified(receiver, name))) return CallEvidence::Library;
    if (in_module(model_.names.text(receiver), name)) return CallEvidence::Resolved;
    return unknown_receiver(index, receiver, name);
  }

  // The type of ours in A.new(), which Ruby, there without brackets, too, and Rust write for what makes an A; none: it is not
  // that.
  NameId made_by_new(std::string_view path) const {
    if (path.ends_with("()")) path.remove_suffix(2);
    if (!path.ends_with(".new")) return {};
    take_last(path);
    const NameId type = model_.names.find(take_last(path));
    return type && symbols_.is_type(type) ? type : NameId{};
  }

  // For the type of what a call returns: see ValueTypes::Calls.
  std::span<const FunctionId> surely_run(FunctionId caller, NameId receiver, NameId name) override {
    std::vector<FunctionId> found;  // the question may lead to others
    ask(caller, receiver, name, found);
    run_ = std::move(found);
    return run_;
  }

  // Adds to `out` what a call in `caller` would surely run.
  void ask(FunctionId caller, NameId receiver, NameId name, std::vector<FunctionId>& out) {
    calls_.first.push_back(static_cast<std::uint32_t>(calls_.targets.size()));
    const CallEvidence evidence =
        receiver ? received_call(dummy_, caller, receiver, name) : bare_call(dummy_, caller, name);
    if (evidence == CallEvidence::Resolved)
      out.insert(out.end(), calls_.targets.begin() + calls_.first.back(), calls_.targets.end());
    calls_.targets.resize(calls_.first.back());
    calls_.first.pop_back();
  }

  // x.f() where x has type `type`.
  CallEvidence typed_call(std::uint32_t index, NameId type, NameId receiver, NameId name) {
    const NameId meant = types_.meant(type);
    const bool ours = symbols_.is_type(meant);
    if (ours && method(meant, name, true)) return CallEvidence::Resolved;
    // A library's type: its import says which.
    const std::string_view text = model_.names.text(type);
    const std::size_t dot = text.find('.');
    const NameId head = dot == std::string_view::npos ? type : model_.names.find(text.substr(0, dot));
    const facts::Import* import = head ? scopes_.import_of(head) : nullptr;
    if (import != nullptr) {
      scratch_ = text_of_import(*import);
      if (dot != std::string_view::npos) scratch_.append(text.substr(dot));
      if (is_library(index, library_.member(scratch_, name))) return CallEvidence::Library;
    }
    // Types of ours may stand below it, beside the library's own.
    if (!ours && meant && method(meant, name, true)) return CallEvidence::Name;
    if (import != nullptr && !ours) return library_method(index, receiver, name, CallEvidence::Library);
    if (is_library(index, library_.qualified(type, name))) return CallEvidence::Library;
    return meant == symbols_.simple(type) ? unknown_receiver(index, receiver, name)
                                          : library_method(index, receiver, name);
  }

  // `import` binds the head of a call; the call is import(.rest).name, or import itself where `name` is none.
  // `receiver` is what the name is called on, import.rest.
  CallEvidence imported(std::uint32_t index, const facts::Import& import, NameId name, std::string_view rest = {},
                        NameId receiver = {}) {
    const NameId function = name ? name : NameId{import.name() != 0 ? import.name() : import.alias()};
    const std::string_view module = bound_module(import);
    // from m import T; T.f() or T()
    const NameId imported_name{import.name()};
    if (name && imported_name && symbols_.is_type(symbols_.simple(imported_name))) {
      if (method(symbols_.simple(imported_name), name, false)) return CallEvidence::Resolved;
    }
    if (!name && symbols_.is_type(symbols_.simple(function)) && construct(symbols_.simple(function)))
      return CallEvidence::Resolved;
    if (!name && imported_name == NameId{}) {
      if (in_module(module, function)) return CallEvidence::Resolved;
      std::string_view holder = module;  // use a::f, import a.f
      const NameId item = is_script(file_->language) ? NameId{} : model_.names.find(take_last(holder));
      if (item && in_module(holder, item)) return CallEvidence::Resolved;
    }
    scratch_ = module;
    if (name && imported_name) scratch_.append(".").append(model_.names.text(imported_name));
    if (!rest.empty()) scratch_.append(".").append(rest);
    // Libraries are not looked for inside, and what is inside is not a library's: the catalogue speaks of known packages.
    if (is_library(index, library_.member(scratch_, function))) return CallEvidence::Library;
    if (in_module(scratch_, function) || (name && imported_name && in_module(module, function)))
      return CallEvidence::Resolved;
    // import pkg.T (Java): module ends in the type itself.
    std::string_view tail = scratch_;
    const NameId last = model_.names.find(take_last(tail));
    if (last && symbols_.is_type(last)) {
      if (method(last, function, false)) return CallEvidence::Resolved;
      if (!name && construct(last)) return CallEvidence::Resolved;
    }
    // Of a member of what is imported its name may say enough: Order.objects.filter().
    if (!rest.empty() && is_library(index, library_.method(receiver, function))) return CallEvidence::Library;
    // A type of ours that is imported may inherit it from a library's: User.findOne().
    const bool inherits = name && rest.empty() &&
                          symbols_.is_type(imported_name ? symbols_.simple(imported_name) : NameId{import.alias()});
    if ((import.flags() & static_cast<std::uint16_t>(ImportFlag::Relative)) != 0 && !inherits)
      return CallEvidence::Unresolved;
    return library_method(index, NameId{}, function, is_own(module) ? CallEvidence::Unresolved : CallEvidence::Library);
  }

  // Is the module one of this repository, as far as its name tells?
  bool is_own(std::string_view module) const {
    return !repository_.empty() && module.starts_with(repository_) &&
           (module.size() == repository_.size() || module[repository_.size()] == '.' ||
            module[repository_.size()] == '/');
  }

  // What the name that an import binds stands for: Python's `import a.b` binds a, which is said to hold b.
  std::string_view bound_module(const facts::Import& import) const {
    std::string_view module = model_.names.text(import.module_());
    const std::string_view alias = model_.names.text(import.alias());
    if (is_script(file_->language) && module.starts_with(".")) {  // import … from "./a.js", which may be a.ts
      for (const std::string_view extension : {".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".tsx"}) {
        if (module.ends_with(extension)) module.remove_suffix(extension.size());
      }
    }
    const bool head = file_->language == Language::Python && import.name() == 0 && module.size() > alias.size() &&
                      module.starts_with(alias) && module[alias.size()] == '.';
    return head ? alias : module;
  }

  std::string text_of_import(const facts::Import& import) const {
    std::string text(bound_module(import));
    if (import.name() != 0) text.append(".").append(model_.names.text(import.name()));
    return text;
  }

  bool in_module(std::string_view module, NameId name) {
    const FunctionId found = modules_.find(module, name);
    if (found) add(found);
    return static_cast<bool>(found);
  }

  // A method of `type` or its nearest base that has one, and with `overrides` those of types below it.
  bool method(NameId type, NameId name, bool overrides) {
    if (!symbols_.has_methods(name)) return false;
    const TypeMethods::Found& found = methods_.find(type, name, overrides);
    add_nearest(found.own);
    // In Go what embeds a struct does not override its methods: only an interface is called below.
    if (!overrides || (file_->language == Language::Go && !found.own.empty())) return !found.own.empty();
    for (const FunctionId f : found.below) {
      if (calls_.targets.size() - calls_.first.back() == most_overrides) break;
      add(f);
    }
    return !found.own.empty() || calls_.targets.size() > calls_.first.back();  // an interface's method is only below
  }

  // Of homonymous types the one of this file, else of this folder, else all.
  void add_nearest(std::span<const FunctionId> found) {
    int best = -1;
    for (const FunctionId f : found) {
      if (speaks(f)) best = std::max(best, nearness(f));
    }
    for (const FunctionId f : found) {
      if (speaks(f) && nearness(f) == best && calls_.targets.size() - calls_.first.back() < most_candidates) add(f);
    }
  }

  int nearness(FunctionId f) const {
    if (model_.function_file[f.index()] == file_id_) return 2;
    return is_beside(f) ? 1 : 0;
  }

  bool construct(NameId type) {
    for (const TypeId id : symbols_.types(type)) {
      if (!place_->calls(places_.of(id))) continue;
      for (const NameId name : constructors_) {
        if (method(type, name, false)) return true;  // its own, or the one that it inherits
      }
      add_nearest(symbols_.methods(type, type));  // named like the type
      return true;                                // a type of ours without a written constructor
    }
    return false;
  }

  // What a library's function does, by its position in LibraryCalls; false: it is none.
  bool is_library(std::uint32_t index, LibraryCalls::Known known) {
    if (!known) return false;
    graph_.effect[index] = known.position;
    return true;
  }
  // A catalogued method name on a receiver of unknown type.
  CallEvidence library_method(std::uint32_t index, NameId receiver, NameId name,
                              CallEvidence otherwise = CallEvidence::Unresolved) {
    return is_library(index, library_.method(receiver, name)) ? CallEvidence::Library : otherwise;
  }

  // Nothing of that name is declared: it may be a variable.
  CallEvidence unknown_member(std::uint32_t index, NameId receiver, NameId name) {
    const CallEvidence library = library_method(index, receiver, name);
    if (library == CallEvidence::Unresolved && !library_.is_builtin_method(name) && index < model_.calls.size())
      calls_.sources.members.push_back(index);
    return library;
  }

  CallEvidence unknown_receiver(std::uint32_t index, NameId receiver, NameId name) {
    const CallEvidence library = unknown_member(index, receiver, name);
    if (library == CallEvidence::Library) return library;
    if (library_.is_builtin_method(name)) return CallEvidence::Unresolved;
    // Methods of that name, if they are few.
    std::size_t count = 0;
    for (const FunctionId f : symbols_.functions(name)) {
      if (is_member(f) && speaks(f) && ++count > most_candidates) return CallEvidence::Unresolved;
    }
    for (const FunctionId f : symbols_.functions(name)) {
      if (is_member(f) && speaks(f)) add(f);
    }
    return count > 0 ? CallEvidence::Name : CallEvidence::Unresolved;
  }

  // getByName("0.0.0.0") asks nobody.
  bool names_an_address(std::uint32_t index) const {
    const facts::Call& call = model_.calls[index];
    if ((call.flags() & static_cast<std::uint16_t>(facts::CallFlag::LiteralFirst)) == 0) return false;
    const std::string_view text = model_.names.text(call.argument());
    return text.find_first_not_of("0123456789.") == std::string_view::npos &&
           std::count(text.begin(), text.end(), '.') == 3;
  }

  void add(FunctionId target) {
    const auto begin = calls_.targets.begin() + calls_.first.back();
    if (std::find(begin, calls_.targets.end(), target) == calls_.targets.end()) calls_.targets.push_back(target);
  }
  CallEvidence one(FunctionId target, CallEvidence evidence = CallEvidence::Resolved) {
    add(target);
    return evidence;
  }

  const Model& model_;
  const Symbols& symbols_;
  std::string_view repository_;
  const CompilerTargets& compiler_;
  std::unordered_map<std::uint64_t, std::vector<FunctionId>> overrides_;  // by symbol
  FileScopes scopes_;
  WrittenTypes types_;
  LibraryCalls library_;
  const FilePlaces& places_;
  HeaderFunctions headers_;
  ModuleFunctions modules_;
  TypeMethods methods_;
  ValueTypes values_;
  std::vector<FunctionId> run_;       // see surely_run
  std::vector<NameId> constructors_;  // what languages call them
  const FileRow* file_ = nullptr;
  const FilePlace* place_ = nullptr;
  FileId file_id_;
  CallGraph& graph_;
  std::uint32_t dummy_;
  ResolvedCalls calls_;
  std::string scratch_;
};

CallResolver::CallResolver(const SharedTables& tables, CallGraph& graph, std::size_t dummy)
    : explaining_(std::make_unique<Explaining>(tables, graph, dummy)) {}
CallResolver::~CallResolver() = default;

ResolvedCalls CallResolver::run(FileRange files) { return explaining_->run(files); }
const std::vector<CallEffect>& CallResolver::effects() const { return explaining_->effects(); }

}  // namespace assay
