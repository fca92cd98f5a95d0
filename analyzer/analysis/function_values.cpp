// See function_values.h. Sets grow from step to step until none does, which few programs need more than `most_steps` for.
#include "analyzer/analysis/function_values.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/analysis/file_places.h"
#include "analyzer/base/pair_key.h"
#include "analyzer/facts/languages.h"

namespace assay {
namespace {

using facts::FlowKind;

constexpr std::size_t most_values = 8;
constexpr int most_steps = 6;
constexpr int most_scopes = 64;        // around one another
constexpr std::uint8_t by_name = 255;  // position of an argument that is given by name

struct Values {
  std::vector<FunctionId> functions;
  bool guess = false;  // through a member of that name
  bool any = false;    // too many to say

  bool has(FunctionId f) const { return std::find(functions.begin(), functions.end(), f) != functions.end(); }
  bool is_empty() const { return functions.empty() && !any; }
  // Whether it grew.
  bool add(const Values& other) {
    if (any) return false;
    const std::size_t before = functions.size();
    for (const FunctionId f : other.functions) {
      if (!has(f)) functions.push_back(f);
    }
    const bool was_guess = guess;
    guess = guess || other.guess;
    if (other.any || functions.size() > most_values) {
      functions.clear();
      return any = true;
    }
    return functions.size() > before || guess != was_guess;
  }
};

class Follower {
 public:
  Follower(const Model& model, const ValueSources& sources, CallGraph& graph)
      : model_(model), sources_(sources), graph_(graph) {}

  void run() {
    name_variables();
    find_open_calls();
    find_decorated();
    find_open_flows();
    for (int step = 0; step < most_steps; ++step) {
      bool grew = false;
      for (const Decorated& d : decorated_) grew = decorate(d) || grew;
      for (const std::uint32_t i : open_flows_) grew = flow(i) || grew;
      for (OpenCall& call : open_) grew = call.values.add(values_of_call(call)) || grew;
      if (!grew) break;
    }
    find_run_by_libraries();
    write();
  }

 private:
  struct OpenCall {
    std::uint32_t call;
    std::uint32_t place = 0;  // in ValueSources::calls plus one, 0: none
    Values values = {};
  };
  struct Decorator {
    std::uint32_t annotation;  // index
    bool made;                 // by a call: @wrap(2)
  };
  struct Decorated {
    FunctionId function;
    std::uint32_t result;       // number of what the decorators make of it
    std::vector<Decorator> by;  // the innermost last
  };

  // Members of one name are one variable for all files that call each other.
  std::uint64_t member(std::uint32_t function, NameId name) const {
    constexpr std::uint32_t members = 0xFFFF0000;  // no function's number
    const auto speakers = static_cast<std::uint32_t>(family(model_.file_of(FunctionId{function}).language));
    return pair_key(members + speakers, name.value);
  }
  // What a function may return: a variable without a name.
  static std::uint64_t result(std::uint32_t function) { return pair_key(function, 0); }

  // Variables are what something flows to, in the function where it does; parameters, by position, too.
  void name_variables() {
    is_variable_.resize(model_.names.size());
    for (const facts::Flow& flow : model_.flows) {
      if (flow.kind() == FlowKind::Parameter)
        parameters_.try_emplace(pair_key(flow.function(), flow.position()),
                                declare(pair_key(flow.function(), flow.target())));
    }
    steps_.resize(model_.flows.size());
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const facts::Flow& flow = model_.flows[i];
      if (flow.kind() == FlowKind::Assigned) steps_[i].to = declare(target_of(flow));
      if (flow.kind() == FlowKind::Returned) steps_[i].to = declare(result(flow.function()));
    }
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const facts::Flow& flow = model_.flows[i];
      const std::string_view path = model_.names.text(flow.source());
      std::size_t dot = 0, end = 0;
      for (; end < path.size() && path[end] != '(' && path[end] != '['; ++end) dot = path[end] == '.' ? end + 1 : dot;
      steps_[i].is_path = end < path.size();
      steps_[i].is_member = dot > 0;
      if (steps_[i].is_path) continue;
      const NameId name = dot == 0 ? NameId{flow.source()} : model_.names.find(path.substr(dot));
      if (!name || !is_variable_[name.value]) continue;
      steps_[i].from = dot == 0 ? variable(flow.function(), name) : number(member(flow.function(), name));
    }
  }

  std::uint32_t declare(std::uint64_t key) {
    is_variable_[key & 0xFFFFFFFF] = true;
    const auto [entry, fresh] = numbers_.try_emplace(key, static_cast<std::uint32_t>(values_.size()));
    if (fresh) values_.emplace_back();
    return entry->second;
  }
  // 0: none.
  std::uint32_t number(std::uint64_t key) const {
    const auto found = numbers_.find(key);
    return found == numbers_.end() ? 0 : found->second;
  }

