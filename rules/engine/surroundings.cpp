// See surroundings.h.
#include "rules/engine/surroundings.h"

#include <algorithm>
#include <unordered_set>

#include "analyzer/base/pair_key.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

// Calls of a function that are looked through for each question: more cannot be what a reader has in view.
constexpr std::uint32_t furthest = 2000;

std::uint64_t field_key(std::uint32_t type, std::uint32_t name) { return pair_key(type | 1U << 31U, name); }

}  // namespace

bool fits_one_of(const std::vector<std::string>& words, std::string_view name) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    const bool open_begin = word.size() > 1 && word.starts_with('*'), open_end = word.ends_with('*');
    if (open_begin) word.remove_prefix(1);
    if (open_end) word.remove_suffix(1);
    return open_begin && open_end ? name.find(word) != std::string_view::npos
           : open_begin           ? name.ends_with(word)
           : open_end             ? name.starts_with(word)
                                  : name == word;
  });
}

std::string_view last_receiver(std::string_view path) {
  while (path.ends_with("()") || path.ends_with("[]")) path.remove_suffix(2);
  return last_name(path);
}

Surroundings::Surroundings(const Model& model, const CallGraph& graph, const HeldLocks& locks)
    : model_(model), graph_(graph), locks_(locks), tasks_(model.functions.size()) {
  find_tasks();
}

void Surroundings::enter(const FileRow& file) {
  file_ = &file;
  indexed_ = false;
}

std::uint32_t Surroundings::first_call_from(std::uint32_t line) const {
  const auto begin = model_.calls.begin() + file_->calls.begin, end = model_.calls.begin() + file_->calls.end;
  const auto at = std::partition_point(begin, end, [&](const facts::Call& call) { return call.line() < line; });
  return static_cast<std::uint32_t>(at - model_.calls.begin());
}

EffectSet Surroundings::effects_between(std::uint32_t function, std::uint32_t first, std::uint32_t last,
                                        const std::vector<std::string>& not_names) const {
  EffectSet effects;
  for (std::uint32_t i = first_call_from(first); i < file_->calls.end; ++i) {
    const facts::Call& call = model_.calls[i];
    if (call.line() > last) break;
    const CallEffect* effect = graph_.effect_of(i);
    if (effect != nullptr && call.caller() == function && !fits_one_of(not_names, model_.names.text(call.name())))
      effects.insert(effect->effect);
  }
  return effects;
}

void Surroundings::find_tasks() {
  std::unordered_set<std::uint64_t> starts;  // (file, line) of what starts closures
  for (const FileRow& file : model_.files) {
    starts.clear();
    for (std::uint32_t i = file.calls.begin; i < file.calls.end; ++i) {
      const facts::Call& call = model_.calls[i];
      const CallEffect* effect = graph_.effect_of(i);
      const bool spawned = (call.flags() & static_cast<std::uint16_t>(facts::CallFlag::Spawned)) != 0;
      if (spawned && graph_.targets_of(i).size() == 1) tasks_[graph_.targets_of(i)[0].index()] = true;
      if (effect != nullptr && (effect->effect == Effect::SpawnThread || effect->effect == Effect::SpawnTask))
        starts.insert(pair_key(call.caller(), call.line()));
    }
    for (std::uint32_t i = file.sites.begin; i < file.sites.end; ++i) {
      const facts::Site& site = model_.sites[i];
      if (site.kind() == facts::SiteKind::Spawn) starts.insert(pair_key(site.function(), site.line()));
    }
    if (starts.empty()) continue;
    for (std::uint32_t f = file.functions.begin; f < file.functions.end; ++f) {
      const facts::Function& closure = model_.functions[f];
      if (model_.has(FunctionId::of_index(f), facts::FunctionFlag::Lambda) &&
          starts.contains(pair_key(closure.parent(), closure.line())))
        tasks_[f] = true;
    }
  }
}

bool Surroundings::calls_between(std::uint32_t function, std::uint32_t first_line, std::uint32_t last_line,
                                 const std::vector<std::string>& names) const {
  const std::uint32_t first = first_call_from(first_line);
  for (std::uint32_t i = first; i < std::min(file_->calls.end, first + furthest); ++i) {
    const facts::Call& call = model_.calls[i];
    if (call.line() > last_line) return false;
    if (call.caller() == function && fits_one_of(names, model_.names.text(call.name()))) return true;
  }
  return false;
}

