// See findings.h. Rules are looked up by what they are about (an effect, a name, a kind of site), so that a call that no
// rule speaks of costs two look-ups.
#include "rules/engine/findings.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "analyzer/analysis/effect_path.h"
#include "rules/engine/surroundings.h"

namespace assay {
namespace {

using facts::CallFlag;
using facts::FunctionFlag;

// The functions that make up this share of a component's own cost, most costly first, are its hot paths, as long as each
// has a part of the repository's cost that somebody would notice.
constexpr double hot_share = 0.5;
constexpr double least_heat = 0.001;
// A loop of so few rounds is no loop to somebody who looks for time.
constexpr float few_rounds = 10;

EffectMask bit(Effect effect) { return EffectMask{1} << static_cast<unsigned>(effect); }

bool meets(EffectSet set, EffectMask mask) {
  for (unsigned i = 0; mask != 0; ++i, mask >>= 1U) {
    if ((mask & 1U) != 0 && set.contains(static_cast<Effect>(i))) return true;
  }
  return false;
}

std::string_view last_segment(std::string_view path) {
  while (path.ends_with("()") || path.ends_with("[]")) path.remove_suffix(2);
  return path.substr(path.find_last_of('.') + 1);
}

bool is_one_of(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Code that shows how something is used is judged as little as tests are.
bool is_example(std::string_view path) {
  for (const std::string_view folder : {"examples/", "example/", "samples/", "demo/", "demos/", "tutorials/"}) {
    const std::size_t at = path.find(folder);
    if (at != std::string_view::npos && (at == 0 || path[at - 1] == '/')) return true;
  }
  return false;
}

std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 60;
  return text.size() <= longest ? std::string(text) : std::string(text.substr(0, longest)) + "…";
}

void replace(std::string& text, std::string_view mark, std::string_view value) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
}

// What a function's own calls and sites are, closures apart.
struct Content {
  EffectMask effects = 0;
  std::uint32_t sites = 0;
  std::uint32_t calls = 0;
};

class Search {
 public:
  Search(const FindingSource& source, std::span<const FindingRule> rules)
      : source_(source),
        model_(source.model),
        rules_(rules),
        around_(source.model, source.graph, source.locks),
        content_(model_.functions.size()) {
    index_rules();
    find_hot();
    for (std::size_t i = 0; i < model_.calls.size(); ++i) {
      Content& content = content_[model_.calls[i].caller() - 1];
      ++content.calls;
      if (const CallEffect* effect = source.graph.effect_of(i)) content.effects |= bit(effect->effect);
    }
    for (const facts::Site& site : model_.sites) {
      if (site.function() != 0) content_[site.function() - 1].sites |= 1U << static_cast<unsigned>(site.kind());
    }
  }

  std::vector<Finding> run() {
    for (std::size_t i = 0; i < model_.files.size(); ++i) {
      const FileRow& file = model_.files[i];
      if (file.test || is_example(file.path)) continue;
      file_ = &file;
      file_id_ = FileId::of_index(i);
      component_ = source_.components.of_file[i];
      language_ = 1U << static_cast<unsigned>(file.language);
      around_.enter(file);
      program_ = has_entry(file);
      find_domains();
      find_tests();
      look_into_loops();
      for (std::uint32_t call = file.calls.begin; call < file.calls.end; ++call) look_at_call(call);
      for (std::uint32_t site = file.sites.begin; site < file.sites.end; ++site) look_at_site(site);
      look_at_loops();
      for (std::uint32_t f = file.functions.begin; f < file.functions.end; ++f) look_at_function(f);
    }
    finish();
    return std::move(found_);
  }

 private:
  // A place that a rule may describe.
  struct Place {
    std::uint32_t function = 0;  // row, closures as themselves
    std::uint32_t line = 0, column = 0, end_line = 0;
    std::uint32_t loop_depth = 0;
    std::uint32_t loop = 0;  // row of the innermost loop around it, 0: none known
    float frequency = 0;     // for one run of the function
    std::string what, effect, path;
    std::string snippet;  // what stays the same when the place moves
  };