  std::uint64_t target_of(const facts::Flow& flow) const {
    std::string_view path = model_.names.text(flow.target());
    path = path.substr(0, path.find_first_of("(["));
    const std::size_t dot = path.find_last_of('.');
    if (dot != std::string_view::npos || flow.position() == by_name)
      return member(flow.function(), model_.names.find(path.substr(dot == std::string_view::npos ? 0 : dot + 1)));
    const NameId name = model_.names.find(path);
    return pair_key(flow.function(), name.value);
  }

  // The variable that `name` is inside `function`, there or further out; 0: none.
  std::uint32_t variable(std::uint32_t function, NameId name) const {
    if (!name || !is_variable_[name.value]) return 0;
    int left = most_scopes;
    for (std::uint32_t scope = function; scope != 0 && left > 0; scope = model_.functions[scope - 1].parent(), --left) {
      if (const std::uint32_t found = number(pair_key(scope, name.value))) return found;
    }
    return number(pair_key(model_.file_of(FunctionId{function}).functions.begin + 1, name.value));
  }

  Values results_of(const Values& functions) const {
    Values all;
    all.any = functions.any;
    all.guess = functions.guess;
    for (const FunctionId f : functions.functions) all.add(values_[number(result(f.value))]);
    return all;
  }

  // What a path such as f, a.f, f(), d[].g stands for; `named`: what scopes say of it up to the first bracket.
  Values values_of(std::uint32_t function, std::string_view path, std::span<const FunctionId> named) const {
    const std::string_view plain = path.substr(0, path.find_first_of("(["));
    const std::size_t dot = plain.find_last_of('.');
    Values values;
    if (dot == std::string_view::npos) values = values_[variable(function, model_.names.find(plain))];
    const bool indexed = plain.size() < path.size() && path[plain.size()] == '[';  // no function is
    if (values.is_empty() && !indexed) values.functions.assign(named.begin(), named.end());
    if (values.is_empty() && dot != std::string_view::npos)
      values = member_of(function, model_.names.find(plain.substr(dot + 1)));
    for (std::size_t i = plain.size(); i < path.size();) {
      if (path[i] == '(') values = results_of(values);
      if (path[i] != '.') {
        i += 2;
        continue;
      }
      const std::size_t end = std::min(path.find_first_of(".([", i + 1), path.size());
      values = member_of(function, model_.names.find(path.substr(i + 1, end - i - 1)));
      i = end;
    }
    return values;
  }
  Values member_of(std::uint32_t function, NameId name) const {
    Values values = values_[number(member(function, name))];
    values.guess = true;
    return values;
  }

  // Calls that a variable may answer: of an expression, of a name that is one, of a member that nothing else explains.
  void find_open_calls() {
    const auto is_compiled = [&](std::uint32_t i) { return graph_.evidence[i] == CallEvidence::Compiler; };
    for (std::uint32_t i = 0; i < sources_.calls.size(); ++i) {
      if (!is_compiled(sources_.calls[i])) open_.push_back({sources_.calls[i], i + 1});
    }
    for (std::uint32_t i = 0; i < model_.calls.size(); ++i) {
      const facts::Call& call = model_.calls[i];
      if (!is_compiled(i) && call.receiver() == 0 && variable(call.caller(), NameId{call.name()}) != 0)
        open_.push_back({i});
    }
    for (const std::uint32_t i : sources_.members) {
      const facts::Call& call = model_.calls[i];
      if (is_variable_[call.name()] && graph_.targets_of(i).empty() &&
          number(member(call.caller(), NameId{call.name()})) != 0)
        open_.push_back({i});
    }
    std::sort(open_.begin(), open_.end(), [](const OpenCall& a, const OpenCall& b) { return a.call < b.call; });
  }

  // A member says something where one function alone is assigned to its name; in C, where members of that name are tables'
  // of operations, where a few are.
  bool is_known(const OpenCall& open) const {
    const Values& values = open.values;
    if (values.guess && values.functions.size() > 1) {
      const facts::Language language = model_.file_of(FunctionId{model_.calls[open.call].caller()}).language;
      return is_c_family(language);
    }
    return !values.functions.empty();
  }

  Values values_of_call(const OpenCall& open) const {
    const facts::Call& call = model_.calls[open.call];
    if (open.place != 0)
      return values_of(call.caller(), model_.names.text(call.receiver()), sources_.called.of(open.place - 1));
    if (call.receiver() == 0) return values_[variable(call.caller(), NameId{call.name()})];
    return member_of(call.caller(), NameId{call.name()});
  }

