// See place_conditions.h.
#include "rules/engine/place_conditions.h"

#include <algorithm>

#include "analyzer/analysis/component_scan.h"
#include "analyzer/analysis/effect_path.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

using facts::CallFlag;
using facts::FunctionFlag;

// A loop of so few rounds is no loop to somebody who looks for time.
constexpr float few_rounds = 10;

// A word with a dot speaks of the name and of what stands before it.
bool is_called(const std::vector<std::string>& words, std::string_view receiver, std::string_view name) {
  if (fits_one_of(words, name)) return true;
  return !receiver.empty() && std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    const std::size_t at = word.find('.');
    return at != std::string::npos && word.compare(0, at, receiver) == 0 &&
           word.compare(at + 1, std::string::npos, name) == 0;
  });
}

bool agrees(const std::optional<bool>& wanted, bool is) { return !wanted || *wanted == is; }

bool is_about_waiting(const FindingRule& rule) {
  constexpr std::uint32_t sites = 1U << static_cast<unsigned>(facts::SiteKind::Await) |
                                  1U << static_cast<unsigned>(facts::SiteKind::Channel) |
                                  1U << static_cast<unsigned>(facts::SiteKind::Lock);
  if ((rule.where.site & sites) != 0) return true;
  for (std::size_t e = 0; e <= static_cast<std::size_t>(Effect::Realtime); ++e) {
    const Effect family = family_of(static_cast<Effect>(e));
    const bool waits = family == Effect::Io || family == Effect::Wait || family == Effect::Sync;
    if (waits && rule.where.effect.contains(static_cast<Effect>(e))) return true;
  }
  return false;
}

}  // namespace

PlaceConditions::PlaceConditions(const AnalysedCode& source)
    : source_(source),
      model_(source.model),
      around_(source.model, source.calls, source.locks),
      sites_(source.model.functions.size()) {
  for (const facts::Site& site : model_.sites) {
    if (site.function() != 0) sites_[site.function() - 1] |= 1U << static_cast<unsigned>(site.kind());
  }
  find_programs();
}

void PlaceConditions::enter(FileId file) {
  file_ = &model_.files[file.index()];
  component_ = source_.components.of_file[file.index()];
  language_ = 1U << static_cast<unsigned>(file_->language);
  around_.enter(*file_);
  program_ = programs_.contains(folder_of(file_->path));
  find_tests();
  look_into_loops();
}

bool PlaceConditions::speaks(const FindingRule& rule) const {
  return rule.languages == 0 || (rule.languages & language_) != 0;
}

void PlaceConditions::find_programs() {
  for (const FileRow& file : model_.files) {
    for (std::uint32_t f = file.functions.begin; f < file.functions.end; ++f) {
      if (model_.has(FunctionId::of_index(f), FunctionFlag::Entry)) programs_.insert(folder_of(file.path));
    }
  }
}

// Parents come before their children.
void PlaceConditions::find_tests() {
  tests_.assign(file_->functions.size(), false);
  for (std::uint32_t f = file_->functions.begin; f < file_->functions.end; ++f) {
    const std::uint32_t parent = model_.functions[f].parent();
    tests_[f - file_->functions.begin] = model_.has(FunctionId::of_index(f), FunctionFlag::Test) ||
                                         (parent != 0 && tests_[parent - 1 - file_->functions.begin]);
  }
}

bool PlaceConditions::in_test(std::uint32_t function) const {
  return function != 0 && tests_[function - 1 - file_->functions.begin];
}