  void index_rules() {
    for (std::uint32_t r = 0; r < rules_.size(); ++r) {
      const FindingRule& rule = rules_[r];
      const FindingConditions& where = rule.where;
      switch (rule.subject) {
        case Subject::Call:
          if (!where.names.empty()) {
            for (const std::string& name : where.names) {
              if (const NameId id = model_.names.find(name)) by_name_[id.value].push_back(r);
            }
          } else if (where.effect != 0) {
            for (unsigned e = 0; e < 64; ++e) {
              if ((where.effect >> e & 1U) != 0) by_effect_[e].push_back(r);
            }
          } else {
            by_reach_.push_back(r);
          }
          break;
        case Subject::Site:
          for (unsigned k = 0; k < 32; ++k) {
            if ((where.site >> k & 1U) != 0) by_site_[k].push_back(r);
          }
          break;
        case Subject::Loop: of_loops_.push_back(r); break;
        case Subject::Function: of_functions_.push_back(r); break;
      }
    }
  }

  void find_hot() {
    cost_.assign(model_.functions.size(), 0);
    hot_.assign(model_.functions.size(), false);
    const auto component_of = [&](FunctionId f) {
      return source_.components.of_file[model_.function_file[f.index()].index()].index();
    };
    std::vector<double> all(source_.components.list.size()), seen(all.size());
    for (const HotFunction& f : source_.hot_paths.functions) all[component_of(f.function)] += f.self;
    for (const HotFunction& f : source_.hot_paths.functions) {
      cost_[f.function.index()] = f.self;
      double& sum = seen[component_of(f.function)];
      const bool runs_once = model_.has(f.function, FunctionFlag::Module);
      if (sum < hot_share * all[component_of(f.function)] && f.self >= least_heat && !runs_once)
        hot_[f.function.index()] = true;
      sum += f.self;
    }
  }

  void find_domains() {
    domains_ = 0;
    const Catalog* catalog = source_.catalogs[static_cast<std::size_t>(file_->language)];
    if (catalog == nullptr) return;
    for (std::uint32_t i = file_->imports.begin; i < file_->imports.end; ++i) {
      const std::string_view module = model_.names.text(model_.imports[i].module_());
      catalog->domains_of_import(module).each(
          [&](Domain domain) { domains_ |= std::uint64_t{1} << static_cast<unsigned>(domain); });
    }
  }

  bool has_entry(const FileRow& file) const {
    for (std::uint32_t f = file.functions.begin; f < file.functions.end; ++f) {
      if (model_.has(FunctionId::of_index(f), FunctionFlag::Entry)) return true;
    }
    return false;
  }

  // Parents come before their children.
  void find_tests() {
    tests_.assign(file_->functions.size(), false);
    for (std::uint32_t f = file_->functions.begin; f < file_->functions.end; ++f) {
      const std::uint32_t parent = model_.functions[f].parent();
      tests_[f - file_->functions.begin] = model_.has(FunctionId::of_index(f), FunctionFlag::Test) ||
                                           (parent != 0 && tests_[parent - 1 - file_->functions.begin]);
    }
  }

  bool in_test(std::uint32_t function) const { return function != 0 && tests_[function - 1 - file_->functions.begin]; }

  // A closure that is only made in a loop has no loop around it; an asynchronous one that is made for each element runs
  // beside the others, not after them.
  bool runs_in_loop(const Place& place) const {
    if (place.loop == 0) return false;
    if (model_.loops[place.loop - 1].function() == place.function) return true;
    return !model_.has(FunctionId{place.function}, FunctionFlag::Async);
  }