bool Surroundings::loop_calls(std::uint32_t loop, const std::vector<std::string>& names) const {
  if (loop == 0) return false;
  const facts::Loop& around = model_.loops[loop - 1];
  return calls_between(around.function(), around.line(), around.end_line(), names);
}

bool Surroundings::is_field(std::uint32_t call) {
  index();
  const facts::Call& made = model_.calls[call];
  const std::uint32_t type = model_.functions[made.caller() - 1].type();
  return made.argument() != 0 && !variables_.contains(pair_key(made.caller(), made.argument())) &&
         variables_.contains(field_key(type, made.argument()));
}

bool Surroundings::calls_any(std::uint32_t function, const std::vector<std::string>& names) const {
  const facts::Function& f = model_.functions[function - 1];
  return calls_between(function, f.line(), f.end_line(), names);
}

bool Surroundings::catches(std::uint32_t function, const std::vector<std::string>& types) const {
  const facts::Function& f = model_.functions[function - 1];
  for (std::uint32_t i = file_->sites.begin; i < file_->sites.end; ++i) {
    const facts::Site& site = model_.sites[i];
    if (site.kind() != facts::SiteKind::Catch || site.line() < f.line() || site.line() > f.end_line()) continue;
    const std::string_view caught = model_.names.text(site.detail());
    if (std::any_of(types.begin(), types.end(),
                    [&](const std::string& type) { return caught.find(type) != std::string_view::npos; }))
      return true;
  }
  return false;
}

bool Surroundings::has_parameter(std::uint32_t function, const std::vector<std::string>& types) {
  index();
  for (; function != 0; function = model_.functions[function - 1].parent()) {
    const auto [begin, end] = parameters_.equal_range(function);
    for (auto at = begin; at != end; ++at) {
      const std::string_view type = model_.names.text(model_.variables[at->second].type_name());
      if (fits_one_of(types, type) || fits_one_of(types, last_name(type))) return true;
    }
  }
  return false;
}

std::span<const facts::Option> Surroundings::options_of(std::uint32_t call) const {
  const auto begin = model_.options.begin() + file_->options.begin, end = model_.options.begin() + file_->options.end;
  const auto first = std::partition_point(begin, end, [&](const facts::Option& o) { return o.call() < call + 1; });
  const auto last = std::partition_point(first, end, [&](const facts::Option& o) { return o.call() == call + 1; });
  return {first, last};
}

std::uint32_t Surroundings::handed_over(std::uint32_t call) {
  index();
  std::uint32_t name = model_.calls[call].argument();
  for (const facts::Option& option : options_of(call)) {
    if (model_.names.text(option.name()) == "target") name = option.value();
  }
  const auto found = functions_.find(name);
  return name == 0 || found == functions_.end() ? 0 : found->second;
}

bool Surroundings::has_option(std::uint32_t call, const std::vector<std::string>& options) const {
  for (const facts::Option& option : options_of(call)) {
    const std::string_view name = model_.names.text(option.name()), value = model_.names.text(option.value());
    for (const std::string& wanted : options) {
      if (wanted == name) return true;
      if (wanted.size() == name.size() + 1 + value.size() && wanted.starts_with(name) && wanted[name.size()] == '=' &&
          wanted.ends_with(value))
        return true;
    }
  }
  return false;
}

std::uint32_t Surroundings::subject_name(const facts::Call& call) const {
  return call.receiver() != 0 ? call.receiver() : call.argument();
}

void Surroundings::index() {
  if (indexed_) return;
  indexed_ = true;
  variables_.clear();
  parameters_.clear();
  functions_.clear();
  for (std::uint32_t i = file_->variables.begin; i < file_->variables.end; ++i) {
    const facts::Variable& variable = model_.variables[i];
    const bool field = variable.kind() == facts::VariableKind::Field;
    variables_[field ? field_key(variable.type(), variable.name()) : pair_key(variable.function(), variable.name())] =
        i;
    if (variable.kind() == facts::VariableKind::Parameter) parameters_.emplace(variable.function(), i);
  }
  for (std::uint32_t f = file_->functions.begin; f < file_->functions.end; ++f) {
    if (model_.functions[f].name() != 0) functions_.try_emplace(model_.functions[f].name(), f + 1);
  }
}

const facts::Variable* Surroundings::subject(std::uint32_t call) {
  index();
  const std::uint32_t name = subject_name(model_.calls[call]);
  if (name == 0) return nullptr;
  for (std::uint32_t function = model_.calls[call].caller(); function != 0;
       function = model_.functions[function - 1].parent()) {
    const auto found = variables_.find(pair_key(function, name));
    if (found != variables_.end()) return &model_.variables[found->second];
  }
  // A field: x, this.x, self.x, @x
  const NameId field_name = model_.names.find(last_name(model_.names.text(name)));
  const auto found =
      variables_.find(field_key(model_.functions[model_.calls[call].caller() - 1].type(), field_name.value));
  return field_name && found != variables_.end() ? &model_.variables[found->second] : nullptr;
}

