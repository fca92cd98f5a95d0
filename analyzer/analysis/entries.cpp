// See entries.h.
#include "analyzer/analysis/entries.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace assay {
namespace {

using facts::FunctionFlag;

// Beside what the user names as the workload's calls, other entries count so much: calls that nothing shows may lead there.
constexpr double beside_named = 0.1;

// Code that runs once, at start-up or for the developer: its entry counts little.
double usual_weight(const Model& model, FunctionId id, bool has_callers) {
  if (model.has(id, FunctionFlag::Test)) return 0;
  if (model.has(id, FunctionFlag::Module)) return 0.1;
  if (model.has(id, FunctionFlag::Handler)) return 5;
  if (model.has(id, FunctionFlag::Lambda) && model.function(id).parent() != 0) return 0;
  if (model.has(id, FunctionFlag::Entry)) return 1;
  return has_callers ? 0.05 : 1;  // called by what we cannot see: a framework, users of a library
}

bool is_evident(const Model& model, FunctionId id, bool has_callers) {
  return !has_callers || model.has(id, FunctionFlag::Module) || model.has(id, FunctionFlag::Handler) ||
         model.has(id, FunctionFlag::Entry);
}

// A::b, A#b, A->b → A.b
std::string dotted(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const std::string_view rest = name.substr(i);
    const bool two = rest.starts_with("::") || rest.starts_with("->");
    out += two || name[i] == '#' || name[i] == '\\' ? '.' : name[i];
    if (two) ++i;
  }
  return out;
}

// Whether `end` is `whole` or what stands in it behind a `border`.
bool is_end_of(std::string_view end, std::string_view whole, char border) {
  return whole.ends_with(end) && (whole.size() == end.size() || whole[whole.size() - end.size() - 1] == border);
}

struct Wanted {
  std::string file, name;
  std::uint32_t line = 0;  // given instead of a name; 0: none
};

// What behind FILE: is a line; 0: a name.
std::uint32_t line_of(std::string_view text) {
  std::uint32_t line = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), line);
  return error == std::errc() && end == text.data() + text.size() ? line : 0;
}

Wanted split(std::string_view text) {
  for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    if (at + 1 < text.size() && text[at + 1] == ':') {
      ++at;
    } else {
      return {std::string(text.substr(0, at)), dotted(text.substr(at + 1)), line_of(text.substr(at + 1))};
    }
  }
  return {{}, dotted(text), 0};
}

}  // namespace

std::vector<FunctionId> find_functions(const Model& model, std::string_view text) {
  const Wanted wanted = split(text);
  std::vector<FunctionId> found;
  if (wanted.name.empty()) return found;
  for (std::size_t f = 0; f < model.functions.size(); ++f) {
    const FunctionId id = FunctionId::of_index(f);
    if (model.named(id) != id) continue;
    if (wanted.line != 0 ? model.function(id).line() != wanted.line
                         : !is_end_of(wanted.name, dotted(model.qualified_name(id)), '.'))
      continue;
    if (!wanted.file.empty() && !is_end_of(wanted.file, model.file_of(id).path, '/')) continue;
    found.push_back(id);
  }
  return found;
}

Entries find_entries(const Model& model, const CallOrder& order, std::span<const std::string> names) {
  const std::size_t count = model.functions.size();
  Entries entries;
  entries.weight.resize(count);
  entries.evident.resize(count);
  double sum = 0;
  for (std::size_t f = 0; f < count; ++f)
    sum += entries.weight[f] = usual_weight(model, FunctionId::of_index(f), order.callers[f] > 0);
  if (sum <= 0) {  // nothing but tests: they are all the entry points there are
    for (std::size_t f = 0; f < count; ++f) entries.weight[f] = order.callers[f] > 0 ? 0 : 1;
  }
  for (std::size_t f = 0; f < count; ++f)
    entries.evident[f] = entries.weight[f] > 0 && is_evident(model, FunctionId::of_index(f), order.callers[f] > 0);
  if (names.empty()) return entries;

  for (double& weight : entries.weight) weight *= beside_named;
  for (const std::string& text : names) {
    const std::vector<FunctionId> found = find_functions(model, text);
    for (const FunctionId id : found) {
      entries.weight[id.index()] = 1;
      entries.evident[id.index()] = true;
    }
    if (found.empty()) entries.unknown.push_back(text);
  }
  return entries;
}

}  // namespace assay