  // Everything that does not depend on the subject.
  bool place_holds(const FindingRule& rule, const Place& place) {
    const FindingConditions& c = rule.where;
    if (rule.languages != 0 && (rule.languages & language_) == 0) return false;
    if (c.loop_depth > place.loop_depth || (c.loop_depth > 0 && !runs_in_loop(place))) return false;
    if (c.loop.any() &&
        (!runs_in_loop(place) || !c.loop.test(static_cast<std::size_t>(model_.loops[place.loop - 1].bound()))))
      return false;
    if (c.imports != 0 && (c.imports & domains_) == 0) return false;
    if ((c.imports_not & domains_) != 0) return false;
    const std::uint32_t kind = 1U << static_cast<unsigned>(source_.components.list[component_.index()].kind);
    if ((c.kinds != 0 && (c.kinds & kind) == 0) || (c.not_kinds & kind) != 0) return false;
    if (place.function == 0) return c.in == 0 && c.around == 0 && c.function_reaches == 0 && c.sites == 0;
    const std::uint32_t flags = model_.functions[place.function - 1].flags();
    if ((c.in != 0 && (c.in & flags) == 0) || (c.not_in & flags) != 0) return false;
    const Content& content = content_[place.function - 1];
    if ((c.around != 0 && (c.around & content.effects) == 0) || (c.not_around & content.effects) != 0) return false;
    if (!c.function_names_not.empty() && is_named(place.function, c.function_names_not)) return false;
    if (!c.loop_without.empty() && around_.loop_calls(place.loop, c.loop_without)) return false;
    if (!c.path_not.empty() && path_has(c.path_not)) return false;
    if (c.program && program_ != *c.program) return false;
    if (!c.also_not.empty() && around_.calls_any(place.function, c.also_not)) return false;
    if (c.branches_at_most && model_.functions[place.function - 1].branches() > *c.branches_at_most) return false;
    if (c.in_task && around_.is_task(place.function) != *c.in_task) return false;
    if (!c.function_names.empty() && !is_named(place.function, c.function_names)) return false;
    if (!c.also.empty() && !around_.calls_any(place.function, c.also)) return false;
    if (!c.parameter_types.empty() && !around_.has_parameter(place.function, c.parameter_types)) return false;
    if (c.search && rule.subject != Subject::Loop &&
        (place.loop != 0 && model_.loops[place.loop - 1].leaves()) != *c.search)
      return false;
    if (c.every_round && around_.every_round(place.loop, place.frequency) != *c.every_round) return false;
    if (c.under_lock && around_.under_lock(place.function, place.line) != *c.under_lock) return false;
    if (rule.subject != Subject::Loop) {
      if ((c.sites != 0 && (c.sites & content.sites) == 0) || (c.not_sites & content.sites) != 0) return false;
    }
    const EffectSet reached = source_.effects.reached[place.function - 1];
    if (c.function_reaches != 0 && !meets(reached, c.function_reaches)) return false;
    return c.function_reaches_not == 0 || !meets(reached, c.function_reaches_not);
  }

  bool is_named(std::uint32_t function, const std::vector<std::string>& names) const {
    const std::string_view name = model_.names.text(model_.functions[function - 1].name());
    return fits_one_of(names, name);
  }