bool Surroundings::also_calls(std::uint32_t call, const std::vector<std::string>& names) const {
  const facts::Call& made = model_.calls[call];
  const facts::Function& function = model_.functions[made.caller() - 1];
  const std::uint32_t subject = subject_name(made);
  const std::uint32_t first = first_call_from(function.line());
  for (std::uint32_t i = first; i < std::min(file_->calls.end, first + furthest); ++i) {
    const facts::Call& other = model_.calls[i];
    if (other.line() > function.end_line()) return false;
    if (other.caller() == made.caller() && subject_name(other) == subject &&
        fits_one_of(names, model_.names.text(other.name())))
      return true;
  }
  return false;
}

bool Surroundings::has_known_size(std::uint32_t loop) {
  index();
  const facts::Loop& walk = model_.loops[loop - 1];
  for (std::uint32_t function = walk.function(); function != 0 && walk.items() != 0;
       function = model_.functions[function - 1].parent()) {
    const auto found = variables_.find(pair_key(function, walk.items()));
    if (found == variables_.end()) continue;
    std::string_view type = model_.names.text(model_.variables[found->second].type_name());
    if (type.starts_with("chan") || type.starts_with("<-chan") || type.starts_with("func")) return false;
    type = last_name(type);
    for (const std::string_view unsized_type : {"Seq", "Seq2", "Iterator", "Iterable", "IEnumerable", "IEnumerator",
                                                "Stream", "DirectoryStream", "Generator"}) {
      if (type == unsized_type) return false;
    }
    return true;
  }
  return true;
}

bool Surroundings::is_first(std::uint32_t call, const facts::Variable& variable) const {
  const facts::Call& made = model_.calls[call];
  for (std::uint32_t i = first_call_from(variable.line()); i < call; ++i) {
    const facts::Call& other = model_.calls[i];
    if (other.caller() == made.caller() && subject_name(other) == subject_name(made)) return false;
  }
  return true;
}

bool Surroundings::includes(const std::vector<std::string>& modules) const {
  for (std::uint32_t i = file_->imports.begin; i < file_->imports.end; ++i) {
    if (fits_one_of(modules, model_.names.text(model_.imports[i].module_()))) return true;
  }
  return false;
}

bool Surroundings::task_reaches(std::uint32_t function, std::uint32_t line, EffectSet effects,
                                const Effects& known) const {
  for (std::uint32_t i = first_call_from(line); i < file_->calls.end && model_.calls[i].line() == line; ++i) {
    if ((model_.calls[i].flags() & static_cast<std::uint16_t>(facts::CallFlag::Spawned)) == 0) continue;
    const CallEffect* effect = graph_.effect_of(i);
    if (effect != nullptr && effects.contains(effect->effect)) return true;
    for (const FunctionId target : graph_.targets_of(i)) {
      if (known.reached[target.index()].meets(effects)) return true;
    }
  }
  for (std::uint32_t f = file_->functions.begin; f < file_->functions.end; ++f) {
    const facts::Function& closure = model_.functions[f];
    if (closure.parent() == function && closure.line() == line && known.reached[f].meets(effects)) return true;
  }
  return false;
}

bool Surroundings::comes_after(std::uint32_t call, const std::vector<std::string>& names) const {
  constexpr std::uint32_t lines = 10;
  const facts::Call& made = model_.calls[call];
  if (made.argument() == 0) return false;
  for (std::uint32_t i = first_call_from(made.line() - std::min(made.line(), lines)); i < call; ++i) {
    const facts::Call& other = model_.calls[i];
    if (other.caller() == made.caller() && other.argument() == made.argument() &&
        other.frequency() > made.frequency() &&
        (other.receiver() == made.receiver() || graph_.effect_of(call) != nullptr) &&
        fits_one_of(names, model_.names.text(other.name())))
      return true;
  }
  return false;
}

bool Surroundings::every_round(std::uint32_t loop, float frequency) const {
  if (loop == 0) return false;
  const facts::Loop& around = model_.loops[loop - 1];
  constexpr float rounding = 0.999F;
  return frequency >= rounding * around.frequency() * around.rounds();
}

}  // namespace assay