  void find_decorated() {
    std::unordered_set<std::uint64_t> calls;  // (line, name) of the file's
    FileId file;
    wrapped_.resize(model_.functions.size());
    for (std::uint32_t i = 0; i < model_.annotations.size(); ++i) {
      const facts::Annotation& annotation = model_.annotations[i];
      if (annotation.function() == 0 || sources_.annotations.of(i).empty()) continue;
      const FunctionId function{annotation.function()};
      if (file != model_.function_file[function.index()]) {
        file = model_.function_file[function.index()];
        calls.clear();
        const RowRange rows = model_.file_of(function).calls;
        for (std::uint32_t c = rows.begin; c < rows.end; ++c)
          calls.insert(pair_key(model_.calls[c].line(), model_.calls[c].name()));
      }
      if (decorated_.empty() || decorated_.back().function != function) {
        std::uint32_t& result = wrapped_[function.index()];
        if (result == 0) {
          result = static_cast<std::uint32_t>(values_.size());
          values_.emplace_back();
        }
        decorated_.push_back({function, result, {}});
      }
      // @wrap(2): such a call is a row of its own.
      const std::string_view path = model_.names.text(annotation.name());
      const NameId last = model_.names.find(path.substr(path.find_last_of('.') + 1));
      decorated_.back().by.push_back({i, calls.contains(pair_key(annotation.line(), last.value))});
    }
  }

  bool decorate(const Decorated& decorated) {
    Values values;
    values.functions = {decorated.function};
    bool grew = false;
    for (auto decorator = decorated.by.rbegin(); decorator != decorated.by.rend(); ++decorator) {
      Values by;
      const std::span<const FunctionId> named = sources_.annotations.of(decorator->annotation);
      by.functions.assign(named.begin(), named.end());
      if (decorator->made) by = results_of(by);
      Values others;  // that it decorates elsewhere, and may give back there
      for (const FunctionId f : by.functions) {
        grew = give(f, 0, 0, values) || grew;
        others.add(values_[parameter(f, 0, 0)]);
      }
      Values made = results_of(by);
      std::erase_if(made.functions, [&](FunctionId f) { return others.has(f) && !values.has(f); });
      values = std::move(made);
    }
    return values_[decorated.result].add(values) || grew;
  }

  // Gives an argument to a function's parameter.
  bool give(FunctionId function, std::uint8_t position, std::uint32_t name, const Values& values) {
    const std::uint32_t to = parameter(function, position, name);
    return to != 0 && values_[to].add(values);
  }
  std::uint32_t parameter(FunctionId function, std::uint8_t position, std::uint32_t name) const {
    if (position == by_name) return number(pair_key(function.value, name));
    const auto found = parameters_.find(pair_key(function.value, position));
    return found == parameters_.end() ? 0 : found->second;
  }

  // Nothing ever comes through the others: nearly all, as most values are no functions.
  void find_open_flows() {
    for (std::uint32_t i = 0; i < steps_.size(); ++i) {
      const facts::Flow& flow = model_.flows[i];
      if (flow.kind() == FlowKind::Parameter) continue;
      if (flow.value() != 0 || steps_[i].is_path || steps_[i].from != 0 || !sources_.flows.of(i).empty())
        open_flows_.push_back(i);
    }
  }

  bool flow(std::uint32_t index) {
    if (!find_given(index)) return false;
    const facts::Flow& flow = model_.flows[index];
    return flow.kind() == FlowKind::Argument ? give_argument(flow) : values_[steps_[index].to].add(given_);
  }

  // What is handed on there, into `given_`; false: nothing that is known.
  bool find_given(std::uint32_t index) {
    const facts::Flow& flow = model_.flows[index];
    const Step& step = steps_[index];
    const std::span<const FunctionId> named = sources_.flows.of(index);
    if (flow.value() != 0) {
      given_ = {};
      given_.functions = {FunctionId{flow.value()}};
    } else if (step.is_path) {
      given_ = values_of(flow.function(), model_.names.text(flow.source()), named);
    } else if (step.is_member ? named.empty() : !values_[step.from].is_empty()) {
      given_ = values_[step.from];
      given_.guess = given_.guess || step.is_member;
    } else if (!named.empty()) {
      given_ = {};
      given_.functions.assign(named.begin(), named.end());
    } else {
      return false;
    }
    return !given_.is_empty();
  }

  // xs.map(f): a library's function runs what it is given. Closures are counted to the functions around them already.
  void find_run_by_libraries() {
    for (const std::uint32_t i : open_flows_) {
      const facts::Flow& flow = model_.flows[i];
      if (flow.kind() != FlowKind::Argument || flow.value() != 0) continue;
      const std::uint32_t call = flow.call() - 1;
      const bool runs = (model_.calls[call].flags() & static_cast<std::uint16_t>(facts::CallFlag::RunsGiven)) != 0 &&
                        graph_.targets_of(call).empty() && open_call(call) == nullptr;
      if (runs && find_given(i) && !given_.guess) run_by_library_[call].add(given_);
    }
  }