  // Whether one of the words stands in the path.
  bool path_has(const std::vector<std::string>& words) const {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return file_->path.find(word) != std::string::npos; });
  }

  static bool agrees(const std::optional<bool>& wanted, bool is) { return !wanted || *wanted == is; }

  void look_at_call(std::uint32_t index) {
    const facts::Call& call = model_.calls[index];
    const CallEffect* effect = source_.graph.effect_of(index);
    const auto named = by_name_.find(call.name());
    const bool own = !source_.graph.targets_of(index).empty();
    if (effect == nullptr && named == by_name_.end() && (!own || by_reach_.empty())) return;
    if (in_test(call.caller())) return;
    if (effect != nullptr) {
      for (const std::uint32_t r : by_effect_[static_cast<std::size_t>(effect->effect)]) try_call(r, index, effect);
    }
    if (named != by_name_.end()) {
      for (const std::uint32_t r : named->second) try_call(r, index, effect);
    }
    if (own) {
      for (const std::uint32_t r : by_reach_) try_call(r, index, effect);
    }
  }

  void try_call(std::uint32_t r, std::uint32_t index, const CallEffect* effect) {
    const FindingRule& rule = rules_[r];
    const FindingConditions& c = rule.where;
    const facts::Call& call = model_.calls[index];
    const auto has = [&](CallFlag flag) { return (call.flags() & static_cast<std::uint16_t>(flag)) != 0; };
    if (rule.languages != 0 && (rule.languages & language_) == 0) return;
    if (c.effect != 0 && (effect == nullptr || (c.effect & bit(effect->effect)) == 0)) return;
    if (c.not_effect != 0 && effect != nullptr && (c.not_effect & bit(effect->effect)) != 0) return;
    if (!agrees(c.awaited, has(CallFlag::Awaited)) || !agrees(c.spawned, has(CallFlag::Spawned)) ||
        !agrees(c.deferred, has(CallFlag::Deferred)) || !agrees(c.constructs, has(CallFlag::Constructs)) ||
        !agrees(c.passes_function, has(CallFlag::PassesFunction)) || !agrees(c.error_path, has(CallFlag::ErrorPath)) ||
        !agrees(c.blocking, effect != nullptr && effect->blocking) ||
        !agrees(c.native, effect != nullptr && effect->native) || !agrees(c.literal, has(CallFlag::LiteralFirst)) ||
        !agrees(c.second_literal, has(CallFlag::LiteralSecond)) ||
        !agrees(c.known, !source_.graph.targets_of(index).empty()) ||
        !agrees(c.unbounded, effect != nullptr && effect->unbounded))
      return;
    if (c.costs != 0 && (effect == nullptr || (c.costs >> static_cast<unsigned>(effect->cost) & 1U) == 0)) return;
    if (c.arguments_at_least && call.arguments() < *c.arguments_at_least) return;
    if (c.arguments_at_most && call.arguments() > *c.arguments_at_most) return;
    if (!c.not_names.empty() && fits_one_of(c.not_names, model_.names.text(call.name()))) return;
    const std::string_view receiver = model_.names.text(call.receiver());
    if (!c.receivers.empty() && !is_one_of(c.receivers, last_segment(receiver))) return;
    if (is_one_of(c.not_receivers, last_segment(receiver))) return;
    Place place;
    place.function = call.caller();
    place.line = place.end_line = call.line();
    place.column = call.column();
    place.loop_depth = call.loop_depth();
    place.loop = call.loop();
    place.frequency = call.frequency();
    if (!place_holds(rule, place) || !surroundings_hold(c, index)) return;
    if (c.reaches != 0) {
      if (source_.graph.evidence[index] != CallEvidence::Resolved &&
          source_.graph.evidence[index] != CallEvidence::Compiler)
        return;  // a guess by name is no ground for a finding
      place.path = path_to(index, c.reaches);
      if (place.path.empty()) return;
    }
    const std::string_view name = model_.names.text(call.name());
    place.what = receiver.empty() ? fmt::format("{}()", name) : fmt::format("{}.{}()", last_segment(receiver), name);
    place.snippet = place.what;
    if (effect != nullptr) place.effect = effect_name(effect->effect);
    add(r, place);
  }

  bool crosses(std::uint32_t index) const {
    constexpr auto own =
        static_cast<std::uint16_t>(CallFlag::SelfReceiver) | static_cast<std::uint16_t>(CallFlag::SuperReceiver);
    if ((model_.calls[index].flags() & own) != 0) return false;  // inherited
    const std::span<const FunctionId> targets = source_.graph.targets_of(index);
    if (targets.size() != 1) return false;
    return source_.components.of_file[model_.function_file[targets[0].index()].index()] != component_;
  }

  bool target_computes(std::uint32_t index) {
    constexpr float share = 0.15F;  // of arithmetic, bit operations and indexing among all operations
    const std::uint32_t target = around_.handed_over(index);
    if (target == 0) return false;
    const facts::Function& f = model_.functions[target - 1];
    EffectMask waits = 0;
    for (const Effect effect : {Effect::Io, Effect::Wait}) waits |= bit(effect);
    return f.loops() > 0 && f.arithmetic() + f.bitwise() + f.indexing() >= share * f.operations() &&
           !meets(source_.effects.reached[target - 1], waits);
  }

  // What is asked last, because it looks furthest.
  bool surroundings_hold(const FindingConditions& c, std::uint32_t index) {
    if (c.crosses && crosses(index) != *c.crosses) return false;
    if (c.plain_argument && (model_.calls[index].argument() != 0) != *c.plain_argument) return false;
    if (c.variable_argument) {
      const facts::Call& call = model_.calls[index];
      const bool literal = (call.flags() & static_cast<std::uint16_t>(CallFlag::LiteralFirst)) != 0;
      if ((call.argument() != 0 && !literal) != *c.variable_argument) return false;
    }
    if (c.field_argument && around_.is_field(index) != *c.field_argument) return false;
    if (c.target_computes && target_computes(index) != *c.target_computes) return false;
    if (!c.options.empty() && !around_.has_option(index, c.options)) return false;
    if (!c.not_options.empty() && around_.has_option(index, c.not_options)) return false;
    if (c.positional_at_most && model_.calls[index].arguments() > *c.positional_at_most + around_.option_count(index))
      return false;
    const std::uint32_t loop = model_.calls[index].loop();
    if (c.only_statement && (loop != 0 && model_.loops[loop - 1].statements() == 1) != *c.only_statement) return false;
    if (!c.types.empty() || c.made_empty) {
      const facts::Variable* variable = around_.subject(index);
      if (!c.types.empty() &&
          (variable == nullptr || !is_one_of(c.types, last_segment(model_.names.text(variable->type_name())))))
        return false;
      if (c.made_empty) {
        const std::uint32_t outer = loop == 0 ? 0 : model_.loops[loop - 1].parent();
        const bool grows = variable != nullptr && variable->made_empty() && loop != 0 &&
                           variable->line() < model_.loops[loop - 1].line() &&
                           (outer == 0 || model_.loops[outer - 1].line() < variable->line()) &&
                           variable->function() == model_.calls[index].caller() && around_.is_alone(index, *variable) &&
                           around_.has_known_size(loop);
        if (grows != *c.made_empty) return false;
      }
    }
    if (!c.not_with.empty() && around_.also_calls(index, c.not_with)) return false;
    return c.after.empty() || around_.comes_after(index, c.after);
  }

  // How the one function that a call runs comes to a library call of `effects`, itself or through one that it surely
  // calls: "a → b()"; empty: that is not certain, or the call starts a task.
  std::string path_to(std::uint32_t index, EffectMask effects) const {
    const std::span<const FunctionId> targets = source_.graph.targets_of(index);
    if (targets.size() != 1 || (model_.calls[index].flags() & static_cast<std::uint16_t>(CallFlag::Spawned)) != 0)
      return {};
    const FunctionId target = targets.front();
    bool certain = meets(source_.effects.own[target.index()], effects);
    for (const CallEdge& edge : source_.order.edges_of(target.index())) {
      certain = certain || (!edge.spawned && edge.frequency >= 1 && edge.callee != target &&
                            meets(source_.effects.own[edge.callee.index()], effects));
    }
    EffectSet wanted;
    for (unsigned e = 0; e <= static_cast<unsigned>(Effect::Framework); ++e) {
      if ((effects >> e & 1U) != 0) wanted.insert_exactly(static_cast<Effect>(e));
    }
    if (certain) return effect_path(model_, source_.graph, source_.order, source_.effects, target, wanted);
    return {};
  }

  void look_at_site(std::uint32_t index) {
    const facts::Site& site = model_.sites[index];
    const std::vector<std::uint32_t>& rules = by_site_[static_cast<std::size_t>(site.kind())];
    if (rules.empty() || in_test(site.function())) return;
    Place place;
    place.function = site.function();
    place.line = place.end_line = site.line();
    place.column = site.column();
    place.loop_depth = site.loop_depth();
    place.loop = site.loop();
    place.frequency = site.frequency();
    place.what = model_.names.text(site.detail());
    place.snippet = fmt::format("{} {}", static_cast<int>(site.kind()), place.what);
    for (const std::uint32_t r : rules) {
      const FindingConditions& c = rules_[r].where;
      if (!c.details.empty() && !is_one_of(c.details, last_segment(place.what))) continue;
      if (is_one_of(c.not_details, last_segment(place.what))) continue;
      if (!agrees(c.named, site.detail() != 0) || !agrees(c.error_path, is_rare(site))) continue;
      if (!agrees(c.any_error, site.detail() == 0)) continue;
      if (!place_holds(rules_[r], place)) continue;
      if (c.before == 0 || (c.before & around_.effects_before(place.function, place.line)) != 0) add(r, place);
    }
  }

  // What stands inside each loop of the file, loops inside it included.
  void look_into_loops() {
    inside_.assign(file_->loops.size(), {});
    const auto note = [&](std::uint32_t loop, auto change) {
      for (; loop != 0; loop = model_.loops[loop - 1].parent()) change(inside_[loop - 1 - file_->loops.begin]);
    };
    for (std::uint32_t i = file_->calls.begin; i < file_->calls.end; ++i) {
      const CallEffect* effect = source_.graph.effect_of(i);
      note(model_.calls[i].loop(), [&](Content& content) {
        ++content.calls;
        const bool error = (model_.calls[i].flags() & static_cast<std::uint16_t>(CallFlag::ErrorPath)) != 0;
        if (effect != nullptr && !error) content.effects |= bit(effect->effect);
      });
    }
    for (std::uint32_t i = file_->sites.begin; i < file_->sites.end; ++i) {
      const facts::Site& site = model_.sites[i];
      note(site.loop(), [&](Content& content) { content.sites |= 1U << static_cast<unsigned>(site.kind()); });
    }
  }

  // Does the loop itself wait, so that what else it does is not what takes the time?
  bool waits(std::uint32_t loop) const {
    if (loop == 0) return false;
    const Content& content = inside_[loop - 1 - file_->loops.begin];
    constexpr std::array waiting = {Effect::IoNet,     Effect::IoDb,      Effect::IoFile,  Effect::IoProcess,
                                    Effect::WaitSleep, Effect::WaitEvent, Effect::WaitLock};
    constexpr std::uint32_t sites =
        1U << static_cast<unsigned>(facts::SiteKind::Await) | 1U << static_cast<unsigned>(facts::SiteKind::Channel);
    return (content.sites & sites) != 0 || std::any_of(waiting.begin(), waiting.end(), [&](Effect effect) {
             return (content.effects & bit(effect)) != 0;
           });
  }

  void look_at_loops() {
    if (of_loops_.empty()) return;
    for (std::uint32_t i = file_->loops.begin; i < file_->loops.end; ++i) {
      const facts::Loop& loop = model_.loops[i];
      if (in_test(loop.function())) continue;
      const Content& content = inside_[i - file_->loops.begin];
      Place place;
      place.function = loop.function();
      place.line = loop.line();
      place.end_line = loop.end_line();
      place.loop_depth = loop.depth();
      place.loop = loop.parent();
      place.what = "loop";
      place.snippet = fmt::format("loop {} {}", static_cast<int>(loop.bound()), loop.depth());
      for (const std::uint32_t r : of_loops_) {
        const FindingConditions& c = rules_[r].where;
        if (c.bound.any() && !c.bound.test(static_cast<std::size_t>(loop.bound()))) continue;
        if ((c.calls != 0 && (c.calls & content.effects) == 0) || (c.calls_not & content.effects) != 0) continue;
        if ((c.sites != 0 && (c.sites & content.sites) == 0) || (c.not_sites & content.sites) != 0) continue;
        if (!agrees(c.any_call, content.calls > 0)) continue;
        if (c.calls_at_most && content.calls > *c.calls_at_most) continue;
        if (!agrees(c.search, loop.leaves())) continue;
        if (place_holds(rules_[r], place)) add(r, place);
      }
    }
  }

  void look_at_function(std::uint32_t index) {
    if (of_functions_.empty() || in_test(index + 1)) return;
    const facts::Function& f = model_.functions[index];
    if ((f.flags() & static_cast<std::uint32_t>(FunctionFlag::Lambda)) != 0) return;
    Place place;
    place.function = index + 1;
    place.line = f.line();
    place.end_line = f.end_line();
    place.what = model_.names.text(f.name());
    place.snippet = "function";
    const Content& content = content_[index];
    const double computing = static_cast<double>(f.arithmetic() + f.bitwise() + f.indexing());
    for (const std::uint32_t r : of_functions_) {
      const FindingConditions& c = rules_[r].where;
      if ((c.calls != 0 && (c.calls & content.effects) == 0) || (c.calls_not & content.effects) != 0) continue;
      if (!agrees(c.any_call, content.calls > 0)) continue;
      if (f.loops() < c.loops || f.loop_depth() < c.nested || f.operations() < static_cast<float>(c.operations))
        continue;
      if (c.computing > 0 && computing < c.computing * static_cast<double>(f.operations())) continue;
      if (place_holds(rules_[r], place)) add(r, place);
    }
  }

  static bool is_about_waiting(const FindingRule& rule) {
    EffectMask waiting = 0;
    for (unsigned e = 0; e <= static_cast<unsigned>(Effect::Framework); ++e) {
      const Effect family = family_of(static_cast<Effect>(e));
      if (family == Effect::Io || family == Effect::Wait || family == Effect::Sync) waiting |= EffectMask{1} << e;
    }
    constexpr std::uint32_t sites = 1U << static_cast<unsigned>(facts::SiteKind::Await) |
                                    1U << static_cast<unsigned>(facts::SiteKind::Channel) |
                                    1U << static_cast<unsigned>(facts::SiteKind::Lock);
    return (rule.where.effect & waiting) != 0 || (rule.where.site & sites) != 0;
  }

  // In a handler, or what is thrown: regions.h gives such places a hundredth of the runs around them.
  bool is_rare(const facts::Site& site) const {
    constexpr float rare = 0.05F;
    if (site.loop() == 0) return site.frequency() <= rare;
    const facts::Loop& loop = model_.loops[site.loop() - 1];
    return site.frequency() <= rare * loop.frequency() * loop.rounds();
  }

  bool is_short(std::uint32_t loop) const {
    if (loop == 0) return false;
    const facts::Loop& l = model_.loops[loop - 1];
    return l.bound() == facts::LoopBound::Constant && l.rounds() <= few_rounds;
  }

  void add(std::uint32_t r, const Place& place) {
    const FindingRule& rule = rules_[r];
    Finding finding;
    finding.rule = r;
    finding.file = file_id_;
    finding.component = component_;
    finding.line = place.line;
    finding.column = place.column;
    finding.end_line = place.end_line;
    bool hot = false;
    std::string_view function = "<module>";
    if (place.function != 0) {
      finding.function = model_.named(FunctionId{place.function});
      finding.heat = cost_[finding.function.index()];
      hot = hot_[finding.function.index()];
      function = model_.qualified_name(finding.function);
    }
    if (rule.heat == Heat::Only && (!hot || is_short(place.loop) || (waits(place.loop) && !is_about_waiting(rule))))
      return;
    finding.level = rule.heat == Heat::Cpu && !hot ? Level::Note : rule.level;
    finding.message = rule.message;
    replace(finding.message, "{what}", shortened(place.what));
    replace(finding.message, "{function}", shortened(function));
    replace(finding.message, "{effect}", place.effect);
    replace(finding.message, "{path}", place.path);
    finding.fingerprint = fmt::format("{}\n{}\n{}\n{}", rule.id, file_->path, function, place.snippet);
    found_.push_back(std::move(finding));
  }

  void finish() {
    std::sort(found_.begin(), found_.end(), [&](const Finding& a, const Finding& b) {
      return std::tie(a.file, a.line, a.rule, a.column, a.message) <
             std::tie(b.file, b.line, b.rule, b.column, b.message);
    });
    // One line shows a rule once.
    found_.erase(std::unique(found_.begin(), found_.end(),
                             [](const Finding& a, const Finding& b) {
                               return std::tie(a.file, a.line, a.rule) == std::tie(b.file, b.line, b.rule);
                             }),
                 found_.end());
    std::stable_sort(found_.begin(), found_.end(), [](const Finding& a, const Finding& b) {
      return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
    std::set<std::pair<std::uint32_t, std::string>> once;  // (rule, fingerprint)
    std::erase_if(found_, [&](const Finding& f) {
      const Once scope = rules_[f.rule].once;
      const std::string& place = scope == Once::File ? model_.files[f.file.index()].path : f.fingerprint;
      return scope != Once::No && !once.emplace(f.rule, place).second;
    });
    // The same snippet in the same function is told apart by its order.
    std::unordered_map<std::string, std::uint32_t> seen;
    for (Finding& finding : found_) {
      const std::uint32_t occurrence = seen[finding.fingerprint]++;
      const std::string identity = fmt::format("{}\n{}", finding.fingerprint, occurrence);
      finding.fingerprint = fmt::format("{:016x}", XXH3_64bits(identity.data(), identity.size()));
    }
  }

  const FindingSource& source_;
  const Model& model_;
  std::span<const FindingRule> rules_;
  Surroundings around_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_name_;  // of NameId
  std::array<std::vector<std::uint32_t>, 64> by_effect_;
  std::array<std::vector<std::uint32_t>, 32> by_site_;
  std::vector<std::uint32_t> by_reach_, of_loops_, of_functions_;
  std::vector<double> cost_;  // by function index
  std::vector<bool> hot_;
  std::vector<Content> content_;
  std::vector<bool> tests_;      // by function of the file
  std::vector<Content> inside_;  // by loop of the file
  const FileRow* file_ = nullptr;
  FileId file_id_;
  ComponentId component_;
  std::uint32_t language_ = 0;
  std::uint64_t domains_ = 0;
  bool program_ = false;  // the file has an entry point
  std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> find_findings(const FindingSource& source, std::span<const FindingRule> rules) {
  return Search(source, rules).run();
}

}  // namespace assay
