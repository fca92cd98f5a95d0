// Do a rule's conditions hold at a place? One file at a time; not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "rules/engine/findings.h"
#include "rules/engine/surroundings.h"

namespace assay {

// A place that a rule may describe.
struct CodePlace {
  std::uint32_t function = 0;  // row, closures as themselves
  std::uint32_t line = 0, column = 0, end_line = 0;
  std::uint32_t loop_depth = 0;
  std::uint32_t loop = 0;  // row of the innermost loop around it, 0: none known
  float frequency = 0;     // for one run of the function
  std::string what, effect, path;
  std::string snippet;  // what stays the same when the place moves
};

class PlaceConditions {
 public:
  explicit PlaceConditions(const AnalysedCode& source);

  void enter(FileId file);
  bool in_test(std::uint32_t function) const;  // row of the file; 0: no
  bool speaks(const FindingRule& rule) const;  // of the file's language

  // Each asks for all that a rule says about its subject, given by its index in the model. What is found out on the way
  // goes into `place`.
  bool call_holds(const FindingRule& rule, std::uint32_t call, CodePlace& place);
  bool site_holds(const FindingRule& rule, std::uint32_t site, const CodePlace& place);
  bool loop_holds(const FindingRule& rule, std::uint32_t loop, const CodePlace& place);
  bool function_holds(const FindingRule& rule, std::uint32_t function, const CodePlace& place);

  // Whether the loop around the place is one that a rule about hot paths means: it goes round often and does not itself
  // wait for the world, unless waiting is what the rule is about.
  bool may_be_hot(const FindingRule& rule, const CodePlace& place) const;

 private:
  // What stands in a loop, loops inside it included.
  struct Content {
    EffectSet effects;
    EffectSet each_round;     // of calls directly in it that run in every round
    std::uint32_t sites = 0;  // facts::SiteKind bits
    std::uint32_t calls = 0;
  };

  void look_into_loops();
  void find_tests();
  void find_programs();
  bool runs_in_loop(const CodePlace& place) const;
  bool is_deferred(std::uint32_t call) const;
  bool is_last_in_round(std::uint32_t call) const;
  bool place_holds(const FindingRule& rule, const CodePlace& place);
  bool surroundings_hold(const FindingConditions& conditions, std::uint32_t call);
  bool variable_holds(const FindingConditions& conditions, std::uint32_t call);
  bool is_named(std::uint32_t function, const std::vector<std::string>& names) const;
  std::string_view type_of(std::uint32_t function) const;
  bool path_has(const std::vector<std::string>& words) const;
  bool crosses(std::uint32_t call) const;
  bool target_computes(std::uint32_t call);
  std::string path_to(std::uint32_t call, EffectSet effects) const;
  bool waits(std::uint32_t loop) const;
  bool is_short(std::uint32_t loop) const;
  bool is_rare(const facts::Site& site) const;

  const AnalysedCode& source_;
  const Model& model_;
  Surroundings around_;
  std::vector<std::uint32_t> sites_;  // by function index, closures apart: facts::SiteKind bits
  std::vector<Content> inside_;       // by loop of the file
  std::vector<bool> tests_;           // by function of the file
  const FileRow* file_ = nullptr;
  ComponentId component_;
  std::uint32_t language_ = 0;                     // facts::Language bit
  bool program_ = false;                           // a file of its folder has an entry point
  std::unordered_set<std::string_view> programs_;  // folders of files that have one; borrowed from the model
};

}  // namespace assay
