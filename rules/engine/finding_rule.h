// A finding rule: a pattern that a reviewer should see where it stands in the code.
//
// One rule, one file, `findings/<family>/<id>.yaml`:
//   title: A blocking call in an asynchronous function
//   level: warning                  # error | warning | note
//   heat: any                       # cpu: a note outside the hot paths (default); only: nothing outside them;
//                                   #   any: the level wherever it stands
//   once: function                  # the first for each function, or for each file; default: all
//   languages: [python, go]         # optional: all
//   match: call                     # call | site | loop | function | suppression
//   where:                          # all of it must hold
//     effect: [io.net, wait.sleep]  #   a list: one of them
//     blocking: true                #   a flag
//     in: [async]
//     loop_depth: 1                 #   a number: at least that
//   message: "`{what}` blocks …"    # {what} the call, text or loop; {function}; {effect}; {path} how an effect is reached
//   why: what it has to do with staying, Go or Rust
//   instead: what to do now
//   criteria: [starvation]          # of model/criteria.yaml
//   sources: ["000"]                # optional
//   examples:                       # the rule's own tests: lines that end in the comment `finds` are found, no others
//     - language: python
//       elsewhere: …              #   optional: a file named `other` in a component of its own
//       code: |
//         async def f():
//             time.sleep(1)  # finds
// Conditions are listed in finding_rule.cpp with what they mean. A rule about calls names an effect, a function that is
// reached or a name; a rule about sites names their kinds.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/analysis/catalog.h"
#include "analyzer/analysis/components.h"
#include "analyzer/analysis/effects.h"
#include "analyzer/base/result.h"
#include "analyzer/facts/facts_generated.h"
#include "rules/engine/embedded.h"

