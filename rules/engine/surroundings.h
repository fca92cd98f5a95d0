// What stands around a place in the code: the questions of finding rules that look beyond one row of the facts.
//
// One file at a time; not thread-safe. Answers are about the place's own function, closures apart.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/analysis/held_locks.h"
#include "rules/engine/finding_rule.h"

namespace assay {

// Whether a name is one of `words`, where `x*`, `*x` and `*x*` stand for all that begin with, end in and hold x.
bool fits_one_of(const std::vector<std::string>& words, std::string_view name);

// The last part of what a call is made on, without the marks of a call or an index: `c` of a.b.c()[].
std::string_view last_receiver(std::string_view path);

class Surroundings {
 public:
  Surroundings(const Model& model, const CallGraph& graph, const HeldLocks& locks);

  void enter(const FileRow& file);

  // Effects of library calls of the function on these lines, those of `not_names` apart.
  EffectSet effects_between(std::uint32_t function, std::uint32_t first, std::uint32_t last,
                            const std::vector<std::string>& not_names) const;
  bool under_lock(std::uint32_t function, std::uint32_t line) const { return locks_.held(FunctionId{function}, line); }
  // Whether the loop (row) or one inside it calls one of `names`; with `*` at the end: one that begins so.
  bool loop_calls(std::uint32_t loop, const std::vector<std::string>& names) const;
  // Whether the first argument of a call is a field of the type that the caller is a method of.
  bool is_field(std::uint32_t call);
  // Whether the function calls one of `names` (as fits_one_of), on whatever.
  bool calls_any(std::uint32_t function, const std::vector<std::string>& names) const;
  // Whether the function or one around it has a parameter whose declared type's last segment is one of `types`.
  bool has_parameter(std::uint32_t function, const std::vector<std::string>& types);
  // Whether the function is what a call starts as a thread or a task: its closure, or a function that it surely calls.
  bool is_task(std::uint32_t function) const { return tasks_[function - 1]; }
  // The function of the file that a call is given by name, as its first argument or its option `target`; 0: none.
  std::uint32_t handed_over(std::uint32_t call);
  // Whether a call (index) has one of `options`, written `name` or `name=value`, among the arguments given by name.
  bool has_option(std::uint32_t call, const std::vector<std::string>& options) const;
  std::span<const facts::Option> options_of(std::uint32_t call) const;
  // The variable that a call is made on, or that is its first argument where it is made on none: `x` of x.append(y) and
  // of append(x, y). Looked for in the function, those around it and the fields of its type; null: none is known.
  const facts::Variable* subject(std::uint32_t call);
  // Whether the function calls one of `names` on the subject of `call`.
  bool also_calls(std::uint32_t call, const std::vector<std::string>& names) const;
  // Whether what the loop (row) walks may be asked for its size, as far as its declared type tells: no channel, no stream.
  bool has_known_size(std::uint32_t loop);
  // Whether nothing is called on the variable between its declaration and this call.
  bool is_first(std::uint32_t call, const facts::Variable& variable) const;
  // Whether the file imports one of `modules`.
  bool includes(const std::vector<std::string>& modules) const;
  // Whether what is started as a task on this line of the function comes to one of `effects`.
  bool task_reaches(std::uint32_t function, std::uint32_t line, EffectSet effects, const Effects& known) const;
  // Whether a clause of the function catches one of `types` by name.
  bool catches(std::uint32_t function, const std::vector<std::string>& types) const;
  // Whether one of `names` is called with the same first argument in the ten lines before, and runs more often, so that this
  // call may depend on its answer: on the same object, unless the
  // call is a library's, whose functions may stand in several modules.
  bool comes_after(std::uint32_t call, const std::vector<std::string>& names) const;
  // Whether what runs with `frequency` does so in every round of the loop (row).
  bool every_round(std::uint32_t loop, float frequency) const;

 private:
  void find_tasks();
  bool calls_between(std::uint32_t function, std::uint32_t first_line, std::uint32_t last_line,
                     const std::vector<std::string>& names) const;
  std::uint32_t first_call_from(std::uint32_t line) const;  // index; calls come in the order of their lines
  std::uint32_t subject_name(const facts::Call& call) const;

  const Model& model_;
  const CallGraph& graph_;
  const HeldLocks& locks_;
  std::vector<bool> tasks_;  // by function index
  const FileRow* file_ = nullptr;
  bool indexed_ = false;
  void index();
  std::unordered_multimap<std::uint32_t, std::uint32_t> parameters_;  // function → index
  std::unordered_map<std::uint32_t, std::uint32_t> functions_;        // name → first function
  std::unordered_map<std::uint64_t, std::uint32_t>
      variables_;  // (function, name) or (type, field) → index of the last declaration
};

}  // namespace assay