// What stands inside each loop of the file, loops inside it included.
void PlaceConditions::look_into_loops() {
  inside_.assign(file_->loops.size(), {});
  const auto note = [&](std::uint32_t loop, EffectSet effects, std::uint32_t sites, std::uint32_t calls) {
    for (; loop != 0; loop = model_.loops[loop - 1].parent()) {
      Content& content = inside_[loop - 1 - file_->loops.begin];
      content.effects.insert(effects);
      content.sites |= sites;
      content.calls += calls;
    }
  };
  for (std::uint32_t i = file_->calls.begin; i < file_->calls.end; ++i) {
    const facts::Call& call = model_.calls[i];
    if (call.loop() == 0) continue;
    const auto has = [&](CallFlag flag) { return (call.flags() & static_cast<std::uint16_t>(flag)) != 0; };
    const CallEffect* effect = source_.calls.effect_of(i);
    const std::span<const FunctionId> targets = source_.calls.targets_of(i);
    EffectSet effects;
    if (!has(CallFlag::ErrorPath)) {
      if (effect != nullptr) effects.insert(effect->effect);
      if (targets.size() == 1) effects.insert(source_.effects.reached[targets[0].index()]);
    }
    note(call.loop(), effects, 0, has(CallFlag::PassesFunction) ? 2 : 1);  // what is handed over does something, too
    if (effect != nullptr && around_.every_round(call.loop(), call.frequency()))
      inside_[call.loop() - 1 - file_->loops.begin].each_round.insert(effect->effect);
  }
  for (std::uint32_t i = file_->sites.begin; i < file_->sites.end; ++i) {
    const facts::Site& site = model_.sites[i];
    note(site.loop(), {}, 1U << static_cast<unsigned>(site.kind()), 0);
  }
}

// A closure that is only made in a loop has no loop around it; an asynchronous one that is made for each element runs
// beside the others, not after them.
bool PlaceConditions::runs_in_loop(const CodePlace& place) const {
  if (place.loop == 0) return false;
  if (model_.loops[place.loop - 1].function() == place.function) return true;
  return !model_.has(FunctionId{place.function}, FunctionFlag::Async);
}

// Everything that does not depend on the subject.
bool PlaceConditions::place_holds(const FindingRule& rule, const CodePlace& place) {
  const FindingConditions& c = rule.where;
  if (!speaks(rule)) return false;
  if (c.loop_depth > place.loop_depth || (c.loop_depth > 0 && !runs_in_loop(place))) return false;
  const facts::Loop* loop = place.loop == 0 ? nullptr : &model_.loops[place.loop - 1];
  if (c.loop.any() && (!runs_in_loop(place) || !c.loop.test(static_cast<std::size_t>(loop->bound())))) return false;
  const std::uint32_t kind = 1U << static_cast<unsigned>(source_.components.list[component_.index()].kind);
  if ((c.kinds != 0 && (c.kinds & kind) == 0) || (c.not_kinds & kind) != 0) return false;
  if (place.function == 0) return c.in == 0 && c.sites == 0 && !path_has(c.path_not);
  const std::uint32_t flags = model_.functions[place.function - 1].flags();
  if ((c.in != 0 && (c.in & flags) == 0) || (c.not_in & flags) != 0) return false;
  if (source_.effects.own[place.function - 1].meets(c.not_around)) return false;
  if (!c.loop_without.empty() && around_.loop_calls(place.loop, c.loop_without)) return false;
  if (loop != nullptr && !c.items_not.empty() && fits_one_of(c.items_not, model_.names.text(loop->items())))
    return false;
  if (c.own_loop && loop != nullptr && (loop->function() == place.function && loop->statements() != 0) != *c.own_loop)
    return false;
  if (loop != nullptr && loop->bound() == facts::LoopBound::Constant &&
      loop->rounds() < static_cast<float>(c.rounds_at_least))
    return false;
  if (!c.includes_not.empty() && around_.includes(c.includes_not)) return false;
  if (c.program && program_ != *c.program) return false;
  if (!c.also_not.empty() && around_.calls_any(place.function, c.also_not)) return false;
  if (!c.caught_not.empty() && around_.catches(place.function, c.caught_not)) return false;
  if (c.branches_at_most && model_.functions[place.function - 1].branches() > *c.branches_at_most) return false;
  if (c.in_task && around_.is_task(place.function) != *c.in_task) return false;
  if (!c.function_names.empty() && !is_named(place.function, c.function_names)) return false;
  if (!c.also.empty() && !around_.calls_any(place.function, c.also)) return false;
  if (!c.parameter_types.empty() && !around_.has_parameter(place.function, c.parameter_types)) return false;
  const bool is_point =
      rule.subject == RuleSubject::Call || rule.subject == RuleSubject::Site;  // loops and functions hold calls
  if (is_point && loop != nullptr && inside_[place.loop - 1 - file_->loops.begin].effects.meets(c.calls_not))
    return false;
  if (c.search && rule.subject != RuleSubject::Loop && (loop != nullptr && loop->leaves()) != *c.search) return false;
  if (c.every_round && around_.every_round(place.loop, place.frequency) != *c.every_round) return false;
  if (c.under_lock && around_.under_lock(place.function, place.line) != *c.under_lock) return false;
  if (rule.subject != RuleSubject::Loop) {
    const std::uint32_t sites = sites_[place.function - 1];
    if ((c.sites != 0 && (c.sites & sites) == 0) || (c.not_sites & sites) != 0) return false;
  }
  if (source_.effects.reached[place.function - 1].meets(c.function_reaches_not)) return false;
  if (!c.function_names_not.empty() &&
      (is_named(place.function, c.function_names_not) || fits_one_of(c.function_names_not, type_of(place.function))))
    return false;
  return c.path_not.empty() || !path_has(c.path_not);  // last: it reads a whole path for each word
}