  bool give_argument(const facts::Flow& flow) {
    bool grew = false;
    const std::uint32_t call = flow.call() - 1;
    for (const FunctionId f : graph_.targets_of(call)) grew = give(f, flow.position(), flow.target(), given_) || grew;
    if (const OpenCall* open = open_call(call)) {
      for (const FunctionId f : open->values.functions) grew = give(f, flow.position(), flow.target(), given_) || grew;
    }
    return grew;
  }

  const OpenCall* open_call(std::uint32_t call) const {
    const auto found = std::lower_bound(open_.begin(), open_.end(), call,
                                        [](const OpenCall& open, std::uint32_t index) { return open.call < index; });
    return found != open_.end() && found->call == call ? &*found : nullptr;
  }

  // What stands in for a decorated function: what its decorators return.
  void add_target(std::vector<FunctionId>& targets, FunctionId f) const {
    const auto add = [&](FunctionId g) {
      if (std::find(targets.begin(), targets.end(), g) == targets.end()) targets.push_back(g);
    };
    const Values& wrappers = values_[wrapped_[f.index()]];
    for (const FunctionId g : wrappers.functions) add(g);
    if (wrappers.functions.empty() || !is_called_by(wrappers, f)) add(f);
  }

  // Does one of the wrappers surely call `f`, and nothing else in that place?
  bool is_called_by(const Values& wrappers, FunctionId f) const {
    return std::any_of(wrappers.functions.begin(), wrappers.functions.end(), [&](FunctionId wrapper) {
      return wrapper == f || sure_.contains(pair_key(wrapper.value, f.value));
    });
  }

  void know(std::uint32_t call, CallEvidence evidence) {
    const bool was = is_resolved(graph_.evidence[call]), is = is_resolved(evidence);
    graph_.evidence[call] = evidence;
    graph_.resolved += is && !was ? 1 : 0;
    graph_.resolved -= was && !is ? 1 : 0;
  }

  void write() {
    for (const OpenCall& open : open_) {
      const Values& values = open.values;
      if (values.functions.size() == 1 && !values.guess)
        sure_.insert(pair_key(model_.calls[open.call].caller(), values.functions[0].value));
    }
    std::vector<std::uint32_t> first;
    std::vector<FunctionId> targets, of_call;
    first.reserve(graph_.first.size());
    targets.reserve(graph_.targets.size());
    std::size_t next = 0;
    for (std::uint32_t i = 0; i < model_.calls.size(); ++i) {
      first.push_back(static_cast<std::uint32_t>(targets.size()));
      of_call.clear();
      const bool open = next < open_.size() && open_[next].call == i;
      if (open && is_known(open_[next])) {
        const Values& values = open_[next].values;
        of_call = values.functions;
        know(i, values.guess ? CallEvidence::Name : CallEvidence::Value);
      } else if (const auto given = run_by_library_.find(i); given != run_by_library_.end()) {
        of_call = given->second.functions;
        if (!of_call.empty()) know(i, CallEvidence::Value);
      } else {
        for (const FunctionId f : graph_.targets_of(i)) add_target(of_call, f);
      }
      if (open) ++next;
      targets.insert(targets.end(), of_call.begin(), of_call.end());
    }
    first.push_back(static_cast<std::uint32_t>(targets.size()));
    graph_.first = std::move(first);
    graph_.targets = std::move(targets);
  }

  struct Step {
    std::uint32_t to = 0, from = 0;  // numbers of variables
    bool is_member = false;          // `from` is one, which scopes may know better
    bool is_path = false;            // the source is called or indexed
  };

  const Model& model_;
  const ValueSources& sources_;
  CallGraph& graph_;
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;     // of variables, by (function or member, name)
  std::vector<Values> values_ = std::vector<Values>(1);          // by number; 0: none
  std::unordered_map<std::uint64_t, std::uint32_t> parameters_;  // (function, position) → number
  std::vector<bool> is_variable_;                                // by name
  std::vector<Step> steps_;                                      // by flow index
  std::vector<std::uint32_t> open_flows_;                        // indices of those that functions may come through
  Values given_;
  std::unordered_set<std::uint64_t> sure_;                    // (caller, function) of open calls of one function
  std::vector<OpenCall> open_;                                // in order of their calls
  std::unordered_map<std::uint32_t, Values> run_by_library_;  // by call index
  std::vector<Decorated> decorated_;
  std::vector<std::uint32_t> wrapped_;  // by function index: number of what its decorators make of it; 0: it has none
};

}  // namespace

void follow_values(const Model& model, const ValueSources& sources, CallGraph& graph) {
  Follower(model, sources, graph).run();
}

}  // namespace assay