namespace assay {

enum class Level : std::uint8_t { Note, Warning, Error };
std::string_view level_name(Level level);  // "note", "warning", "error"

// What becomes of a place outside the hot paths: a note, nothing, or the same as on them.
enum class Heat : std::uint8_t { Cpu, Only, Any };

enum class Once : std::uint8_t { No, Function, File };

enum class RuleSubject : std::uint8_t { Call, Site, Loop, Function, Suppression };

// What is wrong with a comment that silences a finding.
enum class SuppressionFault : std::uint8_t { WithoutReason, UnknownRule, Expired, Unused };

// Each that is unset or empty always holds. A family of effects stands for its members. In lists of
// names and details `x*`, `*x` and `*x*` stand for what begins with, ends in and holds x.
struct FindingConditions {
  // Of the place and the function that it stands in.
  std::uint32_t in = 0, not_in = 0;          // facts::FunctionFlag: one of them; none of them
  std::uint32_t loop_depth = 0;              // loops around the place within its function
  std::bitset<4> loop;                       // bound of the innermost loop around it (facts::LoopBound)
  EffectSet not_around;                      // effects of calls in the same function: none of them
  EffectSet function_reaches_not;            // what the function reaches, itself or through what it calls: none of them
  std::uint32_t kinds = 0, not_kinds = 0;    // facts::UnitKind of the component: one of them; none of them
  std::uint32_t sites = 0;                   // facts::SiteKind: the function (of a loop: the loop) has one of them
  std::uint32_t not_sites = 0;               //   none of them
  std::vector<std::string> function_names;   // the function's name
  std::vector<std::string> parameter_types;  // a parameter's, or one's around it, as declared or its last segment
  std::vector<std::string> also;             // the function calls one of these names
  std::optional<std::uint32_t> branches_at_most;  // of the function
  std::optional<bool> in_task;                    // the function is started as a thread or a task
  std::vector<std::string> path_not;              // none of these words stands in the file's path
  std::vector<std::string> function_names_not;    // neither it nor its type has one of these
  std::vector<std::string> loop_without;          // the innermost loop calls none of these names
  std::vector<std::string> items_not;             // nor walks it through what bears one of these
  std::optional<bool> program;                    // a file of the folder has an entry point
  std::vector<std::string> includes_not;          // the file imports none of these
  std::uint32_t rounds_at_least = 0;              // where the innermost loop's number of rounds is stated
  std::optional<bool> own_loop;         // the innermost loop is a statement of the function, not a closure's caller
  std::vector<std::string> caught_not;  // no clause of the function catches one of these types
  std::vector<std::string> also_not;    // the function calls none of these names
  std::optional<bool> every_round;      // of calls and sites: in every round of the innermost loop
  std::optional<bool> last_in_round;    // of calls: in the innermost loop none stands behind it
  std::optional<bool> search;           // the innermost loop, or the loop itself, may end before its bound says
  std::optional<bool> under_lock;       // of calls and sites: a lock is surely held there
  // Of calls.
  EffectSet effect;                        // of the library function that is called
  EffectSet reaches;                       // of a function of the repository that is called, through what it calls
  std::vector<std::string> reaches_by;     //   the library function that it comes to has one of these names
  std::vector<std::string> names;          // last segment of what is called
  std::vector<std::string> not_names;      // or `receiver.name`
  std::vector<std::string> receivers;      // last segment of what stands before it
  std::vector<std::string> not_receivers;  // nor the first argument where nothing does
  std::optional<bool> blocking, awaited, spawned, constructs, passes_function, error_path, known,
      literal;                            // the first argument is a text literal
  std::optional<bool> deferred;           // it is run when the function ends, or gives a value to what is
  std::optional<bool> unbounded;          // it may wait for ever unless an option sets a limit
  std::vector<std::string> options;       // an argument given by name, or name=value: one of them
  std::vector<std::string> not_options;   //   none of them
  std::optional<bool> last_constant;      // the last argument is a number, a name in capitals or a size of a type
  std::optional<bool> second_literal;     // the second argument is a text literal without a place for another text
  std::optional<bool> variable_argument;  // the first argument is a plain name
  std::optional<bool> field_argument;     // the first argument is a field of the function's type
  std::optional<bool> crosses;            // the one function that is called belongs to another component
  std::optional<bool> target_computes;    // the function handed over by name computes in loops and waits for nothing
  std::vector<std::string> after;         // one of these is called with the same first argument shortly before
  // Of calls, about the variable that the call is made on, or that is its first argument where it is made on none.
  std::vector<std::string> types;     // last segment of its evident type
  std::vector<std::string> not_with;  // none of these is called on it in the same function
  std::optional<bool>
      outlives_round;              // it is neither declared, set nor walked to in the innermost loop, and no literal
  std::optional<bool> made_empty;  // it begins as an empty container before the loop, and only this call fills it
  std::optional<bool> only_statement;  // the call is all that the innermost loop does, but for a condition
  std::uint32_t costs = 0;             // CostClass
  std::optional<std::uint32_t> arguments_at_least, arguments_at_most, positional_at_most;
  // Of sites.
  std::uint32_t site = 0;  // facts::SiteKind
  std::vector<std::string> details, not_details;
  std::optional<bool> named;            // it has a detail
  std::optional<bool> any_error;        // of a clause that catches: it takes whatever comes
  EffectSet task_reaches;               // of what a task is started with: effects that it comes to
  std::vector<std::string> before_not;  // calls of these names do not count in `before`
  EffectSet before;                     // effects of calls in what is tried, in the same function: one of them
  std::bitset<4> faults;                // of suppressions: SuppressionFault
  // Of loops and functions.
  std::bitset<4> bound;  // of a loop
  EffectSet calls;       // effects of calls inside, of a loop's in each round: one of them
  EffectSet calls_not;   //   none of them; of a call or a site: not in the innermost loop around it
  std::optional<std::uint32_t>
      calls_at_most;         // of a loop, or the innermost around a call: places inside that call something
  double computing = 0;      // of a function: share of arithmetic, bit operations and indexing, at least
  std::uint32_t nested = 0;  // of a function: loops nested at least so deep
};

struct FindingExample {
  facts::Language language = facts::Language::None;
  std::string code;
  std::string elsewhere;  // the file `other` of another component; empty: there is none
  int line = 0;           // of the rule file
};

struct FindingRule {
  std::string id, family, path, title;
  Level level = Level::Note;
  Heat heat = Heat::Cpu;
  Once once = Once::No;
  std::uint32_t languages = 0;  // facts::Language bits; 0: all
  RuleSubject subject = RuleSubject::Call;
  FindingConditions where;
  std::string message, why, instead;
  std::vector<std::string> criteria, sources;
  std::vector<FindingExample> examples;
};

// Those of `files` that lie in a `findings` folder, by id. A failure's message holds a line `path:line: what, and what to
// do` for each of the first problems. `criteria` are the names that a rule may give.
Result<std::vector<FindingRule>> load_finding_rules(std::span<const EmbeddedFile> files,
                                                    std::span<const std::string> criteria);

}  // namespace assay