// defer a.f(g()): g() is called beside a.f(), which is said before it.
bool PlaceConditions::is_deferred(std::uint32_t index) const {
  constexpr std::uint32_t farthest = 64;  // calls: a line may be as long as the file
  const facts::Call& call = model_.calls[index];
  const std::uint32_t first = std::max(file_->calls.begin, index - std::min(index, farthest));
  for (std::uint32_t i = index + 1; i-- > first;) {
    const facts::Call& other = model_.calls[i];
    if (other.caller() != call.caller() || other.line() != call.line()) return false;
    if ((other.flags() & static_cast<std::uint16_t>(CallFlag::Deferred)) != 0) return true;
  }
  return false;
}

bool PlaceConditions::is_last_in_round(std::uint32_t index) const {
  const std::uint32_t loop = model_.calls[index].loop();
  if (loop == 0) return false;
  constexpr std::uint32_t farthest = 1000;  // likewise
  const std::uint32_t end_line = model_.loops[loop - 1].end_line();
  const std::uint32_t end = std::min(file_->calls.end, index + farthest);
  for (std::uint32_t i = index + 1; i < end && model_.calls[i].line() <= end_line; ++i) {
    for (std::uint32_t around = model_.calls[i].loop(); around != 0; around = model_.loops[around - 1].parent()) {
      if (around == loop) return false;
    }
  }
  return true;
}

bool PlaceConditions::call_holds(const FindingRule& rule, std::uint32_t index, CodePlace& place) {
  const FindingConditions& c = rule.where;
  const facts::Call& call = model_.calls[index];
  const CallEffect* effect = source_.calls.effect_of(index);
  const auto has = [&](CallFlag flag) { return (call.flags() & static_cast<std::uint16_t>(flag)) != 0; };
  if (!speaks(rule) || c.loop_depth > place.loop_depth) return false;  // most calls end here
  if (!c.effect.empty() && (effect == nullptr || !c.effect.contains(effect->effect))) return false;
  if (!agrees(c.awaited, has(CallFlag::Awaited)) || !agrees(c.spawned, has(CallFlag::Spawned)) ||
      !agrees(c.constructs, has(CallFlag::Constructs)) || !agrees(c.passes_function, has(CallFlag::PassesFunction)) ||
      !agrees(c.error_path, has(CallFlag::ErrorPath)) || !agrees(c.literal, has(CallFlag::LiteralFirst)) ||
      !agrees(c.second_literal, has(CallFlag::LiteralSecond)) ||
      !agrees(c.last_constant, has(CallFlag::LastConstant)) ||
      !agrees(c.blocking, effect != nullptr && effect->blocking) ||
      !agrees(c.outlives_round, !has(CallFlag::OfRound) && !has(CallFlag::LiteralFirst)) ||
      !agrees(c.unbounded, effect != nullptr && effect->unbounded) ||
      !agrees(c.known, !source_.calls.targets_of(index).empty()))
    return false;
  if (c.deferred && *c.deferred != is_deferred(index)) return false;
  if (c.last_in_round && *c.last_in_round != is_last_in_round(index)) return false;
  if (c.costs != 0 && (effect == nullptr || (c.costs >> static_cast<unsigned>(effect->cost) & 1U) == 0)) return false;
  if (c.arguments_at_least && call.arguments() < *c.arguments_at_least) return false;
  if (c.arguments_at_most && call.arguments() > *c.arguments_at_most) return false;
  const std::string_view receiver = last_receiver(model_.names.text(call.receiver()));
  if (!c.not_names.empty() && is_called(c.not_names, receiver, model_.names.text(call.name()))) return false;
  if (!c.receivers.empty() && !fits_one_of(c.receivers, receiver)) return false;
  const bool on_argument = receiver.empty() && !has(CallFlag::LiteralFirst);  // fflush(stdout)
  if (fits_one_of(c.not_receivers, on_argument ? last_receiver(model_.names.text(call.argument())) : receiver))
    return false;
  if (!place_holds(rule, place) || !surroundings_hold(c, index)) return false;
  if (c.reaches.empty()) return true;
  const CallEvidence evidence = source_.calls.evidence[index];
  if (evidence != CallEvidence::Resolved && evidence != CallEvidence::Compiler)
    return false;  // a guess by name is no ground for a finding
  place.path = path_to(index, c.reaches);
  if (place.path.empty() || c.reaches_by.empty()) return !place.path.empty();
  const std::string_view last = last_receiver(place.path);  // "f → x.query()"
  return fits_one_of(c.reaches_by, last.substr(last.find_last_of(" :") + 1));
}

bool PlaceConditions::site_holds(const FindingRule& rule, std::uint32_t index, const CodePlace& place) {
  const FindingConditions& c = rule.where;
  const facts::Site& site = model_.sites[index];
  if (!c.details.empty() && !fits_one_of(c.details, last_receiver(place.what))) return false;
  if (!c.not_details.empty() && fits_one_of(c.not_details, last_receiver(place.what))) return false;
  if (!agrees(c.named, site.detail() != 0) || !agrees(c.any_error, site.detail() == 0) ||
      !agrees(c.error_path, is_rare(site)))
    return false;
  if (!place_holds(rule, place)) return false;
  if (!c.task_reaches.empty() && !around_.task_reaches(place.function, site.line(), c.task_reaches, source_.effects))
    return false;
  return c.before.empty() ||
         around_.effects_between(place.function, std::min(site.reach(), site.line()), site.line(), c.before_not)
             .meets(c.before);
}

bool PlaceConditions::loop_holds(const FindingRule& rule, std::uint32_t index, const CodePlace& place) {
  const FindingConditions& c = rule.where;
  const facts::Loop& loop = model_.loops[index];
  const Content& content = inside_[index - file_->loops.begin];
  if (c.bound.any() && !c.bound.test(static_cast<std::size_t>(loop.bound()))) return false;
  if ((!c.calls.empty() && !content.each_round.meets(c.calls)) || content.effects.meets(c.calls_not)) return false;
  if ((c.sites != 0 && (c.sites & content.sites) == 0) || (c.not_sites & content.sites) != 0) return false;
  if (c.calls_at_most && content.calls > *c.calls_at_most) return false;
  return agrees(c.search, loop.leaves()) && place_holds(rule, place);
}

bool PlaceConditions::function_holds(const FindingRule& rule, std::uint32_t index, const CodePlace& place) {
  const FindingConditions& c = rule.where;
  const facts::Function& f = model_.functions[index];
  const EffectSet own = source_.effects.own[index];
  if ((!c.calls.empty() && !own.meets(c.calls)) || own.meets(c.calls_not)) return false;
  if (f.loop_depth() < c.nested) return false;
  const double computing = static_cast<double>(f.arithmetic() + f.bitwise() + f.indexing());
  if (c.computing > 0 && computing < c.computing * static_cast<double>(f.operations())) return false;
  return place_holds(rule, place);
}

// What is asked last, because it looks furthest.
bool PlaceConditions::surroundings_hold(const FindingConditions& c, std::uint32_t index) {
  if (c.crosses && crosses(index) != *c.crosses) return false;
  if (c.variable_argument) {
    const facts::Call& call = model_.calls[index];
    const bool literal = (call.flags() & static_cast<std::uint16_t>(CallFlag::LiteralFirst)) != 0;
    if ((call.argument() != 0 && !literal) != *c.variable_argument) return false;
  }
  if (c.field_argument && around_.is_field(index) != *c.field_argument) return false;
  if (c.target_computes && target_computes(index) != *c.target_computes) return false;
  if (!c.options.empty() && !around_.has_option(index, c.options)) return false;
  if (!c.not_options.empty() && around_.has_option(index, c.not_options)) return false;
  if (c.positional_at_most &&
      model_.calls[index].arguments() > *c.positional_at_most + around_.options_of(index).size())
    return false;
  const std::uint32_t loop = model_.calls[index].loop();
  if (c.calls_at_most && loop != 0 && inside_[loop - 1 - file_->loops.begin].calls > *c.calls_at_most) return false;
  if (c.only_statement && (loop != 0 && model_.loops[loop - 1].statements() == 1) != *c.only_statement) return false;
  if (!variable_holds(c, index)) return false;
  if (!c.not_with.empty() && around_.also_calls(index, c.not_with)) return false;
  return c.after.empty() || around_.comes_after(index, c.after);
}

// About the variable that the call is made on, or that is its first argument.
bool PlaceConditions::variable_holds(const FindingConditions& c, std::uint32_t index) {
  if (c.types.empty() && !c.made_empty) return true;
  const facts::Variable* variable = around_.subject(index);
  if (!c.types.empty() &&
      (variable == nullptr || !fits_one_of(c.types, last_receiver(model_.names.text(variable->type_name())))))
    return false;
  if (!c.made_empty) return true;
  const facts::Call& call = model_.calls[index];
  const std::uint32_t loop = call.loop(), outer = loop == 0 ? 0 : model_.loops[loop - 1].parent();
  const unsigned named_by_it = call.receiver() != 0 ? 1 : 2;  // xs.append(x); xs = append(xs, x)
  const bool grows =
      variable != nullptr && variable->made_empty() && loop != 0 && variable->line() < model_.loops[loop - 1].line() &&
      (outer == 0 || model_.loops[outer - 1].line() < variable->line()) && variable->function() == call.caller() &&
      variable->mentions() == named_by_it && around_.is_first(index, *variable) && around_.has_known_size(loop);
  return grows == *c.made_empty;
}

bool PlaceConditions::is_named(std::uint32_t function, const std::vector<std::string>& names) const {
  const std::string_view name = model_.names.text(model_.functions[function - 1].name());
  return fits_one_of(names, name);
}

// The last segment of the name of the type that it is a method of; empty: of none.
std::string_view PlaceConditions::type_of(std::uint32_t function) const {
  constexpr std::string_view separators = ".:#\\";
  const facts::Function& f = model_.functions[function - 1];
  std::string_view type = model_.names.text(f.qualified());
  type.remove_suffix(std::min(type.size(), model_.names.text(f.name()).size()));
  while (!type.empty() && separators.find(type.back()) != std::string_view::npos) type.remove_suffix(1);
  return type.substr(type.find_last_of(separators) + 1);
}

// Whether one of the words stands in the path.
bool PlaceConditions::path_has(const std::vector<std::string>& words) const {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return file_->path.find(word) != std::string::npos; });
}

bool PlaceConditions::crosses(std::uint32_t index) const {
  constexpr auto own =
      static_cast<std::uint16_t>(CallFlag::SelfReceiver) | static_cast<std::uint16_t>(CallFlag::SuperReceiver);
  if ((model_.calls[index].flags() & own) != 0) return false;  // inherited
  const std::span<const FunctionId> targets = source_.calls.targets_of(index);
  if (targets.size() != 1) return false;
  return source_.components.of_file[model_.function_file[targets[0].index()].index()] != component_;
}

bool PlaceConditions::target_computes(std::uint32_t index) {
  constexpr float share = 0.15F;  // of arithmetic, bit operations and indexing among all operations
  const std::uint32_t target = around_.handed_over(index);
  if (target == 0) return false;
  const facts::Function& f = model_.functions[target - 1];
  return f.loops() > 0 && f.arithmetic() + f.bitwise() + f.indexing() >= share * f.operations() &&
         !source_.effects.reached[target - 1].meets(EffectSet::of({Effect::Io, Effect::Wait}));
}

// How the one function that a call runs comes to a library call of `effects`, itself or through one that it surely
// calls: "a → b()"; empty: that is not certain, or the call starts a task.
std::string PlaceConditions::path_to(std::uint32_t index, EffectSet effects) const {
  const std::span<const FunctionId> targets = source_.calls.targets_of(index);
  if (targets.size() != 1 || (model_.calls[index].flags() & static_cast<std::uint16_t>(CallFlag::Spawned)) != 0)
    return {};
  const FunctionId target = targets.front();
  const std::vector<EffectSet>& own = source_.effects.own;
  const std::span<const CallEdge> edges = source_.order.edges_of(target.index());
  const bool certain =
      own[target.index()].meets(effects) || std::any_of(edges.begin(), edges.end(), [&](const CallEdge& edge) {
        return !edge.spawned && edge.frequency >= 1 && own[edge.callee.index()].meets(effects);
      });
  return certain ? effect_path(model_, source_.calls, source_.order, source_.effects, target, effects) : std::string{};
}

// Does the loop itself wait, so that what else it does is not what takes the time?
bool PlaceConditions::waits(std::uint32_t loop) const {
  if (loop == 0) return false;
  const Content& content = inside_[loop - 1 - file_->loops.begin];
  constexpr std::uint32_t sites =
      1U << static_cast<unsigned>(facts::SiteKind::Await) | 1U << static_cast<unsigned>(facts::SiteKind::Channel);
  return (content.sites & sites) != 0 || waits_outside(content.effects) || content.effects.contains(Effect::WaitLock);
}

bool PlaceConditions::is_short(std::uint32_t loop) const {
  if (loop == 0) return false;
  const facts::Loop& l = model_.loops[loop - 1];
  return l.bound() == facts::LoopBound::Constant && l.rounds() <= few_rounds;
}

// In a handler, in what is thrown or in what leads to it: regions.h has the shares of runs that such places get.
bool PlaceConditions::is_rare(const facts::Site& site) const {
  constexpr float rare = 0.05F;
  float rounds = 1;
  for (std::uint32_t loop = site.loop(); loop != 0; loop = model_.loops[loop - 1].parent())
    rounds *= std::max(1.0F, model_.loops[loop - 1].rounds());
  return site.frequency() <= rare * rounds;
}

bool PlaceConditions::may_be_hot(const FindingRule& rule, const CodePlace& place) const {
  return !is_short(place.loop) && (is_about_waiting(rule) || !waits(place.loop));
}

}  // namespace assay
